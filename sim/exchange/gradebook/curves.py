"""A learner's attempts as a curve: points, a measure, dose, and what they are strong and weak in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from sim.exchange.gradebook.comments import new_comments
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.rows import Filing, attempts
from sim.exchange.gradebook.strengths import Missed, missed, missed_themes
from sim.exchange.gradebook.tables import FiledAttempt, Learner, Measured
from sim.records.header import PERSONS
from sim.records.learner import proper_name

DOSE = "dose_area"
"""The measure of dose that a log book asks for."""


@dataclass(frozen=True)
class Learning:
    """In the order in which the attempts were filed; copies and scripts are left out."""

    learner: str
    entries: tuple[Filing, ...]
    values: tuple[float | None, ...]
    """Of the measure, by attempt; None where it gave nothing to measure"""
    doses: tuple[float | None, ...]
    """Dose-area product by attempt, Gycm2"""
    missed: tuple[Missed, ...]
    """By measure, in all cases"""
    themes: tuple[Missed, ...]
    """By theme, in all cases"""
    new_comments: dict[int, int]
    """How many the learner has not seen, by the number of the attempt"""


def learning(book: Gradebook, learner: str, measure: str, case: str | None = None) -> Learning:
    """Of one learner, in one case or in all. Raises InputError for what is no name."""
    entries = [entry for entry in attempts(book, learner, case, PERSONS) if not entry.copied]
    with book.session() as session:
        number = session.scalar(select(Learner.id).where(Learner.name == proper_name(learner)))
        wanted = (
            select(Measured.attempt_id, Measured.name, Measured.value)
            .join(FiledAttempt, FiledAttempt.id == Measured.attempt_id)
            .where(FiledAttempt.learner_id == number, Measured.name.in_({measure, DOSE}))
        )
        found = {(of, name): value for of, name, value in session.execute(wanted)}
        weak = missed(session, number) if number is not None else []
        themes = missed_themes(session, number) if number is not None else []
    values, doses = _column(entries, found, measure), _column(entries, found, DOSE)
    return Learning(learner, tuple(entries), values, doses, tuple(weak), tuple(themes), new_comments(book, learner))


def _column(entries: Sequence[Filing], found: dict[tuple[int, str], float], name: str) -> tuple[float | None, ...]:
    return tuple(found.get((entry.number, name)) for entry in entries)
