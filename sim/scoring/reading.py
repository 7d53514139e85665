"""What contrast lay as when it was named, and how near the name came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios.pattern import Pattern
from scenarios.views import VIEWS
from sim.scoring.limits import Limits

EPIDURAL_PATTERNS: tuple[Pattern, ...] = ("dorsal epidural", "ventral epidural", "neurogram")


def patterns_named(given_ml: float, patterns: Mapping[str, float], limits: Limits) -> list[str]:
    """What is to be named of so much contrast, ml by pattern, the largest share first; "none seen" if there is next to none."""
    if given_ml < limits.named_ml:
        return ["none seen"]
    ranked = sorted(patterns.items(), key=lambda row: (-row[1], row[0]))
    least = max(limits.named_ml, limits.named_share * given_ml)
    return [pattern for pattern, ml in ranked if ml >= least] or ["none seen"]


def graded(pattern: str, truth: list[str]) -> float:
    """1 for one that was there, half for another epidural one, else nothing."""
    if pattern in truth:
        return 1.0
    return 0.5 if pattern in EPIDURAL_PATTERNS and set(truth) & set(EPIDURAL_PATTERNS) else 0.0


class ContrastRead:
    """What is to be read of the contrast that went in where the needle last gave some.

    What a pass that was left has put elsewhere still stands in the picture, and tells nothing of where the needle is now.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._place: list[float] | None = None
        self._before: Mapping[str, Any] = {}
        """Where contrast lay when it began to go in here."""
        self._views: set[str] = set()
        """In which contrast from here was looked at."""
        self._left: tuple[list[float] | None, Mapping[str, Any], set[str]] | None = None
        """The same of the place before, while a push from another one has given nothing yet."""

    def begun(self, data: Mapping[str, Any]) -> None:
        """A push of contrast begins."""
        here = list(data["place"])
        if self._place is not None and sum((a - b) ** 2 for a, b in zip(here, self._place, strict=True)) <= self.limits.same_place_mm**2:
            return
        self._left = self._place, self._before, self._views
        self._place, self._before, self._views = here, data, set()

    def ended(self, ml: float) -> None:
        """A plunger that would not go down has put nothing there."""
        if ml <= 0 and self._left is not None:
            place, self._before, views = self._left
            self._place, self._views = place, self._views | views
        self._left = None

    def pictured(self, view: str, contrast_ml: float) -> None:
        """A picture, with how much contrast had been given in all."""
        if contrast_ml - float(self._before.get("contrast_ml", 0.0)) > self.limits.looked_ml:
            self._views.add(view)

    def verdict(self, lay: Mapping[str, Any], view: str, pattern: str) -> dict[str, Any]:
        """Of a name; ``lay``: all contrast as it lay at that moment."""
        before: Mapping[str, float] = self._before.get("patterns", {})
        here = {name: float(ml) - before.get(name, 0.0) for name, ml in lay["patterns"].items()}
        given = float(lay["contrast_ml"]) - float(self._before.get("contrast_ml", 0.0))
        truth = patterns_named(given, here, self.limits)
        return {"truth": truth, "grade": graded(pattern, truth), "looked": VIEWS[view].title in self._views}
