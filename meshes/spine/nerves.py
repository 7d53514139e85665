"""Roots and ganglia on their way from the sac under the pedicle, or through the sacrum, and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import Dimensions
from meshes.shapes import Points, Shape, limb, union
from meshes.skeleton import Skeleton
from meshes.space import Side, Vector, dot, length, side_sign, unit
from meshes.spine.sac import Sac

UNDER_PEDICLE_MM = 0.8
"""Between the pedicle's medial lower corner and the root (guess)."""
CLEAR_MM, AWAY_MM = 0.4, 3.0
"""Between a root's turns and bone, and how far they are moved for it (guess)."""
BEYOND_MM = 24.0
"""How far the nerve is followed beyond its ganglion."""
OUTWARDS = (0.75, 1.1, 1.6, 2.4, 0.3)
"""How much it turns outwards, beside its run down, once it is out of the foramen: as near to the first as leads past the bone (guess)."""
FORWARD = (0.45, 0.2, 0.0, 0.7, 1.1, 1.6)
"""How much the nerve turns to the front, beside its run to the side and down: likewise (guess)."""


@dataclass(frozen=True)
class Nerve:
    """One spinal nerve: named for its level and side."""

    level: str
    side: Side
    path: NDArray[np.float64]
    """(n, 3) mm, from the sac outwards"""
    radius: float
    ganglion: NDArray[np.float64]
    """(2, 3) mm, its ends"""
    ganglion_radius: float

    def root(self) -> Shape:
        return limb(self.path, np.full((len(self.path), 3), self.radius), joint=0.5)

    @property
    def has_sleeve(self) -> bool:
        """Whether dura and fluid go out with it as far as its ganglion; about lower roots they are too thin for the lattice, and the fine
        lattice ends where T12's leaves the sac."""
        return self.level not in ("T11", "T12", "S3", "S4")

    def sleeve(self, radius: float) -> Shape:
        """A tube along the root from within the sac to its ganglion."""
        within = self.path[0] + np.array([-side_sign(self.side) * 2.0, 0.0, 1.0])
        corners = [point for point in self.path[1:] if length(point - self.ganglion[1]) > length(self.ganglion[0] - self.ganglion[1])]
        nodes = [within, self.path[0], *corners[: self._corners()], self.ganglion[0]]
        return limb(nodes, np.full((len(nodes), 3), radius), joint=0.5)

    def _corners(self) -> int:
        """How many corners of the path come before the ganglion."""
        return 1 if self.level.startswith("S") else 2

    def ganglion_shape(self) -> Shape:
        along = self.ganglion[1] - self.ganglion[0]
        # its rounded ends lie within its length
        inset = along * min(self.ganglion_radius / float(length(along)), 0.49)
        ends = np.array([self.ganglion[0] + inset, self.ganglion[1] - inset])
        return limb(ends, np.full((2, 3), self.ganglion_radius))


def segmental_nerve(level: str, side: Side, sac: Sac, skeleton: Skeleton, person: Dimensions) -> Nerve:
    """T11 to L5: leaves the sac at the upper edge of its pedicle, turns under it and out of the foramen."""
    sign = side_sign(side)
    m, own = skeleton[level].landmarks, person.nerves[level]
    radius = own.root / 2
    medial, bottom = m[f"pedicle_medial_{side}"], m[f"pedicle_bottom_{side}"]
    start = sac.wall(sac.canal.station(m[f"pedicle_top_{side}"]), sign * 0.85, -0.3)
    bones = _near(level, skeleton)
    inwards, back, down = np.array([-sign, 0.0, 0.0]), np.array([0.0, -1.0, 0.0]), np.array([0.0, 0.0, -1.0])
    beside = _moved(bones, medial + np.array([-sign * (radius + 0.3), 1.5, 0.0]), (inwards, back, inwards + back), radius + CLEAR_MM)
    corner = np.array([medial[0] - sign * radius * 0.3, bottom[1] + 1.5, bottom[2] - radius - UNDER_PEDICLE_MM])
    corner = _moved(bones, corner, (back, back + inwards, down + back), radius + CLEAR_MM)
    angle = radians(own.root_angle_deg)
    outs = [np.array([sign * sin(angle), forward * sin(angle), -cos(angle)]) for forward in FORWARD]
    out = _clearest(bones, corner, outs, own.ganglion_start + own.ganglion_length, 0.6 * radius)
    begin = corner + own.ganglion_start * out
    end = begin + own.ganglion_length * out
    # past the foramen it lies in front of the transverse process below and beside the body: on the psoas
    aways = [np.array([sign * outwards, forward, -1.0]) for outwards in OUTWARDS for forward in FORWARD]
    usual = unit(aways[0])
    aways.sort(key=lambda way: -float(dot(unit(way), usual)))
    path = np.array([start, beside, corner, end, end + BEYOND_MM * _clearest(bones, end, aways, BEYOND_MM, 0.4 * radius)])
    return Nerve(level, side, path, radius, np.array([begin, end]), own.ganglion_width / 2)


def _near(level: str, skeleton: Skeleton) -> Shape:
    """The bones that a nerve passes: its own and the one below."""
    return union(skeleton[level].shape, skeleton.below(level).shape)


def _moved(bones: Shape, point: Vector, ways: Sequence[Vector], clear_mm: float) -> Vector:
    """The point, or the nearest one along some ways that keeps clear of bone; the clearest if none does within AWAY_MM."""
    steps = np.arange(0.0, AWAY_MM + 0.1, 0.25)
    tried = (point + steps[:, None, None] * np.array([unit(way) for way in ways])).reshape(-1, 3)
    room = bones(Points.of(tried))
    return np.asarray(tried[int(np.argmax(room >= clear_mm)) if (room >= clear_mm).any() else int(np.argmax(room))])


def _clearest(bones: Shape, start: Vector, ways: Sequence[Vector], reach_mm: float, clear_mm: float) -> Vector:
    """The first of some ways that keeps ``clear_mm`` from bone, else the one that keeps most; a unit vector."""
    along = np.linspace(0.25 * reach_mm, reach_mm, 13)  # the first bit is as near to bone as where it starts
    places = start + along[None, :, None] * unit(np.array(ways))[:, None, :]
    room = bones(Points.of(places.reshape(-1, 3))).reshape(len(ways), len(along)).min(axis=1)
    best = next((i for i, r in enumerate(room) if r >= clear_mm), int(np.argmax(room)))
    return unit(ways[best])


def sacral_nerve(level: str, side: Side, sac: Sac, skeleton: Skeleton, person: Dimensions) -> Nerve:
    """S1 to S4: down the lateral sacral canal and through its ventral foramen; its ganglion lies within the canal."""
    sign = side_sign(side)
    m = skeleton["sacrum"].landmarks
    own = person.nerves["S1"]
    radius = own.root / 2 * {"S1": 1.0, "S2": 0.8, "S3": 0.6, "S4": 0.5}[level]  # thinner from S2 on (guess)
    canal, junction, ventral = (m[f"foramen_{level}_{part}_{side}"] for part in ("canal", "junction", "ventral"))
    leaves = min(sac.canal.station(canal) - 16.0, sac.tip - 6.0)
    start = sac.wall(leaves, sign * 0.8, -0.2)
    out = unit(ventral - junction)
    path = np.array([start, canal, junction, ventral, ventral + 0.5 * BEYOND_MM * out])
    inward = unit(canal - junction)
    ganglion = np.array([junction + inward * min(own.ganglion_length * radius / (own.root / 2), 9.0), junction])
    return Nerve(level, side, path, radius, ganglion, min(own.ganglion_width / 2, radius + 0.3))


def nerves(sac: Sac, skeleton: Skeleton, person: Dimensions) -> tuple[Nerve, ...]:
    """Of every vertebra, and S1 to S4; both sides."""
    sides: tuple[Side, Side] = ("left", "right")
    return tuple(segmental_nerve(level, side, sac, skeleton, person) for level in skeleton.levels for side in sides) + tuple(
        sacral_nerve(level, side, sac, skeleton, person) for level in ("S1", "S2", "S3", "S4") for side in sides
    )
