"""How long others took to learn it: rows of ``learned.csv``."""

from __future__ import annotations

from functools import cache

from meshes.table import Row, read
from scenarios.base import FOLDER


class Learned(Row):
    """A published series."""

    study: str
    cases: int
    """So many procedures until competence"""
    says: str
    source: str


@cache
def published() -> tuple[Learned, ...]:
    """From few to many."""
    return tuple(sorted(read(FOLDER / "learned.csv", Learned), key=lambda row: row.cases))
