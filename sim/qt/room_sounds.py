"""Whether monitor and pedal are heard: chosen once on this machine, and remembered."""

from __future__ import annotations

import json
from pathlib import Path

from meshes.writing import write_whole
from sim.qt.job import fault_of
from sim.qt.tone import Tone
from sim.session.home import home

HEARD = {True: "You hear the monitor and the pedal now.", False: "Monitor and pedal are silent now."}


def heard() -> bool:
    """Silent until somebody wants it otherwise."""
    try:
        return json.loads(_file().read_text(encoding="utf-8")) is True
    except (OSError, ValueError, RecursionError):
        return False  # a habit that is not there, shut or damaged


def keep_heard(yes: bool) -> None:
    """Raises OSError."""
    write_whole(_file(), json.dumps(yes) + "\n")


def switched(tone: Tone) -> str:
    """Heard from now on, or silent; and what there is to say of it."""
    yes, trouble = not heard(), ""
    try:
        keep_heard(yes)
    except OSError as error:
        trouble = f" This choice cannot be kept: {fault_of(error).words}"
    tone.hear_room(yes)
    return (f"Nothing will be heard: {tone.silent}." if yes and tone.silent else HEARD[yes]) + trouble


def _file() -> Path:
    return home() / "room_sounds.json"
