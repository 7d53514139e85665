"""Everything that an operator can do. Values that round-trip through JSON; nothing else changes the state of a session.

Window, script and test all speak in these. Angles: ``lateral_deg`` points the tip to the patient's right, ``cephalad_deg`` to the head,
both from straight down. Detector places ``u_mm`` and ``v_mm`` are to the right and up from the picture's middle.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from scenarios.schema import Frozen, SideName, View
from sim.care_commands import CareCommand

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
    """Steer to a named view of a level, as an assistant would."""

    do: Literal["show_view"] = "show_view"
    view: View
    level: str | None = None
    side: SideName | None = None
    centre: str | None = None


class SetField(Frozen):
    """Use this much of the detector: 0 widest."""

    do: Literal["set_field"] = "set_field"
    mode: Annotated[int, Field(ge=0, le=2)]


class SetCollimator(Frozen):
    do: Literal["set_collimator"] = "set_collimator"
    width: Annotated[float, Field(gt=0.05, le=1)]
    height: Annotated[float, Field(gt=0.05, le=1)]


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
    """Lean a shallow needle otherwise, about its entry."""

    do: Literal["aim_needle"] = "aim_needle"
    lateral_deg: Lean
    cephalad_deg: Lean


class AdvanceNeedle(Frozen):
    """Push on, or draw back if negative."""

    do: Literal["advance_needle"] = "advance_needle"
    mm: Annotated[float, Field(ge=-200, le=10)]


class RotateNeedle(Frozen):
    """Turn about the shaft, clockwise seen from the hub."""

    do: Literal["rotate_needle"] = "rotate_needle"
    deg: Degrees


class SetStylet(Frozen):
    do: Literal["set_stylet"] = "set_stylet"
    inside: bool


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


Command = (
    MoveCArm | ShowView | SetField | SetCollimator | SetPulseRate | PressPedal | ReleasePedal | KeepImage | TakeNeedle | PlaceNeedle
    | PlaceOnBeam | AimNeedle | AdvanceNeedle | RotateNeedle | SetStylet | AttachSyringe | DetachSyringe | TryPlunger | PressPlunger
    | ReleasePlunger | Aspirate | RemoveNeedle | Finish | CareCommand
)  # fmt: skip

_adapter: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="do")])


def from_json(data: object) -> Command:
    """A command from its JSON object (a dict or text)."""
    return _adapter.validate_json(data) if isinstance(data, str | bytes) else _adapter.validate_python(data, strict=False)
