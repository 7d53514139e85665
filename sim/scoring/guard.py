"""The table of safety held against an attempt: points off its total, and errors that its case's own rubric does not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scenarios.files import technique
from scenarios.rubric import Criterion, CriticalError
from scenarios.safety import SafetyRow, safety_of
from scenarios.schema import Scenario
from sim.scoring.grading import grade
from sim.scoring.measures.story import Value


@dataclass(frozen=True)
class Loss:
    """Points that a row of the table took."""

    measure: str
    value: float
    unit: str
    points: float
    """Off the hundred, beyond what the case's own rubric took for the same measure"""
    of: float
    """The most that the row takes"""
    step: int | None
    remark: str
    """Its text, not filled in yet"""
    most: float | None = None
    """Up to which the row takes none"""

    def as_json(self) -> dict[str, Any]:
        names = ("measure", "value", "unit", "points", "of", "step")
        return {name: getattr(self, name) for name in names}


def guards(case: Scenario, needled: bool) -> tuple[SafetyRow, ...]:
    """The rows of the table that this case's technique and exercise ask for."""
    return safety_of(case, technique(case.technique).aim, needled)


def losses(rows: Sequence[SafetyRow], values: Mapping[str, Value | None], lost: Mapping[str, float], digits: int) -> list[Loss]:
    """What the rows take: where case and table grade the same measure the stricter counts, once.

    lost : points off the hundred that the case's own rubric took already, by measure
    """
    found = []
    for row in rows:
        rule, value = row.judged, values[row.measure]
        if not isinstance(rule, Criterion) or value is None:
            continue
        points = round(rule.weight * (1.0 - grade(rule, value.value)) - lost.get(row.measure, 0.0), digits)
        if points > 0:
            found.append(Loss(row.measure, value.value, row.unit, points, rule.weight, value.step, row.remark, row.most))
    return found


def errors(rows: Sequence[SafetyRow], known: Sequence[CriticalError]) -> list[CriticalError]:
    """Those of the table that the rubric does not name itself."""
    named = {error.name for error in known}
    found = [row.judged for row in rows]
    return [error for error in found if isinstance(error, CriticalError) and error.name not in named]
