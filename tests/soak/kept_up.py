"""What was measured while the window worked, and whether it kept up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

SETTLED = 1 / 6
"""Share of the time in which the program may still fill what it keeps: ten minutes of an hour."""
MOST_MB = 50.0
MOST_SLOWER = 0.05


@dataclass(frozen=True)
class Sample:
    """One round, measured at its end, at the cases, where as little is held as ever."""

    share: float
    """Of the whole time"""
    memory_mb: float
    """Resident"""
    picture_ms: float
    """CPU time of one picture from a new place, the same work in every round"""
    yard_ms: float = 1.0
    """CPU time of the yardstick beside it: machines are shared, and what others do slows both"""


def faults(samples: Sequence[Sample]) -> list[str]:
    """What did not stay as it was, in a sentence each."""
    settled = [sample for sample in samples if sample.share >= SETTLED]
    if len(settled) < 4:
        return [f"only {len(settled)} rounds after the first {SETTLED:.0%} of the time: too few to tell"]
    found = []
    memory = [sample.memory_mb for sample in settled]
    if max(memory) - min(memory) > MOST_MB:
        found.append(f"memory went from {memory[0]:.0f} to {memory[-1]:.0f} MB ({min(memory):.0f}-{max(memory):.0f}), {MOST_MB:g} allowed")
    half = len(settled) // 2
    early, late = (median(sample.picture_ms / sample.yard_ms for sample in part) for part in (settled[:half], settled[half:]))
    if abs(late / early - 1) > MOST_SLOWER:
        found.append(f"a picture took {early:.2f} yardsticks at first and {late:.2f} later, {MOST_SLOWER:.0%} allowed")
    return found
