"""Ours beside theirs: each published figure with what the study found, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

import numpy as np

from meshes.table import Row, read
from sim.studies.run import Record

TABLE = Path(__file__).parent / "published.csv"
Z = 1.96


class Figure(Row):
    """A row of ``published.csv``."""

    series: str
    figure: str
    title: str
    kind: str
    unit: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    used: str
    source: str


@dataclass(frozen=True)
class Beside:
    """A figure, and ours with its 95 % confidence interval."""

    theirs: Figure
    ours: float
    low: float
    high: float
    n: int

    @property
    def agrees(self) -> bool:
        """Whether the intervals, theirs as far as it can be worked out, meet."""
        low, high = _range(self.theirs)
        return self.low <= high and low <= self.high


@cache
def published() -> tuple[Figure, ...]:
    return read(TABLE, Figure)


def beside(records: list[Record]) -> list[Beside]:
    """Every published figure of which something was noted; the records' order does not matter."""
    records = sorted(records, key=lambda record: int(record["seed"]))
    found = []
    for figure in published():
        keys = [f"{route}_blood_shown" for route in ("il", "tf", "s1", "ca")] if figure.figure == "blood_shown" else [figure.figure]
        values = np.array([r["notes"][key] for r in records for key in keys if key in r["notes"]], float)
        if len(values):
            found.append(Beside(figure, *_interval(values, figure.kind), len(values)))
    return found


def _interval(values: np.ndarray, kind: str) -> tuple[float, float, float]:
    n = len(values)
    if kind == "share":
        p = float(values.mean())
        low, high = wilson(p, n)
        return 100 * p, 100 * low, 100 * high
    if kind == "median":
        ranked = np.sort(values)
        half = Z * sqrt(n) / 2
        return float(np.median(ranked)), float(ranked[max(int(n / 2 - half), 0)]), float(ranked[min(int(n / 2 + half), n - 1)])
    mean = float(values.mean())
    error = Z * float(values.std(ddof=1)) / sqrt(n) if n > 1 else float("inf")
    return mean, mean - error, mean + error


def wilson(p: float, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (1927)."""
    bottom = 1 + Z * Z / n
    middle = (p + Z * Z / (2 * n)) / bottom
    half = Z / bottom * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _range(figure: Figure) -> tuple[float, float]:
    """Theirs: the range of series, or a share's own interval; a mean without its spread is taken to be known to a tenth."""
    if figure.value is None:
        assert figure.low is not None
        assert figure.high is not None
        return figure.low, figure.high
    if figure.kind == "share" and figure.n:
        low, high = wilson(figure.value / 100, figure.n)
        return 100 * low, 100 * high
    return figure.value * 0.9, figure.value * 1.1


def as_markdown(rows: list[Beside]) -> str:
    """The table for docs/validation.md."""
    lines = ["| figure | theirs | n | ours (95 %) | n | | source |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        f = row.theirs
        theirs = f"{f.value:g}" if f.value is not None else f"{f.low:g}-{f.high:g}"
        ours = f"{row.ours:.3g} ({row.low:.3g}-{row.high:.3g})"
        mark = ("calibrated" if f.used == "calibrated" else "predicted") + (", agrees" if row.agrees else ", **misses**")
        lines.append(f"| {f.series}, {f.title}, {f.unit} | {theirs} | {f.n or ''} | {ours} | {row.n} | {mark} | {f.source} |")
    return "\n".join(lines)
