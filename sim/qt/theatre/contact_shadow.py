"""The soft shadow on back and cloth under what is over them: dark where it touches, wide and faint under what is high."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.qt.theatre.baked_light import LAMP_AT

DARK, DARKEST = 0.34, 0.42
"""How much of the light is taken where one thing lies; and what is left at the least under many"""
SOFT_MM, SOFTER, FADES = 7.0, 0.42, 1.1
"""How soft an edge is, and by how much of the height softer; and how soon the shadow of what is high fades"""
REACHES_MM = 90.0
"""Of what is over a place, no further beside it does anything to its light"""
Balls = NDArray[np.float64]
"""(n, 4): place and radius, mm"""


def light_left(places: NDArray[np.float64], balls: Balls, side: int) -> NDArray[np.float64]:
    """0 to 1: what is left of the lamp's light at (n, 3) mm under these balls; it hangs to the operator's side, ``side``."""
    left = np.ones(len(places))
    low, high = balls[:, [0, 2]].min(0) - REACHES_MM, balls[:, [0, 2]].max(0) + REACHES_MM
    under = places[:, 1] < balls[:, 1].max() + REACHES_MM  # the belly's skin is no ground
    near = np.flatnonzero(((places[:, [0, 2]] > low) & (places[:, [0, 2]] < high)).all(1) & under)
    if not len(near):
        return left
    at = places[near]
    lamp = np.array([side * LAMP_AT[0], LAMP_AT[2]]) / -LAMP_AT[1]
    x, y, z, wide = (balls[:, k] for k in range(4))
    over = np.clip(at[:, 1][:, None] - y - wide, 0, None)
    off = np.hypot(x - at[:, 0][:, None] - lamp[0] * over, z - at[:, 2][:, None] - lamp[1] * over)
    soft = SOFT_MM + SOFTER * over
    taken = DARK * wide / (wide + FADES * over) / (1 + np.exp(np.clip(4 * (off - wide) / soft, -30, 30)))
    left[near] = np.prod(1 - taken, axis=1).clip(DARKEST)
    return left
