"""Signs at which nothing is injected, as the hand and the eye have them: what came back, pain, and a tip past its loss of resistance."""

from __future__ import annotations

from sim.session.observation import NeedleSeen, Observation

LEFT_MM = 1.0
"""Drawn back by more the tip is no longer where it gave."""
PAST_MM = 2.0
"""So far beyond the loss of resistance the fat behind the dura may be gone through (guess: it is three to six mm deep)."""
MOVED_MM = 0.5
"""By more the tip lies elsewhere than where something came back (guess)."""
DRIPS = frozenset({"blood_drips", "fluid_drips"})
HARMLESS = "nothing"
ROOT_PAIN = "root"
"""Why a patient speaks whose root was met"""


class WarnedOff:
    """Follows what is observed. It forbids nothing."""

    def __init__(self) -> None:
        self.gave_mm: float | None = None
        """How deep the needle stood where resistance was lost; None: it was not, or the tip has left that place"""
        self._warned_mm: float | None = None
        """How deep it stood when something came back, or hurt"""

    def follow(self, seen: Observation) -> None:
        needle = seen.needle
        if needle is None or not needle.placed:
            self.gave_mm = self._warned_mm = None
            return
        for event in seen.notices:
            if event.kind == "loss_of_resistance":
                self.gave_mm = needle.depth_mm
            elif event.kind == "aspirated":
                self._warned_mm = None if event.data["result"] == HARMLESS else needle.depth_mm
            elif event.kind in DRIPS or (event.kind == "patient_says" and event.data["cause"] == ROOT_PAIN):
                self._warned_mm = needle.depth_mm
        if self.gave_mm is not None and needle.depth_mm < self.gave_mm - LEFT_MM:
            self.gave_mm = None
        if self._warned_mm is not None and abs(needle.depth_mm - self._warned_mm) > MOVED_MM:
            self._warned_mm = None

    def past_mm(self, needle: NeedleSeen) -> float:
        """How far the needle has gone on since resistance was lost; 0 where it was not."""
        return 0.0 if self.gave_mm is None else needle.depth_mm - self.gave_mm

    def warns(self, needle: NeedleSeen | None) -> bool:
        return needle is not None and (self._warned_mm is not None or self.past_mm(needle) > PAST_MM)
