"""The X-ray tables, read plainly, and published numbers to hold them against."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from sim import fluoroscopy

FOLDER = Path(fluoroscopy.__file__).parent / "tables"
MUSCLE, CORTICAL, STEEL = 1.05, 1.92, 8.0
"""Densities, g/cm3: [@icru_44]."""
PHOSPHOR = 0.20
"""g/cm2 of caesium iodide, as the detector is described."""


@cache
def materials() -> dict[str, dict[str, float]]:
    """Shares by mass of each mixture's elements, and its density."""
    with (FOLDER / "mixtures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {row["material"]: {k: float(v) for k, v in row.items() if k not in ("material", "source")} for row in rows}


@cache
def mass(material: str) -> NDArray[np.float64]:
    """cm2/g by energy: Bragg's rule of mixtures."""
    table = columns("attenuation")
    return np.array([sum(materials()[material][e] * table[e][i] for e in table if e != "kev") for i in range(len(table["kev"]))])


@cache
def columns(name: str) -> dict[str, NDArray[np.float64]]:
    lines = [line for line in (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = np.array([[float(value) for value in line.split(",")] for line in lines[1:]])
    return dict(zip(lines[0].split(","), rows.T, strict=True))


def signal(kvp: float, soft_mm: float, bone_mm: float, iodine_mg_cm2: float, steel_mm: float, copper_mm: float = 0.1) -> float:
    """What an energy-integrating caesium iodide detector makes of a ray, against the open beam: energy by energy."""
    kevs, spectra = columns("attenuation")["kev"], columns("spectra")
    low = int(kvp // 5 * 5)
    high = min(low + 5, 120)
    share = (kvp - low) / 5
    total = open_beam = 0.0
    for i, kev in enumerate(kevs):
        photons = (1 - share) * spectra[str(low)][i] + share * spectra[str(high)][i]
        photons *= np.exp(-mass("copper")[i] * 8.96 * copper_mm / 10)
        taken = photons * kev * (1 - np.exp(-mass("caesium_iodide")[i] * PHOSPHOR))
        depth = (
            mass("muscle")[i] * MUSCLE * soft_mm / 10
            + mass("cortical_bone")[i] * CORTICAL * bone_mm / 10
            + mass("iodine")[i] * iodine_mg_cm2 / 1000
            + mass("steel_304")[i] * STEEL * steel_mm / 10
        )
        total += taken * np.exp(-depth)
        open_beam += taken
    return total / open_beam


NIST_AIR = (
    (10, 4.742), (15, 1.334), (20, 0.5389), (30, 0.1537), (40, 0.06833), (50, 0.04098), (60, 0.03041), (80, 0.02407), (100, 0.02325),
    (150, 0.02496),
)  # fmt: skip
"""keV and mass energy-absorption of dry air, cm2/g: Hubbell & Seltzer, NISTIR 5632."""


def kerma_weights(kvp: int, copper_mm: float = 0.1) -> NDArray[np.float64]:
    """uGy per mAs at 100 cm that every energy of a tabulated spectrum brings: photons x energy x absorption in air."""
    kev, air = np.log(np.array(NIST_AIR)).T
    energies = columns("attenuation")["kev"]
    absorption = np.exp(CubicSpline(kev, air)(np.log(energies)))
    joule_per_kev, grams_per_kg, micro = 1.602177e-16, 1e3, 1e6
    filtered = columns("spectra")[str(kvp)] * np.exp(-mass("copper") * 8.96 * copper_mm / 10)
    return filtered * energies * absorption * joule_per_kev * grams_per_kg * micro
