"""Make the X-ray tables beside this file: python -m sim.fluoroscopy.tables.make_xray_tables

Needs spekpy and xraydb, which the program itself does not. Spectra: SpekPy 2, tungsten anode at 12 degrees, 3.0 mm Al; copper is added
by the program. Attenuation of elements: Elam et al. 2002 through xraydb; ``mixtures.csv`` says what of them a material is made of.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import spekpy
import xraydb

FOLDER = Path(__file__).parent
KVPS = range(50, 121, 5)
COPPER_MM = (0.0, 0.1, 0.2, 0.3)
ENERGIES = np.arange(15.0, 120.0, 1.0)
ALUMINIUM_MM = 3.0
ELEMENTS = ("H", "C", "N", "O", "Na", "Mg", "Al", "P", "S", "Cl", "K", "Ca", "Cr", "Mn", "Fe", "Ni", "Cu", "I", "Cs")


def write(name: str, comment: str, header: list[str], rows: list[list[str]]) -> None:
    with (FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write("".join(f"# {line}\n" for line in comment.splitlines()))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    table = {element: xraydb.mu_elam(element, ENERGIES * 1000.0) for element in ELEMENTS}
    write(
        "attenuation",
        "Mass attenuation coefficients, cm2/g, total with coherent scattering (Elam 2002 through xraydb); made by make_xray_tables.py.",
        ["kev", *table],
        [[f"{e:.0f}", *(f"{table[name][i]:.5g}" for name in table)] for i, e in enumerate(ENERGIES)],
    )
    spectra, kerma = {}, []
    for kvp in KVPS:
        for copper in COPPER_MM:
            tube = spekpy.Spek(kvp=kvp, th=12, z=100, mas=1, dk=1.0, shift=0.0)
            tube.multi_filter([("Al", ALUMINIUM_MM), ("Cu", copper)] if copper else [("Al", ALUMINIUM_MM)])
            if not copper:
                kev, fluence = tube.get_spectrum(edges=False)
                spectra[kvp] = np.interp(ENERGIES, kev, fluence, left=0.0, right=0.0)
            kerma.append([str(kvp), f"{copper:g}", f"{tube.get_kerma():.4g}", f"{tube.get_hvl1():.4g}"])
    write(
        "spectra",
        "Photons per cm2, keV and mAs at 100 cm (SpekPy 2, W 12 deg, 3.0 mm Al); a column per kVp; by make_xray_tables.py.",
        ["kev", *(str(k) for k in KVPS)],
        [[f"{e:.0f}", *(f"{spectra[k][i]:.5g}" for k in KVPS)] for i, e in enumerate(ENERGIES)],
    )
    write(
        "kerma",
        "Air kerma free in air at 100 cm, uGy per mAs, and first half-value layer, mm Al, of those spectra behind copper (SpekPy 2);\n"
        "by make_xray_tables.py.",
        ["kvp", "copper_mm", "kerma_ugy_per_mas", "hvl_mm_al"],
        kerma,
    )


if __name__ == "__main__":
    main()
