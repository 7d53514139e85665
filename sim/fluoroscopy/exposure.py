"""One picture's worth of X-rays: all that the imaging chain needs to make it, at any size, whenever somebody looks."""

from __future__ import annotations

from dataclasses import dataclass

from sim.fluoroscopy.carm import View
from sim.fluoroscopy.detector import Collimator
from sim.fluoroscopy.dose import Technique
from sim.fluoroscopy.shadows import Iodine, Steel


@dataclass(frozen=True, eq=False)
class Exposure:
    """A pulse. Holds what is hidden in the patient: only the imaging chain opens it."""

    frame: int
    """Counts the pulses of an attempt from 1; picks the noise."""
    step: int
    view: View
    technique: Technique
    collimator: Collimator
    needle: Steel | None
    contrast: Iodine | None
