"""From where the patient as glass is looked at: upright, the eye on a ball round a place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import asin, atan2, cos, degrees, radians, sin, tan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.space import POSTERIOR, RIGHT, SUPERIOR, Vector, length, unit

OPENING_DEG = 30.0
TURN_DEG, NEARER = 0.4, 0.88
"""A pixel of dragging turns by so much; a notch of the wheel brings it nearer to so much of the way."""
HIGH_DEG, FAR_MM = 85.0, (40.0, 1500.0)
BEHIND = np.array([150.0, -430.0, 140.0])
"""As the operator stands, mm from what is looked at: behind and a little above"""
CLOSE = np.array([170.0, -150.0, 60.0])
"""At the tip: from behind and beside"""
ACROSS = np.array([[230.0, -30.0, 50.0], [30.0, -230.0, 60.0]])
"""From the side or from behind, where one would look along the needle from there"""
AROUND_MM = 50.0
"""From what is looked at to the edge: a vertebra and a half"""
ALONG_DEG = 30.0
"""A needle nearer to the line of sight than this shows neither how deep it is nor where it goes (guess)."""


@dataclass(frozen=True)
class Standpoint:
    """Where an eye is."""

    at: tuple[float, float, float]
    """What it looks at, mm"""
    round_deg: float
    """From behind towards the patient's right"""
    up_deg: float
    away_mm: float

    @staticmethod
    def of(place: NDArray[Any], off: Vector) -> Standpoint:
        """So far off, mm, from a place."""
        away = float(length(off))
        x, y, z = (float(v) for v in place)
        return Standpoint((x, y, z), degrees(atan2(off[0], -off[1])), degrees(asin(off[2] / away)), away)

    @staticmethod
    def at_tip(shaft: NDArray[Any]) -> Standpoint:
        """At the tip of a needle, (n, 3) mm from hub to tip, and across it."""
        needle = shaft[0] - shaft[-1]
        if CLOSE @ needle <= cos(radians(ALONG_DEG)) * length(CLOSE) * length(needle):
            return Standpoint.of(shaft[-1], CLOSE)
        return Standpoint.of(shaft[-1], ACROSS[np.argmin(ACROSS @ needle / length(ACROSS))])

    def framing(self, place: NDArray[Any]) -> Standpoint:
        """From the same side, with another place and a vertebra round both in the picture: neither is at its edge."""
        at, other = np.asarray(self.at), np.asarray(place, float)
        needed = (float(length(at - other)) / 2 + AROUND_MM) / tan(radians(OPENING_DEG / 2))
        return replace(self.looking_at((at + other) / 2), away_mm=float(np.clip(needed, self.away_mm, FAR_MM[1])))

    @property
    def place(self) -> Vector:
        """Of the eye, mm."""
        round_, up = radians(self.round_deg), radians(self.up_deg)
        flat = cos(round_) * POSTERIOR + sin(round_) * RIGHT
        return np.asarray(np.asarray(self.at) + self.away_mm * (cos(up) * flat + sin(up) * SUPERIOR))

    def seen(self, direction: Vector) -> tuple[float, float]:
        """How far to the right and how far up a direction of the patient, 1 long, points in the picture."""
        towards = unit(np.asarray(self.at) - self.place)
        right = unit(np.cross(towards, SUPERIOR))
        return float(right @ direction), float(np.cross(right, towards) @ direction)

    def pixel(self, place: NDArray[Any], width: int, height: int) -> tuple[float, float]:
        """Where a place that lies before the eye is seen in a picture of that size."""
        way = np.asarray(place, float) - self.place
        right, up = self.seen(way)
        scale = height / 2 / tan(radians(OPENING_DEG / 2)) / max(float(way @ unit(np.asarray(self.at) - self.place)), 1e-6)
        return width / 2 + scale * right, height / 2 - scale * up

    def turned(self, right_px: float, down_px: float) -> Standpoint:
        """Dragged by so many pixels: the patient follows the hand."""
        up = float(np.clip(self.up_deg + TURN_DEG * down_px, -HIGH_DEG, HIGH_DEG))
        return replace(self, round_deg=(self.round_deg - TURN_DEG * right_px + 180) % 360 - 180, up_deg=up)

    def nearer(self, notches: float) -> Standpoint:
        return replace(self, away_mm=float(np.clip(self.away_mm * NEARER**notches, *FAR_MM)))

    def looking_at(self, place: NDArray[Any]) -> Standpoint:
        """At another place, from the same side and as far off."""
        x, y, z = (float(v) for v in place)
        return replace(self, at=(x, y, z))
