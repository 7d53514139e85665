"""What stands in the room besides patient and C-arm: the table, the monitors on their cart, lead, walls and floor.

Sizes are those of common makes by eye (guess): nothing but the eye depends on them. +y is down; ``side`` is where the operator stands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.qt.theatre import drape, walls
from sim.qt.theatre.gantry import FLOOR_MM
from sim.qt.theatre.solids import Solid, block, box, disc, together
from sim.qt.theatre.tray import tray
from sim.qt.theatre.walls import WALL_MM

PAD_MM, BOARD_MM, RAIL_OUT_MM = 52.0, 24.0, 6.0
"""The mattress, the board under it, and how far its rail stands off"""
PILLOW_MM, HEAD_MM = 86.0, 160.0
"""The pillow under the head, and how far its middle lies from that end of the table"""
LONGER_MM = 60.0
"""The table, than what lies on it"""
PLINTH_MM, FOOT_AT = (620.0, 900.0), 260.0
"""What the table stands on; and how far from its foot end, mm"""
CART_AT = (850.0, 640.0)
"""Across the table, to the patient's head, mm"""
SCREEN_MM, SCREENS_UP_MM = (340.0, 272.0), 900.0
"""Of one monitor, and its middle over the floor: so low, who stands at the table sees both under a detector that is over the back"""
PANE_MM = ((-1300.0, 300.0), (1000.0, 1900.0))
"""The window of leaded glass: along the wall, and over the floor"""


def furniture(table_y: float, first: float, last: float) -> dict[str, Solid]:
    """What is the same for both sides. From ``first`` to ``last`` along the patient lies the table."""
    floor_y = table_y + FLOOR_MM
    middle, long = (first + last) / 2, last - first + LONGER_MM
    half, under = drape.TABLE_HALF_MM, table_y + PAD_MM
    foot = _upright((300, 420), FLOOR_MM - PAD_MM - BOARD_MM, (0, first + 220), floor_y, 60)
    plinth = _upright(PLINTH_MM, 110, (0, first + FOOT_AT), floor_y, 90)
    rails = [box((8, 26, long - 260), (s * (half - 14 + RAIL_OUT_MM), under + BOARD_MM / 2, middle), 3) for s in (-1, 1)]
    clamps = [
        box((20, 14, 24), (s * (half - 16), under + BOARD_MM / 2, z), 3)
        for s in (-1, 1)
        for z in np.arange(first + 130, last - 100, 420).tolist()
    ]
    return {
        "pillow": _lying((430, PILLOW_MM, 280), (0, table_y - PILLOW_MM / 2 + 3, last - HEAD_MM), 110, 42),
        "pad": _lying((2 * half, PAD_MM, long), (0, table_y + PAD_MM / 2 + 1, middle), 60, 14),
        "table": together(box((2 * half - 28, BOARD_MM, long + 20), (0, under + BOARD_MM / 2, middle), 6), foot, plinth),
        "rails": together(*rails, *clamps),
        "floor": walls.floor(floor_y),
        "walls": walls.walls(floor_y),
    }


def beside(table_y: float, first: float, last: float, side: int) -> dict[str, Solid]:
    """What stands where the operator looks, and the lead before his legs."""
    floor_y, far = table_y + FLOOR_MM, -side * WALL_MM
    (z0, z1), (low, high) = PANE_MM
    middle = (floor_y - (low + high) / 2, (z0 + z1) / 2)
    strips = [
        box((4, 560, 168), (side * (drape.TABLE_HALF_MM - 10 + 4 * (i % 2)), table_y + PAD_MM + BOARD_MM + 285, first + 330 + 160 * i), 2)
        for i in range(7)
    ]
    return {
        **walls.fittings(floor_y, side),
        "pane": box((10, high - low, z1 - z0), (far + side * 14, *middle), 2),
        "frame": box((8, high - low + 110, z1 - z0 + 110), (far + side * 8, *middle), 2),
        "curtain": together(*strips),
        **_cart(floor_y, side),
        **tray(table_y, side),
    }


def _upright(size: tuple[float, float], high: float, at: tuple[float, float], floor_y: float, corner: float) -> Solid:
    """A box on the floor: across and along the patient, its height, and where in x and z its middle stands."""
    return _stood((*size, high), (at[0], floor_y - high / 2, at[1]), corner, min(12.0, high / 3))


def _lying(size: tuple[float, float, float], middle: tuple[float, float, float], corner: float, bevel: float) -> Solid:
    """A mattress: across, thick and along the patient; its corners as seen from above are round."""
    return _stood((size[0], size[2], size[1]), middle, corner, bevel)


def _stood(size: tuple[float, float, float], middle: tuple[float, float, float], corner: float, bevel: float) -> Solid:
    """Across and along the patient, and its height: blocks stand on z, and a room stands on -y."""
    turn = np.eye(4)
    turn[:3, :3] = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], float)
    turn[:3, 3] = middle
    return block(size, (0, 0, 0), corner, bevel).moved(turn)


def _cart(floor_y: float, side: int) -> dict[str, Solid]:
    """Two monitors side by side, turned to the back of the patient, on a trolley with its workstation."""
    wide, high = SCREEN_MM
    up = floor_y - SCREENS_UP_MM
    cases = [box((wide + 26, high + 26, 34), (s * (wide / 2 + 16), up, 20), 10) for s in (-1, 1)]
    faces = [box((wide, high, 4), (s * (wide / 2 + 16), up, 0), 2) for s in (-1, 1)]
    trunk = [
        _upright((44, 44), SCREENS_UP_MM + 40, (0, 60), floor_y, 14), _upright((420, 380), 44, (0, 70), floor_y - 70, 60),
        _upright((300, 240), 24, (0, 60), floor_y - 480, 30), box((2 * wide - 60, 50, 26), (0, up, 46), 4),
    ]  # fmt: skip
    wheels = [disc(36, 28, (x, floor_y - 36, z)) for x in (-180, 180) for z in (-90, 230)]
    parts = {"cart": together(*cases, *trunk), "screens": together(*faces), "wheels": together(*wheels)}
    return {name: solid.moved(_cart_frame(side)) for name, solid in parts.items()}


def films(table_y: float, side: int) -> dict[str, NDArray[np.float64]]:
    """Where on the cart's screens the monitors' pictures lie, by name: (4, 3) mm, from the lower left corner to the right and round."""
    half, up = SCREEN_MM[1] / 2 - 12, table_y + FLOOR_MM - SCREENS_UP_MM
    found = {}
    for name, s in (("live", -1), ("reference", 1)):  # who stands before them has the live one at the left
        middle = np.array([s * (SCREEN_MM[0] / 2 + 16), up, -4.0])
        corners = middle + half * np.array([(-1, 1, 0), (1, 1, 0), (1, -1, 0), (-1, -1, 0)])
        frame = _cart_frame(side)
        found[name] = corners @ frame[:3, :3].T + frame[:3, 3]
    return found


def _cart_frame(side: int) -> NDArray[np.float64]:
    """(4, 4): x across the screens, y down, z to their back, which looks away from the table."""
    frame = np.eye(4)
    out = np.array([-side * CART_AT[0], 0.0, CART_AT[1]])
    away = out / float(np.hypot(out[0], out[2]))
    frame[:3, 0], frame[:3, 2], frame[:3, 3] = np.cross(np.array([0.0, 1.0, 0.0]), away), away, out
    return frame
