"""One measure against one rule."""

from __future__ import annotations

from scenarios.rubric import Criterion, CriticalError

DIGITS = 6
"""Of scores: beyond them a sum's last bits would speak."""


def grade(criterion: Criterion, value: float) -> float:
    """1 within the bounds, falling to 0 in a straight line over ``fade`` beyond."""
    beyond = 0.0
    if criterion.at_least is not None:
        beyond = max(beyond, criterion.at_least - value)
    if criterion.at_most is not None:
        beyond = max(beyond, value - criterion.at_most)
    return round(max(0.0, 1.0 - beyond / criterion.fade), DIGITS)


def committed(error: CriticalError, value: float) -> bool:
    return (error.above is not None and value > error.above) or (error.below is not None and value < error.below)
