"""One picture's worth of X-rays: all that the imaging chain needs to make it, at any size, whenever somebody looks."""

from __future__ import annotations

from dataclasses import dataclass

from meshes.morphometry import Lying
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.detector import Shot
from sim.fluoroscopy.dose import ExposureFactors
from sim.fluoroscopy.receptor import FLAT_PANEL, Receptor
from sim.fluoroscopy.shadows import Iodine, Steel


@dataclass(frozen=True)
class Orientation:
    """How the picture is turned on the monitor: mirrored left to right first, then turned."""

    turn_deg: float = 0.0
    """Clockwise."""
    mirrored: bool = False


@dataclass(frozen=True, eq=False)
class Exposure:
    """A pulse. Holds what is hidden in the patient: only the imaging chain opens it."""

    frame: int
    """Counts the pulses of an attempt from 1; picks the noise."""
    step: int
    view: View
    technique: ExposureFactors
    collimator: Collimator
    needle: Steel | None
    contrast: Iodine | None
    receptor: Receptor = FLAT_PANEL
    moved_mm: tuple[float, float] = (0.0, 0.0)
    """How far to the right and up on the detector breathing has carried the patient's shadow."""
    before: tuple[Exposure, ...] = ()
    """The pulses just before at the same pose, newest first: what lag still shows of them."""
    subtracted: Mask | None = None
    orientation: Orientation = Orientation()
    lies: Lying = "pillow"
    """How the patient lay."""

    @property
    def shot(self) -> Shot:
        t = self.technique
        return Shot(
            self.frame, self.view.field_mm, t.thickness_mm, t.detector_ugy, self.collimator, self.receptor, t.focal_mm
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Mask:
    """A picture to be taken away from those that follow, and how far it is slid to the right and up to fit (pixel shift)."""

    exposure: Exposure
    shift_mm: tuple[float, float] = (0.0, 0.0)
    roadmap: bool = False
    """The mask holds the contrast: it shows white, and the needle moves over it."""
