"""Medicines by the name that somebody gives them, and how long before a needle one that thins the blood must have been stopped."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import field_validator

from meshes.table import Row, read
from scenarios.base import FOLDER

Risk = Literal["low", "intermediate"]
"""Of bleeding, of what is done."""
UNKNOWN_KIDNEY_ML_MIN = 40.0
"""What a kidney is taken to filter of which nobody knows: moderately weak, as many are in old age (guess)."""


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
    renal_ml_min: float = 0.0
    """ml/min: a kidney that filters less is weak for this drug."""
    stop_low_days: float = 0.0
    """The same before one of low risk."""
    stop_high_days: float | None = None
    """The same before one of high risk, where that is longer: nobody does one here, but the guideline treats some patients so."""
    restart_h: float | None = None
    """Hours after the injection, at the earliest."""
    restart_bloody_h: float | None = None
    """The same after one that bled."""
    inr: bool = False
    """Whether an INR must show that it is gone."""
    parts: tuple[str, ...] = ()
    """What a packet of two drugs holds, by their generic names."""

    @field_validator("brands", "parts", mode="before")
    @classmethod
    def _split(cls, text: object) -> object:
        return tuple(text.split(";")) if isinstance(text, str) else text

    @property
    def thins(self) -> bool:
        """Whether it thins the blood, however little."""
        return self.group != "none"

    @property
    def on_platelets(self) -> tuple[str, ...]:
        """What of it holds platelets for days: aspirin and its like by other ways, no NSAID."""
        if self.group != "platelets" and self.name != "aspirin":
            return ()
        return self.parts or (self.name,)

    def stopped_for_days(self, risk: Risk, filtered_ml_min: float | None) -> float:
        """Days that it must have been stopped. What is shortened before one of low risk asks no kidney there."""
        if risk == "low" and self.stop_low_days < self.stop_days:
            return self.stop_low_days
        filtered = UNKNOWN_KIDNEY_ML_MIN if filtered_ml_min is None else filtered_ml_min
        weak = self.stop_renal_days is not None and filtered < self.renal_ml_min
        return self.stop_renal_days if weak and self.stop_renal_days is not None else self.stop_days


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
