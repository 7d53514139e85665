"""The instrument table across from the operator: a tray on one leg, a cloth on it, syringes, a needle and swabs. By eye (guess)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.qt.theatre.gantry import FLOOR_MM
from sim.qt.theatre.solids import Solid, block, box, together, tube, turned

TRAY_AT, UP_MM = (430.0, 370.0), 40.0
"""Its middle: across the table, to the patient's head, mm; and how far over the table's top it is"""
WIDE_MM, LONG_MM = 270.0, 390.0
SYRINGES = ((-70.0, 40.0, 7.6), (-30.0, 36.0, 6.4), (60.0, 30.0, 4.6))
"""Where each lies along the tray, half its barrel's length and its radius, mm"""


def tray(table_y: float, side: int) -> dict[str, Solid]:
    """By name; it stands on the side where the operator, ``side``, does not."""
    frame = np.eye(4)
    frame[:3, :3] = np.array([[side, 0, 0], [0, 0, -1], [0, side, 0]], float)  # z of what is built here is up
    frame[:3, 3] = -side * TRAY_AT[0], table_y - UP_MM, TRAY_AT[1]
    floor = -UP_MM - FLOOR_MM
    steel = together(
        block((WIDE_MM, LONG_MM, 10), (0, 0, -6), 24, 3),
        block((34, 34, -floor - 10), (-60, 0, floor / 2 - 6), 10, 3),
        block((300, 60, 34), (-40, 0, floor + 40), 20, 8),
        block((60, 380, 34), (-100, 0, floor + 40), 20, 8),
    )
    cloth = block((WIDE_MM - 14, LONG_MM - 14, 4), (0, 0, 0), 18, 1)
    barrels = [_lying(at, half, radius) for at, half, radius in SYRINGES]
    swabs = [box((46, 46, 8 + 3 * k), (70, 118 - 54 * k, 6 + 1.5 * k), 6) for k in range(2)]
    bowl = turned([(0, 22), (2, 30), (26, 38), (27, 36)], (-70, 130, 2), (0, 0, 1), 16)
    needle = tube([(-95, -150, 6), (0, -150, 6)], 1.2, 6)
    parts = {"tray": together(steel, bowl, needle), "tray_cloth": cloth, "tray_things": together(*barrels, *swabs)}
    return {name: solid.moved(frame) for name, solid in parts.items()}


def _lying(at: float, half: float, radius: float) -> Solid:
    """A syringe across the tray, drawn up, with its flange and its plunger's rod."""
    profile: NDArray[np.float64] = np.array(
        [(-half - 9, 1.8), (-half - 1, 2.0), (-half, radius), (half, radius), (half + 0.5, 1.7 * radius), (half + 3, 1.7 * radius),
         (half + 3.5, 0.45 * radius), (half + 30, 0.45 * radius), (half + 30.5, 1.5 * radius), (half + 33, 1.5 * radius)]
    )  # fmt: skip
    return turned(profile, (0, at, 3 + 1.7 * radius), (1, 0, 0), 12)
