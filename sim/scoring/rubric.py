"""A rubric's marks: each measure graded from 0 to 1, critical errors, the total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scenarios.rubric import Criterion, CriticalError, Rubric, measures
from scenarios.schema import Scenario
from sim.records.recording import Recording
from sim.scoring.limits import LIMITS, Limits
from sim.scoring.measures import FUNCTIONS, THEMES, Value, measured
from sim.session.session import STEP_S

DIGITS = 6
"""Of scores: beyond them a sum's last bits would speak."""


@dataclass(frozen=True)
class Mark:
    """What one criterion gave."""

    measure: str
    value: float | None
    unit: str
    grade: float
    """0 to 1"""
    weight: float
    step: int | None

    @property
    def lost(self) -> float:
        return self.weight * (1 - self.grade)


@dataclass(frozen=True)
class Remark:
    """What to tell the operator, and of which moment."""

    text: str
    measure: str
    step: int
    """The moment that decided it; the attempt's end, if none did."""
    critical: bool

    @property
    def time_s(self) -> float:
        return self.step * STEP_S


@dataclass(frozen=True)
class Score:
    """The judgement of one attempt."""

    total: float
    """0 to 100"""
    passed: bool
    finished: bool
    critical: tuple[str, ...]
    marks: tuple[Mark, ...]
    remarks: tuple[Remark, ...]
    measures: dict[str, Value | None]
    themes: dict[str, float]
    """Mean grade of each theme's criteria, 0 to 1"""

    @property
    def rating(self) -> int:
        """Global rating, 1 to 5: by the total in fifths; a critical error allows no more than 2, an unfinished attempt 1."""
        by_total = min(1 + int(self.total // 20), 5)
        return min(by_total, 1 if not self.finished else 2 if self.critical else 5)

    def as_json(self) -> dict[str, Any]:
        catalogue = measures()
        return {
            "total": self.total,
            "passed": self.passed,
            "rating": self.rating,
            "themes": self.themes,
            "finished": self.finished,
            "critical": list(self.critical),
            "marks": [
                {"measure": m.measure, "value": m.value, "unit": m.unit, "grade": m.grade, "weight": m.weight, "step": m.step}
                for m in self.marks
            ],
            "remarks": [{"text": r.text, "measure": r.measure, "time_s": r.time_s, "critical": r.critical} for r in self.remarks],
            "measures": {
                name: None if value is None else {"value": value.value, "unit": catalogue[name].unit, "step": value.step}
                for name, value in self.measures.items()
            },
        }


def grade(criterion: Criterion, value: float) -> float:
    """1 within the bounds, falling to 0 in a straight line over ``fade`` beyond."""
    beyond = 0.0
    if criterion.at_least is not None:
        beyond = max(beyond, criterion.at_least - value)
    if criterion.at_most is not None:
        beyond = max(beyond, value - criterion.at_most)
    return round(max(0.0, 1.0 - beyond / criterion.fade), DIGITS)


def committed(error: CriticalError, value: float) -> bool:
    return (error.above is not None and value > error.above) or (error.below is not None and value < error.below)


def judge(recording: Recording, rubric: Rubric, case: Scenario, limits: Limits = LIMITS) -> Score:
    """The score of a recording by this rubric, and by this case's plan, target and technique: its own, or others.

    A measure that the attempt did not give loses its points and commits no error.
    """
    values = measured(recording, case, limits)
    marks, remarks, critical = [], [], []
    for error in rubric.critical:
        value = values[error.measure]
        if value is not None and committed(error, value.value):
            critical.append(error.name)
            remarks.append(Remark(_filled(error.remark, error.measure, value), error.measure, _moment(value, recording), True))
    for criterion in rubric.criteria:
        value = values[criterion.measure]
        got = 0.0 if value is None else grade(criterion, value.value)
        marks.append(
            Mark(
                criterion.measure,
                None if value is None else value.value,
                criterion.unit,
                got,
                criterion.weight,
                None if value is None else value.step,
            )
        )
        if got < 1.0:
            said = _filled(criterion.remark, criterion.measure, value)
            remarks.append(Remark(said, criterion.measure, _moment(value, recording), False))
    whole = sum(mark.weight for mark in marks)
    total = round(100.0 * sum(mark.weight * mark.grade for mark in marks) / whole, DIGITS)
    passed = recording.finished and not critical and total >= rubric.pass_mark
    return Score(total, passed, recording.finished, tuple(critical), tuple(marks), tuple(remarks), values, _themes(marks))


def _themes(marks: list[Mark]) -> dict[str, float]:
    """The mean grade of each theme that was judged, by weight."""
    found = {}
    for theme, module in THEMES.items():
        own = [mark for mark in marks if FUNCTIONS[mark.measure].__module__ == module.__name__]
        if own:
            found[theme] = round(sum(m.weight * m.grade for m in own) / sum(m.weight for m in own), DIGITS)
    return found


def _moment(value: Value | None, recording: Recording) -> int:
    return recording.steps if value is None or value.step is None else value.step


def _filled(text: str, measure: str, value: Value | None) -> str:
    if value is None:
        return f"{measures()[measure].title}: the attempt gave nothing to judge, so it earns nothing."
    return text.replace("{value}", f"{value.value:.4g}")
