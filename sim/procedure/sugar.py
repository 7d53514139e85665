"""What an epidural steroid does to a diabetic's sugar, day by day, by the table ``glucose.csv``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from meshes.table import Row, read

TABLE = Path(__file__).parent / "tables" / "glucose.csv"


class SugarDay(Row):
    """A row of the table: above what is usual for this patient."""

    day: int
    """0 is the day of the injection."""
    mmol_l: float
    mg_dl: float


@cache
def sugar_by_day() -> tuple[SugarDay, ...]:
    """From the day of the injection on."""
    return read(TABLE, SugarDay)
