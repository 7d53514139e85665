"""What cannot be done to the patient now, and why: time stands still, a body is being made, or the patient has gone home."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from sim.qt.greyed import asleep
from sim.qt.keyed import key_of
from sim.qt.words import phrase
from sim.session import care_commands as care
from sim.session import commands as c
from sim.session.attempt_commands import AttemptCommand
from sim.session.observation import Observation

LETTING_GO = (c.ReleasePedal(), c.ReleasePlunger(), c.TryPlunger(pressing=False))
LOOKED_AT = c.ImagesCommand | care.OpenChart | care.NamePattern | AttemptCommand | c.Finish
"""What asks for no patient: pictures and pages are still there to be read"""


def has_gone(seen: Observation | None) -> bool:
    """Home, as far as is seen."""
    return seen is not None and seen.care.discharged


def why_not(command: c.Command, paused: bool, seen: Observation | None, making: str) -> str:
    """In words, empty if it can be done. Whatever is held can be let go.

    making : what is said while a body is made
    """
    if command in LETTING_GO:
        return ""
    if paused:
        return phrase("room.not_done", key=key_of("pause"))
    return making or (phrase("room.gone_home") if has_gone(seen) and not isinstance(command, LOOKED_AT) else "")


def rest(
    hands: QWidget,
    say: Callable[[str], None],
    paused: bool,
    seen: Observation | None,
    done_to_him: Sequence[QWidget],
    others: Sequence[QWidget],
) -> None:
    """Shut what is done to a patient while time stands still, and once he has gone home; what is looked at is shut in a pause alone.

    hands : where keys are heard
    say : at the table
    """
    gone = phrase("room.gone_home") if has_gone(seen) else ""
    asleep(paused, hands, *others)
    asleep(paused or bool(gone), hands, *done_to_him)
    for widget in done_to_him:
        widget.setToolTip(gone)
    if gone:
        say(gone)
