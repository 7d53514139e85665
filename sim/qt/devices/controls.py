"""The sticks, triggers, buttons and pedals that a device has: their codes, where they rest, and what is said of them.

A gamepad's are named as SDL names them, whatever its maker prints on them; up and right are positive. A MIDI pedal's are a note or a
controller and its number, on whichever channel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from sim.qt.words import phrase

Kind = Literal["gamepad", "midi"]
KINDS: tuple[Kind, ...] = get_args(Kind)
STICKS = ("left_x", "left_y", "right_x", "right_y")
TRIGGERS = ("trigger_left", "trigger_right")
BUTTONS = (
    "a", "b", "x", "y", "back", "guide", "start", "stick_left", "stick_right", "shoulder_left", "shoulder_right",
    "up", "down", "left", "right",
)  # fmt: skip
SUSTAIN = "controller-64"
"""What a piano's right pedal sends, and most foot switches [known]"""
STICK_RESTS, TRIGGER_RESTS, ELSE_RESTS = 0.25, 0.12, 0.02
"""A control nearer to its rest than this is at rest: sticks never come back quite to their middle (guesses)."""


@dataclass(frozen=True)
class Moved:
    """A control of a device stands so far from its rest now: -1 to 1, a pedal or trigger 0 to 1, a button 0 or 1."""

    device: str
    control: str
    level: float


@dataclass(frozen=True)
class PluggedIn:
    """A device has come, with its controls so; one that is pressed already counts only after it has been at rest."""

    device: str
    levels: Mapping[str, float]


@dataclass(frozen=True)
class Lost:
    """A device is not there any more."""

    device: str


Told = PluggedIn | Moved | Lost


def kind_of(control: str) -> Kind:
    """Whose control it is."""
    return "midi" if control.startswith(("note-", "controller-")) else "gamepad"


def deflection(control: str, level: float) -> float:
    """-1 to 1, 0 at rest. It grows as a square, so that small moves are small."""
    rest = STICK_RESTS if control in STICKS else TRIGGER_RESTS if control in TRIGGERS else ELSE_RESTS
    beyond = (min(abs(level), 1.0) - rest) / (1.0 - rest)
    return max(beyond, 0.0) ** 2 * (1.0 if level > 0 else -1.0)


def title_of(control: str) -> str:
    """What it is called on a page; empty for none."""
    if not control:
        return ""
    name, _, number = control.partition("-")
    return phrase(f"control.{name}", number=number) if number else phrase(f"control.{name}")
