"""Make the X-ray tables beside this file: python -m sim.tables.make_xray_tables

Needs spekpy and xraydb, which the program itself does not. Spectra: SpekPy 2, tungsten anode at 12 degrees, 3.0 mm Al and 0.1 mm
Cu. Attenuation: Elam et al. 2002 through xraydb, compositions of ICRU report 44 by mass.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import spekpy
import xraydb

FOLDER = Path(__file__).parent
KVPS = range(50, 121, 5)
ENERGIES = np.arange(15.0, 120.0, 1.0)
FILTERS = (("Al", 3.0), ("Cu", 0.1))
COMPOSITION = {
    "water": {"H": 0.1119, "O": 0.8881},
    "muscle": {"H": 0.102, "C": 0.143, "N": 0.034, "O": 0.710, "Na": 0.001, "P": 0.002, "S": 0.003, "Cl": 0.001, "K": 0.004},
    "adipose": {"H": 0.114, "C": 0.598, "N": 0.007, "O": 0.278, "Na": 0.001, "S": 0.001, "Cl": 0.001},
    "cortical_bone": {"H": 0.034, "C": 0.155, "N": 0.042, "O": 0.435, "Na": 0.001, "Mg": 0.002, "P": 0.103, "S": 0.003, "Ca": 0.225},
    "iodine": {"I": 1.0},
    "steel_304": {"Fe": 0.695, "Cr": 0.190, "Ni": 0.095, "Mn": 0.020},
    "aluminium": {"Al": 1.0},
    "caesium_iodide": {"Cs": 0.5115, "I": 0.4885},
}


def mass_attenuation(weights: dict[str, float], kev: np.ndarray) -> np.ndarray:
    """cm2/g, total with coherent scattering."""
    return sum(share * xraydb.mu_elam(element, kev * 1000.0) for element, share in weights.items())


def write(name: str, comment: str, header: list[str], rows: list[list[str]]) -> None:
    with (FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write("".join(f"# {line}\n" for line in comment.splitlines()))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    table = {name: mass_attenuation(weights, ENERGIES) for name, weights in COMPOSITION.items()}
    write(
        "attenuation",
        "Mass attenuation coefficients, cm2/g, of ICRU 44 mixtures (Elam 2002 through xraydb); made by make_xray_tables.py.",
        ["kev", *table],
        [[f"{e:.0f}", *(f"{table[name][i]:.5g}" for name in table)] for i, e in enumerate(ENERGIES)],
    )
    spectra, kerma = {}, []
    for kvp in KVPS:
        tube = spekpy.Spek(kvp=kvp, th=12, z=100, mas=1, dk=1.0, shift=0.0)
        tube.multi_filter(list(FILTERS))
        kev, fluence = tube.get_spectrum(edges=False)
        spectra[kvp] = np.interp(ENERGIES, kev, fluence, left=0.0, right=0.0)
        kerma.append([str(kvp), f"{tube.get_kerma():.4g}", f"{tube.get_hvl1():.4g}"])
    write(
        "spectra",
        "Photons per cm2, keV and mAs at 100 cm (SpekPy 2, W 12 deg, 3.0 mm Al + 0.1 mm Cu); a column per kVp; by make_xray_tables.py.",
        ["kev", *(str(k) for k in KVPS)],
        [[f"{e:.0f}", *(f"{spectra[k][i]:.5g}" for k in KVPS)] for i, e in enumerate(ENERGIES)],
    )
    write(
        "kerma",
        "Air kerma free in air at 100 cm, uGy per mAs, and first half-value layer, mm Al, of those spectra; by make_xray_tables.py.",
        ["kvp", "kerma_ugy_per_mas", "hvl_mm_al"],
        kerma,
    )


if __name__ == "__main__":
    main()
