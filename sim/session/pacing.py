"""Wall clock into fixed steps: how many are due. A slow machine gets a slower clock, never another result."""

from __future__ import annotations

from sim.session.session import STEP_S

MOST_AT_ONCE = 4
"""Steps made up for at one time; what is owed beyond that is forgotten."""


class Pacer:
    """Told the time, it says how many steps to take."""

    def __init__(self, now_s: float) -> None:
        self._next_s = now_s

    def due(self, now_s: float) -> int:
        """Steps to take now."""
        owed = int((now_s - self._next_s) / STEP_S)
        if owed <= 0:
            return 0
        if owed > MOST_AT_ONCE:
            self._next_s = now_s
            return MOST_AT_ONCE
        self._next_s += owed * STEP_S
        return owed

    def wait_s(self, now_s: float) -> float:
        """How long until the next step is due."""
        return max(self._next_s + STEP_S - now_s, 0.0)
