"""What lies in the gradebook, attempt by attempt, as whoever looks at it or takes it elsewhere needs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.sealing import is_sealed
from sim.exchange.gradebook.tables import Commented, FiledAttempt, Learner, Measured, Remarked
from sim.records.learner import proper_name


@dataclass(frozen=True)
class Filing:
    """One attempt."""

    number: int
    learner: str
    scenario: str
    seed: int
    mode: str
    started: date | None
    total: float
    passed: bool
    rating: int
    seconds: float
    program: str
    basis: str
    fingerprint: str
    copied: bool
    """Whether its commands are those of one that was filed before"""
    proved_by: str
    """The program that judged it"""
    exam: str | None = None
    """Of which it is a part; its results are released"""
    measures: dict[str, float] = field(default_factory=dict)
    """By name; what the attempt did not give is not there"""
    remarks: tuple[tuple[str, bool, float], ...] = ()
    """Measure, whether critical, and seconds into the attempt"""
    comments: tuple[tuple[int, str, str], ...] = ()
    """Of instructors: the step, how they sign, and what they say"""


FLAT = tuple(
    Learner.name if name == "learner" else FiledAttempt.id if name == "number" else getattr(FiledAttempt, name)
    for name in (one.name for one in fields(Filing))
    if name not in ("measures", "remarks", "comments")
)
"""Columns of a filing, in its order"""


def attempts(
    book: Gradebook,
    learner: str | None = None,
    scenario: str | None = None,
    modes: Sequence[str] = (),
    whole: bool = False,
    newest: int | None = None,
) -> list[Filing]:
    """In the order in which they were filed; where only so many of the ``newest`` are wanted, the newest first. Nothing that is sealed.

    Measures, remarks and comments are read only where the ``whole`` is wanted.
    """
    wanted = select(*FLAT).join(Learner, FiledAttempt.learner_id == Learner.id).where(~is_sealed()).order_by(FiledAttempt.id)
    if learner is not None:
        wanted = wanted.where(Learner.name == proper_name(learner))
    if scenario is not None:
        wanted = wanted.where(FiledAttempt.scenario == scenario)
    if modes:
        wanted = wanted.where(FiledAttempt.mode.in_(modes))
    if newest is not None:
        wanted = wanted.order_by(None).order_by(FiledAttempt.id.desc()).limit(newest)
    with book.session() as session:
        rows = [Filing(*row) for row in session.execute(wanted)]
        return _with_all(session, wanted.with_only_columns(FiledAttempt.id), rows) if whole else rows


def _with_all(session: Session, numbers: Select[Any], rows: Sequence[Filing]) -> list[Filing]:
    values, said = defaultdict[int, dict[str, float]](dict), defaultdict[int, list[tuple[str, bool, float]]](list)
    for number, name, value in session.execute(
        select(Measured.attempt_id, Measured.name, Measured.value).where(Measured.attempt_id.in_(numbers))
    ):
        values[number][name] = value
    remarks = select(Remarked.attempt_id, Remarked.measure, Remarked.critical, Remarked.time_s).where(Remarked.attempt_id.in_(numbers))
    for number, measure, critical, time_s in session.execute(remarks.order_by(Remarked.attempt_id, Remarked.number)):
        said[number].append((measure, critical, time_s))
    comments = defaultdict[int, list[tuple[int, str, str]]](list)
    commented = select(Commented.attempt_id, Commented.step, Commented.author, Commented.text).where(Commented.attempt_id.in_(numbers))
    for number, step, author, text in session.execute(commented.order_by(Commented.step, Commented.id)):
        comments[number].append((step, author, text))
    return [
        replace(row, measures=values[row.number], remarks=tuple(said[row.number]), comments=tuple(comments[row.number])) for row in rows
    ]
