"""What a laboratory calls normal: a value outside is flagged, which is no verdict on a needle."""

from __future__ import annotations

from functools import cache
from typing import Literal

from meshes.table import Row, read
from scenarios.base import FOLDER

Flag = Literal["", "low", "high"]


class ReferenceRange(Row):
    """A row of ``reference_ranges.csv``; a bound that is not there bounds nothing."""

    name: str
    title: str
    unit: str = ""
    low: float | None = None
    high: float | None = None

    def flag(self, value: float) -> Flag:
        if self.low is not None and value < self.low:
            return "low"
        return "high" if self.high is not None and value > self.high else ""

    @property
    def shown(self) -> str:
        if self.low is None:
            return f"up to {self.high:g}"
        return f"{self.low:g} or more" if self.high is None else f"{self.low:g} to {self.high:g}"


@cache
def reference_ranges() -> dict[str, ReferenceRange]:
    """By the field of a chart's laboratory."""
    return {row.name: row for row in read(FOLDER / "reference_ranges.csv", ReferenceRange)}
