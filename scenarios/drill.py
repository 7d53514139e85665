"""A part-task drill: one skill for one to three minutes, from a start state of its own."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from scenarios.base import Frozen

ViewTask = Literal["end_plate", "oblique"]
NeedleTask = Literal["beam", "loss", "depth", "level"]
"""Tasks that begin with a needle on the patient or in him, where the seed put it."""
DrillTask = Literal["pattern", ViewTask, NeedleTask]
VIEWED: tuple[str, ...] = get_args(ViewTask)
NEEDLED: tuple[str, ...] = get_args(NeedleTask)


class Drill(Frozen):
    """What a case asks for instead of an injection."""

    asks: DrillTask
    """pattern: name the contrast of one picture after another. end_plate: square the level's superior end-plate in AP. oblique: find the
    Scottie dog of the level and side. beam: drive a needle that stands on the skin down the beam. loss: stop at the loss of resistance.
    depth: say how far the tip is from the ventral interlaminar line. level: say over which vertebra a marker lies."""
    pictures: Annotated[int, Field(ge=1, le=40)] = 10
    """To be named in a round."""
    depth_mm: Annotated[float, Field(ge=10, le=120, exclude_if=lambda mm: mm is None)] | None = None
    """How deep the needle is to go down the beam."""

    @model_validator(mode="after")
    def _deep(self) -> Drill:
        if (self.asks == "beam") != (self.depth_mm is not None):
            raise ValueError("depth_mm: belongs to a drill that asks for beam, and to no other")
        return self
