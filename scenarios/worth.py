"""What an injection is worth, as a patient is told it, by the table ``worth.csv``."""

from __future__ import annotations

from functools import cache

from pydantic import field_validator

from meshes.table import Row, read
from scenarios.base import FOLDER


class Worth(Row):
    """A row of ``worth.csv``."""

    name: str
    diagnoses: tuple[str, ...]
    says: str
    source: str

    @field_validator("diagnoses", mode="before")
    @classmethod
    def _split(cls, text: object) -> object:
        return tuple(text.split(";")) if isinstance(text, str) else text


@cache
def worths() -> dict[str, Worth]:
    """By name."""
    return {row.name: row for row in read(FOLDER / "worth.csv", Worth)}
