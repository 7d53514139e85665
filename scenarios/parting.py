"""What a patient is told on the way home, and whom it concerns."""

from __future__ import annotations

from functools import cache
from typing import Literal

from meshes.table import Row, read
from scenarios.base import FOLDER

When = Literal["always", "diabetic", "stopped", "punctured"]


class PartingWord(Row):
    """A row of ``advice.csv``."""

    name: str
    when: When
    say: str
    source: str


@cache
def parting_words() -> dict[str, PartingWord]:
    """By name."""
    return {row.name: row for row in read(FOLDER / "advice.csv", PartingWord)}
