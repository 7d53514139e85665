"""Roots and ganglia on their way from the sac under the pedicle, or through the sacrum, and out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import Dimensions
from meshes.shapes import Points, Shape, limb, union
from meshes.skeleton import Skeleton
from meshes.space import IDENTITY, Pose, Side, Vector, length, side_sign, unit
from meshes.spine.sac import Sac

UNDER_PEDICLE_MM = 0.8
"""Between the pedicle's medial lower corner and the root (guess)."""
CLEAR_MM, AWAY_MM = 0.4, 3.0
"""Between a root's turns and bone, and how far they are moved for it (guess)."""
SLACK_MM, LEAST_SLEEVE = 0.1, 0.92
"""How much wider than its root a sleeve is, and the share of the root to which bone may squeeze it (guesses)."""
BEYOND_MM = 24.0
"""How far the nerve is followed beyond its ganglion."""
OUTWARDS = (0.75, 1.1, 1.6, 2.4, 0.3)
"""How much it turns outwards, beside its run down, once it is out of the foramen: as near to the first as leads past the bone (guess)."""
FORWARD = (0.45, 0.2, 0.0, 0.7, 1.1, 1.6)
"""How much the nerve turns to the front, beside its run to the side and down: likewise (guess)."""
STEEPER, FLATTEST_DEG = (1.0, 1.25, 1.5, 0.8, 0.6, 2.0, 2.7), 60.0
"""Times the published angle to the sac that it may take past the foramen's edge, and how flat it may run at most: likewise (guesses)."""
CLEAR_SHARES = (0.7, 1.0, 0.4)
"""Of its radius that a root keeps from bone on its way to the ganglion, along it and beyond: it may groove it (guesses)."""
LEAST_ASIDE_MM = 0.5
"""How far it goes aside at least before it is counted as in the foramen, so that no stretch of it is without length."""
TRIED = 6
"""So many ways to the ganglion, and along it, are followed to their end."""


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
    sleeve_radius: float
    """Of the dura round it: a narrow way squeezes it."""

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
        return 1 if self.level.startswith("S") else 3

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
    inwards, back = np.array([-sign, 0.0, 0.0]), np.array([0.0, -1.0, 0.0])
    beside = _moved(bones, medial + np.array([-sign * (radius + 0.3), 1.5, 0.0]), (inwards, back, inwards + back), radius + CLEAR_MM)
    angles = [radians(min(share * own.root_angle_deg, FLATTEST_DEG)) for share in STEEPER]
    outs = unit(np.array([[sign * sin(angle), forward * sin(angle), -cos(angle)] for angle in angles for forward in FORWARD]))
    # straight down, unless a wedged spine tilts the vertebra so far that this leads into bone: then down beside its own body
    for frame in (IDENTITY, skeleton[level].pose):
        corner = _under_pedicle(bones, medial, bottom, side, radius, frame)
        # at the published angle to the foramen's medial edge, from which the ganglion's place is published
        aside = max(sign * float(medial[0] - corner[0]), LEAST_ASIDE_MM)
        leg = _by_room(bones, corner, outs[: len(FORWARD)] * (aside / np.abs(outs[: len(FORWARD), :1])), radius)[0]
        if float(_room(bones, corner, leg[None])[0]) > 0:
            break
    edge = corner + leg
    # past the foramen it lies in front of the transverse process below and beside the body: on the psoas
    aways = unit(np.array([[sign * outwards, forward, -1.0] for outwards in OUTWARDS for forward in FORWARD]))
    aways = aways[np.argsort(-(aways * aways[0]).sum(axis=1), kind="stable")]
    best, most = np.zeros((3, 3)), -np.inf
    for legs in _courses(bones, edge, own.ganglion_start * outs, own.ganglion_length * outs, BEYOND_MM * aways, radius):
        places = edge + np.cumsum(np.concatenate([np.zeros((1, 3)), legs]), axis=0)
        room = [float(_room(bones, place, leg[None])[0]) for place, leg in zip(places, legs, strict=False)]
        least = min(have - share * radius for have, share in zip(room, CLEAR_SHARES, strict=True))
        if least > most:
            best, most = legs, least
        if least >= 0:
            break
    begin, end, far = edge + np.cumsum(best, axis=0)
    path = np.array([start, beside, corner, edge, begin, end, far])
    sleeve = min(radius, max(float(_room(bones, edge, best[:1])[0]), LEAST_SLEEVE * radius)) + SLACK_MM
    return Nerve(level, side, path, radius, np.array([begin, end]), own.ganglion_width / 2, sleeve)


def _under_pedicle(bones: Shape, medial: Vector, bottom: Vector, side: Side, radius: float, frame: Pose) -> Vector:
    """Where a root turns under its pedicle, "down" and "back" being those of a frame."""
    sign, (x, _, _), (_, y, z) = side_sign(side), frame.to_local(medial), frame.to_local(bottom)
    corner = frame.to_patient([x - sign * 0.3 * radius, y + 1.5, z - radius - UNDER_PEDICLE_MM])
    inwards, back, down = (frame.turn(way) for way in ([-sign, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, -1.0]))
    return _moved(bones, corner, (back, back + inwards, down + back), radius + CLEAR_MM)


def _near(level: str, skeleton: Skeleton) -> Shape:
    """The bones that a nerve passes: its own and the one below."""
    return union(skeleton[level].shape, skeleton.below(level).shape)


def _moved(bones: Shape, point: Vector, ways: Sequence[Vector], clear_mm: float) -> Vector:
    """The point, or the nearest one along some ways that keeps clear of bone; the clearest if none does within AWAY_MM."""
    steps = np.arange(0.0, AWAY_MM + 0.1, 0.25)
    tried = (point + steps[:, None, None] * np.array([unit(way) for way in ways])).reshape(-1, 3)
    room = bones(Points.of(tried))
    return np.asarray(tried[int(np.argmax(room >= clear_mm)) if (room >= clear_mm).any() else int(np.argmax(room))])


def _room(bones: Shape, start: Vector, ways: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) mm that (n, 3) ways from one place keep from bone."""
    share = np.linspace(0.25, 1.0, 13)  # the first bit is as near to bone as where it starts
    places = start + share[None, :, None] * ways[:, None, :]
    found: NDArray[np.float64] = bones(Points.of(places.reshape(-1, 3))).reshape(len(ways), len(share)).min(axis=1).astype(float)
    return found


def _courses(
    bones: Shape, edge: Vector, firsts: NDArray[np.float64], ganglia: NDArray[np.float64], aways: NDArray[np.float64], radius: float
) -> Iterator[NDArray[np.float64]]:
    """Ways to the ganglion, along it and beyond, (3, 3) mm, the likeliest first."""
    for first in _by_room(bones, edge, firsts, CLEAR_SHARES[0] * radius)[:TRIED]:
        straight = unit(first)[None] * length(ganglia[0])
        for ganglion in _by_room(bones, edge + first, np.concatenate([straight, ganglia]), CLEAR_SHARES[1] * radius)[:TRIED]:
            yield np.array([first, ganglion, _by_room(bones, edge + first + ganglion, aways, CLEAR_SHARES[2] * radius)[0]])


def _by_room(bones: Shape, start: Vector, ways: NDArray[np.float64], clear_mm: float) -> NDArray[np.float64]:
    """The ways, those that keep ``clear_mm`` from bone first, as they stand; then the others, those that keep most first."""
    room = _room(bones, start, ways)
    return ways[np.argsort(np.where(room >= clear_mm, -np.inf, -room), kind="stable")]


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
    return Nerve(level, side, path, radius, ganglion, min(own.ganglion_width / 2, radius + 0.3), radius + SLACK_MM)


def nerves(sac: Sac, skeleton: Skeleton, person: Dimensions) -> tuple[Nerve, ...]:
    """Of every vertebra, and S1 to S4; both sides."""
    sides: tuple[Side, Side] = ("left", "right")
    return tuple(segmental_nerve(level, side, sac, skeleton, person) for level in skeleton.levels for side in sides) + tuple(
        sacral_nerve(level, side, sac, skeleton, person) for level in ("S1", "S2", "S3", "S4") for side in sides
    )
