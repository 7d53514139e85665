"""What harms a patient whatever a case asks for, and what of it counts in a case: by the technique, the exercise, and facts in the chart.

No author makes it laxer by wish. Where the chart forbids contrast, nobody is asked for any: that is a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

from pydantic import model_validator

from meshes.table import Row, read
from scenarios.base import FOLDER
from scenarios.rubric import Criterion, CriticalError
from scenarios.schema import CaseParts

Need = Literal["needle", "preparation", "choice", "decision", "contrast", "beam", "lead", "always"]
SITES = ("interspace", "foramen", "canal", "joint")
"""What techniques aim at."""


class SafetyRow(Row):
    """A row of ``safety.csv``: points off the hundred, or an error that fails the attempt."""

    site: str
    needs: Need
    measure: str
    unit: str
    points: float | None = None
    least: float | None = None
    most: float | None = None
    fade: float | None = None
    error: str = ""
    above: float | None = None
    below: float | None = None
    source: str
    remark: str

    @model_validator(mode="after")
    def _one_kind(self) -> SafetyRow:
        if (self.points is None) == (not self.error):
            raise ValueError("gives points, or the name of an error: one of them")
        if self.site != "any" and not set(self.site.split()) <= set(SITES):
            raise ValueError(f"site is any, or some of {', '.join(SITES)}")
        self.judged  # noqa: B018  bounds that do not fit together are refused here
        return self

    @property
    def judged(self) -> Criterion | CriticalError:
        """The row as rubrics have it; a criterion's weight is its points."""
        common = {"measure": self.measure, "unit": self.unit, "remark": self.remark}
        if self.error:
            return CriticalError.model_validate({"name": self.error, "above": self.above, "below": self.below, **common})
        bounds = {"weight": self.points, "at_least": self.least, "at_most": self.most, "fade": self.fade}
        return Criterion.model_validate({**bounds, **common})

    def is_at(self, site: str) -> bool:
        return self.site == "any" or site in self.site.split()


@cache
def rows() -> tuple[SafetyRow, ...]:
    """The table."""
    return read(FOLDER / "safety.csv", SafetyRow)


def asks_for_contrast(case: CaseParts) -> bool:
    """Whether contrast has to prove the place: always, but in somebody who must not have it."""
    return case.plan is None or case.plan.decision != "inject" or case.plan.contrast_ml is not None


def safety_of(case: CaseParts, site: str, needled: bool) -> tuple[SafetyRow, ...]:
    """The rows that count in an attempt at this case by a technique that aims there, with a needle through the skin or without."""
    holds: dict[Need, bool] = {
        "always": True,
        "needle": needled,
        "contrast": needled and asks_for_contrast(case),
        "preparation": needled and "preparation" in case.exercise,
        "beam": case.drill is None,
        "lead": case.drill is None and "preparation" in case.exercise,
        "choice": needled and case.plan is not None,
        "decision": "choice" in case.exercise,
    }
    return tuple(row for row in rows() if row.is_at(site) and holds[row.needs])


def laxer(case: CaseParts, site: str) -> Iterator[str]:
    """What a case's own rubric would let pass that harms a patient, a sentence each; the table counts all the same."""
    if case.rubric is None:
        return
    table = [row.judged for row in safety_of(case, site, True)]
    for own in case.rubric.criteria:
        for rule in table:
            if isinstance(rule, Criterion) and rule.measure == own.measure and _allows_more(own, rule):
                yield f"rubric: allows {own.measure} more than the table of safety ({_bounds(rule)} {own.unit}), which counts"
    for name in case.rubric.without:
        if any(rule.measure == name for rule in table):
            yield f"rubric.without: leaves out {name}, which the table of safety judges in every case"


def _allows_more(own: Criterion, rule: Criterion) -> bool:
    high = rule.at_most is not None and (own.at_most is None or own.at_most > rule.at_most) and own.at_least is None
    low = rule.at_least is not None and (own.at_least is None or own.at_least < rule.at_least) and own.at_most is None
    return high or low


def _bounds(rule: Criterion) -> str:
    parts = [] if rule.at_least is None else [f"at least {rule.at_least:g}"]
    return " and ".join(parts if rule.at_most is None else [*parts, f"at most {rule.at_most:g}"])
