"""Sourced numbers, as CSV: lines that start with ``#`` say where a table comes from; a field's unit is in its name."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent

Cells = dict[str, str]


@lru_cache
def read(name: str) -> tuple[Cells, ...]:
    """The rows of ``meshes/tables/<name>.csv``, as text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))
