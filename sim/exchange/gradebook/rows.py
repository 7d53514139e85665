"""What lies in the gradebook, attempt by attempt, as whoever looks at it or takes it elsewhere needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.tables import FiledAttempt, Learner
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
    measures: dict[str, float]
    """By name; what the attempt did not give is not there"""
    remarks: tuple[tuple[str, bool, float], ...]
    """Measure, whether critical, and seconds into the attempt"""


def attempts(
    book: Gradebook, learner: str | None = None, scenario: str | None = None, modes: Sequence[str] = (), whole: bool = False
) -> list[Filing]:
    """In the order in which they were filed. Measures and remarks are read only where the ``whole`` is wanted."""
    wanted = select(FiledAttempt, Learner.name).join(Learner).order_by(FiledAttempt.id)
    if learner is not None:
        wanted = wanted.where(Learner.name == proper_name(learner))
    if scenario is not None:
        wanted = wanted.where(FiledAttempt.scenario == scenario)
    if modes:
        wanted = wanted.where(FiledAttempt.mode.in_(modes))
    if whole:
        wanted = wanted.options(selectinload(FiledAttempt.measures), selectinload(FiledAttempt.remarks))
    with book.session() as session:
        return [_row(attempt, name, whole) for attempt, name in session.execute(wanted)]


def _row(a: FiledAttempt, learner: str, whole: bool) -> Filing:
    return Filing(
        number=a.id,
        learner=learner,
        scenario=a.scenario,
        seed=a.seed,
        mode=a.mode,
        started=a.started,
        total=a.total,
        passed=a.passed,
        rating=a.rating,
        seconds=a.seconds,
        program=a.program,
        basis=a.basis,
        fingerprint=a.fingerprint,
        copied=a.copied,
        measures={m.name: m.value for m in a.measures} if whole else {},
        remarks=tuple((r.measure, r.critical, r.time_s) for r in a.remarks) if whole else (),
    )
