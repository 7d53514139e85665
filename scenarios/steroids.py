"""How much steroid a year holds, and what keeps it in the body, by the tables ``steroids.csv`` and ``interactions.csv``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from meshes.table import Row, read
from scenarios.base import FOLDER
from scenarios.chart import Earlier, Must

METHYL_MG = 4.0
"""To which the table's doses are equal."""
YEAR_WEEKS = 52


class Equal(Row):
    """A row of ``steroids.csv``."""

    name: str
    equals_mg: float


class Interaction(Row):
    """A row of ``interactions.csv``."""

    name: str
    must: Must
    gone_days: float
    """Days after the last tablet from which it brakes no longer."""
    say: str
    source: str


@cache
def _equal() -> dict[str, float]:
    return {row.name: row.equals_mg for row in read(FOLDER / "steroids.csv", Equal)}


@cache
def interactions() -> dict[str, Interaction]:
    """By the medicine's generic name."""
    return {row.name: row for row in read(FOLDER / "interactions.csv", Interaction)}


def as_methylprednisolone(steroid: str, mg: float) -> float:
    """The same in mg of methylprednisolone; a name may go on (a strength, say). 0 for what is no steroid of the table."""
    name = steroid.split(" ")[0]
    return METHYL_MG * mg / _equal()[name] if name in _equal() else 0.0


def year_before(earlier: Sequence[Earlier]) -> float:
    """mg, as methylprednisolone, of the last twelve months, joints and all."""
    return sum(as_methylprednisolone(e.steroid, e.steroid_mg) for e in earlier if e.steroid and e.weeks_ago < YEAR_WEEKS)
