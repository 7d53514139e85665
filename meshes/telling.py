"""How far a long work is: who does it says so, and hears whether it is still wanted."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0 to 1; may raise to cancel."""


def silent(stage: str, share: float) -> None:
    """Progress that nobody watches."""


def stage(progress: Progress, first: float, last: float) -> Progress:
    """What a stage tells of itself, as the share of the whole that lies between two shares."""
    return lambda what, share: progress(what, first + (last - first) * share)
