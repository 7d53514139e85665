"""A part-task drill: one skill for one to three minutes, from a start state of its own and without a needle."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.base import Frozen

DrillTask = Literal["pattern", "end_plate", "oblique"]


class Drill(Frozen):
    """What a case asks for instead of an injection."""

    asks: DrillTask
    """pattern: name the contrast of one picture after another. end_plate: square the level's upper end-plate in AP. oblique: find the
    Scottie dog of the level and side."""
    pictures: Annotated[int, Field(ge=1, le=40)] = 10
    """To be named in a round."""
