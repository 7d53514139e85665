"""A script's step that gives commands as they were given by hand: what an attempt that was recorded becomes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from scenarios.base import AsRow, Frozen


class ByHand(Frozen):
    """Wait, then give these commands of the room at once, as a recording holds them."""

    do: Literal["give"]
    after_s: Annotated[float, Field(ge=0, le=3600)] = 0.0
    """Since the step before; a second has thirty-two steps of the simulation, and what is between two waits for the later."""
    orders: Annotated[tuple[dict[str, Any], ...], AsRow, Field(min_length=1, max_length=100)]
    """Each with its fields."""
