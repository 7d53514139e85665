"""The X-ray tables, read plainly, and published numbers to hold them against."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

import sim

FOLDER = Path(sim.__file__).parent / "tables"
MUSCLE, CORTICAL, STEEL = 1.05, 1.92, 8.0
"""Densities, g/cm3: fact sheet 6.3."""
PHOSPHOR = 0.20
"""g/cm2 of caesium iodide, as the detector is described."""


@cache
def columns(name: str) -> dict[str, NDArray[np.float64]]:
    lines = [line for line in (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = np.array([[float(value) for value in line.split(",")] for line in lines[1:]])
    return dict(zip(lines[0].split(","), rows.T, strict=True))


def signal(kvp: float, soft_mm: float, bone_mm: float, iodine_mg_cm2: float, steel_mm: float) -> float:
    """What an energy-integrating caesium iodide detector makes of a ray, against the open beam: energy by energy."""
    mu, spectra = columns("attenuation"), columns("spectra")
    low = int(kvp // 5 * 5)
    high = min(low + 5, 120)
    share = (kvp - low) / 5
    total = open_beam = 0.0
    for i, kev in enumerate(mu["kev"]):
        photons = (1 - share) * spectra[str(low)][i] + share * spectra[str(high)][i]
        taken = photons * kev * (1 - np.exp(-mu["caesium_iodide"][i] * PHOSPHOR))
        depth = (
            mu["muscle"][i] * MUSCLE * soft_mm / 10
            + mu["cortical_bone"][i] * CORTICAL * bone_mm / 10
            + mu["iodine"][i] * iodine_mg_cm2 / 1000
            + mu["steel_304"][i] * STEEL * steel_mm / 10
        )
        total += taken * np.exp(-depth)
        open_beam += taken
    return total / open_beam


NIST_AIR = (
    (10, 4.742), (15, 1.334), (20, 0.5389), (30, 0.1537), (40, 0.06833), (50, 0.04098), (60, 0.03041), (80, 0.02407), (100, 0.02325),
    (150, 0.02496),
)  # fmt: skip
"""keV and mass energy-absorption of dry air, cm2/g: Hubbell & Seltzer, NISTIR 5632."""


def kerma_weights(kvp: int) -> NDArray[np.float64]:
    """uGy per mAs at 100 cm that every energy of a tabulated spectrum brings: photons x energy x absorption in air."""
    kev, air = np.log(np.array(NIST_AIR)).T
    energies = columns("attenuation")["kev"]
    absorption = np.exp(CubicSpline(kev, air)(np.log(energies)))
    joule_per_kev, grams_per_kg, micro = 1.602177e-16, 1e3, 1e6
    return columns("spectra")[str(kvp)] * energies * absorption * joule_per_kev * grams_per_kg * micro
