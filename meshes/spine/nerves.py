"""Roots and ganglia on their way from the sac under the pedicle, or through the sacrum, and out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import Dimensions
from meshes.shapes import Points, Shape, limb
from meshes.sharing import shared
from meshes.skeleton import Skeleton
from meshes.space import Side, Vector, dot, length, side_sign, unit
from meshes.spine.root_way import BEYOND_MM, PedicleRoom, place_at, way
from meshes.spine.sac import Sac

SLACK_MM, LEAST_SLEEVE = 0.1, 0.92
"""How much wider than its root a sleeve is, and the share of the root to which bone may squeeze it (guesses)."""
BESIDE_DURA_MM = 1.8
"""A ganglion's middle keeps so far from the sac (guess: most of its radius)."""


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

    @property
    def enters(self) -> Vector:
        """Where it comes into its foramen: at the pedicle's medial border; in the sacrum where the foramen leaves the canal."""
        return np.asarray(self.path[2])

    @property
    def under(self) -> Vector:
        """Where it passes under the pedicle's middle; in the sacrum the foramen's mouth."""
        return np.asarray(self.path[3])

    def sleeve(self, radius: float) -> Shape:
        """A tube along the root from within the sac to its ganglion."""
        within = self.path[0] + np.array([-side_sign(self.side) * 2.0, 0.0, 1.0])
        nodes = [within, *self.before_ganglion()]
        return limb(nodes, np.full((len(nodes), 3), radius), joint=0.5)

    def before_ganglion(self) -> NDArray[np.float64]:
        """(n, 3) mm: the path as far as the ganglion's beginning."""
        middle = self.ganglion.mean(0)
        far = float(length(middle - self.ganglion[0]))
        # corners within the ganglion, or past it, are not before it
        way = unit(self.ganglion[1] - self.ganglion[0])
        corners = [point for point in self.path[:4] if float(dot(point - middle, way)) < -far - 0.2]
        return np.array([*corners, self.ganglion[0]])

    def ganglion_shape(self) -> Shape:
        along = self.ganglion[1] - self.ganglion[0]
        # its rounded ends lie within its length
        inset = along * min(self.ganglion_radius / float(length(along)), 0.49)
        ends = np.array([self.ganglion[0] + inset, self.ganglion[1] - inset])
        return limb(ends, np.full((2, 3), self.ganglion_radius))


def segmental_nerve(level: str, side: Side, sac: Sac, skeleton: Skeleton, person: Dimensions) -> Nerve:
    """T11 to L5: leaves the dura beside its pedicle, turns under it and out of the foramen."""
    own, course = person.nerves[level], person.roots[level]
    radius = own.root / 2
    room = PedicleRoom.of(level, side, skeleton)
    path = way(room, sac, side, course, radius)
    ganglia = np.array([_ganglion(room, path, course.ganglion_share + 0.05 * i, own.ganglion_length) for i in range(12)])
    # where the canal is narrow, farther out, so that it does not lie in the sac
    beside = sac.outside(Points.of(ganglia.mean(axis=1))) >= BESIDE_DURA_MM
    ganglion = ganglia[int(np.argmax(beside)) if beside.any() else 0]
    begin = room.frame.to_local(np.array([path[1], ganglion[0]]))
    free = float(room.along(begin[0], (begin[1] - begin[0])[None])[0])
    sleeve = min(radius, max(free, LEAST_SLEEVE * radius)) + SLACK_MM
    return Nerve(level, side, path, radius, ganglion, own.ganglion_width / 2, sleeve)


def _ganglion(room: PedicleRoom, path: NDArray[np.float64], share: float, long_mm: float) -> NDArray[np.float64]:
    """(2, 3) mm: the ends of a ganglion on a path, its middle so far from the pedicle's medial border to its lateral one."""
    x = room.frame.to_local(path)[:, 0]
    wanted = room.medial + share * (room.lateral - room.medial)
    i = int(np.clip(np.searchsorted(x, wanted) - 1, 1, len(path) - 2))
    part = min(max((wanted - x[i]) / (x[i + 1] - x[i]), 0.0), 1.0)
    middle = float(length(np.diff(path[: i + 1], axis=0)).sum() + part * length(path[i + 1] - path[i]))
    ends = np.array([place_at(path, middle - long_mm / 2), place_at(path, middle + long_mm / 2)])
    # as long as it is, though the nerve bends within it
    centre, way = ends.mean(0), unit(ends[1] - ends[0])
    return np.array([centre - long_mm / 2 * way, centre + long_mm / 2 * way])


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
    jobs = [(level, side) for level in skeleton.levels for side in sides]
    found: dict[tuple[str, Side], Nerve] = {}

    def work(job: tuple[str, Side]) -> None:
        found[job] = segmental_nerve(*job, sac, skeleton, person)

    shared(work, jobs)
    return tuple(found[job] for job in jobs) + tuple(
        sacral_nerve(level, side, sac, skeleton, person) for level in ("S1", "S2", "S3", "S4") for side in sides
    )
