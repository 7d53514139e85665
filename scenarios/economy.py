"""What a good attempt could still spare the patient: from a trainee's to an expert's, by a smooth curve."""

from __future__ import annotations

from functools import cache
from math import log, sqrt

from pydantic import model_validator

from meshes.table import Row, read
from scenarios.base import FOLDER
from scenarios.rubric import measures
from scenarios.safety import SITES

EXPERT_LOSES = 0.1
"""Of the points at the expert's value; at the trainee's so much is left. What lies at them is a convention, no finding."""


class EconomyRow(Row):
    """A row of ``economy.csv``."""

    site: str
    measure: str
    unit: str
    points: float
    best: float
    expert: float
    trainee: float
    source: str

    @model_validator(mode="after")
    def _in_order(self) -> EconomyRow:
        if not self.best < self.expert < self.trainee:
            raise ValueError("best, expert and trainee do not rise")
        if self.points <= 0:
            raise ValueError("takes no points")
        if self.measure not in measures() or measures()[self.measure].unit != self.unit:
            raise ValueError(f"{self.measure} in {self.unit} is no measure of the catalogue")
        if self.site != "any" and not set(self.site.split()) <= set(SITES):
            raise ValueError(f"site is any, or some of {', '.join(SITES)}")
        return self

    def taken(self, value: float) -> float:
        """The share of the points that a value loses: 0 at the best there is, 1 infinitely far, and everywhere more for more."""
        over = max(value - self.best, 0.0)
        if over == 0.0:
            return 0.0
        expert, trainee = self.expert - self.best, self.trainee - self.best
        steep = 2 * log(1 / EXPERT_LOSES - 1) / log(trainee / expert)
        return float(1 / (1 + (sqrt(expert * trainee) / over) ** steep))


@cache
def economy() -> tuple[EconomyRow, ...]:
    """The table."""
    return read(FOLDER / "economy.csv", EconomyRow)


def economy_of(site: str) -> tuple[EconomyRow, ...]:
    """The rows for techniques that aim there."""
    return tuple(row for row in economy() if row.site == "any" or site in row.site.split())
