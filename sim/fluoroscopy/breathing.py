"""How a prone patient's lumbar spine moves with quiet breathing: what spoils a subtraction."""

from __future__ import annotations

from math import cos, pi

import numpy as np

from meshes.space import POSTERIOR, SUPERIOR, Vector

PERIOD_S = 4.0
"""15 breaths a minute (guess: usual at rest)."""
REACH_MM = 1.2 * POSTERIOR + 0.8 * SUPERIOR
"""From breathed out to breathed in: the back rises and goes a little headwards (guess: millimetres)."""
LONGEST_HOLD_S = 20.0
"""A patient can keep still for so long (guess)."""


def displaced(breath_s: float) -> Vector:
    """(3,) mm: where the spine has been carried, so many seconds into breathing; out at 0, with a pause between breaths."""
    return np.asarray(REACH_MM * ((1.0 - cos(2 * pi * breath_s / PERIOD_S)) / 2) ** 2)
