"""Where each part of the room stands: in the room, in a window of its own, or put away. Chosen in the menu View, kept on this machine."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from meshes.writing import write_whole
from scenarios.files import InputError
from sim.session.home import home

PartStand = Literal["room", "window", "away"]
STANDS: tuple[PartStand, ...] = get_args(PartStand)
FILE = "layout.json"


@dataclass(frozen=True)
class PartPlace:
    """Of one part."""

    stand: PartStand = "room"
    place: str | None = None
    """Of its own window: Qt's geometry, in base 64"""


def kept(part: str) -> PartPlace:
    """As it was left last; in the room where nothing is known."""
    return _all().get(part, PartPlace())


def keep(part: str, stand: PartStand, place: str | None = None) -> None:
    """Without a place the one before stays. What cannot be kept is forgotten with the window."""
    found = _all()
    found[part] = PartPlace(stand, place or found.get(part, PartPlace()).place)
    _write(found)


def forget() -> None:
    """All of it: everything stands in the room the next time, and windows open where nobody put them."""
    _write({})


def _write(found: dict[str, PartPlace]) -> None:
    with suppress(OSError, InputError):
        write_whole(home() / FILE, json.dumps({part: asdict(one) for part, one in found.items()}, indent=1) + "\n")


def _all() -> dict[str, PartPlace]:
    """What a file of habits says; nothing of what is not there, shut or damaged."""
    try:
        found = json.loads((home() / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):  # InputError is a ValueError
        return {}
    rows = found.items() if isinstance(found, dict) else ()
    known = {part: row for part, row in rows if isinstance(row, dict) and _stands(row.get("stand"))}
    return {part: PartPlace(row["stand"], _text(row.get("place"))) for part, row in known.items()}


def _stands(stand: object) -> bool:
    return isinstance(stand, str) and stand in STANDS


def _text(place: object) -> str | None:
    return place if isinstance(place, str) else None
