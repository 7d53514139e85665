"""A class as who belongs to it may see it: the median and the middle half at one case, and nobody's name or attempt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select

from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.sealing import is_sealed
from sim.exchange.gradebook.tables import FiledAttempt, Learner, Measured
from sim.records.header import PERSONS
from sim.records.learner import proper_name

FEWEST = 5
"""Other learners without whom nothing is told: of fewer, who knows them could guess whose a figure is (guess)."""
TOTAL = "total"


@dataclass(frozen=True)
class Spread:
    """Of the learners that gave this measure."""

    low: float
    """A quarter is below it"""
    middle: float
    high: float
    """A quarter is above it"""


@dataclass(frozen=True)
class Peers:
    """The others, each by their newest attempt at the case."""

    learners: int
    passed: float
    """Share of them, 0 to 1"""
    values: dict[str, Spread]
    """By measure, in the unit of the catalogue; and ``total``, 0 to 100"""


def peers(book: Gradebook, scenario: str, scenario_hash: str, but: str) -> Peers | None:
    """All but one learner at this very version of a case; None if they are too few. Scripts, copies and what is sealed are left out."""
    wanted = (
        select(FiledAttempt.id, FiledAttempt.learner_id, FiledAttempt.total, FiledAttempt.passed)
        .join(Learner, FiledAttempt.learner_id == Learner.id)
        .where(FiledAttempt.scenario == scenario, FiledAttempt.scenario_hash == scenario_hash)
        .where(FiledAttempt.mode.in_(PERSONS), FiledAttempt.copied.is_(False), ~is_sealed())
        .order_by(FiledAttempt.id)
    )
    if but:
        wanted = wanted.where(Learner.name != proper_name(but))
    with book.session() as session:
        newest = {learner: (number, total, passed) for number, learner, total, passed in session.execute(wanted)}
        if len(newest) < FEWEST:
            return None
        numbers = [number for number, _, _ in newest.values()]
        found: dict[str, list[float]] = defaultdict(list)
        found[TOTAL] = [total for _, total, _ in newest.values()]
        for name, value in session.execute(select(Measured.name, Measured.value).where(Measured.attempt_id.in_(numbers))):
            found[name].append(value)
    passed = sum(passed for _, _, passed in newest.values()) / len(newest)
    return Peers(len(newest), passed, {name: _spread(values) for name, values in found.items() if len(values) >= FEWEST})


def _spread(values: Sequence[float]) -> Spread:
    low, middle, high = (float(v) for v in np.percentile(values, (25, 50, 75)))
    return Spread(low, middle, high)
