"""What an exposure costs: automatic brightness picks kVp and mAs for the thickness; kerma and dose-area product follow.

Works from the body's thickness on the central ray, never from a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from meshes.anatomy import Anatomy
from meshes.tissues import Tissue
from sim.fluoroscopy.attenuation import FAT_SHARE, kerma_per_mas
from sim.fluoroscopy.carm import SOURCE_TO_DETECTOR_MM, View

REFERENCE_MM = 600.0
"""Distance of the entrance reference point from the focus (fact sheet 6.5 gives its rates at 60 cm)."""
KVP_CURVE = ((100.0, 60.0), (150.0, 70.0), (200.0, 80.0), (260.0, 92.0), (330.0, 105.0), (420.0, 115.0))
"""mm of tissue -> kVp (guess: the usual shape of an anti-isowatt curve; a lumbar AP lands at 80)."""
MAS_AT_200 = 0.25
"""mAs of one pulse through 200 mm at 80 kVp: at 8 pulses a second 12 mGy/min at 60 cm, within the sheet's 10-25."""
MAS_RANGE = (0.02, 0.8)
DETECTOR_UGY = 0.030
"""Kerma at the detector that a pulse aims at: 20-40 nGy (fact sheet 6.4)."""
PulseRate = Literal[1, 2, 4, 8, 15]
PULSE_RATES: tuple[PulseRate, ...] = (1, 2, 4, 8, 15)


@dataclass(frozen=True)
class Technique:
    """How a pulse is made."""

    kvp: float
    mas: float
    thickness_mm: float
    """Muscle-equivalent tissue on the central ray."""


@dataclass(frozen=True)
class Dose:
    """What has been given so far."""

    seconds: float = 0.0
    pulses: int = 0
    kerma_mgy: float = 0.0
    """Air kerma at the entrance reference point."""
    dap_gycm2: float = 0.0

    def plus(self, other: Dose) -> Dose:
        return Dose(
            self.seconds + other.seconds, self.pulses + other.pulses, self.kerma_mgy + other.kerma_mgy, self.dap_gycm2 + other.dap_gycm2
        )


def thickness(anatomy: Anatomy, view: View) -> float:
    """Mean mm of muscle-equivalent tissue over nine rays about the middle of the field."""
    reach = 0.12 * view.field_mm
    total = 0.0
    steps = np.arange(0.0, SOURCE_TO_DETECTOR_MM, anatomy.coarse.grid.spacing)
    for u in (-reach, 0.0, reach):
        for v in (-reach, 0.0, reach):
            points = view.source + steps[:, None] * view.towards(u, v)
            tissue = anatomy.tissue_at(points)
            solid = np.count_nonzero((tissue != Tissue.AIR) & (tissue != Tissue.GAS))
            fat = np.count_nonzero(tissue == Tissue.FAT)
            total += (solid - (1 - FAT_SHARE) * fat) * anatomy.coarse.grid.spacing
    return total / 9


def automatic(thickness_mm: float) -> Technique:
    """kVp and mAs that keep the detector's kerma for a thickness."""
    kvp = float(np.interp(thickness_mm, [mm for mm, _ in KVP_CURVE], [kvp for _, kvp in KVP_CURVE]))
    # the detector's share falls by about exp(-mu d); mAs rises with what kVp does not make up
    wanted = np.exp(0.0185 * (thickness_mm - 200.0)) * (kerma_per_mas(80.0) / kerma_per_mas(kvp)) * (80.0 / kvp) ** 2
    return Technique(kvp, float(np.clip(MAS_AT_200 * wanted, *MAS_RANGE)), thickness_mm)


def of_pulse(technique: Technique, view: View, open_share: float) -> Dose:
    """The dose of one pulse; ``open_share`` is the part of the field's area that the collimator leaves open."""
    kerma = technique.mas * kerma_per_mas(technique.kvp) * (1000.0 / REFERENCE_MM) ** 2
    side_cm = view.field_mm / 10.0 * REFERENCE_MM / SOURCE_TO_DETECTOR_MM
    return Dose(0.0, 1, kerma, kerma / 1000.0 * side_cm * side_cm * open_share)
