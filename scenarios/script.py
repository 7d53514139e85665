"""A scripted trajectory, as an instructor writes it: steps in millimetres and degrees, views by name, places by landmark."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from meshes.morphometry import LEVELS
from meshes.quoting import quoted
from scenarios.base import Frozen, Name, SideName, Text
from scenarios.care_script import CareStep
from scenarios.drill_script import DrillStep
from scenarios.given_script import ByHand
from scenarios.needle_script import Aside, NeedleStep
from scenarios.views import ViewName


class Show(Frozen):
    """Turn the C-arm to a named view, or to angles."""

    do: Literal["show"]
    view: ViewName | None = None
    level: str | None = None
    side: SideName | None = None
    centre: str | None = None
    """Landmark to put in the middle."""
    orbit_deg: Annotated[float, Field(ge=-180, le=180)] | None = None
    tilt_deg: Annotated[float, Field(ge=-90, le=90)] | None = None

    @field_validator("level")
    @classmethod
    def _known(cls, level: str | None) -> str | None:
        if level is not None and level not in LEVELS:
            raise ValueError(f"{quoted(level)} is not a level; known are {', '.join(LEVELS)}")
        return level

    @model_validator(mode="after")
    def _one(self) -> Show:
        if (self.view is None) == (self.orbit_deg is None and self.tilt_deg is None):
            raise ValueError("gives one of view (by name) and orbit_deg or tilt_deg (angles)")
        if self.view is None and not (self.level is None and self.side is None and self.centre is None):
            raise ValueError("level, side and centre belong to a view by name")
        return self


class Collimate(Frozen):
    """Close the blades to these shares of the field, and the iris to this radius in half fields."""

    do: Literal["collimate"]
    width: Annotated[float, Field(gt=0.05, le=1)] = 1.0
    height: Annotated[float, Field(gt=0.05, le=1)] = 1.0
    iris: Annotated[float, Field(gt=0.05, le=1.5)] = 1.5


class Magnify(Frozen):
    """Choose how much of the detector is used: 0 widest."""

    do: Literal["magnify"]
    mode: Annotated[int, Field(ge=0, le=2)]


class Expose(Frozen):
    """Look, with the pedal down."""

    do: Literal["expose"]
    seconds: Annotated[float, Field(gt=0, le=60)] = 0.5


class Keep(Frozen):
    """Send the held image to the reference monitor."""

    do: Literal["keep"]


class Console(Frozen):
    """Set the C-arm's console; what is not named stays. Done in this order."""

    do: Literal["console"]
    receptor: Literal["flat panel", "image intensifier"] | None = None
    beam: Literal["pulsed", "continuous", "single"] | None = None
    dose: Literal["low", "normal", "boost"] | None = None
    rate: Literal[1, 2, 4, 8, 15] | None = None
    """Pulses a second."""
    table_up_mm: Aside | None = None
    table_head_mm: Aside | None = None
    """The table, with the patient, towards the head; the feet if negative."""
    laser: bool | None = None
    hold_breath: bool | None = None
    turn_deg: Annotated[float, Field(ge=-180, le=180)] | None = None
    """Of the picture, clockwise."""
    mirrored: bool | None = None
    subtraction: Literal["off", "subtract", "roadmap"] | None = None
    mask: Literal["take"] | None = None
    mask_right_mm: Annotated[float, Field(ge=-20, le=20)] | None = None
    mask_up_mm: Annotated[float, Field(ge=-20, le=20)] | None = None
    store: Literal["image", "loop"] | None = None
    recall: Annotated[int, Field(ge=1, le=999)] | None = None
    """A stored image's number."""
    play: bool | None = None
    swap: Literal["monitors"] | None = None

    @model_validator(mode="after")
    def _some(self) -> Console:
        if all(getattr(self, name) is None for name in type(self).model_fields if name != "do"):
            raise ValueError("sets nothing; name at least one of " + ", ".join(n for n in type(self).model_fields if n != "do"))
        return self


class Attach(Frozen):
    """Put a syringe on the needle."""

    do: Literal["attach"]
    agent: str


class Detach(Frozen):
    do: Literal["detach"]


class Aspiration(Frozen):
    do: Literal["aspirate"]


class Inject(Frozen):
    """Press the plunger: so much, so fast; live with the beam on meanwhile."""

    do: Literal["inject"]
    ml: Annotated[float, Field(gt=0, le=60)]
    rate_ml_s: Annotated[float, Field(gt=0, le=5)] = 0.5
    live: bool = False


class Wait(Frozen):
    do: Literal["wait"]
    seconds: Annotated[float, Field(gt=0, le=600)]


class If(Frozen):
    """Do these steps only if the needle stands on bone now, if a pain like lightning came since it was last drawn back, or if this was
    seen since the last syringe was put on: blood or clear fluid, a plunger that would not go down, contrast that did not stay, that lies
    in a round pool, elsewhere than at ``near``, aside of it, or of which nothing shows."""

    do: Literal["if"]
    seen: Literal[
        "bone", "lightning", "blood", "clear fluid", "resistance",
        "contrast gone", "contrast pooled", "contrast elsewhere", "contrast aside", "no contrast",
    ]  # fmt: skip
    near: str | None = None
    """The landmark in the last picture at which contrast should lie ..."""
    off_mm: Annotated[float, Field(gt=0, le=50)] = 6.0
    """... the middle of it no farther off than this; aside, no farther out on the target's side. A pool is none where its middle lies
    farther inwards: what runs into the canal looks round along its way.

    Seen in the lateral, with persons drawn by seeds 1 to 30: an arthrogram lay 0.3 to 5.5 mm from the joint's middle (one 6.4), what had
    run off into muscle or behind the flavum 6.3 to 13. Seen in AP at Kambin's triangle, seeds 1 to 9: what ran into the canal lay 1.6 to
    5.1 mm inwards of the foramen's centre, what stayed in muscle and fat 2.7 to 8.1 mm outwards."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @field_validator("steps", mode="before")
    @classmethod
    def _rows(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @model_validator(mode="after")
    def _one(self) -> If:
        placed = self.seen in ("contrast elsewhere", "contrast aside")
        if (placed and self.near is None) or (self.near is not None and not placed and self.seen != "contrast pooled"):
            raise ValueError("near belongs to contrast elsewhere or aside, and they to it; a pool may have it")
        return self


Step = Annotated[
    Show | Collimate | Magnify | Console | Expose | Keep | Attach | Detach | Aspiration | Inject | Wait | If
    | NeedleStep | CareStep | DrillStep | ByHand,
    Field(discriminator="do"),
]  # fmt: skip


class Script(Frozen):
    """A trajectory for one scenario."""

    format: Literal[1]
    scenario: Name
    title: Text
    expect: Literal["pass", "fail"]
    critical: Name | None = None
    """The critical error that a failing script commits."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    """The one seed for which it is told, where what it answers is another with each, and no scripted eye could read it."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @field_validator("steps", mode="before")
    @classmethod
    def _rows(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("critical")
    @classmethod
    def _fits(cls, name: str | None, info: ValidationInfo) -> str | None:
        if name and info.data.get("expect") == "pass":
            raise ValueError(f"is {quoted(name)}; a script that passes commits no critical error")
        return name


class Routines(Frozen):
    """Steps that many scripts share."""

    format: Literal[1]
    title: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @field_validator("steps", mode="before")
    @classmethod
    def _rows(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value


If.model_rebuild()
