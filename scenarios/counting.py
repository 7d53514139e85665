"""Which vertebrae are counted, and from where: the last ribs are a fixed point, the sacrum is none ([@tokgoz_2014])."""

from __future__ import annotations

from meshes.morphometry import LUMBAR

COUNTED = ("T12", *LUMBAR)
"""From the lowest rib down."""


def counted_to(level: str) -> tuple[str, ...]:
    """What somebody has seen who counted from above to a level; all of them for one below the last vertebra."""
    return COUNTED[: COUNTED.index(level) + 1] if level in COUNTED else COUNTED
