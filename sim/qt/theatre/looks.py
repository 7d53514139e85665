"""What things in the room are made of, for the eye."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Look:
    """A colour and how it takes the light."""

    colour: Colour
    shine: float = 0.0
    opacity: float = 1.0
    glows: bool = False
    """Shines of itself: no light falls on it"""


SKIN: Colour = (226, 184, 156)
LOOKS: dict[str, Look] = {
    "skin": Look(SKIN),
    "back": Look(SKIN),
    "sheet": Look((66, 132, 146)),
    "hem": Look((160, 206, 214)),
    "table": Look((92, 100, 108)),
    "floor": Look((58, 66, 72)),
    "detector": Look((205, 211, 215), 0.15),
    "panel": Look((112, 122, 130), 0.1),
    "tube": Look((188, 195, 200), 0.15),
    "focus_mark": Look((230, 184, 40)),
    "arc": Look((172, 181, 188), 0.25),
    "carriage": Look((120, 130, 138), 0.1),
    "column": Look((142, 151, 158), 0.1),
    "cone": Look((242, 193, 78), 0.0, 0.10, glows=True),
    "laser": Look((255, 59, 48), glows=True),
    "shaft": Look((226, 231, 235), 0.6),
    "rings": Look((40, 46, 52)),
    "hub": Look((226, 226, 220), 0.3),
    "notch": Look((40, 120, 200)),
    "line": Look((214, 226, 232), 0.3),
    "barrel": Look((206, 226, 236), 0.5, 0.38),
    "fluid": Look((150, 196, 214), 0.2),
    "plunger": Look((60, 68, 76), 0.2),
    "bone": Look((233, 220, 195), 0.1),
    "sac": Look((111, 183, 214), 0.2, 0.75),
    "nerves": Look((230, 211, 122), 0.1),
    "discs": Look((143, 176, 184), 0.1),
    "arteries": Look((214, 60, 52), 0.2),
    "veins": Look((86, 106, 205), 0.2),
    "muscle": Look((168, 64, 56), opacity=0.14),
}
"""By the names of the parts."""
GLASS_SKIN = 0.10
"""The skin's opacity when the glass is clearest."""
