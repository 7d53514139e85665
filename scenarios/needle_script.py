"""What a script does with the needle: taken, set on the skin, aimed, pushed, turned, drawn back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from scenarios.base import Frozen

Length = Annotated[float, Field(gt=0, le=200)]
"""Longer than any needle, mm."""
Aside = Annotated[float, Field(ge=-300, le=300)]


class Take(Frozen):
    """Take a needle from the tray."""

    do: Literal["take"]
    needle: str


class Place(Frozen):
    """Set the tip on the skin: over a landmark seen in the picture, along the beam; or at a palpable one, at angles."""

    do: Literal["place"]
    over: str | None = None
    at: str | None = None
    right_mm: Aside = 0.0
    """Beside it: to the right of the picture (over) or of the patient (at)."""
    aside_mm: Aside = 0.0
    """Beside it, towards the target's side."""
    up_mm: Aside = 0.0
    lateral_deg: Annotated[float, Field(ge=-80, le=80)] = 0.0
    """Leaning from straight down: the tip pointed to the patient's right ..."""
    cephalad_deg: Annotated[float, Field(ge=-80, le=80)] = 0.0
    """... and to the head."""

    @model_validator(mode="after")
    def _one(self) -> Place:
        if (self.over is None) == (self.at is None):
            raise ValueError("gives one of over (in the picture) and at (under the finger)")
        return self


class Aim(Frozen):
    """Turn the shallow needle towards a landmark known from two views, or to angles."""

    do: Literal["aim"]
    towards: str | None = None
    aside_mm: Aside = 0.0
    """Past the landmark, towards the target's side ..."""
    up_mm: Aside = 0.0
    """... and the head."""
    lateral_deg: Annotated[float, Field(ge=-80, le=80)] | None = None
    cephalad_deg: Annotated[float, Field(ge=-80, le=80)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Aim:
        angles = self.lateral_deg is not None and self.cephalad_deg is not None
        if (self.towards is None) == (not angles):
            raise ValueError("gives towards, or both lateral_deg and cephalad_deg")
        return self


class Redirect(Frozen):
    """Another line, for a needle that bone has stopped: drawn back, or out and set elsewhere, aimed at a landmark or beside it, sent in."""

    towards: str
    aside_mm: Aside = 0.0
    """Past the landmark, which two views must have shown, towards the target's side ..."""
    up_mm: Aside = 0.0
    """... and the head."""
    entry_aside_mm: Annotated[float, Field(ge=-60, le=60)] = 0.0
    """In through the skin so far beside the present hole, towards the target's side ..."""
    entry_up_mm: Annotated[float, Field(ge=-60, le=60)] = 0.0
    """... and the head; 0 and 0: the needle stays in."""
    back_to_mm: Annotated[float, Field(ge=0, le=100)] = 15.0
    """So deep the tip stays while it is aimed anew; shallower still if the needle will not turn there."""


class Advance(Frozen):
    """Push on by a length, or until something is felt or seen, at most so far."""

    do: Literal["advance"]
    mm: Length | None = None
    until: Literal["bone", "loss of resistance", "give"] | None = None
    short_of_mm: Aside | None = None
    """Stop this far (mm along the needle) before the depth of ``near``, as the present picture shows it; negative goes past."""
    near: str | None = None
    most_mm: Length = 120.0
    step_mm: Annotated[float, Field(gt=0, le=5)] = 1.0
    spin_deg_mm: Annotated[float, Field(ge=-180, le=180)] = 0.0
    """Turned so far for each mm meanwhile, clockwise seen from the hub: keeps a bevel from steering."""
    tries: Literal["held", "between"] = "held"
    """Until the loss of resistance: the thumb stays on the plunger, or tries it after each step and lets go."""
    beam: bool = False
    """The pedal is down meanwhile."""
    off_bone: Annotated[tuple[Redirect, ...], Field(max_length=6)] = ()
    """Lines to try one after another while bone stops the needle more than a millimetre or two short."""

    @field_validator("off_bone", mode="before")
    @classmethod
    def _rows(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @model_validator(mode="after")
    def _one(self) -> Advance:
        if self.off_bone and self.until == "bone":
            raise ValueError("looks for bone, and has off_bone; give one of them")
        if sum(x is not None for x in (self.mm, self.until, self.near)) != 1:
            raise ValueError("gives one of mm, until and near")
        if (self.short_of_mm is None) != (self.near is None):
            raise ValueError("short_of_mm and near belong together")
        return self


class Withdraw(Frozen):
    do: Literal["withdraw"]
    mm: Length


class Rotate(Frozen):
    """Turn the bevel's opening to the hour of a clock seen from the hub: 12 the head, 3 the patient's right."""

    do: Literal["rotate"]
    clock: Annotated[float, Field(ge=0, le=12)]


class Stylet(Frozen):
    do: Literal["stylet"]
    put: Literal["in", "out"]


class Tubing(Frozen):
    """An extension tubing on the hub, or off it."""

    do: Literal["tubing"]
    put: Literal["on", "off"] = "on"


class Drop(Frozen):
    """A drop of saline into the open hub."""

    do: Literal["drop"]


class Remove(Frozen):
    """Take the needle out."""

    do: Literal["remove"]


NeedleStep = Take | Place | Aim | Advance | Withdraw | Rotate | Stylet | Tubing | Drop | Remove
