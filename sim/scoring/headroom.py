"""What lies above a faultless attempt: points that economy could still give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.economy import economy_of
from scenarios.files import technique
from scenarios.remark import OF_PICTURES
from scenarios.schema import Scenario
from sim.scoring.grading import DIGITS
from sim.scoring.measures.story import Value


@dataclass(frozen=True)
class Spent:
    """Points that a row of the table of economy took."""

    measure: str
    value: float
    unit: str
    points: float
    """Off the hundred"""
    of: float
    """The most that the row takes"""

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("measure", "value", "unit", "points", "of")}


def spent(case: Scenario, values: Mapping[str, Value | None]) -> tuple[Spent, ...]:
    """What each row takes of an attempt at this case in which a needle went in; what was not measured takes nothing, but of pictures that
    were not taken all."""
    found = []
    for row in economy_of(technique(case.technique).aim):
        value = values[row.measure]
        if value is None and row.measure in OF_PICTURES:
            found.append(Spent(row.measure, 0.0, row.unit, row.points, row.points))
        elif value is not None:
            found.append(Spent(row.measure, value.value, row.unit, round(row.points * row.taken(value.value), DIGITS), row.points))
    return tuple(found)
