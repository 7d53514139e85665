"""What a patient notices of a drug that went where it should not, by how much of it is at work."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from meshes.table import Row, read

TABLE = Path(__file__).parent / "tables" / "symptoms.csv"
Ailment = Literal["toxic", "spinal", "adrenaline", "allergy"]
SIGN_OF: dict[Ailment, str] = {"toxic": "toxicity", "spinal": "spinal_block", "adrenaline": "adrenaline", "allergy": "allergy"}
"""What the event of a sign calls each."""


class Symptom(Row):
    """A row of the table."""

    of: Ailment
    least: float
    code: str
    asked: str
    unasked: bool
    """Whether it is said by itself."""
    remedy: str = ""
    """What must be done then, one of them."""
    source: str


@cache
def symptoms() -> tuple[Symptom, ...]:
    """The mildest of each ailment first."""
    return read(TABLE, Symptom)


def least_of(code: str) -> float:
    """From which level on this is noticed."""
    return next(row.least for row in symptoms() if row.code == code)


def felt(levels: Mapping[str, float], about: str) -> list[str]:
    """What is told at this question: of each ailment the worst that has come."""
    found: dict[str, str] = {}
    for row in symptoms():
        if levels[row.of] >= row.least and about in row.asked.split():
            found[row.of] = row.code
    return list(found.values())
