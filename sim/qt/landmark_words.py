"""What a landmark is called where somebody reads it: its level, what it is, and its side."""

from __future__ import annotations

import re

from sim.qt.words import phrase, term

LEVEL = re.compile(r"[CTLS]\d+(-[CTLS]\d+)?")
SIDE = re.compile(r"_(left|right)$")


def landmark_words(name: str) -> str:
    """As ``L4 pedicle right``. An author's own one that no language knows is its own name."""
    place, code, side = _parts(name)
    said = phrase(f"landmark.{code}")
    if said == f"landmark.{code}":
        return name.replace("_", " ").replace("/", ": ")
    return _as_one(place, said, side)


def short_words(name: str) -> str:
    """As ``L4 ped. right``, where there is no room for more; the whole name where no language has a short one."""
    place, code, side = _parts(name)
    said = phrase(f"landmark_short.{code}")
    if said == f"landmark_short.{code}":
        return landmark_words(name)
    return _as_one(place, said, side)


def _as_one(place: str, said: str, side: str) -> str:
    """Of one pattern, whole or brief; what has a comma of its own has one before its side too."""
    beside = f"{said}{',' if ',' in said else ''} {term(side)}" if side else said
    return f"{place} {beside}".strip()


def level_of(name: str) -> str:
    """As ``L4``, or ``L4-L5`` of what lies between two vertebrae; empty for what has no level."""
    return _parts(name)[0]


def is_between(name: str) -> bool:
    """Whether it lies between two vertebrae: its level alone, on a picture in which it is not drawn, would stand on a bone of another."""
    return "-" in level_of(name)


def kind_of(name: str) -> str:
    """What it is, at whatever level and side: of several of one kind in a picture the names are alike."""
    return _parts(name)[1]


def _parts(name: str) -> tuple[str, str, str]:
    """Its level and its side, each empty where it has none, and between them what it is."""
    place, _, part = name.partition("/")
    at_level = LEVEL.fullmatch(place) is not None
    bare = part if at_level else name.replace("/", "_")
    side = SIDE.search(bare)
    return place if at_level else "", SIDE.sub("", bare).lower(), side[1] if side is not None else ""
