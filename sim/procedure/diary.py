"""What the patient tells in the weeks afterwards, and what it means for what comes next: from the course, in codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from meshes.table import Row, read
from scenarios.chart import Chart
from sim.procedure.course import TABLES, Course

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
    root: str
    """Of which it hurts; empty for a pain that no root explains."""
    side: str


@cache
def contacts() -> tuple[Contact, ...]:
    """The earliest first."""
    return read(TABLES / "contacts.csv", Contact)


def diary(course: Course, chart: Chart | None) -> tuple[Entry, ...]:
    """What is told at each; once only where no steroid was given."""
    pain = dict(course.pain)
    before = pain[0.0]
    found = next((one for one in chart.examination if one.is_abnormal), None) if chart is not None else None
    root, side = (found.root, found.side) if found is not None else ("", "")
    talks = contacts() if course.treated else contacts()[1:2]
    found_at = [(talk, pain[talk.at_h]) for talk in talks]
    return tuple(Entry(talk.name, talk.at_h, _code(course, talk.at_h, now, before), now, before, root, side) for talk, now in found_at)


def _code(course: Course, hours: float, pain: float, before: float) -> str:
    if not course.treated:
        return "untreated"
    if hours < EARLY_H:
        return "early"
    if pain <= (1.0 - HELPED) * before:
        return "helped"
    return "back" if course.responds else "not_helped"
