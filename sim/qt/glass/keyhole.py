"""A keyhole in bone that is glass: what stands before a needle's tip clears, most at the line of sight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.space import Vector, length, unit
from sim.qt.theatre.cutaway import smoothly

WIDE_MM, BEFORE_MM, BEYOND_MM = 30.0, 6.0, 8.0
"""Round the tip, as one looks, bone is as it was from so far off; and from so far beyond it, over so much, as clear as it gets: half of a
lamina that crosses the tip's depth would be a torn flap (guesses, by eye)"""
LEFT = 0.06
"""Of bone on the line of sight, where glass is clearest (guess)"""


def density(places: NDArray[np.float64], eye: Vector, tip: Vector, glass: float, wide_mm: float = WIDE_MM) -> NDArray[np.float64]:
    """(n,) 0 to 1 of bone at (n, 3) mm: a cone from the eye, so that the hole is round, which ends before the tip."""
    far, ahead = float(length(tip - eye)), unit(tip - eye)
    way = places - eye
    deep = way @ ahead
    off = length(way - deep[:, None] * ahead) * far / np.maximum(deep, 1.0)
    clear = smoothly(1.0 - off / wide_mm) * smoothly((far + BEYOND_MM - deep) / BEFORE_MM)
    return np.asarray(1.0 - (1.0 - LEFT) * glass * clear)
