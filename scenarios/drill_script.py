"""The steps of a script that only a drill has."""

from __future__ import annotations

from typing import Literal

from scenarios.base import Frozen
from scenarios.pattern import Reading


class CallIt(Frozen):
    """Name the contrast of the drill's picture."""

    do: Literal["name picture"]
    pattern: Reading


class TurnOver(Frozen):
    """Go on to the drill's next picture."""

    do: Literal["next picture"]


DrillStep = CallIt | TurnOver
