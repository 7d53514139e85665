"""What is asked once more after an answer: by topic, and by what the answer was."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal, get_args

from pydantic import field_validator

from meshes.table import Row, read
from scenarios.base import FOLDER
from scenarios.words.said import Answer

FollowUp = Literal["how much thinner", "which agent", "infected since", "last period", "relief", "sugar lately", "weaker since"]
"""As ``follow_ups.csv`` names them."""
FOLLOW_UPS: tuple[FollowUp, ...] = get_args(FollowUp)
Tells = Literal["", "dose", "agent", "relief", "sugar"]


class FollowUpRow(Row):
    """A row of ``follow_ups.csv``."""

    name: FollowUp
    topic: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    tells: Tells

    @field_validator("codes", "names", mode="before")
    @classmethod
    def _split(cls, text: object) -> object:
        return tuple(part for part in text.split(";") if part) if isinstance(text, str) else text

    def opened_by(self, answers: Iterable[Answer]) -> bool:
        """Whether one of these leaves it open."""
        return any(one.code in self.codes and (not self.names or one.name in self.names) for one in answers)


@cache
def follow_ups() -> dict[str, FollowUpRow]:
    """By name."""
    return {row.name: row for row in read(FOLDER / "follow_ups.csv", FollowUpRow)}


def left_open(topic: str, answers: Iterable[Answer]) -> tuple[FollowUpRow, ...]:
    """Those that this answer to this question leaves open."""
    given = tuple(answers)
    return tuple(row for row in follow_ups().values() if row.topic == topic and row.opened_by(given))
