"""What is given beforehand to somebody who once reacted to contrast, by the table ``premedication.csv``."""

from __future__ import annotations

from functools import cache
from typing import Literal

from meshes.table import Row, read
from scenarios.base import FOLDER

RegimenName = Literal["oral, thirteen hours", "intravenous, five hours", "last hour"]
"""As the table names them."""


class Regimen(Row):
    """A row of ``premedication.csv``."""

    name: RegimenName
    gives: str
    begins_h: float
    """Hours before the contrast."""
    works: bool
    """Whether there is time for it to do anything."""
    reacts: float
    """Share of those who would react without it that do so all the same."""
    methyl_mg: float
    """What it adds to a year's steroid, as methylprednisolone."""


@cache
def regimens() -> dict[str, Regimen]:
    """By name."""
    return {row.name: row for row in read(FOLDER / "premedication.csv", Regimen)}
