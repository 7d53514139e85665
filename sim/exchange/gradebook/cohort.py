"""A class: who has done what, which measure it fails, and which case is too easy, too hard, or tells nobody apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

import numpy as np
from sqlalchemy import select

from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.sealing import is_sealed
from sim.exchange.gradebook.strengths import Missed, missed
from sim.exchange.gradebook.tables import FiledAttempt, Learner
from sim.records.header import PERSONS
from sim.scoring.cusum import Rates, Verdict, cusum

LATELY = 10
"""Attempts of which the mean says how somebody is doing now"""
FEWEST = 10
"""Learners that an item's discrimination needs to be told (guess)."""


@dataclass(frozen=True)
class Member:
    """A learner of the class, with every attempt in the order of filing."""

    name: str
    totals: tuple[float, ...]
    passed: tuple[bool, ...]
    cases: int
    """So many different ones were tried"""
    last: date | None
    verdict: Verdict
    """By CUSUM"""

    @property
    def lately(self) -> float:
        """Mean total of the last few, 0 to 100."""
        return fmean(self.totals[-LATELY:])


@dataclass(frozen=True)
class CaseItem:
    """A case as an item of a test, by each learner's first attempt at it: later ones are practice."""

    case: str
    learners: int
    difficulty: float
    """Share that passed, 0 to 1: small is hard"""
    discrimination: float | None
    """Correlation of passing it with the mean total of the same learners' first attempts at all others, -1 to 1; None where too few did, or
    all did alike"""
    mean: float
    """Of the totals"""


@dataclass(frozen=True)
class Cohort:
    """All that an instructor sees at once."""

    members: tuple[Member, ...]
    items: tuple[CaseItem, ...]
    missed: tuple[Missed, ...]


def cohort(book: Gradebook, rates: Rates | None = None) -> Cohort:
    """Of everybody in the gradebook; scripts, copies and what is sealed are left out."""
    wanted = (
        select(Learner.name, FiledAttempt.scenario, FiledAttempt.total, FiledAttempt.passed, FiledAttempt.started)
        .join(Learner, FiledAttempt.learner_id == Learner.id)
        .where(FiledAttempt.mode.in_(PERSONS), FiledAttempt.copied.is_(False), ~is_sealed())
        .order_by(FiledAttempt.id)
    )
    rows: dict[str, list[tuple[str, float, bool, date | None]]] = defaultdict(list)
    with book.session() as session:
        for name, case, total, passed, started in session.execute(wanted):
            rows[name].append((case, total, passed, started))
        lost = missed(session)
    members = (_member(name, tries, rates) for name, tries in sorted(rows.items()))
    return Cohort(tuple(members), tuple(items(rows)), tuple(lost))


def _member(name: str, tries: Sequence[tuple[str, float, bool, date | None]], rates: Rates | None) -> Member:
    cases, totals, passed, days = zip(*tries, strict=True)
    last = max((day for day in days if day is not None), default=None)
    return Member(name, totals, passed, len(set(cases)), last, cusum(passed, rates).verdict)


def items(rows: Mapping[str, Sequence[tuple[str, float, bool, date | None]]]) -> list[CaseItem]:
    """Of each learner's attempts (case, total, passed, day) in their order; the hardest first."""
    first: dict[str, dict[str, tuple[float, bool]]] = {name: {} for name in rows}
    for name, tries in rows.items():
        for case, total, passed, _ in tries:
            first[name].setdefault(case, (total, passed))
    by_case: dict[str, list[tuple[float, bool, float | None]]] = defaultdict(list)
    for own in first.values():
        whole = sum(total for total, _ in own.values())
        for case, (total, passed) in own.items():
            others = (whole - total) / (len(own) - 1) if len(own) > 1 else None
            by_case[case].append((total, passed, others))
    found = (
        CaseItem(case, len(tries), fmean(passed for _, passed, _ in tries), _discrimination(tries), fmean(total for total, _, _ in tries))
        for case, tries in by_case.items()
    )
    return sorted(found, key=lambda item: (item.difficulty, item.case))


def _discrimination(tries: Sequence[tuple[float, bool, float | None]]) -> float | None:
    """Corrected item-rest correlation: the case itself is no part of what it is held against."""
    pairs = np.array([(passed, rest) for _, passed, rest in tries if rest is not None], float)
    if len(pairs) < FEWEST or not pairs.std(axis=0).all():
        return None
    return float(np.corrcoef(pairs.T)[0, 1])
