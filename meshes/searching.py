"""How often Python looks for what is no longer needed."""

from __future__ import annotations

import gc

SEARCH_AFTER = (20_000, 20, 20)
"""New objects between two searches, and searches between two that go further. A program of a quarter of a million objects that stay, which
makes new ones all the time and hardly any that refer to each other in a ring, spends a tenth of its time on searches as they are usual."""


def search_seldom() -> None:
    """In a process that plays attempts, and nothing else."""
    gc.set_threshold(*SEARCH_AFTER)
