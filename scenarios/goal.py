"""What a case wants to be learned, bound to measures: who misses it has not passed the case."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from scenarios.base import AsRow, Frozen, Text
from scenarios.rubric import Graded


class Shown(Graded):
    """A measure within limits, by which a goal shows."""

    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Shown:
        if self.at_least is None and self.at_most is None:
            raise ValueError("gives neither at_least nor at_most")
        return self

    def holds(self, value: float) -> bool:
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)


class Goal(Frozen):
    """One thing to be learned."""

    say: Text
    shown: Annotated[tuple[Shown, ...], AsRow] = ()
    """All of them; a goal that names none can be missed by nobody, and ``check`` says so."""

    def __str__(self) -> str:
        return self.say


def bound(value: object) -> object:
    """Goals as they may be written: in words alone, as cases had them before, or with what shows them."""
    rows = tuple(value) if isinstance(value, list | tuple) else value
    return tuple({"say": row} if isinstance(row, str) else row for row in rows) if isinstance(rows, tuple) else rows
