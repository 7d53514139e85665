"""What the patient as glass is made of, for the eye; and the signs by which contrast tells when it came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.qt.theatre.looks import CONTRAST, Colour, Look
from sim.qt.theatre.solids import Solid

BONE = Look((233, 220, 195), 0.1)
GLASS: dict[str, Look] = {
    "skin": Look((217, 181, 154), opacity=0.10),
    "muscle": Look((168, 64, 56), opacity=0.08),
    "sac": Look((111, 183, 214), 0.2, 0.55),
    "nerves": Look((230, 211, 122), 0.1),
    "discs": Look((143, 176, 184), opacity=0.9),
    "arteries": Look((214, 60, 52), 0.2),
    "veins": Look((86, 106, 205), 0.2),
    "growths": Look((196, 150, 220), 0.1),
    "needle": Look((242, 245, 247), 0.5),
    "patch": Look((232, 190, 164)),
    "entry": Look((255, 205, 170)),
    "way": Look((123, 216, 143), 0.1),
}
"""By the names of the parts; all others are bone."""
SEEN_THROUGH = 0.5
"""Of bone, where what lies in it is looked for"""
WIDE_MM: dict[str, float] = {"hips": 160.0, "femora": 160.0}
"""Of bones that are no part of the way: they are cleared so far round what is looked at, where they stand before it"""
VEILS = ("skin", "muscle")
"""Over all, last to be drawn, and not at all while something moves: each costs a quarter"""

_OCTAHEDRON = Solid(
    np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], float),
    np.array([[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]]),
)
_CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
_SIDES = np.array(
    [[0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1], [2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3]]
)
_TETRAHEDRON = Solid(
    np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]], float), np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])
)


def _bars() -> Solid:
    """Three across each other."""
    beams = [Solid(_CORNERS * np.roll([1.3, 0.3, 0.3], axis), _SIDES) for axis in range(3)]
    return Solid(np.concatenate([b.vertices for b in beams]), np.concatenate([b.faces + 8 * i for i, b in enumerate(beams)]))


@dataclass(frozen=True)
class Sign:
    """A shape and a colour, one for each layer: who cannot tell the colours tells the shapes."""

    text: str
    """The same shape as a letter, for the legend"""
    colour: Colour
    solid: Solid
    """About a millimetre across from its middle"""

    def at(self, places: NDArray[np.floating], size_mm: float) -> Solid:
        """One at each of (n, 3) places."""
        corners = (places[:, None] + size_mm * self.solid.vertices).reshape(-1, 3)
        starts = len(self.solid.vertices) * np.arange(len(places))[:, None, None]
        return Solid(np.asarray(corners, float), (self.solid.faces + starts).reshape(-1, 3))


SIGNS = (
    Sign("\N{BLACK DIAMOND}", (255, 216, 244), _OCTAHEDRON),
    Sign("\N{BLACK SQUARE}", CONTRAST, Solid(0.6 * _CORNERS, _SIDES)),
    Sign("\N{BLACK UP-POINTING TRIANGLE}", (178, 28, 124), Solid(0.8 * _TETRAHEDRON.vertices, _TETRAHEDRON.faces)),
    Sign("\N{HEAVY GREEK CROSS}", (91, 4, 62), Solid(0.8 * _bars().vertices, _bars().faces)),
)
"""What came first to what came last, from light to dark: one hue that no nerve, vessel or sac has, whichever colours an eye tells apart"""
MIDDLE = SIGNS[1]
"""Of contrast that is not told by its time"""
