"""How the facet joints stand: each turned about an upright axis through it, the processes of both bones together."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians, tan

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.morphometry import Dimensions
from meshes.shapes import Array, Box, Points, Range, Shape
from meshes.skeleton import Bone
from meshes.space import Side, Vector, length, side_sign

REACH_MM = 20.0
"""No turn reaches farther from its joint's middle, nor across the midline; it is whole up to half-way."""
SIDES: tuple[Side, Side] = ("left", "right")
Places = NDArray[np.float32] | NDArray[np.float64]


@dataclass(frozen=True)
class Turn:
    """A right-handed turn about an axis, of what lies near."""

    pivot: Vector
    axis: Vector
    """Of length 1."""
    half: float
    """Tangent of half the angle."""
    reach: float
    """mm: nothing turns farther off than this; what is nearer than half of it turns as a whole."""

    def _numbers(self, sign: float) -> Vector:
        """For the compiler: forth (sign 1) or back (-1); distances from the pivot stay, so the one undoes the other."""
        return np.array([*self.pivot, *self.axis, self.reach, 2 / self.reach, sign * self.half])

    def place(self, point: Vector) -> Vector:
        """Where a point comes to lie, mm."""
        (x, y, z), found = np.asarray(point, float)[:, None], np.empty((3, 1))
        _turned(x, y, z, self._numbers(1.0), *found)
        return found[:, 0]

    def of(self, shape: Shape) -> Shape:
        """The shape with this part of it turned."""
        ball = Box.around([self.pivot], self.reach)
        numbers = self._numbers(-1.0).astype(np.float32)
        # the twist where the turn fades adds to the turn itself
        steepest = shape.steepest * (1 + 2 * abs(self.half) * 4.0)

        def field(p: Points) -> Array:
            if not ball.touches(p.box):
                return shape(p)
            a, b, c = np.empty_like(p.x), np.empty_like(p.y), np.empty_like(p.z)
            _turned(p.x, p.y, p.z, numbers, a, b, c)
            return shape(Points(a, b, c))

        def closer(middles: Points, radius: Array) -> Range:
            least, most = shape.within(middles, radius)
            near = ball.near(middles, radius)
            if near.any():
                value, margin = field(middles.chosen(near)), np.float32(steepest) * radius[near]
                least, most = least.copy(), most.copy()
                least[near], most[near] = value - margin, value + margin
            return least, most

        return Shape(field, shape.box, steepest, closer)


@compiled(error_model="numpy")
def _turned(x: Places, y: Places, z: Places, numbers: Places, a: Places, b: Places, c: Places) -> None:
    """Turn places, mm, by ``Turn._numbers``; in the precision of what is handed in, which the small whole numbers here do not change."""
    f = np.float32
    px, py, pz, kx, ky, kz, reach, rate, half = numbers
    for i in range(len(x)):
        dx, dy, dz = x[i] - px, y[i] - py, z[i] - pz
        r = np.sqrt(dx * dx + dy * dy + dz * dz)
        fade = min(max((reach - r) * rate, f(0)), f(1))
        t = half * fade * fade * (f(3) - f(2) * fade)
        ux, uy, uz = ky * dz - kz * dy, kz * dx - kx * dz, kx * dy - ky * dx
        vx, vy, vz = ky * uz - kz * uy, kz * ux - kx * uz, kx * uy - ky * ux
        share = f(2) * t / (f(1) + t * t)
        a[i] = dx + share * (ux + t * vx) + px
        b[i] = dy + share * (uy + t * vy) + py
        c[i] = dz + share * (uz + t * vz) + pz


def turned(bones: dict[str, Bone], person: Dimensions) -> dict[str, Bone]:
    """The bones with their facets as the person has them: more coronal on both sides, or on one side only."""
    found = dict(bones)
    names = [name for name in person.levels if name in bones]
    for level, below in zip(names, (*names[1:], "sacrum"), strict=True):
        own = person.levels[level]
        pivots = {
            side: (bones[level].landmarks[f"inferior_facet_{side}"] + bones[below].landmarks[f"superior_facet_{side}"]) / 2
            for side in SIDES
        }
        reach = min(REACH_MM, float(length(pivots["right"] - pivots["left"])) / 2)
        for side, pivot in pivots.items():
            sign = side_sign(side)
            angle = sign * radians(own.facet_turn_deg + sign * own.tropism_deg / 2)
            if angle == 0:
                continue
            turn = Turn(pivot, bones[below].pose.turn([0.0, 0.0, 1.0]), tan(angle / 2), reach)
            for bone in (found[level], found[below]):
                marks = {key: turn.place(point) if length(point - pivot) < reach else point for key, point in bone.landmarks.items()}
                found[bone.name] = Bone(bone.name, turn.of(bone.shape), marks, bone.pose)
    return found
