"""What the patient tells in the weeks afterwards, and what it means for what comes next: from the course, in codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from meshes.table import Row, read
from sim.procedure.course import TABLES, Course
from sim.session.events import Event

EARLY_H = 168.0
"""Before a week is over a steroid cannot be judged ([@pharmacology_known])."""
HELPED = 0.5
"""Of the pain gone, as limits ask for a repeat."""


class Contact(Row):
    """Somebody asks."""

    name: str
    at_h: float


@dataclass(frozen=True)
class Entry:
    """One talk."""

    contact: str
    after_h: float
    code: str
    pain: float
    before: float


@cache
def contacts() -> tuple[Contact, ...]:
    """The earliest first."""
    return read(TABLES / "contacts.csv", Contact)


def diary(course: Course, events: Sequence[Event]) -> tuple[Entry, ...]:
    """What is told at each; once only where no steroid was given, whether it was to be given or not.

    events : of the attempt
    """
    pain = dict(course.pain)
    before = pain[0.0]
    decisions = [event.data["decision"] for event in events if event.kind == "decided"]
    meant = not decisions or decisions[-1] == "inject"
    talks = contacts() if course.treated else contacts()[1:2]
    found_at = [(talk, pain[talk.at_h]) for talk in talks]
    return tuple(Entry(talk.name, talk.at_h, _code(course, talk.at_h, now, before, meant), now, before) for talk, now in found_at)


def _code(course: Course, hours: float, pain: float, before: float, meant: bool) -> str:
    if not course.treated:
        return "nothing_given" if meant else "untreated"
    helped = pain <= (1.0 - HELPED) * before
    if hours < EARLY_H:
        return "early_helped" if helped else "early"
    if helped:
        return "helped"
    return "back" if course.responds else "not_helped"
