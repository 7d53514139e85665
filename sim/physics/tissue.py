"""What a tissue does to needle, plunger and fluid: the table ``sim/physics/tables/tissues.csv`` as arrays over labels."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from meshes.tissues import Tissue

TABLE = Path(__file__).parent / "tables" / "tissues.csv"


@dataclass(frozen=True, eq=False)
class TissueTable:
    """(256,) arrays indexed by label."""

    cutting_n: NDArray[np.float64]
    friction_n_mm: NDArray[np.float64]
    pop_n: NDArray[np.float64]
    give_mm: NDArray[np.float64]
    hold_n_mm2: NDArray[np.float64]
    resistance_mmhg: NDArray[np.float64]
    curve: NDArray[np.float64]
    permeability: NDArray[np.float64]
    porosity: NDArray[np.float64]
    gives: NDArray[np.float64]


@cache
def tissue_table() -> TissueTable:
    """The table; every tissue has a row."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = {row["tissue"]: row for row in csv.DictReader(line for line in file if not line.startswith("#"))}
    columns = {}
    for name in TissueTable.__dataclass_fields__:
        column = np.zeros(256)
        for tissue in Tissue:
            column[tissue] = float(rows[tissue.name][name])
        column.setflags(write=False)
        columns[name] = column
    return TissueTable(**columns)
