"""Errors and what they say already: one cause is told once, the worst harm first."""

from __future__ import annotations

from functools import cache

from meshes.table import Row, read
from scenarios.base import FOLDER


class ErrorRow(Row):
    """A row of ``errors.csv``."""

    name: str
    hides: str = ""
    unjudged: str = ""
    unless: str = ""


@cache
def known_errors() -> dict[str, ErrorRow]:
    """By name, the worst first."""
    return {row.name: row for row in read(FOLDER / "errors.csv", ErrorRow)}


def harm_order(name: str) -> int:
    """0 is the worst; an author's own error comes before all that the table knows: its author thought it worth a name."""
    return list(known_errors()).index(name) + 1 if name in known_errors() else 0


def hidden_by(names: set[str], unjudged: bool = False) -> set[str]:
    """What is left unsaid beside these errors and measures; ``unjudged``: where there was nothing to judge."""
    rows = [known_errors()[name] for name in names if name in known_errors()]
    return {name for row in rows for name in (*row.hides.split(), *(row.unjudged.split() if unjudged else ()))}


def excuse(name: str) -> str:
    """The measure by which it is no error after all; empty if nothing excuses it."""
    return known_errors()[name].unless if name in known_errors() else ""
