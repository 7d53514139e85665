"""What the patient as glass is made of, for the eye; and the signs by which contrast tells when it came."""

from __future__ import annotations

from dataclasses import dataclass

from sim.qt.theatre.looks import CONTRAST, LOOKS, Colour, Look

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
    "bands": LOOKS["rings"],
    "hub": LOOKS["hub"],
    "patch": Look((232, 190, 164)),
    "entry": LOOKS["entry"],
    "way": Look((123, 216, 143), 0.1),
}
"""By the names of the parts; all others are bone."""
SEEN_THROUGH = 0.5
"""Of bone, where what lies in it is looked for"""
WIDE_MM: dict[str, float] = {"hips": 160.0, "femora": 160.0}
"""Of bones that are no part of the way: they are cleared so far round what is looked at, where they stand before it"""
VEILS = ("skin", "muscle")
"""Over all, last to be drawn, and not at all while something moves: each costs a quarter"""


@dataclass(frozen=True)
class Sign:
    """A letter and a colour, one for each layer: who cannot tell the colours tells the shapes."""

    text: str
    colour: Colour


SIGNS = (
    Sign("\N{BLACK DIAMOND}", (255, 216, 244)),
    Sign("\N{BLACK SQUARE}", CONTRAST),
    Sign("\N{BLACK UP-POINTING TRIANGLE}", (178, 28, 124)),
    Sign("\N{HEAVY GREEK CROSS}", (91, 4, 62)),
)
"""What came first to what came last, from light to dark: one hue that no nerve, vessel or sac has, whichever colours an eye tells apart"""
