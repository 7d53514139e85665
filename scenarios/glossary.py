"""Terms explained, by the table ``glossary.csv``."""

from __future__ import annotations

from functools import cache

from pydantic import field_validator

from meshes.table import Row, read
from scenarios.base import FOLDER
from scenarios.words import told


class Term(Row):
    """A row of ``glossary.csv``."""

    title: str
    says: str
    view: str
    """In which a picture shows it; empty for none"""
    level: str
    outlines: tuple[str, ...]
    """What is drawn round in that picture"""
    source: str

    @field_validator("outlines", mode="before")
    @classmethod
    def _split(cls, text: object) -> object:
        return tuple(part for part in text.split(";") if part) if isinstance(text, str) else text

    def holds(self, wanted: str) -> bool:
        """Whether every word that is looked for stands in it."""
        text = f"{told(self.title)} {told(self.says)}".casefold()
        return all(word in text for word in wanted.casefold().split())


@cache
def glossary() -> tuple[Term, ...]:
    """By title."""
    return tuple(sorted(read(FOLDER / "glossary.csv", Term), key=lambda term: term.title))
