"""A line on a picture: how long it is in the patient, and how it lies."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, hypot

import numpy as np

from sim.fluoroscopy.carm import View


@dataclass(frozen=True)
class Ruler:
    """From one place of the detector to another, (u, v) mm."""

    start: tuple[float, float]
    end: tuple[float, float]
    view: View

    @property
    def mm(self) -> float:
        """As long as it is in the middle of the patient, where a shadow is larger by the beam's widening."""
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1]) / widening(self.view)

    @property
    def deg(self) -> float:
        """Against the picture's own horizontal, 0 to 90, whichever way the line falls: as an obliquity or an end plate's tilt is read."""
        return degrees(atan2(abs(self.end[1] - self.start[1]), abs(self.end[0] - self.start[0])))

    def angle_to(self, other: Ruler) -> float:
        """Degrees between two lines, 0 to 90, whichever way each was drawn."""
        (a, b), (c, d) = ((e - s for s, e in zip(line.start, line.end, strict=True)) for line in (self, other))
        return degrees(atan2(abs(a * d - b * c), abs(a * c + b * d)))


def widening(view: View) -> float:
    """How much larger the shadow of what lies in the middle is on the detector."""
    middle = np.array(view.pose.centre)
    beside = view.project(np.stack([middle, middle + np.array(view.across)]))
    return float(np.hypot(*(beside[1] - beside[0])))
