"""What is named to a patient who is to agree, by the table ``risks.csv``."""

from __future__ import annotations

from functools import cache

from meshes.table import Row, read
from scenarios.base import FOLDER


class Named(Row):
    """A row of ``risks.csv``."""

    name: str
    grave: bool
    """Whether the warning on every injectable corticosteroid names it."""
    say: str
    source: str


@cache
def risks() -> tuple[Named, ...]:
    """All of them, the usual ones first."""
    return read(FOLDER / "risks.csv", Named)


def usual() -> tuple[str, ...]:
    """What is named before any injection near the spine."""
    return tuple(row.name for row in risks() if not row.grave)


def grave() -> tuple[str, ...]:
    """What has to be named besides, where a steroid goes there."""
    return tuple(row.name for row in risks() if row.grave)
