"""What an exposure costs: automatic brightness picks kVp and mA for the thickness; kerma and dose-area product follow.

Works from the body's thickness on the central ray, never from a picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from meshes.anatomy import Anatomy
from meshes.tissues import ADIPOSE, Tissue
from sim.fluoroscopy.attenuation import FAT_SHARE, exact_signal
from sim.fluoroscopy.carm import FIELDS_MM, SOURCE_TO_DETECTOR_MM, View
from sim.fluoroscopy.receptor import FLAT_PANEL, Receptor
from sim.fluoroscopy.scatter import scatter_share
from sim.fluoroscopy.tube import COPPER_MM, HIGHEST_KVP, kerma_per_mas

REFERENCE_MM = 600.0
"""Distance of the entrance reference point from the focus ([@spekpy_spectra] gives its rates at 60 cm)."""
KVP_CURVE = ((100.0, 60.0), (150.0, 70.0), (200.0, 80.0), (260.0, 92.0), (330.0, 105.0), (420.0, 115.0))
"""mm of tissue -> kVp (guess: the usual shape of an anti-isowatt curve; a lumbar AP lands at 80)."""
BEHIND = 0.229
"""What table, grid, cover and the spine in the field leave of the receptor's kerma. Calibrated: so a pulse through 200 mm at 80 kVp takes
0.25 mAs, and 8 a second make 12 mGy/min at 60 cm, within the 10-25 of [@carm_rates]."""
LIMIT_MGY_MIN = {"low": 88.0, "normal": 88.0, "boost": 176.0}
"""Regulatory, free in air ([@dose_limits]); kept at the reference point, which is stricter than where the rule measures."""
PulseRate = Literal[1, 2, 4, 8, 15]
PULSE_RATES: tuple[PulseRate, ...] = (1, 2, 4, 8, 15)
CONTINUOUS_RATE = 16
"""Pictures a second while the beam does not pause."""
DoseMode = Literal["low", "normal", "boost"]
DOSE_MODES: tuple[DoseMode, ...] = ("low", "normal", "boost")
BeamMode = Literal["pulsed", "continuous", "single"]
BEAM_MODES: tuple[BeamMode, ...] = ("pulsed", "continuous", "single")
DETECTOR_UGY = {"low": 0.020, "normal": 0.030, "boost": 0.060}
"""Kerma at the receptor that a pulse aims at: 20-40 nGy ([@detector_known]); boost by guess."""
SINGLE_SHOT = 4.0
"""So many times that in a single shot (guess)."""
FILTER_MM = {"low": 0.2, "normal": COPPER_MM, "boost": COPPER_MM}
"""Copper: 0.1-0.3 in low-dose ([@carm_known])."""
MOST_MA = {"pulsed": 60.0, "continuous": 10.0, "single": 60.0}
"""[@carm_known]: pulsed 20-60 mA, else 0.2-10."""
USUAL_MS, LONGEST_MS = 10.0, {"pulsed": 16.0, "continuous": 1000.0 / CONTINUOUS_RATE, "single": 50.0}
"""Pulse 5-16 ms ([@carm_known]); a single shot by guess."""
LEAST_MAS = 0.02


@dataclass(frozen=True)
class Programme:
    """What the console is set to."""

    rate: int = 8
    """Pulses a second."""
    beam: BeamMode = "pulsed"
    dose: DoseMode = "normal"

    @property
    def pictures_s(self) -> float:
        return float(CONTINUOUS_RATE if self.beam == "continuous" else self.rate)


@dataclass(frozen=True)
class ExposureFactors:
    """How a pulse is made."""

    kvp: float
    mas: float
    thickness_mm: float
    """Muscle-equivalent tissue on the central ray."""
    copper_mm: float = COPPER_MM
    ms: float = USUAL_MS
    detector_ugy: float = 0.030
    """What reaches the receptor."""
    focal_mm: float = 0.3

    @property
    def ma(self) -> float:
        return 1000.0 * self.mas / self.ms


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

    def kerma_at(self, distance_mm: float) -> float:
        """mGy free in air at another distance from the focus, such as the skin's."""
        return self.kerma_mgy * (REFERENCE_MM / distance_mm) ** 2


def thickness(anatomy: Anatomy, view: View) -> float:
    """Mean mm of muscle-equivalent tissue over nine rays about the middle of the field."""
    reach = 0.12 * view.field_mm
    steps = np.arange(0.0, SOURCE_TO_DETECTOR_MM, anatomy.coarse.grid.spacing)
    rays = np.array([view.towards(u, v) for u in (-reach, 0.0, reach) for v in (-reach, 0.0, reach)])
    points = view.source + steps[:, None] * rays[:, None]
    tissue = anatomy.tissue_at(points.reshape(-1, 3)).reshape(len(rays), -1)
    solid = np.count_nonzero((tissue != Tissue.AIR) & (tissue != Tissue.GAS), axis=1).tolist()
    fat = np.count_nonzero(np.isin(tissue, list(ADIPOSE)), axis=1).tolist()
    return float(sum((s - (1 - FAT_SHARE) * f) * anatomy.coarse.grid.spacing for s, f in zip(solid, fat, strict=True)) / len(rays))


def entrance_mm(anatomy: Anatomy, view: View) -> float:
    """From the focus to the skin on the central ray; to the receptor if the ray misses the patient."""
    steps = np.arange(0.0, SOURCE_TO_DETECTOR_MM, anatomy.coarse.grid.spacing)
    inside = anatomy.tissue_at(view.source + steps[:, None] * view.beam) != Tissue.AIR
    return float(steps[np.argmax(inside)]) if inside.any() else SOURCE_TO_DETECTOR_MM


@lru_cache(1024)
def receptor_ugy_per_mas(kvp: float, thickness_mm: float, copper_mm: float = COPPER_MM) -> float:
    """Kerma that reaches the receptor behind so much tissue, scatter included."""
    through = float(exact_signal(kvp, [thickness_mm, 0.0, 0.0, 0.0], copper_mm))
    return 1000.0 * kerma_per_mas(kvp, copper_mm) * through / (1.0 - scatter_share(thickness_mm)) * BEHIND


def automatic(
    thickness_mm: float, programme: Programme = Programme(), field_mm: float = FIELDS_MM[0], receptor: Receptor = FLAT_PANEL
) -> ExposureFactors:
    """kVp and mAs that keep the receptor's kerma for a thickness, as long as tube and law allow.

    The kVp follow the curve and rise above it where the tube's current or the permitted rate would not do; at the highest kVp the pulse
    stays below what it should be, and the picture is noisy.
    """
    mode, beam = programme.dose, programme.beam
    copper = FILTER_MM[mode]
    wanted = DETECTOR_UGY[mode] * (FIELDS_MM[0] / field_mm) ** receptor.magnified_dose * (SINGLE_SHOT if beam == "single" else 1.0)
    most_mas = MOST_MA[beam] * LONGEST_MS[beam] / 1000.0

    def most(kvp: float) -> float:
        """mAs that tube and law allow; the law's rate is that of fluoroscopy."""
        if beam == "single":
            return most_mas
        per_mas = kerma_per_mas(kvp, copper) * (1000.0 / REFERENCE_MM) ** 2
        return min(most_mas, LIMIT_MGY_MIN[mode] / 60.0 / programme.pictures_s / per_mas)

    def enough(kvp: float) -> bool:
        return bool(wanted <= most(kvp) * receptor_ugy_per_mas(kvp, thickness_mm, copper))

    kvp = float(np.interp(thickness_mm, [mm for mm, _ in KVP_CURVE], [kvp for _, kvp in KVP_CURVE]))
    if not enough(kvp):
        kvp = _first(enough, kvp, HIGHEST_KVP)
    per_mas = receptor_ugy_per_mas(kvp, thickness_mm, copper)
    mas = max(min(wanted / per_mas, most(kvp)), LEAST_MAS)
    ms = LONGEST_MS[beam] if beam != "pulsed" else float(np.clip(1000.0 * mas / MOST_MA[beam], USUAL_MS, LONGEST_MS[beam]))
    focal = 0.3 if mode != "boost" and beam != "single" else 0.6
    return ExposureFactors(kvp, mas, thickness_mm, copper, ms, mas * per_mas, focal)


def _first(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Where between low and high it begins to hold; high if nowhere."""
    if not holds(high):
        return high
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def of_pulse(technique: ExposureFactors, view: View, open_share: float) -> Dose:
    """The dose of one pulse; ``open_share`` is the part of the field's area that the collimator leaves open."""
    kerma = technique.mas * kerma_per_mas(technique.kvp, technique.copper_mm) * (1000.0 / REFERENCE_MM) ** 2
    side_cm = view.field_mm / 10.0 * REFERENCE_MM / SOURCE_TO_DETECTOR_MM
    return Dose(0.0, 1, kerma, kerma / 1000.0 * side_cm * side_cm * open_share)
