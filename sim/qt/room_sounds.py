"""Whether monitor and pedal are heard: chosen once on this machine, and remembered."""

from __future__ import annotations

import json
from pathlib import Path

from meshes.writing import write_whole
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


def _file() -> Path:
    return home() / "room_sounds.json"
