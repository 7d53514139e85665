"""How much goes wrong in hands that learn, from the first attempt to the competent ones': read from the tables beside."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from math import exp
from pathlib import Path

from meshes.table import Row, read

TABLES = Path(__file__).parent / "tables"


class Slip(Row):
    """A row of ``learners.csv``."""

    name: str
    unit: str
    novice: float
    competent: float
    what: str
    source: str


class LearningRow(Row):
    """A row of ``learning.csv``."""

    name: str
    value: float
    unit: str
    source: str


@dataclass(frozen=True)
class Skill:
    """What may go wrong and how often; what each means, its unit and its source stand in ``learners.csv``."""

    beside_mm: float
    beside_deg: float
    deeper_mm: float
    overshoots_mm: float
    pushes: float
    hesitates_s: float
    thinks_in_beam: float
    looks_longer: float
    loses_tip: float
    looks_each_mm: float
    overlooks: float
    wrong_way: float
    patience: float
    mistakes_level: float
    recounts: float
    forgets: float
    forgets_item: float
    omits_contrast: float
    mistakes: float
    hurries: float
    other_lines: float


@cache
def slips() -> dict[str, Slip]:
    """The table; it names the fields of a Skill and nothing else."""
    found = {row.name: row for row in read(TABLES / "learners.csv", Slip)}
    assert set(found) == {field.name for field in fields(Skill)}
    return found


@cache
def learning() -> dict[str, float]:
    return {row.name: row.value for row in read(TABLES / "learning.csv", LearningRow)}


def left_after(procedures: float) -> float:
    """What is left of a novice's slips after so many procedures, 1 to 0."""
    return exp(-procedures / learning()["constant"])


def skill_after(procedures: float) -> Skill:
    """Of somebody who has done so many."""
    left = left_after(procedures)
    return Skill(**{name: row.competent + (row.novice - row.competent) * left for name, row in slips().items()})


def novice() -> Skill:
    return skill_after(0.0)


def intermediate() -> Skill:
    return skill_after(learning()["intermediate"])
