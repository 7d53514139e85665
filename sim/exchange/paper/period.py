"""From which day to which a paper tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from scenarios import words
from scenarios.files import InputError

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.rows import Filing


@dataclass(frozen=True)
class Period:
    """Both days belong to it; None: without an end on that side."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise InputError(words.paper("period_backwards", first=self.first, last=self.last))

    @property
    def is_whole(self) -> bool:
        return self.first is None and self.last is None

    def within(self, entries: Sequence[Filing]) -> list[Filing]:
        """What bears no day belongs to no period but the whole."""
        return [one for one in entries if self.is_whole or (one.started is not None and self._holds(one.started))]

    def _holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


WHOLE = Period()
