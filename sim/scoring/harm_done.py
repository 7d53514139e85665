"""Harm that a drug has done, for whoever guides a learner: told until it is answered by asking the patient and by watching longer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LEAKED_ML = 0.1
"""Less in the sac is what a syringe spares (as the table of safety has it)."""
LONGER_MIN = 60.0
"""So long is watched who has drug in the sac or in a vessel: twice what is usual (guess)."""
SAC, VESSEL, UNPROVED, NOT_WATCHED = "drug_in_sac", "drug_in_vessel", "drug_unproved", "not_watched"
ASKED: dict[str, frozenset[str]] = {SAC: frozenset({"legs"}), VESSEL: frozenset({"head"}), UNPROVED: frozenset({"legs", "head"})}
"""What a patient must be asked, or looked at for, after each"""
WORST = (SAC, VESSEL, UNPROVED)


class HarmDone:
    """Follows the events of one attempt.

    aftercare : whether watching the patient belongs to the exercise
    """

    def __init__(self, aftercare: bool) -> None:
        self._aftercare = aftercare
        self._left: set[str] = set()
        """Done, and not answered"""
        self._asked: set[str] = set()
        """Since the last push that did harm"""
        self._watched_min = 0.0
        self._home = self._proved = False

    def add(self, kind: str, data: Mapping[str, Any], proved: bool) -> None:
        """``proved``: whether contrast had confirmed, before a drug went in, where the bevel lies, if this case asks for contrast."""
        match kind:
            case "needle_placed" | "pass_begun":
                self._proved = False
            case "injection_ended" if data["fluid"] == "drug":
                self._proved |= proved  # the first push carries the contrast away that the next would be proved by
                self._given(float(data["ml"]), data.get("into", {}))
            case "asked":
                self._asked.add(str(data["about"]))
            case "examined":
                self._asked.add(str(data["of"]))
            case "observed_after":
                self._watched_min += float(data["minutes"])
            case "discharged":
                self._home = True
        self._left = {code for code in self._left if not self._is_answered(code)}

    def _given(self, ml: float, into: Mapping[str, float]) -> None:
        vessel = sum(float(into.get(space, 0.0)) for space in ("venous", "arterial"))
        found = {SAC: float(into.get("intrathecal", 0.0)) >= LEAKED_ML, VESSEL: vessel > 0, UNPROVED: ml > 0 and not self._proved}
        if any(found.values()):
            self._left |= {code for code, so in found.items() if so}
            self._asked, self._watched_min = set(), 0.0

    @property
    def trouble(self) -> str:
        """The worst that is not answered, as a code; empty if nothing is."""
        left = next((code for code in WORST if code in self._left), "")
        return NOT_WATCHED if left and self._home else left

    def _is_answered(self, code: str) -> bool:
        watched = not self._aftercare or code == UNPROVED or self._watched_min >= LONGER_MIN
        return self._asked >= ASKED[code] and watched
