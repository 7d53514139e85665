"""What may go wrong in a case, by what its goals are shown by: to look for cases."""

from __future__ import annotations

from functools import cache

from meshes.table import Row, read
from scenarios.base import FOLDER
from scenarios.schema import Scenario


class Trouble(Row):
    """A row of ``troubles.csv``."""

    name: str
    title: str
    measures: str


@cache
def troubles() -> dict[str, Trouble]:
    """By name."""
    return {row.name: row for row in read(FOLDER / "troubles.csv", Trouble)}


def troubles_of(case: Scenario) -> set[str]:
    """Names of what this case is about."""
    shown = {one.measure for goal in case.goals for one in goal.shown}
    return {row.name for row in troubles().values() if shown & set(row.measures.split())}
