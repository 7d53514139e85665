"""The collimator: two pairs of blades and a round iris in front of the tube."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import asin, hypot, pi, sqrt

import numpy as np
from numpy.typing import NDArray

CLEAR = 1.5
"""An iris this wide clears the corners of a square field."""


@dataclass(frozen=True)
class Collimator:
    """Half-openings of the blades as shares of half the field, 0 to 1, and the iris's radius in the same measure."""

    width: float = 1.0
    height: float = 1.0
    iris: float = CLEAR

    @property
    def open_share(self) -> float:
        """The part of the square field's area that is left: a rectangle cut by a circle."""
        w, h, r = self.width, self.height, self.iris
        if r >= hypot(w, h):
            return w * h
        low, high = sqrt(max(r * r - w * w, 0.0)), min(h, r)

        def under_arc(y: float) -> float:
            return 0.5 * (y * sqrt(max(r * r - y * y, 0.0)) + r * r * asin(min(y / r, 1.0)))

        return w * min(low, high) + under_arc(high) - under_arc(min(low, high))

    @property
    def seen_share(self) -> float:
        """The same against what a round receptor takes up, whose field is the circle in the square."""
        return Collimator(self.width, self.height, min(self.iris, 1.0)).open_share / (pi / 4)

    def holds(self, u: float, v: float) -> bool:
        """Whether a place, in half fields from the middle, is open."""
        return abs(u) <= self.width and abs(v) <= self.height and hypot(u, v) <= self.iris

    def spans(self, size: int) -> NDArray[np.int32]:
        """(size, 2): first and past-the-last column left open in each row of a picture."""
        return _spans(self, size)


@lru_cache(64)
def _spans(collimator: Collimator, size: int) -> NDArray[np.int32]:
    spans = np.zeros((size, 2), np.int32)
    rows, columns = (round(size / 2 * (1 - share)) for share in (collimator.height, collimator.width))
    y = (np.arange(size) + 0.5) * 2 / size - 1
    arc = np.sqrt(np.maximum(collimator.iris**2 - y * y, 0.0))
    round_off = np.clip(np.rint(size / 2 * (1 - arc)), columns, size // 2).astype(np.int32)
    spans[rows : size - rows, 0] = round_off[rows : size - rows]
    spans[rows : size - rows, 1] = size - round_off[rows : size - rows]
    spans.setflags(write=False)
    return spans


OPEN = Collimator()
