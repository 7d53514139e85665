"""Medicines by the name that somebody gives them, and how long before a needle one that thins the blood must have been stopped."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import field_validator

from meshes.table import Row, read
from scenarios.base import FOLDER

Risk = Literal["low", "intermediate"]
"""Of bleeding, of what is done."""
WEAK_KIDNEY_ML_MIN = 50.0
"""What a kidney filters at least that gets rid of a drug in the usual time ([@asra_2018] [known])."""


class Medicine(Row):
    """A row of ``medicines.csv``."""

    name: str
    brands: tuple[str, ...] = ()
    """Its other names, those on packets among them."""
    group: str
    """What it does to the blood; ``none``: nothing."""
    stop_days: float = 0.0
    """Days that it must have been stopped before an injection of intermediate risk; 0: it need not be."""
    stop_renal_days: float | None = None
    """The same for a weak kidney, where that is longer."""
    stop_low_days: float = 0.0
    """The same before one of low risk."""
    restart_h: float | None = None
    """Hours after the injection, at the earliest."""
    inr: bool = False
    """Whether an INR must show that it is gone."""

    @field_validator("brands", mode="before")
    @classmethod
    def _split(cls, text: object) -> object:
        return tuple(text.split(";")) if isinstance(text, str) else text

    @property
    def thins(self) -> bool:
        """Whether it thins the blood, however little."""
        return self.group != "none"

    def stopped_for_days(self, risk: Risk, filtered_ml_min: float | None) -> float:
        """Days that it must have been stopped; a kidney of which nothing is known counts as weak."""
        if risk == "low":
            return self.stop_low_days
        if self.stop_renal_days is not None and (filtered_ml_min is None or filtered_ml_min < WEAK_KIDNEY_ML_MIN):
            return self.stop_renal_days
        return self.stop_days


class Risky(Row):
    """A row of ``bleeding_risks.csv``."""

    technique: str
    risk: Risk


def medicine(name: str) -> Medicine | None:
    """The medicine of this name, generic or a packet's, what follows it (a strength, say) left aside; None if nobody here knows it."""
    words = name.lower().split()
    for count in range(len(words), 0, -1):
        found = _by_name().get(" ".join(words[:count]))
        if found is not None:
            return found
    return None


def bleeding_risk(technique: str) -> Risk:
    """Of an injection by this technique; what is not listed counts as an epidural one."""
    return next((row.risk for row in read(FOLDER / "bleeding_risks.csv", Risky) if row.technique == technique), "intermediate")


@cache
def medicines() -> tuple[Medicine, ...]:
    """All that are known."""
    return read(FOLDER / "medicines.csv", Medicine)


@cache
def _by_name() -> dict[str, Medicine]:
    return {name.lower(): row for row in medicines() for name in (row.name, *row.brands)}
