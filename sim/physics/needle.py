"""The needle's shaft and tip: a path with constant curvature in the bevel's plane, that bone stops and tissues let through at a price.

Kinematics: the unicycle of Webster et al. 2006 (IJRR 25:509): the tip moves along its own direction, which turns towards the bevel's side
at curvature 1/R times the tissue's factor. Exact for a constant curvature; tissue boundaries are found to within STEP_MM.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meshes.space import POSTERIOR, SUPERIOR, Vector, dot, rotate, rotation, unit
from scenarios.equipment import NeedleKind
from sim.physics.body import BONY, Body, label_at
from sim.physics.tissue import tissue_table

STEP_MM = 0.05
"""The tip's own step: boundaries are known this well, whatever a command's length."""
NODE_MM = 2.0
"""The shaft is remembered at this spacing."""
TURNABLE_MM = 15.0
"""Inserted no deeper than this, the needle can still be aimed anew about its entry (guess: skin and fat give way)."""


@dataclass(frozen=True)
class Crossing:
    """The tip left one tissue and entered another."""

    depth_mm: float
    """Along the shaft from the skin."""
    before: int
    after: int
    place: tuple[float, float, float]


@dataclass
class Needle:
    """One needle: where it entered, its path in the body, where its bevel looks."""

    kind: NeedleKind
    entry: Vector | None = None
    direction: Vector = field(default_factory=lambda: -POSTERIOR.copy())
    """Unit vector of the tip's motion."""
    bevel: Vector = field(default_factory=lambda: SUPERIOR.copy())
    """Unit vector to which the opening faces, across the direction."""
    path: list[Vector] = field(default_factory=list)
    """Nodes from the entry to the tip; the last is the tip."""
    directions: list[Vector] = field(default_factory=list)
    """The tip's direction at each node."""
    lengths: list[float] = field(default_factory=list)
    """Depth at each node, mm."""
    stylet: bool = True
    on_bone: bool = False
    touched: Vector | None = None
    """Where the tip last met bone, until it has left it."""

    @property
    def tip(self) -> Vector:
        if not self.path:
            raise ValueError("the needle is not on the patient")
        return self.path[-1]

    @property
    def depth_mm(self) -> float:
        """Length of the shaft below the skin."""
        return self.lengths[-1] if self.lengths else 0.0

    @property
    def placed(self) -> bool:
        return bool(self.path)

    def place(self, entry: Vector, direction: Vector) -> None:
        """Set the tip on the skin, pointing along ``direction``; the bevel looks to the head as far as it can."""
        self.entry = np.asarray(entry, float)
        self.direction = unit(direction)
        self.bevel = _across(SUPERIOR, self.direction)
        self.path, self.directions, self.lengths = [self.entry.copy()], [self.direction.copy()], [0.0]
        self.on_bone, self.touched = False, None

    def lift(self) -> None:
        """Off the patient."""
        self.entry, self.path, self.directions, self.lengths, self.on_bone = None, [], [], [], False

    def aim(self, direction: Vector, body: Body) -> bool:
        """Point a shallow needle elsewhere, about its entry; False if it is in too deep to turn, or if bone is in the way."""
        if self.entry is None or self.depth_mm > TURNABLE_MM:
            return False
        direction = unit(direction)
        if any(body.is_a(body.at(self.entry + s * direction), BONY) for s in np.arange(0.0, self.depth_mm + STEP_MM, STEP_MM)):
            return False
        self.bevel = _across(self.bevel, direction)
        depth = self.depth_mm
        self.direction = direction
        self.path, self.directions, self.lengths = [self.entry.copy()], [direction.copy()], [0.0]
        if depth > 0:
            self.path.append(self.entry + depth * direction)
            self.directions.append(direction.copy())
            self.lengths.append(depth)
        self.on_bone = False
        return True

    def rotate(self, radians: float) -> None:
        """Turn about the shaft, clockwise seen from the hub."""
        self.bevel = unit(rotate(rotation(self.direction, radians), self.bevel))

    def clock(self) -> float:
        """The hour to which the opening faces, seen from the hub: 12 to the head, 3 to the patient's right."""
        up = _across(SUPERIOR, self.direction)
        right = np.cross(self.direction, up)
        hours = np.arctan2(float(dot(self.bevel, right)), float(dot(self.bevel, up))) / (2 * np.pi) * 12
        return float(hours % 12)

    def advance(self, mm: float, body: Body) -> list[Crossing]:
        """Push on; stops at bone or when the hub meets the skin. Returns the boundaries crossed, in order."""
        if not self.path or mm <= 0:
            return []
        crossings: list[Crossing] = []
        left = min(mm, self.kind.length_mm - self.depth_mm)
        while left > 1e-9:
            # node by node, so that the shaft is the same curve whatever a command's length
            part = min(left, NODE_MM)
            crossings += self._push_on(part, body)
            if self.on_bone:
                break
            left -= part
        return crossings

    def _push_on(self, mm: float, body: Body) -> list[Crossing]:
        """Push on by no more than NODE_MM."""
        side = self.bevel if self.kind.bends_towards_opening else -self.bevel
        table = tissue_table()
        out = np.zeros((int(mm / STEP_MM) + 2, 6))
        steps, length, stopped, position, direction, side_now = _push(
            self.tip,
            self.direction,
            side,
            mm,
            1.0 / self.kind.curve_radius_mm,
            body.fine,
            body.fine_lo,
            body.fine_mm,
            body.coarse,
            body.coarse_lo,
            body.coarse_mm,
            table.curve,
            body.classes,
            BONY,
            out,
        )
        start = self.depth_mm
        crossings = [Crossing(start + row[0], int(row[1]), int(row[2]), (row[3], row[4], row[5])) for row in out[:steps]]
        if stopped and self.on_bone and length == 0:
            crossings = []  # bone was met before
        self.on_bone = bool(stopped)
        if length > 0:
            self._remember(position, direction, start + length)
            self.direction = direction
            self.bevel = unit(side_now if self.kind.bends_towards_opening else -side_now)
        return crossings

    def _remember(self, position: Vector, direction: Vector, depth: float) -> None:
        """Add the tip's new place; intermediate nodes only every NODE_MM."""
        if len(self.path) > 1 and depth - self.lengths[-2] < NODE_MM:
            self.path[-1], self.directions[-1], self.lengths[-1] = position, direction, depth
        else:
            self.path.append(position)
            self.directions.append(direction)
            self.lengths.append(depth)

    def withdraw(self, mm: float) -> None:
        """Draw back along the path; past the skin it comes to rest on it."""
        depth = max(self.depth_mm - mm, 0.0)
        while len(self.path) > 1 and self.lengths[-2] >= depth:
            self.path.pop(), self.directions.pop(), self.lengths.pop()
        if len(self.path) > 1:
            a, b = self.lengths[-2], self.lengths[-1]
            t = (depth - a) / (b - a)
            self.path[-1] = self.path[-2] + t * (self.path[-1] - self.path[-2])
            self.directions[-1] = unit(self.directions[-2] + t * (self.directions[-1] - self.directions[-2]))
            self.lengths[-1] = depth
        old = self.direction
        self.direction = self.directions[-1].copy()
        self.bevel = _across(self.bevel, self.direction) if float(dot(old, self.direction)) < 1 - 1e-12 else self.bevel
        self.on_bone = False

    def shaft(self) -> NDArray[np.float64]:
        """(n, 3) mm from the hub to the tip."""
        hub = self.path[0] - (self.kind.length_mm - self.depth_mm) * self.directions[0]
        return np.array([hub, *self.path])

    def force_n(self, body: Body) -> float:
        """Axial force to push on: cutting at the tip or entering what lies just ahead, friction along the shaft, bone if on it."""
        if not self.path:
            return 0.0
        table = tissue_table()
        friction = 0.0
        for a, b, la, lb in zip(self.path[:-1], self.path[1:], self.lengths[:-1], self.lengths[1:], strict=True):
            friction += table.friction_n_mm[body.at((a + b) / 2)] * (lb - la)
        ahead = body.at(self.tip + 2 * STEP_MM * self.direction)
        if self.on_bone:
            return float(friction + table.cutting_n[ahead if body.is_a(ahead, BONY) else 0] + 20.0)
        here = body.at(self.tip)
        cutting = table.cutting_n[here]
        if ahead != here or len(self.path) == 1:
            cutting = max(cutting, table.cutting_n[ahead] + table.pop_n[ahead])
        return float(friction * self.kind.outer_mm / 1.27 + cutting * self.kind.cutting)


def _across(wish: Vector, axis: Vector) -> Vector:
    """The part of ``wish`` across ``axis``, as a unit vector; any direction across it if there is no such part."""
    rest = wish - dot(wish, axis) * axis
    if float(dot(rest, rest)) < 1e-8:
        rest = np.array([1.0, 0.0, 0.0]) - axis[0] * axis
    return unit(rest)


@njit(cache=True, nogil=True)
def _push(tip, direction, side, mm, curvature, fine, fine_lo, fine_mm, coarse, coarse_lo, coarse_mm, curve, classes, bony, out):  # type: ignore[no-untyped-def]
    """Walk the tip on in steps of at most STEP_MM; rows of ``out`` are length so far, label before, label after, place."""
    p, d, n = tip.copy(), direction.copy(), side.copy()
    before = label_at(p, fine, fine_lo, fine_mm, coarse, coarse_lo, coarse_mm)
    walked, found = 0.0, 0
    while walked < mm - 1e-9:
        h = min(STEP_MM, mm - walked)
        k = curvature * curve[before]
        # an arc of length h in the plane of d and n
        angle = k * h
        c, s = np.cos(angle), np.sin(angle)
        q = p + (s / k) * d + ((1 - c) / k) * n if angle > 1e-12 else p + h * d
        after = label_at(q, fine, fine_lo, fine_mm, coarse, coarse_lo, coarse_mm)
        if classes[after] >> bony & 1:
            out[found, 0], out[found, 1], out[found, 2] = walked, before, after
            out[found, 3:6] = p
            return found + 1, walked, True, p, d, n
        walked += h
        p = q
        turned = c * d + s * n
        n = c * n - s * d
        d = turned
        if after != before:
            out[found, 0], out[found, 1], out[found, 2] = walked, before, after
            out[found, 3:6] = p
            found += 1
            before = after
    return found, walked, False, p, d, n
