"""How far a hand has pushed or drawn since the needle last stood: its own doing, which marks a centimetre apart do not tell."""

from __future__ import annotations

from sim.session.observation import Observation

STOOD_S = 2.0
"""So long without moving, and what comes next is another push (guess)."""
REST_S = 1.0
"""So long without moving, and the hand pushes no more (guess)."""
LEAST_MM = 0.01
"""What is less is no push (guess)."""


class LastPush:
    """Follows what is observed; the last one is told until the next begins."""

    def __init__(self) -> None:
        self.from_mm: float | None = None
        """How deep the needle stood before it; None: there is none on the patient"""
        self.mm = 0.0
        self._depth_mm = self._moved_s = self._now_s = 0.0

    @property
    def still(self) -> bool:
        """Whether the hand has let go of it."""
        return self._now_s - self._moved_s > REST_S

    def again(self) -> None:
        """It is pushed now, whether it gives or not: on bone it does not."""
        self._moved_s = self._now_s

    def follow(self, seen: Observation) -> None:
        needle, self._now_s = seen.needle, seen.time_s
        if needle is None or not needle.placed:
            self.from_mm, self.mm = None, 0.0
            return
        if self.from_mm is None:
            self.from_mm = self._depth_mm = needle.depth_mm
        elif abs(needle.depth_mm - self._depth_mm) >= LEAST_MM:
            if seen.time_s - self._moved_s > STOOD_S:
                self.from_mm = self._depth_mm
            self._depth_mm, self._moved_s = needle.depth_mm, seen.time_s
        self.mm = self._depth_mm - self.from_mm
