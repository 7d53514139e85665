"""The steps of a script that only a drill has."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.base import Frozen
from scenarios.pattern import Reading

Counted = Literal["T12", "L1", "L2", "L3", "L4", "L5", "S1"]
"""What a marker on a lumbar back may be said to lie over."""


class CallIt(Frozen):
    """Name the contrast of the drill's picture."""

    do: Literal["name picture"]
    pattern: Reading


class TurnOver(Frozen):
    """Go on to the drill's next picture."""

    do: Literal["next picture"]


class HubOverTip(Frozen):
    """Lean the hub until its shadow falls on the tip's in the present picture: the needle looks down the beam."""

    do: Literal["hub over tip"]


class ReadDepth(Frozen):
    """Say how far the tip is behind a line: so much, or as the present picture shows it."""

    do: Literal["say depth"]
    mm: Annotated[float, Field(ge=-50, le=50)] | None = None
    above: str | None = None
    """The line runs from this landmark ..."""
    below: str | None = None
    """... to this one."""

    @model_validator(mode="after")
    def _one(self) -> ReadDepth:
        if (self.above is None) != (self.below is None) or (self.mm is None) == (self.above is None):
            raise ValueError("gives mm, or both above and below")
        return self


class CountLevel(Frozen):
    """Say over which vertebra the marker lies: this one, or the one whose pedicle the picture shows nearest to its tip."""

    do: Literal["say level"]
    level: Counted | None = None


DrillStep = CallIt | TurnOver | HubOverTip | ReadDepth | CountLevel
