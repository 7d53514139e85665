"""The colour of the back in the window: no even tan, and painted with a tinted antiseptic. By eye (guess), the same for everybody."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.qt.theatre.drape import WINDOW_MM

WAVES = ((0.9, 0.3, 0.4), (-0.5, 0.8, 1.9), (0.2, -1.1, 3.1), (1.4, 0.9, 5.0), (-1.2, 1.6, 0.7), (1.9, -0.6, 2.6))
"""Across, along and phase of what, added up, never seems to come again"""
PAINT = np.array([0.86, 0.75, 0.68])
"""What it lets through of red, green and blue"""


def _mottled(x: NDArray[np.float64], z: NDArray[np.float64], each_mm: float) -> NDArray[np.float64]:
    """About -1 to 1, with spots of about this size."""
    scale = 2 * np.pi / (2.2 * each_mm)
    bent = 0.8 * np.sin(scale * 0.37 * (x - 0.6 * z))
    found = sum(np.sin(scale * (a * x + b * z) + c + bent) for a, b, c in WAVES)
    return np.asarray(found / 3.2, float)


def paint(x: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
    """0 to 1: how wet a place is: round the middle, fading out unevenly before the cloth."""
    (left, right), (low, high) = WINDOW_MM
    across, along = (x - (left + right) / 2) / (right - left), (z - (low + high) / 2) / (high - low)
    out = (np.abs(2 * across) ** 3 + np.abs(2 * along) ** 3) + 0.16 * _mottled(x, z, 26.0)
    return np.asarray(np.clip((1.25 - out) / 0.7, 0, 1), float)


def tone(x: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 3) to be multiplied with the skin's colour."""
    warm, fine = _mottled(x, z, 55.0)[:, None], _mottled(z, x, 15.0)[:, None]
    own = 1 + warm * np.array([0.012, -0.030, -0.036]) + fine * np.array([0.014, 0.004, 0.0])
    wet = paint(x, z)[:, None] * (0.9 + 0.1 * _mottled(0.25 * x, z, 11.0)[:, None])  # stroked along
    return np.asarray(own * (1 - wet * (1 - PAINT)), float)
