"""How a learner stands: in every case, and on the way from the first day to the examination."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from scenarios.curriculum import Curriculum
from sim.exchange.gradebook.progress import Mastery, Next, masteries, next_of
from sim.records.header import PERSONS

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.rows import Filing

Reached = Literal["", "mastered", "next", "open", "later", "passed"]
"""Of a case in a course; empty for one that is not of it. Nothing is locked: what is later comes later by advice,
and one that was tried before its time says how that went."""

KEPT_TRIES = 5
"""Of each case, that are told one by one"""


@dataclass(frozen=True)
class Tried:
    """How one attempt went."""

    day: date | None
    total: float
    """0 to 100"""
    passed: bool


@dataclass(frozen=True)
class Tries:
    """Of one case, by hands of one's own."""

    count: int
    best: float
    """0 to 100"""
    last: tuple[Tried, ...] = ()
    """The newest first"""
    passed: bool = False
    """Any of them"""


@dataclass(frozen=True)
class Headway:
    """How far a learner is in one course."""

    course: Curriculum
    masteries: tuple[Mastery, ...]
    next: Next

    @property
    def mastered(self) -> int:
        return sum(one.mastered for one in self.masteries)

    @property
    def is_done(self) -> bool:
        return self.mastered == len(self.masteries)

    @property
    def stage(self) -> int:
        """The first that is not mastered, counted from 0; as many as there are where all is."""
        return min((one.stage for one in self.masteries if not one.mastered), default=len(self.course.stages))

    def of_stage(self, stage: int) -> tuple[Mastery, ...]:
        return tuple(one for one in self.masteries if one.stage == stage)

    def reached(self, case: str) -> Reached:
        """By the first of its stages in which it is not mastered."""
        own = [one for one in self.masteries if one.case == case]
        if not own:
            return ""
        if case == self.next.case:
            return "next"
        ahead = min((one.stage for one in own if not one.mastered), default=None)
        return "mastered" if ahead is None else "open" if ahead <= self.stage else "later"


@dataclass(frozen=True)
class Transcript:
    """All that the first page says of a learner."""

    tries: dict[str, Tries]
    way: tuple[Headway, ...]
    """Every course, from the first day to the examination"""
    new_comments: int = 0
    """As many an instructor made that the learner has not seen"""

    @property
    def now(self) -> Headway:
        """The first course that is not mastered; where all are, the first in which something is due again; else the last."""
        ahead = [one for one in self.way if not one.is_done] or [one for one in self.way if one.next.case is not None]
        return (ahead or self.way[-1:])[0]

    def reached(self, way: Headway, case: str) -> Reached:
        """In this course; of one that was done before the course comes to it, whether it was passed."""
        found, own = way.reached(case), self.tries.get(case)
        return ("passed" if own.passed else "") if found == "later" and own is not None else found

    def in_course(self, name: str) -> Headway:
        """``now`` for a name that is no course of this way."""
        return next((one for one in self.way if one.course.name == name), self.now)


def transcript(path: Sequence[Curriculum], entries: Sequence[Filing], today: date) -> Transcript:
    """Of one learner's attempts, in the order in which they were made."""
    tries: dict[str, Tries] = {}
    for entry in entries:
        if entry.mode in PERSONS and not entry.copied:
            before = tries.get(entry.scenario, Tries(0, 0.0))
            last = (Tried(entry.started, entry.total, entry.passed), *before.last)[:KEPT_TRIES]
            tries[entry.scenario] = Tries(before.count + 1, max(before.best, entry.total), last, before.passed or entry.passed)
    way = (Headway(course, tuple(masteries(course, entries)), next_of(course, entries, today)) for course in path)
    return Transcript(tries, tuple(way))
