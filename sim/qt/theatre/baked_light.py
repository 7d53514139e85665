"""Light on what stands still, worked out once and kept in its corners: it costs nothing while it is drawn.

A lamp over the table and light from all round; and what is in its way: hollows, the table over the floor, walls that meet. How dark a
shadow is, is set by eye (guess).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import gaussian_filter
from scipy.special import erf

from meshes.space import dot, unit
from sim.qt.theatre import drape
from sim.qt.theatre.drape import Heights
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.furniture import CART_AT, FOOT_AT, PLINTH_MM
from sim.qt.theatre.gantry import FLOOR_MM
from sim.qt.theatre.looks import CLOTH, Colour
from sim.qt.theatre.skin_tone import paint, tone
from sim.qt.theatre.walls import CLAD_MM, HIGH_MM, WALL_MM

LAMP_MM, DIM = 430.0, 0.56
"""How far the lamp over the table reaches, and what is left of the light beyond."""
LAMP_AT = np.array([560.0, -1500.0, 700.0])
"""Where it hangs, mm, for who stands at the patient's right: walls on all sides have its light"""
AMBIENT, LAMP, ROOM = 0.35, 0.53, 0.15
WRAPS = 0.25
"""A wide lamp lights what is turned a little away from it, too."""
GLOSS = {"rails": (0.5, 14.0), "trim": (0.4, 14.0), "pad": (0.12, 8.0), "holding": (0.24, 13.0), "pressing": (0.24, 13.0)}
"""How bright a highlight is, and how narrow, on what is of metal, oilcloth or rubber"""
SKINS = ("skin", "back")
WET, WET_NARROW = 0.13, 18.0
"""The same of skin that is painted with antiseptic"""
CLADDING = np.array([0.74, 0.85, 0.88])


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What is in the light's way."""

    relief: Heights
    table: tuple[float, float, float]
    """Its top, and from where to where along the patient it stands, mm"""
    side: int
    """Where the operator stands: +1 at the patient's right"""


def lamplight(
    name: str, places: NDArray[np.float64], normals: NDArray[np.float64], colour: Colour, around: Surroundings
) -> NDArray[np.uint8]:
    """(n, 3): the colour of a part at places, (n, 3) mm with normals, in the light of lamp and room."""
    (left, right), (low, high) = drape.WINDOW_MM
    turn = np.array([around.side, 1, 1])
    off = np.hypot(places[:, 0] - (left + right) / 2, places[:, 2] - (low + high) / 2)
    pool = DIM + (1 - DIM) * np.exp(-((off / LAMP_MM) ** 2))
    lamp, room = unit(LAMP_AT * turn - places), unit(np.array([1.0, -0.6, -0.2]) * turn)
    wide = np.clip((dot(normals, lamp) + WRAPS) / (1 + WRAPS), 0, None)
    light = AMBIENT * (0.8 - 0.3 * normals[:, 1]) + LAMP * wide + ROOM * np.clip(dot(normals, room), 0, None)
    shown = np.array(colour) * (pool * light)[:, None] * shade(name, places, around)
    bright, narrow = (WET, WET_NARROW) if name in SKINS else GLOSS.get(name, (0.0, 1.0))
    wet = paint(places[:, 0], places[:, 2]) if name in SKINS else 1.0
    half = unit(lamp + unit(Eye.standing(around.side).place - places))
    shown += (255 * pool * bright * wet * np.clip(dot(normals, half), 0, None) ** narrow)[:, None]
    return np.asarray(np.clip(shown, 0, 255), np.uint8)


def shade(name: str, places: NDArray[np.float64], around: Surroundings) -> NDArray[np.float64]:
    """(n, 3) or (n, 1): what is left of the light, and its tint."""
    x, y, z = places.T
    table_y = around.table[0]
    floor_y = table_y + FLOOR_MM
    if name == "floor":
        return _floor(x, z, around)[:, None]
    if name in SKINS:
        open_ = 1 - 0.55 * _hollow(around.relief, around.relief.body, x, z, 3.0, 16.0)
        (left, right), (low, high) = drape.WINDOW_MM
        edge = np.minimum(np.minimum(x - left, right - x), np.minimum(z - low, high - z))
        open_ = open_ * (1 - 0.4 * np.exp(-np.clip(edge, 0, None) / 9.0))
        return np.asarray(np.power(open_[:, None], (0.75, 1.0, 1.15)) * tone(x, z), float)
    if name in CLOTH:
        open_ = 1 - 0.6 * _hollow(around.relief, around.relief.sheet, x, z, 5.0, 40.0)
        hangs = np.clip((y - table_y) / drape.HANGS_MM, 0, 1)
        return np.asarray((open_ * (1 - 0.22 * hangs))[:, None], float)
    if name == "walls":
        return _walls(places, floor_y)
    if name in ("curtain", "table", "plinth"):  # under the table's edge, and where they stand on the floor
        under = np.clip(y - table_y - 60.0, 0, None)
        return np.asarray((1 - 0.55 * np.exp(-under / 200.0) * (under > 0))[:, None] * _stands(y, floor_y), float)
    return _stands(y, floor_y)


def _stands(y: NDArray[np.float64], floor_y: float) -> NDArray[np.float64]:
    return np.asarray((1 - 0.4 * np.exp(-np.clip(floor_y - y, 0, None) / 130.0))[:, None], float)


def _hollow(shape: Heights, heights: NDArray[np.float64], x: ArrayLike, z: ArrayLike, wide: float, deep_mm: float) -> NDArray[np.float64]:
    """0 to 1: how far a place lies lower than what is round it, in so many cells."""
    even = gaussian_filter(heights, 0.7)
    low = np.clip((gaussian_filter(heights, wide) - even) / deep_mm, 0, 1)
    return shape.height(low, np.asarray(x, float), np.asarray(z, float))


def _over(x: NDArray[np.float64], z: NDArray[np.float64], middle: ArrayLike, size: ArrayLike, soft: float) -> NDArray[np.float64]:
    """0 to 1: how much of the light a level rectangle takes from the floor; softer, the higher it is."""
    taken = np.ones_like(x)
    for at, centre, long in zip((x, z), np.asarray(middle, float), np.asarray(size, float), strict=True):
        taken = taken * 0.5 * (erf((at - centre + long / 2) / soft) - erf((at - centre - long / 2) / soft))
    return taken


def _floor(x: NDArray[np.float64], z: NDArray[np.float64], around: Surroundings) -> NDArray[np.float64]:
    """Under the table, its foot and the cart, along the walls; and a brighter zone where the lamp's light comes back from it."""
    _, first, last = around.table
    light = 1 - 0.76 * _over(x, z, (0, (first + last) / 2), (2 * drape.TABLE_HALF_MM, last - first), 250.0)
    light *= 1 - 0.5 * _over(x, z, (0, first + FOOT_AT), PLINTH_MM, 70.0)
    light *= 1 - 0.6 * _over(x, z, (-around.side * CART_AT[0], CART_AT[1]), (460, 460), 110.0)
    for at in (x, z):
        light *= 1 - 0.42 * np.exp(-np.clip(WALL_MM - np.abs(at), 0, None) / 260.0)
    back = np.exp(-(((x - around.side * 980) / 520) ** 2) - ((z - 60) / 900) ** 2)
    return np.asarray(light * (1 + 0.3 * back), float)


def _walls(places: NDArray[np.float64], floor_y: float) -> NDArray[np.float64]:
    """Darker where they meet each other, floor and ceiling; clad below, as high as a trolley bumps."""
    high = floor_y - places[:, 1]
    apart = WALL_MM - np.sort(np.abs(places[:, [0, 2]]), axis=1)[:, 0]
    light = (1 - 0.36 * np.exp(-np.clip(apart, 0, None) / 340.0)) * (1 - 0.3 * np.exp(-np.clip(high, 0, None) / 240.0))
    light = light * (1 - 0.4 * np.clip((high - 1500) / (HIGH_MM - 1500), 0, 1))
    return np.where((high < CLAD_MM)[:, None], CLADDING, 1.0) * light[:, None]
