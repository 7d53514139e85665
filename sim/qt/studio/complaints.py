"""What is wrong with a case, by the place of each fault: the words are those that a file is refused with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from meshes.asked import KINDS
from sim.qt.studio.manuscript import Place

Spot = tuple[str, ...]
"""A place as authors count: rows from 1."""


@dataclass(frozen=True)
class Complaint:
    """One fault."""

    spot: Spot
    """Empty where a sentence names no place"""
    words: str


class Complaints:
    """All of them."""

    def __init__(self, sentences: Iterable[str] = ()) -> None:
        self.every = tuple(_placed(sentence) for sentence in sentences)

    def at(self, place: Place) -> str:
        """Of this very place."""
        return "\n".join(one.words for one in self.every if one.spot == spot_of(place))

    def within(self, place: Place) -> str:
        """Of it, and of all that lies inside."""
        spot = spot_of(place)
        return "\n".join(one.words for one in self.every if one.spot[: len(spot)] == spot)

    def homeless(self, place: Place, names: Iterable[str]) -> str:
        """Of a table itself, or of what stands in it and is none of its fields."""
        spot, known = spot_of(place), set(names)
        inside = [one for one in self.every if one.spot[: len(spot)] == spot]
        return "\n".join(one.words for one in inside if len(one.spot) == len(spot) or one.spot[len(spot)] not in known)


def spot_of(place: Place) -> Spot:
    return tuple(str(part + 1) if isinstance(part, int) else part for part in place)


def _placed(sentence: str) -> Complaint:
    """A sentence begins with its place; of a variant the place names the kind too, which no file has there."""
    head, colon, _ = sentence.partition(": ")
    if not colon or " " in head:
        return Complaint((), sentence)
    parts = head.split(".")
    spot = [part for i, part in enumerate(parts) if not (part in KINDS and i > 1 and parts[i - 2] == "variants")]
    return Complaint(tuple(spot), sentence)
