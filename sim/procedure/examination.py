"""What an examination before the way home finds."""

from __future__ import annotations

from sim.procedure.care import Care
from sim.procedure.symptoms import least_of

LOST_WITH = {"legs": "legs_weak", "sensation": "spinal_first", "bladder": "spinal_first"}
"""The symptom with which each is lost."""
SOUND = {"legs": "strong", "sensation": "normal", "bladder": "emptied"}
LOST = {"legs": "weak", "sensation": "dull", "bladder": "not_emptied"}


def finding(care: Care, of: str) -> str:
    """A code: full power or not, feeling or not, water passed or not."""
    return (LOST if care.spinal >= least_of(LOST_WITH[of]) else SOUND)[of]
