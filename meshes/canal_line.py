"""Where along the canal something lies: millimetres of the canal's own curve, however its points are spaced."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from meshes.space import unit


@dataclass(frozen=True, eq=False)
class CanalLine:
    """The curve of a canal, measured along itself from its upper end."""

    points: NDArray[np.float64]
    """(n, 3) mm, from above; two at least"""

    @cached_property
    def stations(self) -> NDArray[np.float64]:
        """(n,) mm along the curve to each of its points."""
        return np.concatenate([[0.0], np.cumsum(np.sqrt((np.diff(self.points, axis=0) ** 2).sum(1)))])

    @cached_property
    def tangents(self) -> NDArray[np.float64]:
        """(n, 3) downward, of length 1."""
        return unit(np.gradient(self.points, axis=0))

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self.points)

    @property
    def length(self) -> float:
        """mm"""
        return float(self.stations[-1])

    def nearest(self, places: ArrayLike) -> NDArray[np.intp]:
        """Which of the curve's points is nearest to each of (..., 3) places."""
        found: NDArray[np.intp] = self._tree.query(places)[1]
        return found

    def station(self, places: ArrayLike) -> NDArray[np.float64]:
        """mm along the curve to where each of (..., 3) places lies square to it; past an end straight on, below 0 or above ``length``."""
        k = self.nearest(places)
        along: NDArray[np.float64] = ((np.asarray(places) - self.points[k]) * self.tangents[k]).sum(-1)
        return self.stations[k] + along

    def at(self, mm: ArrayLike) -> NDArray[np.float64]:
        """(..., 3) mm: the places on the curve at these stations; past an end, that end."""
        s = np.asarray(mm, float)
        return np.stack([np.interp(s, self.stations, self.points[:, i]) for i in range(3)], -1)
