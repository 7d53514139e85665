"""What is done to an attempt and not to the patient: how much help there is, what is shown, when time stands still. No physics changes."""

from __future__ import annotations

from typing import Literal

from scenarios.base import Frozen

ModeName = Literal["guided", "practice", "exam"]
Aid = Literal["landmarks", "body", "hints"]
"""Landmarks drawn into the pictures, the inside of the patient in the room, the list of steps."""


class SetMode(Frozen):
    """Go on with more or less help than at the start."""

    do: Literal["set_mode"] = "set_mode"
    mode: ModeName


class ShowAid(Frozen):
    """Show something that no real room has, or take it away."""

    do: Literal["show_aid"] = "show_aid"
    aid: Aid
    shown: bool


class Pause(Frozen):
    """Let time stand still, or go on."""

    do: Literal["pause"] = "pause"
    paused: bool


AttemptCommand = SetMode | ShowAid | Pause
