"""Where a hand or an arm may lie: turned up round the place where it is held until nothing of it is in the patient or the cloth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.qt.theatre import drape
from sim.qt.theatre.drape import Heights

CLEAR_MM, BAND_MM = 3.0, 6.6
"""The skin is drawn up to so much over its heights, and the band round the window"""
STEPS, HALVINGS = 11, 4


def rested(lies: Callable[[float], NDArray[np.float64]], angles: tuple[float, float], ground: Heights) -> float | None:
    """The least angle between these at which nothing is lower than skin and cloth; None if there is none.

    lies : (n, 3) mm in the patient's frame for each angle in degrees; the larger, the higher
    """

    def is_free(angle: float) -> bool:
        x, y, z = lies(angle).T
        return bool((y <= top(x, z, ground)).all())

    tried = np.linspace(*angles, STEPS).tolist()
    free = next((k for k, angle in enumerate(tried) if is_free(angle)), None)
    if free is None:
        return None
    low, up = float(tried[max(free - 1, 0)]), float(tried[free])
    for _ in range(HALVINGS if free else 0):
        middle = (low + up) / 2
        low, up = (low, middle) if is_free(middle) else (middle, up)
    return up


def top(x: NDArray[np.float64], z: NDArray[np.float64], ground: Heights) -> NDArray[np.float64]:
    """Over what is drawn there: skin, cloth and the band between them; mm in the patient's frame."""
    (left, right), (low, high) = drape.WINDOW_MM
    out = np.maximum(np.maximum(left - x, x - right), np.maximum(low - z, z - high))
    band = (out > -drape.HEM_MM) & (out < 2 * drape.HEM_MM)
    return np.asarray(ground.y_at(x, z) - np.where(band, BAND_MM, CLEAR_MM))
