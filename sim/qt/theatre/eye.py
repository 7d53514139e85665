"""Where the operator's eye is, and what lies under a pixel. Up is away from the table; the head turns round what it looks at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, radians, sin, tan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.space import POSTERIOR, Vector, unit

LOOKED_AT: tuple[float, float, float] = (0.0, -158.0, 10.0)
"""The middle of the window in the cloth on an average back, mm: the same for every case."""
OPENING_DEG = 44.0
STANDS = (14.0, 28.0, 820.0)
"""To the feet and up, degrees, and how far off, mm: a head over the table's edge, below the detector."""
BENT_MM, BENT_DEG = 380.0, 40.0
"""Bent over it: so far off, mm, and so high"""
NEAR_MM = 135.0
"""At a needle's tip: a vertebra above and one below it are seen"""
HIGH_DEG, FAR_MM = (4.0, 86.0), (100.0, 2600.0)
TURN_DEG, NEARER = 0.35, 0.88
"""A pixel of dragging turns by so much; a notch of the wheel brings it nearer to so much of the way."""


@dataclass(frozen=True)
class Eye:
    """Angles round the middle of the back."""

    side: int
    """Where it began: +1 at the patient's right, -1 left"""
    to_feet_deg: float
    """From straight beside, towards the feet"""
    up_deg: float
    away_mm: float
    looks_at: tuple[float, float, float] = LOOKED_AT

    @staticmethod
    def standing(side: int) -> Eye:
        """Where the operator stands."""
        return Eye(side, *STANDS)

    @staticmethod
    def bent_over(side: int, place: Vector) -> Eye:
        """The same, near a place: glass shows what is small."""
        x, y, z = (float(c) for c in place)
        return Eye(side, STANDS[0], BENT_DEG, BENT_MM, (x, y, z))

    @staticmethod
    def near(side: int, place: Vector) -> Eye:
        """Nearer still, with the place in the middle of the picture."""
        return replace(Eye.bent_over(side, place), away_mm=NEAR_MM)

    @property
    def place(self) -> Vector:
        round_, up = radians(self.to_feet_deg), radians(self.up_deg)
        flat = np.array([self.side * cos(round_), 0.0, -sin(round_)])
        return np.asarray(np.asarray(self.looks_at) + self.away_mm * (cos(up) * flat + sin(up) * POSTERIOR))

    def turned(self, right_px: float, down_px: float) -> Eye:
        """Dragged by so many pixels: the room follows the hand."""
        up = float(np.clip(self.up_deg + TURN_DEG * down_px, *HIGH_DEG))
        return replace(self, to_feet_deg=(self.to_feet_deg + self.side * TURN_DEG * right_px + 180) % 360 - 180, up_deg=up)

    def from_other_side(self) -> Eye:
        """As far on, up and away, across the table."""
        return replace(self, to_feet_deg=(180 - self.to_feet_deg + 180) % 360 - 180)

    def nearer(self, notches: float) -> Eye:
        return replace(self, away_mm=float(np.clip(self.away_mm * NEARER**notches, *FAR_MM)))

    def axes(self) -> tuple[Vector, Vector, Vector]:
        """Unit: ahead, to the right and up in the picture."""
        ahead = unit(np.asarray(self.looks_at) - self.place)
        right = unit(np.cross(ahead, POSTERIOR))
        return ahead, right, np.cross(right, ahead)

    def seen(self, direction: Vector) -> tuple[float, float]:
        """How far to the right and how far up a direction of the patient, 1 long, points in the picture."""
        _, right, up = self.axes()
        return float(right @ direction), float(up @ direction)

    def ray(self, x: float, y: float, width: int, height: int) -> Vector:
        """Unit: from the eye through a pixel."""
        ahead, right, up = self.axes()
        half = tan(radians(OPENING_DEG / 2))
        across, above = half * (2 * x / width - 1) * width / height, half * (1 - 2 * y / height)
        return unit(ahead + across * right + above * up)

    def pixel(self, place: ArrayLike, width: int, height: int) -> tuple[float, float]:
        """The other way round; of what lies before the eye."""
        ahead, right, up = self.axes()
        way = np.asarray(place, float) - self.place
        scale = height / 2 / tan(radians(OPENING_DEG / 2)) / max(float(way @ ahead), 1e-6)
        return width / 2 + scale * float(way @ right), height / 2 - scale * float(way @ up)


def met(start: ArrayLike, along: ArrayLike, vertices: NDArray[np.float64], faces: NDArray[np.int64]) -> Vector | None:
    """Where a ray first meets a surface (Moeller and Trumbore); None if it does not."""
    o, d = np.asarray(start, float), np.asarray(along, float)
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    e, f = b - a, c - a
    p = np.cross(d, f)
    size = (e * p).sum(1)
    size = np.where(np.abs(size) < 1e-12, np.inf, size)
    s = o - a
    u = (s * p).sum(1) / size
    q = np.cross(s, e)
    v = (q @ d) / size
    t = (f * q).sum(1) / size
    hit = t[(u >= 0) & (v >= 0) & (u + v <= 1) & (t > 1e-6)]
    return np.asarray(o + float(hit.min()) * d) if len(hit) else None
