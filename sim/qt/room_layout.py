"""Where each part of the room stands: in the room, in a window of its own, or put away; and at which side the column of instruments.

Chosen in the menu View, kept on this machine.
"""

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
COLUMN, LEFT = "column", "left"
"""Key of the column's side in the file, and what it is where it is not the right one"""


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
    _write(found, column_is_left())


def column_is_left() -> bool:
    """As it was left last; who works with the left hand has the instruments there."""
    return _read().get(COLUMN) == LEFT


def keep_column(left: bool) -> None:
    """Remember its side."""
    _write(_all(), left)


def forget() -> None:
    """All of it: everything stands in the room the next time, and windows open where nobody put them."""
    _write({}, left=False)


def _write(found: dict[str, PartPlace], left: bool) -> None:
    rows = {part: asdict(one) for part, one in found.items()} | ({COLUMN: LEFT} if left else {})
    with suppress(OSError, InputError):
        write_whole(home() / FILE, json.dumps(rows, indent=1) + "\n")


def _read() -> dict[str, object]:
    """What a file of habits says; nothing of one that is not there, shut or damaged."""
    try:
        found = json.loads((home() / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):  # InputError is a ValueError
        return {}
    return found if isinstance(found, dict) else {}


def _all() -> dict[str, PartPlace]:
    """Of the parts."""
    known = {part: row for part, row in _read().items() if isinstance(row, dict) and _stands(row.get("stand"))}
    return {part: PartPlace(row["stand"], _text(row.get("place"))) for part, row in known.items()}


def _stands(stand: object) -> bool:
    return isinstance(stand, str) and stand in STANDS


def _text(place: object) -> str | None:
    return place if isinstance(place, str) else None
