"""How the time of an attempt lies across a widget: the same on all that stand under each other."""

from __future__ import annotations

from dataclasses import dataclass

from sim.session.session import STEP_S

RIGHT = 8.0
"""Pixels left free behind the end."""


@dataclass(frozen=True)
class TimeAxis:
    """From step 0 at ``gutter`` pixels to the end of so many ``seconds``, ``right`` pixels before the edge of a widget so wide."""

    gutter: float
    width: float
    seconds: float
    right: float = RIGHT

    @property
    def _per_step(self) -> float:
        return max(self.width - self.gutter - self.right, 1.0) * STEP_S / max(self.seconds, STEP_S)

    def x(self, step: float) -> float:
        """Where a step stands, pixels from the left."""
        return self.gutter + step * self._per_step

    def step(self, x: float) -> int:
        """What step stands there, none before the start."""
        return max(round((x - self.gutter) / self._per_step), 0)
