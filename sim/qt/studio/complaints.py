"""What is wrong with a case, by the place of each fault: the words are those that a file is refused with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from meshes.asked import KINDS
from scenarios.words import told
from sim.qt.studio.manuscript import Place
from sim.qt.words import field_label

Spot = tuple[str, ...]
"""A place as authors count: rows from 1."""


@dataclass(frozen=True)
class Complaint:
    """One fault."""

    spot: Spot
    """Empty where a sentence names no place"""
    words: str
    """With its place, as a file is refused with"""

    def told(self, inside: int = 0) -> str:
        """With its place by the form's labels; to whoever stands so many steps ``inside`` of it already, with the rest of it."""
        if not self.spot:
            return told(self.words)
        steps: list[str] = []
        for step in self.spot[inside:]:
            if step.isdecimal() and steps:
                steps[-1] += f" {step}"
            else:
                steps.append(field_label(step))
        said = told(self.words.partition(": ")[2])
        return f"{' > '.join(steps)}: {said}" if steps else said


class Complaints:
    """All of them; what is said of those at a place names no more than what lies inside of it."""

    def __init__(self, sentences: Iterable[str] = ()) -> None:
        self.every = tuple(_placed(sentence) for sentence in sentences)

    def at(self, place: Place) -> str:
        """Of this very place."""
        return "\n".join(one.told(len(place)) for one in self.every if one.spot == spot_of(place))

    def within(self, place: Place) -> str:
        """Of it, and of all that lies inside."""
        spot = spot_of(place)
        return "\n".join(one.told(len(spot)) for one in self.every if one.spot[: len(spot)] == spot)

    def homeless(self, place: Place, names: Iterable[str]) -> str:
        """Of a table itself, or of what stands in it and is none of its fields."""
        spot, known = spot_of(place), set(names)
        inside = [one for one in self.every if one.spot[: len(spot)] == spot]
        return "\n".join(one.told(len(spot)) for one in inside if len(one.spot) == len(spot) or one.spot[len(spot)] not in known)


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
