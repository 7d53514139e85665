"""Needles and what goes into syringes, by name, from the tables beside this file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent
Kind = Literal["air", "saline", "contrast", "drug"]


@dataclass(frozen=True)
class NeedleKind:
    """A needle as bought."""

    name: str
    style: str
    gauge: int
    outer_mm: float
    """Diameter."""
    inner_mm: float
    length_mm: float
    curve_radius_mm: float
    """Of its path in muscle, pushed without turning."""
    bends_towards_opening: bool
    cutting: float
    """Force to cut, against an 18G Tuohy."""


@dataclass(frozen=True)
class Agent:
    """A fluid."""

    name: str
    kind: Kind
    iodine_mg_ml: float
    viscosity_mpas: float
    particulate: bool
    most_ml: float


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def needles() -> dict[str, NeedleKind]:
    return {
        row["name"]: NeedleKind(
            row["name"],
            row["style"],
            int(row["gauge"]),
            float(row["outer_mm"]),
            float(row["inner_mm"]),
            float(row["length_mm"]),
            float(row["curve_radius_mm"]),
            row["deflects"] == "towards",
            float(row["cutting"]),
        )
        for row in _rows("needles")
    }


@cache
def agents() -> dict[str, Agent]:
    kinds: dict[str, Kind] = {"air": "air", "saline": "saline", "contrast": "contrast", "drug": "drug"}
    return {
        row["name"]: Agent(
            row["name"],
            kinds[row["kind"]],
            float(row["iodine_mg_ml"]),
            float(row["viscosity_mpas"]),
            row["particulate"] == "yes",
            float(row["most_ml"]),
        )
        for row in _rows("agents")
    }
