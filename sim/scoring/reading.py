"""What contrast lay as when it was named, and how near the name came."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.pattern import Pattern
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
