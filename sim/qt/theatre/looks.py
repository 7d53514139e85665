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


CLOTH = ("sheet", "hem", "blanket", "cap")
SKIN: Colour = (216, 180, 166)
WHITE: Colour = (255, 255, 255)
GLOVE: Colour = (206, 220, 232)
GOWN: Colour = (92, 140, 184)
CONTRAST: Colour = (246, 84, 170)
LOOKS: dict[str, Look] = {
    "skin": Look(SKIN),
    "back": Look(SKIN),
    "sheet": Look((66, 132, 146)),
    "hem": Look((138, 186, 196)),
    "blanket": Look((176, 190, 198)),
    "cap": Look((120, 168, 196)),
    "pillow": Look((196, 206, 212)),
    "pad": Look((58, 66, 82)),
    "table": Look((150, 158, 164)),
    "rails": Look((214, 219, 222)),
    "room": Look((255, 255, 255)),
    "floor": Look((146, 162, 172)),
    "walls": Look((226, 233, 235)),
    "door": Look((176, 190, 184)),
    "lite": Look((96, 132, 142)),
    "trim": Look((196, 203, 208)),
    "cupboards": Look((222, 228, 230)),
    "worktop": Look((104, 114, 122)),
    "aprons": Look((58, 84, 128)),
    "shadow": Look((0, 0, 0), glows=True),
    "frame": Look((250, 252, 252)),
    "pane": Look((110, 164, 176)),
    "curtain": Look((52, 74, 118)),
    "cart": Look((206, 212, 216)),
    "tray": Look((196, 203, 208)),
    "tray_cloth": Look((86, 148, 164)),
    "tray_things": Look((236, 240, 240)),
    "wheels": Look((60, 66, 70)),
    "screens": Look((22, 27, 31), glows=True),
    "live": Look((255, 255, 255), glows=True),
    "reference": Look((255, 255, 255), glows=True),
    "detector": Look((204, 210, 214), 0.2),
    "bag": Look((226, 240, 250), 0.9),
    "bag_band": Look((238, 244, 248), 0.1),
    "bumper": Look((86, 128, 158), 0.2),
    "tube_band": Look((86, 128, 158), 0.2),
    "cabinet_band": Look((86, 128, 158), 0.2),
    "belt": Look((64, 70, 76), 0.1),
    "cable": Look((70, 76, 82), 0.15),
    "console": Look((42, 66, 82), glows=True),
    "panel": Look((46, 53, 60), glows=True),
    "marks": Look((128, 142, 152), glows=True),
    "tube": Look((208, 214, 218), 0.2),
    "cabinet": Look((196, 203, 208), 0.15),
    "castors": Look((54, 60, 66)),
    "focus_mark": Look((230, 184, 40)),
    "arc": Look((184, 192, 198), 0.45),
    "carriage": Look((120, 130, 138), 0.1),
    "column": Look((142, 151, 158), 0.1),
    "cone": Look((242, 193, 78), glows=True),
    "laser": Look((255, 59, 48), glows=True),
    "entry": Look((255, 178, 96)),
    "shaft": Look((226, 231, 235), 0.6),
    "rings": Look((40, 46, 52)),
    "hub": Look((226, 226, 220), 0.3),
    "holding": Look(GLOVE),
    "pressing": Look(GLOVE),
    "holding_arm": Look(GOWN),
    "pressing_arm": Look(GOWN),
    "notch": Look((40, 120, 200)),
    "line": Look((214, 226, 232), 0.3),
    "barrel": Look((206, 226, 236), 0.5, 0.38),
    "scale": Look((40, 46, 52)),
    "fluid": Look((150, 196, 214), 0.2),
    "plunger": Look((60, 68, 76), 0.2),
    "bone": Look((233, 220, 195), 0.1),
    "cut_bone": Look((252, 240, 218), glows=True),
    "marrow": Look((216, 158, 142), glows=True),
    "sacrum": Look((233, 220, 195), 0.1),
    "hip_right": Look((233, 220, 195), 0.1),
    "hip_left": Look((233, 220, 195), 0.1),
    "sac": Look((111, 183, 214), 0.2, 0.75),
    "nerves": Look((230, 211, 122), 0.1),
    "discs": Look((143, 176, 184), 0.1),
    "arteries": Look((214, 60, 52), 0.2),
    "veins": Look((86, 106, 205), 0.2),
    "contrast": Look(CONTRAST, 0.2),
    "muscle": Look((168, 64, 56), opacity=0.14),
}
"""By the names of the parts."""
HUBS: dict[int, Colour] = {
    16: (236, 236, 230), 17: (186, 76, 128), 18: (240, 128, 164), 19: (236, 222, 176), 20: (246, 208, 52), 21: (32, 128, 76),
    22: (44, 46, 50), 23: (44, 88, 190), 25: (244, 132, 40),
}  # fmt: skip
"""A hub's colour says its gauge (ISO 6009)."""
AS_CONTRAST = frozenset({17, 18})
"""Gauges whose hubs are as pink as contrast: where that is seen, under glass, such a hub is as one of no gauge"""
GLASS_SKIN, HAZE, NEAR_HIP = 0.10, 0.6, 0.07
"""The skin's opacity when the glass is clearest; the share of muscle's that is gone then; and the opacity of the hip and thigh on the eye's
side, which stand before the spine"""


def hub_colour(gauge: int, glass: bool) -> Colour:
    """As the eye has it."""
    plain = LOOKS["hub"].colour
    return plain if glass and gauge in AS_CONTRAST else HUBS.get(gauge, plain)
