"""The X-ray tube: what it sends out at a voltage behind its filters. The tables are in ``tables`` beside this file."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field

from meshes.table import Row, read

TABLES = Path(__file__).parent / "tables"
LOWEST_KVP, HIGHEST_KVP = 50.0, 120.0
COPPER_MM = 0.1
"""Beside 3.0 mm of aluminium ([@carm_known]: 0.1-0.3 in low-dose)."""
MOST_COPPER_MM = 0.3


class Numbers(Row):
    """A row of nothing but numbers, whatever the columns: a table has one for each element or each voltage."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, float] = Field(init=False)


class Mixture(Row):
    """A row of ``mixtures.csv``; every further column is an element's share by mass."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, float] = Field(init=False)
    material: str
    density: float = Field(gt=0)
    """g/cm3"""
    source: str


@cache
def columns(name: str) -> dict[str, NDArray[np.float64]]:
    """A table of numbers by its columns."""
    rows = [row.__pydantic_extra__ for row in read(TABLES / f"{name}.csv", Numbers)]
    return {title: np.array([row[title] for row in rows]) for title in rows[0]}


@cache
def mixture(material: str) -> tuple[float, dict[str, float]]:
    """Density, g/cm3, and the share of each element by mass."""
    row = next(row for row in read(TABLES / "mixtures.csv", Mixture) if row.material == material)
    return row.density, {element: share for element, share in row.__pydantic_extra__.items() if share > 0}


def energies() -> NDArray[np.float64]:
    """keV of the tables' rows."""
    return columns("attenuation")["kev"]


def mass_attenuation(material: str) -> NDArray[np.float64]:
    """cm2/g by energy: the elements' by their shares."""
    table = columns("attenuation")
    _, shares = mixture(material)
    return np.asarray(sum(share * table[element] for element, share in shares.items()))


def linear_attenuation(material: str) -> NDArray[np.float64]:
    """Per mm, by energy."""
    return mass_attenuation(material) * mixture(material)[0] / 10.0


def spectrum(kvp: float, copper_mm: float = COPPER_MM) -> NDArray[np.float64]:
    """Photons per cm2, keV and mAs at 100 cm behind 3.0 mm Al and so much copper; between the tabulated voltages by straight lines."""
    if not LOWEST_KVP <= kvp <= HIGHEST_KVP:
        raise ValueError(f"kVp is {kvp:g}, the tables reach from {LOWEST_KVP:g} to {HIGHEST_KVP:g}")
    table = columns("spectra")
    below = min(int(kvp // 5) * 5, int(HIGHEST_KVP) - 5)
    share = (kvp - below) / 5
    bare = (1 - share) * table[str(below)] + share * table[str(below + 5)]
    return bare * np.exp(-linear_attenuation("copper") * copper_mm)


@lru_cache(maxsize=64)
def kerma_per_mas(kvp: float, copper_mm: float = COPPER_MM) -> float:
    """Air kerma free in air at 100 cm from the focus, mGy per mAs."""
    if not 0.0 <= copper_mm <= MOST_COPPER_MM:
        raise ValueError(f"copper is {copper_mm:g} mm, the tables reach from 0 to {MOST_COPPER_MM:g}")
    table = columns("kerma")
    copper = np.unique(table["copper_mm"])
    at = [np.interp(kvp, *(table[c][table["copper_mm"] == mm] for c in ("kvp", "kerma_ugy_per_mas"))) for mm in copper]
    # kerma falls nearly exponentially with copper: straight lines between logarithms
    return float(np.exp(np.interp(copper_mm, copper, np.log(at)))) / 1000.0
