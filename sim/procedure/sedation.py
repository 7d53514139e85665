"""What a sedated patient keeps to himself, by the table ``sedation.csv``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from meshes.table import Row, read
from sim.procedure.body_signs import sensations

TABLE = Path(__file__).parent / "tables" / "sedation.csv"
CAUSES = {"root": "root_contact"}
"""Where what is said of a pain has another name than the pain."""


class Depth(Row):
    """A row of the table."""

    level: str
    hides_below: float
    """Pain, 0 to 10."""
    answers: bool
    spo2: float
    """Per cent."""


@cache
def depths() -> dict[str, Depth]:
    """By level, the lightest first."""
    return {row.level: row for row in read(TABLE, Depth)}


def silenced(level: str, cause: str) -> bool:
    """Whether a patient at this level does not say what somebody awake would say of this cause."""
    depth, felt = depths()[level], sensations().get(CAUSES.get(cause, cause))
    return not depth.answers or (felt is not None and felt.pain < depth.hides_below)
