"""How a moment of an attempt, or how long something took, is written."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """Minutes and whole seconds that are over, as 3:05; what a sum of parts lacks by its rounding is not missed."""
    minutes, rest = divmod(int(round(seconds, 6)), 60)
    return f"{minutes}:{rest:02d}"
