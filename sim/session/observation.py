"""What can be perceived: the only thing that windows, scripts and other hands ever see of a session.

Nothing that is reached from an Observation is shared with the truth, if it could be written; and nothing of it can be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.dose import Dose, Programme
from sim.fluoroscopy.exposure import Orientation
from sim.fluoroscopy.picture import Picture
from sim.fluoroscopy.receptor import ReceptorName
from sim.procedure.care import CareSeen
from sim.session.events import Event


@dataclass(frozen=True)
class CArmSeen:
    view: View
    title: str
    """The named view, or the angles."""
    collimator: Collimator
    field_mode: int
    programme: Programme
    receptor: ReceptorName
    beam_on: bool
    dose: Dose
    run: Dose
    """Since the pedal went down."""
    kerma_mgy_min: float
    """The rate at the entrance reference point while the beam is on; 0 before brightness has been found."""
    laser: tuple[float, float, float] | None
    """Where the cross stands on the skin, mm."""


@dataclass(frozen=True)
class ImagesSeen:
    """The console's image processor."""

    orientation: Orientation
    stored: tuple[str, ...]
    """Titles, number 1 first."""
    playing: bool
    subtraction: str
    has_mask: bool
    mask_shift_mm: tuple[float, float]
    breath_held: bool


@dataclass(frozen=True)
class NeedleSeen:
    """The part of the needle that is outside, and what the fingers feel."""

    name: str
    length_mm: float
    placed: bool
    entry_mm: tuple[float, float, float] | None
    """Where it enters the skin."""
    depth_mm: float
    """Read off the shaft's marks."""
    lateral_deg: float
    cephalad_deg: float
    """How the hub leans."""
    clock: float
    """Hour to which the opening faces, from the hub's notch."""
    stylet: bool
    force_n: float
    """What it takes to push on."""
    on_bone: bool


@dataclass(frozen=True)
class SyringeSeen:
    agent: str
    """Empty if none is attached."""
    left_ml: float
    pressure_mmhg: float
    trying: bool
    rate_ml_s: float
    """Flow now; 0 if nothing moves."""
    tubing: bool
    """Whether an extension tubing is on the hub."""


@dataclass(frozen=True)
class DrillSeen:
    """How far a round of a drill has come."""

    number: int
    """Of the picture that is shown, from 1; 0 where nothing is to be named."""
    named: bool
    """Whether what is asked for now has its answer."""


@dataclass(frozen=True)
class Observation:
    """One moment."""

    step: int
    time_s: float
    carm: CArmSeen
    images: ImagesSeen
    live: Picture | None
    """The last image, held."""
    reference: Picture | None
    needle: NeedleSeen | None
    syringe: SyringeSeen
    care: CareSeen
    drill: DrillSeen
    fluids: Mapping[str, float]
    """ml left on the tray, by agent"""
    palpable: Mapping[str, tuple[float, float]]
    """Landmarks under the finger: (right, superior) mm on the back."""
    notices: tuple[Event, ...]
    """What was perceived since the last step."""
    finished: bool
