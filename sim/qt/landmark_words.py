"""What a landmark is called where somebody reads it: its level, what it is, and its side."""

from __future__ import annotations

import re

from sim.qt.words import phrase, term

LEVEL = re.compile(r"[CTLS]\d+(-[CTLS]\d+)?")
SIDE = re.compile(r"_(left|right)$")


def landmark_words(name: str) -> str:
    """As ``L4: pedicle, right``. An author's own one that no language knows is its own name."""
    place, _, part = name.partition("/")
    at_level = LEVEL.fullmatch(place) is not None
    bare = part if at_level else name.replace("/", "_")
    side = SIDE.search(bare)
    code = SIDE.sub("", bare).lower()
    said = phrase(f"landmark.{code}")
    if said == f"landmark.{code}":
        return name.replace("_", " ").replace("/", ": ")
    if side is not None:
        said = f"{said}, {term(side[1])}"
    return f"{place}: {said}" if at_level else said
