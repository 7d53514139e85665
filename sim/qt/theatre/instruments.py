"""Needle and syringe as the eye has them: what is outside the skin, from what is perceived.

Hub, wings and syringe are of common sizes (guess); a shaft is drawn a little thicker than it is, to be seen from where one stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from meshes.space import POSTERIOR, SUPERIOR, Vector, unit
from sim.physics.needle_angles import direction_of
from sim.qt.theatre.contact_shadow import Balls
from sim.qt.theatre.solids import Solid, box, together, tube, turned
from sim.session.observation import NeedleSeen, SyringeSeen

SHAFT_MM, RING_MM, MARK_EACH_MM = 1.0, 1.2, 10.0
HUB_MM, SYRINGE_MM = 24.0, 74.0
LINE_TO_MM, LINE_DIPS_MM, LEANS = (118.0, 26.0, 74.0), 60.0, (0.42, 0.9, 0.12)
"""Where the syringe at the end of a line is held, from the hub: to the operator, up and to the head; from how far below the line reaches
it; and how it leans, the same way"""
DIMPLE_MM = (2.0, 4.0, 8.0)
"""Round the entry, skin is darker so far: most of all at the shaft"""
FULL_ML, MARK_MM = 10.0, 0.7
"""What the drawn syringe holds; more is drawn as full. And how wide its marks are"""


@dataclass(frozen=True)
class Grasp:
    """How a needle stands in the skin."""

    entry: Vector
    along: Vector
    """Unit, into the patient"""
    outside_mm: float
    inside_mm: float
    clock: float
    gauge: int

    @staticmethod
    def of(needle: NeedleSeen | None) -> Grasp | None:
        """None if there is none on the patient."""
        if needle is None or needle.entry_mm is None:
            return None
        along = direction_of(needle.lateral_deg, needle.cephalad_deg)
        depth = float(needle.depth_mm)
        gauge = int(needle.name.partition("G")[0])
        return Grasp(np.array(needle.entry_mm), along, max(needle.length_mm - depth, 0.0), depth, needle.clock, gauge)

    @property
    def stands(self) -> tuple[object, ...]:
        """All that is drawn of it: what the fingers feel changes no picture."""
        return *self.entry, *self.along, self.outside_mm, self.inside_mm, self.clock, self.gauge

    @property
    def hub(self) -> Vector:
        """Where the shaft ends in the hub, mm."""
        return self.entry - self.outside_mm * self.along

    @property
    def tip(self) -> Vector:
        """As the hand knows it: straight on, as deep as the marks say."""
        return self.entry + self.inside_mm * self.along

    @property
    def grip(self) -> Vector:
        """The middle of the hub: where fingers take it."""
        return self.hub - 0.5 * HUB_MM * self.along

    @property
    def notch(self) -> Vector:
        """Unit, across the shaft: to where the bevel opens; 12 o'clock is the head, 3 the patient's right."""
        head = unit(SUPERIOR - float(SUPERIOR @ self.along) * self.along)
        turn = radians(self.clock * 30.0)
        return np.asarray(cos(turn) * head + sin(turn) * np.cross(self.along, head))


def shaft(held: Grasp, glass: bool) -> Solid:
    """Down to the skin; through glass as deep as its marks say, straight as the hand knows it."""
    return tube(np.linspace(held.hub, held.tip if glass else held.entry, 3), SHAFT_MM, 8)


def rings(held: Grasp) -> Solid | None:
    """The marks on the shaft, each ten millimetres from the tip, that are still outside; None if there are none."""
    first = np.ceil(held.inside_mm / MARK_EACH_MM + 1e-6) * MARK_EACH_MM
    places = [held.entry - (at - held.inside_mm) * held.along for at in np.arange(first, held.inside_mm + held.outside_mm, MARK_EACH_MM)]
    made = [turned([(-1.2, RING_MM), (1.2, RING_MM)], place, held.along, 8) for place in places]
    return together(*made) if made else None


def bare_hub(place: Vector, back: Vector) -> Solid:
    """Without wings, from the shaft's end on."""
    return turned([(0, 2.6), (5, 4.6), (20, 5.2), (HUB_MM, 4.2)], place, back, 14)


def hub(held: Grasp) -> Solid:
    """With its wings, which stand across the notch."""
    back = -held.along
    body = bare_hub(held.hub, back)
    frame = np.eye(4)
    frame[:3, 0], frame[:3, 1], frame[:3, 2] = np.cross(held.notch, back), held.notch, back
    frame[:3, 3] = held.hub + 9.0 * back
    return together(body, box((32, 2.2, 10), (0, 0, 0), 0.8).moved(frame))


def notch(held: Grasp) -> Solid:
    """The mark on the hub that says where the bevel opens."""
    frame = np.eye(4)
    frame[:3, 0], frame[:3, 1], frame[:3, 2] = np.cross(held.notch, -held.along), held.notch, -held.along
    frame[:3, 3] = held.hub - 15.0 * held.along + 5.4 * held.notch
    return box((2.6, 2.6, 9), (0, 0, 0), 0.5).moved(frame)


@dataclass(frozen=True)
class Joined:
    """A syringe at the hub, or at the end of a line of tubing that leads to the operator's hand."""

    start: Vector
    along: Vector
    """Unit, from its tip to its plunger"""
    line: NDArray[np.float64] | None
    """(n, 3) mm along the tubing"""
    full: float
    """Share of the barrel that is filled"""

    @staticmethod
    def of(held: Grasp, syringe: SyringeSeen, side: int) -> Joined:
        """``side`` : where the operator stands, +1 at the patient's right."""
        back, end = -held.along, held.hub - HUB_MM * held.along
        full = min(max(syringe.left_ml / FULL_ML, 0.0), 1.0)
        if not syringe.tubing:
            return Joined(end, back, None, full)
        towards = np.stack([np.array([side, 0.0, 0.0]), POSTERIOR, SUPERIOR])
        there, up = end + np.array(LINE_TO_MM) @ towards, unit(np.array(LEANS) @ towards)
        way = [end, end + LINE_DIPS_MM * back, there - LINE_DIPS_MM * up, there]
        t = np.linspace(0, 1, 20)[:, None]
        line = (1 - t) ** 3 * way[0] + 3 * t * (1 - t) ** 2 * way[1] + 3 * t * t * (1 - t) * way[2] + t**3 * way[3]
        return Joined(there, up, line, full)

    @property
    def piston_mm(self) -> float:
        """How far from its tip the plunger's piston is in the barrel."""
        return 11 + self.full * (SYRINGE_MM - 16)

    @property
    def top_mm(self) -> float:
        """And the plunger's top, on which a thumb lies."""
        return self.piston_mm + SYRINGE_MM + 1


def barrel(joined: Joined) -> Solid:
    profile = [(0, 2.2), (8, 2.4), (9, 7.6), (SYRINGE_MM, 7.6), (SYRINGE_MM + 0.5, 12.5), (SYRINGE_MM + 3, 12.5)]
    return turned(profile, joined.start, joined.along, 16)


def scale(joined: Joined, side: int) -> Solid:
    """The barrel's marks, one each millilitre, on the operator's side of it."""
    places = (joined.start + (16 + ml * (SYRINGE_MM - 16) / FULL_ML) * joined.along for ml in range(1, int(FULL_ML)))
    whole = together(*(turned([(-MARK_MM / 2, 7.8), (MARK_MM / 2, 7.8)], place, joined.along, 24) for place in places))
    out = whole.vertices - joined.start
    out = out - (out @ joined.along)[:, None] * joined.along
    seen = unit(out) @ np.array([side, 0.0, 0.0]) > 0.5
    return Solid(whole.vertices, whole.faces[seen[whole.faces].all(1)])


def fluid(joined: Joined) -> Solid:
    return turned([(9.5, 6.8), (joined.piston_mm, 6.8)], joined.start, joined.along, 14)


def plunger(joined: Joined) -> Solid:
    at, top = joined.piston_mm, joined.top_mm
    return turned([(at, 7.0), (at + 5, 7.0), (at + 6, 3.2), (top - 3, 3.2), (top - 2.5, 11), (top, 11)], joined.start, joined.along, 14)


def balls_of(held: Grasp, joined: Joined | None) -> Balls:
    """What throws a shadow: hub and syringe; and the skin that a shaft draws in round itself."""
    rows = [[*held.grip, 5.0], *([*held.entry, wide] for wide in DIMPLE_MM)]
    if joined is not None:
        rows += [[*(joined.start + at * joined.along), 8.0] for at in np.arange(8.0, joined.top_mm, 13.0)]
    return np.array(rows)
