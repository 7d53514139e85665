"""How the hands in the room in 3D are seen, before a field that they may hide: chosen once on this machine, and remembered."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Literal, get_args

from meshes.writing import write_whole
from sim.session.home import home

HandsSeen = Literal["shown", "clear", "none"]
WAYS: tuple[HandsSeen, ...] = get_args(HandsSeen)


def kept_hands() -> HandsSeen:
    """Shown until somebody wants it otherwise."""
    try:
        kept = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return "shown"  # a habit that is not there, shut or damaged
    return next((way for way in WAYS if way == kept), "shown")


def keep_hands(way: HandsSeen) -> None:
    """What cannot be kept is forgotten with the window."""
    with suppress(OSError):
        write_whole(_file(), json.dumps(way) + "\n")


def _file() -> Path:
    return home() / "hands_seen.json"
