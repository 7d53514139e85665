"""The truth at one step. Only a session holds one; nobody outside looks into it but the debriefing."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field

import numpy as np

from meshes.space import Vector
from scenarios.equipment import Agent
from sim.fluoroscopy.carm import Pose
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.dose import Dose, ExposureFactors, Programme
from sim.fluoroscopy.exposure import Exposure, Mask, Orientation
from sim.fluoroscopy.picture import Picture
from sim.fluoroscopy.receptor import FLAT_PANEL, Receptor
from sim.physics.flow import Deposit, Flow
from sim.physics.hole import Hole
from sim.physics.needle import Needle
from sim.physics.resistance import EPIDURAL_MMHG, Thumb
from sim.procedure.care import Care
from sim.session.events import Event
from sim.session.plate import Plate


@dataclass
class CArmState:
    pose: Pose = field(default_factory=Pose)
    named: tuple[str, float, float] = ("AP", 0.0, 0.0)
    """The view that was steered to last, and its angles: moved along it is the same view, and brought back to them it is again"""
    field_mode: int = 0
    collimator: Collimator = field(default_factory=Collimator)
    programme: Programme = field(default_factory=Programme)
    receptor: Receptor = FLAT_PANEL
    laser: bool = False
    pedal: bool = False
    phase: float = 0.0
    """Share of a pulse interval gone since the last pulse."""
    frame: int = 0
    technique: ExposureFactors | None = None
    """Of the present pose; worked out when the beam first comes on there."""
    dose: Dose = field(default_factory=Dose)
    run: Dose = field(default_factory=Dose)
    """Since the pedal went down."""
    hand_s: float = 0.0
    """Of that, with the hand that moved the needle in the open field."""
    hand_left_s: float = 0.0
    """How much longer that hand stays at the hub."""
    live: Picture | None = None
    reference: Picture | None = None

    @property
    def title(self) -> str:
        """What the view is called: by its angles, unless they are those of the view that was named last."""
        name, *angles = self.named
        pose = self.pose
        return name if angles == [pose.orbit_deg, pose.tilt_deg] else f"orbit {pose.orbit_deg:+.0f}, tilt {pose.tilt_deg:+.0f}"


@dataclass(frozen=True)
class Stored:
    """An image kept in the machine, or the pictures of a run."""

    title: str
    pictures: tuple[Picture, ...]
    pictures_s: float


@dataclass
class ImagesState:
    orientation: Orientation = field(default_factory=Orientation)
    recent: tuple[Exposure, ...] = ()
    """The last pulses at the present pose, newest first."""
    run: tuple[Picture, ...] = ()
    """Since the pedal went down, or went down last."""
    stored: list[Stored] = field(default_factory=list)
    playing: Stored | None = None
    played_s: float = 0.0
    subtraction: str = "off"
    mask: Mask | None = None


@dataclass
class BreathState:
    breath_s: float = 0.0
    """How long the patient has breathed."""
    held_s: float | None = None


@dataclass
class SyringeState:
    agent: Agent | None = None
    trying: bool = False
    rate_ml_s: float = 0.0
    """Asked for."""
    flowing_ml_s: float = 0.0
    pressure_mmhg: float = 0.0
    given_ml: float = 0.0
    """In this push."""
    live_ml: float = 0.0
    into: dict[str, float] = field(default_factory=dict)
    deposit: Deposit | None = None
    blocked: bool = False
    """This push has been said not to go."""
    complained: bool = False
    """The patient has said that this push hurts."""
    thumb: Thumb = field(default_factory=Thumb)


@dataclass
class DrillState:
    """Of a round of a drill."""

    seeds: tuple[int, ...] = ()
    """Of the pictures to come, in their order."""
    number: int = 0
    """Of the picture that is shown, from 1."""
    lay: dict[str, float] = field(default_factory=dict)
    """ml by pattern as it was pictured."""
    given_ml: float = 0.0
    named: bool = False
    """Answered."""
    coming: Future[Plate] | None = None
    """The next picture's contrast, laid while this one is looked at."""
    judged_from: Pose | None = None
    """Where the C-arm stood for the last picture."""
    pictured: Picture | None = None


@dataclass
class AttemptState:
    """What was done to the attempt and not to the patient."""

    aids: set[str] = field(default_factory=set)
    """Shown now."""
    paused: bool = False


@dataclass
class State:
    flow: Flow
    fluids: dict[str, float]
    """ml left on the tray"""
    chance: np.random.Generator
    """The session's own: what else is left to chance."""
    step: int = 0
    carm: CArmState = field(default_factory=CArmState)
    images: ImagesState = field(default_factory=ImagesState)
    breath: BreathState = field(default_factory=BreathState)
    needle: Needle | None = None
    speed_mm_s: float = 0.0
    """Of the needle, as it was pushed of late."""
    stood_at: Vector | None = None
    """The tip when it was last pushed or drawn back."""
    epidural_mmhg: float = EPIDURAL_MMHG
    """Of this patient's space at rest."""
    holes: list[Hole] = field(default_factory=list)
    """In the dura, by whatever needle."""
    loose: bool = False
    """Whether their interspinous ligaments hold places that give way under a plunger."""
    tubing: bool = False
    """An extension tubing is on the hub."""
    joined: int = 0
    """How often a syringe was put on the bare hub of a thin needle, or taken off it."""
    syringe: SyringeState = field(default_factory=SyringeState)
    care: Care = field(default_factory=Care)
    drill: DrillState = field(default_factory=DrillState)
    attempt: AttemptState = field(default_factory=AttemptState)
    passes: int = 0
    drawn_back: bool = False
    """The needle was drawn back far enough that going in again is a new pass."""
    events: list[Event] = field(default_factory=list)
    finished: bool = False
