"""What a tissue does to needle, plunger and fluid: the table ``sim/physics/tables/tissues.csv`` as arrays over labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator

from meshes.table import Row, read
from meshes.tissues import Tissue

TABLES = Path(__file__).parent / "tables"


def _tissue(name: Any) -> Any:
    """A tissue by its name; what is no text is left to the model."""
    if not isinstance(name, str):
        return name
    if name not in Tissue.__members__:
        raise ValueError("no tissue of this name")
    return Tissue[name]


def _tissues(names: Any) -> Any:
    return frozenset(_tissue(name) for name in names.split()) if isinstance(names, str) else names


OneTissue = Annotated[Tissue, BeforeValidator(_tissue)]
"""A field with a tissue's name."""
Tissues = Annotated[frozenset[Tissue], BeforeValidator(_tissues)]
"""A field with names of tissues, spaces between."""


class TissueRow(Row):
    """A row of ``tissues.csv``."""

    tissue: OneTissue
    cutting_n: float
    friction_n_mm: float
    pop_n: float
    give_mm: float
    hold_n_mm2: float
    resistance_mmhg: float
    curve: float
    permeability: float
    porosity: float
    gives: float


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
    """The table. Raises ``ValueError`` if a tissue has no row."""
    rows = {row.tissue: row for row in read(TABLES / "tissues.csv", TissueRow)}
    missing = [tissue.name for tissue in Tissue if tissue not in rows]
    if missing:
        raise ValueError(f"tissues.csv: no row for {', '.join(missing)}")
    return TissueTable(
        **{name: by_label({t: float(getattr(row, name)) for t, row in rows.items()}.items()) for name in TissueTable.__dataclass_fields__}
    )


def by_label(values: Iterable[tuple[Tissue, float]], other: float = 0.0) -> NDArray[np.float64]:
    """(256,) values indexed by label, read-only; ``other`` where a tissue has none."""
    column = np.full(256, other)
    for tissue, value in values:
        column[tissue] = value
    column.setflags(write=False)
    return column
