"""What an examination before the way home finds."""

from __future__ import annotations

from sim.procedure.care import Care

WARM, WEAK = 0.95, 1.15
"""Anaesthetic at work on the roots from which feeling and bladder, and from which power is lost (as ``tables/symptoms.csv``)."""
SOUND = {"legs": "strong", "sensation": "normal", "bladder": "emptied"}
LOST = {"legs": "weak", "sensation": "dull", "bladder": "not_emptied"}


def finding(care: Care, of: str) -> str:
    """A code: full power or not, feeling or not, water passed or not."""
    return (LOST if care.spinal >= (WEAK if of == "legs" else WARM) else SOUND)[of]
