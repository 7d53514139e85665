"""What a hand in the room touches: the skin under a pixel, and a hub that is dragged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from meshes.space import Vector, length, unit
from sim.fluoroscopy.carm import View
from sim.physics.needle_angles import lean_of
from sim.qt.theatre.eye import Eye, met
from sim.qt.theatre.instruments import Grasp
from sim.qt.theatre.solids import Solid

HUB_PX = 18.0
"""So near the hub a press takes it."""
SAME_MM = 5.0
"""The beam leaves the skin where it was touched, if it does so no further off: the drawn skin is smoother than the body's."""
LEAST_OUT = 0.17
"""A beam that comes out flatter than 10 degrees grazes the back: no needle is set along it."""
LEAST_DOWN = 0.09
"""A needle that is dragged points at least so much into the patient, as a share: 85 degrees from upright."""


@dataclass(frozen=True)
class Pointed:
    """A pixel of a picture as an eye has it."""

    eye: Eye
    x: float
    y: float
    width: int
    height: int

    @property
    def along(self) -> Vector:
        return self.eye.ray(self.x, self.y, self.width, self.height)

    def skin(self, back: Solid) -> Vector | None:
        """The place of the skin there, mm; None if it is cloth or nothing."""
        return met(self.eye.place, self.along, back.vertices, back.faces)

    def takes(self, grasp: Grasp) -> bool:
        """Whether a press there takes the hub."""
        x, y = self.eye.pixel(grasp.grip, self.width, self.height)
        return bool(np.hypot(x - self.x, y - self.y) <= HUB_PX)

    def leant(self, grasp: Grasp) -> tuple[float, float]:
        """(lateral, cephalad) degrees of a needle whose hub was dragged there."""
        return leant_onto(grasp, self.eye.place, self.along)


def leant_onto(grasp: Grasp, start: Vector, along: Vector) -> tuple[float, float]:
    """(lateral, cephalad) degrees of a needle whose hub was dragged onto a ray, an eye's or the beam's: it swings round its entry."""
    off = start - grasp.entry
    radius = float(length(grasp.grip - grasp.entry))
    middle = -float(off @ along)
    inside = middle * middle - float(off @ off) + radius * radius
    root = np.sqrt(max(inside, 0.0))
    ends = [start + (middle + sign * root) * along for sign in (-1.0, 1.0)]
    nearest = min(ends, key=lambda end: float(length(end - grasp.grip)))
    into = unit(grasp.entry - nearest)
    into[1] = max(into[1], LEAST_DOWN)
    return lean_of(into)


def beam_at(view: View, place: Vector, skin: Solid) -> tuple[float, float] | None:
    """(u, v) mm of the ray that leaves the body at a place of its skin; None if it leaves elsewhere."""
    u, v = (float(c) for c in view.project(place))
    way = view.towards(u, v)
    if way[1] > -LEAST_OUT:
        return None
    out = met(view.source + 2000.0 * way, -way, skin.vertices, skin.faces)
    return (u, v) if out is not None and float(length(out - place)) <= SAME_MM else None
