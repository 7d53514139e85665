"""Whether monitor and pedal are heard: chosen once on this machine, and remembered."""

from __future__ import annotations

import json
from pathlib import Path

from meshes.writing import write_whole
from sim.qt.job import fault_of
from sim.qt.tone import Tone
from sim.qt.words import phrase
from sim.session.home import home


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
        trouble = phrase("room_sounds.not_kept", why=fault_of(error).words)
    tone.hear_room(yes)
    return (
        phrase("room_sounds.nothing_heard", why=tone.silent)
        if yes and tone.silent
        else phrase("room_sounds.on" if yes else "room_sounds.off")
    ) + trouble


def _file() -> Path:
    return home() / "room_sounds.json"
