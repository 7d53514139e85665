"""Where a name has stood: it stays there, and as it was written, as long as nothing comes over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from sim.qt.panels.name_places import are_free, are_off
from sim.qt.panels.sight_lines import Drawn

SAME_PX = 3.0
"""What lies no further from where it lay beside the other outlines, and is no larger, is seen in the same pose"""
STAYS_PX = 8.0
"""A needle that is so far from a name does not move it"""


@dataclass(frozen=True)
class Name:
    """One that has found its place."""

    of: str
    """The landmark"""
    said: str
    place: QRectF
    leader: tuple[QPointF, QPointF] | None
    """From the name to its outline; None where it stands beside that"""
    is_minor: bool
    """Whether it names a line beside the one that the view is for"""


@dataclass(frozen=True)
class Home:
    """Of one name."""

    name: Name
    rim: QRectF
    """Round its outline, as that stood then"""

    def beside(self, rim: QRectF) -> Name:
        """The name where its outline stands now, which moves with breathing."""
        by = rim.center() - self.rim.center()
        leader = self.name.leader and (self.name.leader[0] + by, self.name.leader[1] + by)
        return replace(self.name, place=self.name.place.translated(by), leader=leader)


def homes_of(found: Sequence[Name], drawn: Sequence[Drawn]) -> dict[str, Home]:
    """By landmark."""
    rims = {outline.name: outline.corners.boundingRect() for outline in drawn}
    return {name.of: Home(name, rims[name.of]) for name in found}


def are_as_they_were(homes: Mapping[str, Home], drawn: Sequence[Drawn]) -> bool:
    """Whether the outlines are as large and stand beside one another as they did: with the patient's breath all move alike."""
    now = {outline.name: outline.corners.boundingRect() for outline in drawn}
    if not homes or not homes.keys() <= now.keys():
        return False
    was, are = np.array([home.rim.getRect() for home in homes.values()]), np.array([now[name].getRect() for name in homes])
    moved = are - was
    moved[:, :2] -= moved[:1, :2]
    return bool(np.abs(moved).max() <= SAME_PX)


def can_stay(name: Name, area: QRectF, taken: Sequence[QRectF], shaft: NDArray[np.float64]) -> bool:
    """Whether it still lies in the picture, off what else stands there and off the needle."""
    place = np.array([name.place.getCoords()])
    return bool(area.contains(name.place) and are_free(place, taken)[0] and are_off(place, shaft, STAYS_PX)[0])
