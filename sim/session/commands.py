"""Everything that an operator can do. Values that round-trip through JSON; nothing else changes the state of a session.

Window, script and test all speak in these. Angles: ``lateral_deg`` points the tip to the patient's right, ``cephalad_deg`` to the head,
both from straight down. Detector places ``u_mm`` and ``v_mm`` are to the right and up from the picture's middle.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from scenarios.base import Frozen, SideName
from scenarios.views import ViewName
from sim.fluoroscopy.dose import BeamMode, DoseMode
from sim.fluoroscopy.receptor import ReceptorName
from sim.session.attempt_commands import AttemptCommand
from sim.session.care_commands import CareCommand
from sim.session.drill_commands import DrillCommand
from sim.session.tubing_commands import SetTubing

Degrees = Annotated[float, Field(ge=-180, le=180)]
Lean = Annotated[float, Field(ge=-85, le=85)]
Millimetres = Annotated[float, Field(ge=-1000, le=1000)]


class MoveCArm(Frozen):
    """Stand at these angles over this point; kept within the machine's limits."""

    do: Literal["move_carm"] = "move_carm"
    orbit_deg: Degrees
    tilt_deg: Degrees
    centre_mm: tuple[Millimetres, Millimetres, Millimetres]


class ShowView(Frozen):
    """Steer to a named view of a level, as one who knows these bones and centres by eye; unassisted, to the textbook's angles there."""

    do: Literal["show_view"] = "show_view"
    view: ViewName
    level: str | None = None
    side: SideName | None = None
    centre: str | None = None
    assisted: bool = True


class MoveTable(Frozen):
    """Slide the table top, with the patient, by so much."""

    do: Literal["move_table"] = "move_table"
    right_mm: Millimetres = 0.0
    head_mm: Millimetres = 0.0
    up_mm: Millimetres = 0.0
    """Towards the detector."""


class SetLaser(Frozen):
    """The laser cross on the skin where the middle of the beam comes out."""

    do: Literal["set_laser"] = "set_laser"
    on: bool


class SetField(Frozen):
    """Use this much of the detector: 0 widest."""

    do: Literal["set_field"] = "set_field"
    mode: Annotated[int, Field(ge=0, le=2)]


class SetCollimator(Frozen):
    """Blades as shares of the field; the iris's radius in half fields, open from 1.5 on."""

    do: Literal["set_collimator"] = "set_collimator"
    width: Annotated[float, Field(gt=0.05, le=1)]
    height: Annotated[float, Field(gt=0.05, le=1)]
    iris: Annotated[float, Field(gt=0.05, le=1.5)] = 1.5


class SetBeam(Frozen):
    """How the tube works while the pedal is down, and how much it gives; what is left out stays."""

    do: Literal["set_beam"] = "set_beam"
    beam: BeamMode | None = None
    dose: DoseMode | None = None


class SetReceptor(Frozen):
    """Which machine stands there."""

    do: Literal["set_receptor"] = "set_receptor"
    receptor: ReceptorName


class SetPulseRate(Frozen):
    """Pulses a second."""

    do: Literal["set_pulse_rate"] = "set_pulse_rate"
    rate: Literal[1, 2, 4, 8, 15]


class PressPedal(Frozen):
    """Beam on, until released."""

    do: Literal["press_pedal"] = "press_pedal"


class ReleasePedal(Frozen):
    do: Literal["release_pedal"] = "release_pedal"


class KeepImage(Frozen):
    """Send the held image to the reference monitor."""

    do: Literal["keep_image"] = "keep_image"


class SwapMonitors(Frozen):
    """What stands on each monitor goes to the other."""

    do: Literal["swap_monitors"] = "swap_monitors"


class OrientPicture(Frozen):
    """Turn the live picture clockwise, and mirror it."""

    do: Literal["orient_picture"] = "orient_picture"
    turn_deg: Degrees = 0.0
    mirrored: bool = False


class StoreImage(Frozen):
    """Store the held image, or all pictures of the last run as a loop."""

    do: Literal["store_image"] = "store_image"
    loop: bool = False


class ShowStored(Frozen):
    """Put a stored image on the reference monitor; a loop runs."""

    do: Literal["show_stored"] = "show_stored"
    number: Annotated[int, Field(ge=1, le=999)]


class PlayLoop(Frozen):
    """Play the last run on the reference monitor, or stop whatever plays there."""

    do: Literal["play_loop"] = "play_loop"
    playing: bool


class SetSubtraction(Frozen):
    """subtract: the next picture that lag has steadied, the third of a run, is the mask. roadmap: the held image, with its contrast, is."""

    do: Literal["set_subtraction"] = "set_subtraction"
    mode: Literal["off", "subtract", "roadmap"]


class TakeMask(Frozen):
    """Subtract the held image from now on."""

    do: Literal["take_mask"] = "take_mask"


class ShiftMask(Frozen):
    """Slide the mask on the detector, to fit a patient who moved."""

    do: Literal["shift_mask"] = "shift_mask"
    right_mm: Annotated[float, Field(ge=-20, le=20)]
    up_mm: Annotated[float, Field(ge=-20, le=20)]


class HoldBreath(Frozen):
    """Tell the patient to hold the breath, or to breathe."""

    do: Literal["hold_breath"] = "hold_breath"
    holding: bool


class TakeNeedle(Frozen):
    do: Literal["take_needle"] = "take_needle"
    needle: str


class PlaceNeedle(Frozen):
    """Set the tip on the skin at this place of the back, leaning like this."""

    do: Literal["place_needle"] = "place_needle"
    right_mm: Millimetres
    superior_mm: Millimetres
    lateral_deg: Lean = 0.0
    cephalad_deg: Lean = 0.0


class PlaceOnBeam(Frozen):
    """Set the tip where the beam through this point of the picture leaves the skin, the needle along the beam."""

    do: Literal["place_on_beam"] = "place_on_beam"
    u_mm: Millimetres
    v_mm: Millimetres


class AimNeedle(Frozen):
    """Lean the hub otherwise: a shallow needle turns about its entry, a deep one bends."""

    do: Literal["aim_needle"] = "aim_needle"
    lateral_deg: Lean
    cephalad_deg: Lean


class AdvanceNeedle(Frozen):
    """Push on, or draw back if negative; turning meanwhile by so many degrees for each mm pushed, clockwise seen from the hub."""

    do: Literal["advance_needle"] = "advance_needle"
    mm: Annotated[float, Field(ge=-200, le=10)]
    spin_deg_mm: Degrees = 0.0


class RotateNeedle(Frozen):
    """Turn about the shaft, clockwise seen from the hub."""

    do: Literal["rotate_needle"] = "rotate_needle"
    deg: Degrees


class SetStylet(Frozen):
    do: Literal["set_stylet"] = "set_stylet"
    inside: bool


class HangDrop(Frozen):
    """Put a drop of saline into the open hub."""

    do: Literal["hang_drop"] = "hang_drop"


class AttachSyringe(Frozen):
    """Put this fluid's syringe on the hub; the stylet comes out for it."""

    do: Literal["attach_syringe"] = "attach_syringe"
    agent: str


class DetachSyringe(Frozen):
    do: Literal["detach_syringe"] = "detach_syringe"


class TryPlunger(Frozen):
    """Press lightly (or stop): feel what the bevel lies in without giving much."""

    do: Literal["try_plunger"] = "try_plunger"
    pressing: bool


class PressPlunger(Frozen):
    """Give fluid at this rate, until released."""

    do: Literal["press_plunger"] = "press_plunger"
    rate_ml_s: Annotated[float, Field(gt=0, le=5)]


class ReleasePlunger(Frozen):
    do: Literal["release_plunger"] = "release_plunger"


class Aspirate(Frozen):
    do: Literal["aspirate"] = "aspirate"


class RemoveNeedle(Frozen):
    do: Literal["remove_needle"] = "remove_needle"


class Finish(Frozen):
    """End the attempt."""

    do: Literal["finish"] = "finish"


CArmCommand = (
    MoveCArm | ShowView | MoveTable | SetLaser | SetField | SetCollimator | SetBeam | SetReceptor | SetPulseRate | PressPedal | ReleasePedal
)
ImagesCommand = KeepImage | SwapMonitors | OrientPicture | StoreImage | ShowStored | PlayLoop | SetSubtraction | TakeMask | ShiftMask
BreathCommand = HoldBreath
NeedleCommand = (
    TakeNeedle | PlaceNeedle | PlaceOnBeam | AimNeedle | AdvanceNeedle | RotateNeedle | SetStylet | HangDrop | RemoveNeedle
)  # fmt: skip
SyringeCommand = SetTubing | AttachSyringe | DetachSyringe | TryPlunger | PressPlunger | ReleasePlunger | Aspirate
Command = (
    CArmCommand | ImagesCommand | BreathCommand | NeedleCommand | SyringeCommand | CareCommand | DrillCommand | AttemptCommand | Finish
)
"""Those of each station, and the end, which is the session's own."""

_adapter: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="do")])


def from_json(data: object) -> Command:
    """A command from its JSON object (a dict or text)."""
    return _adapter.validate_json(data) if isinstance(data, str | bytes) else _adapter.validate_python(data, strict=False)
