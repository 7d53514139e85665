"""Which of the operator's hands do something under the beam: told from what is seen."""

from __future__ import annotations

from sim.qt.theatre.instruments import Grasp
from sim.session.observation import Observation
from sim.session.session import STEP_S

LETS_GO_S = 0.5
"""So long after a move under the beam the hand is still at the needle: as it is counted"""
AT_NEEDLE, AT_SYRINGE = frozenset({"holding", "pressing"}), frozenset({"pressing"})
"""The hands of the room, by their names there: who moves the needle, or presses on it, does so with what is in both"""


class Acting:
    """Remembers how the needle stood when it was seen last."""

    def __init__(self) -> None:
        self._seen: Observation | None = None
        self._moved_at: int | None = None
        """Its step under the beam"""

    def follow(self, seen: Observation) -> None:
        before, self._seen = self._seen, seen
        if before is not None and seen.carm.beam_on and _stands(seen) not in (None, _stands(before)):
            self._moved_at = seen.step

    @property
    def hands(self) -> frozenset[str]:
        """In what was seen last."""
        seen = self._seen
        if seen is None:
            return frozenset()
        if self._moved_at is not None and (seen.step - self._moved_at) * STEP_S < LETS_GO_S:
            return AT_NEEDLE
        if not (seen.syringe.trying or seen.syringe.rate_ml_s):
            return frozenset()
        return AT_SYRINGE if seen.syringe.tubing else AT_NEEDLE  # a hub that is pressed on by itself would move


def _stands(seen: Observation) -> tuple[object, ...] | None:
    """All that a hand at a needle on the patient can change; None if there is none."""
    held = Grasp.of(seen.needle)
    return None if held is None or seen.needle is None else (*held.stands, seen.needle.stylet)
