"""Contrast by the time at which it came to where it lies: what the needle gave first, and what was pushed on later."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.fluoroscopy.shadows import Iodine
from sim.records.reel import Track
from sim.session.iodine import SEEN_SHARE
from sim.session.session import STEP_S

ENDS_S = (2.0, 5.0, 20.0)
"""Where a layer ends, seconds after the first contrast of the attempt (guess: a usual push takes five); the last layer has no end."""
FINEST_MM = 0.1


@dataclass(frozen=True, eq=False)
class Layer:
    """Cells that contrast came to in one stretch of time."""

    number: int
    """0 the first; its end is ENDS_S[number]"""
    places: NDArray[np.float32]
    """(n, 3) mm"""
    cell_mm: float


class Layers:
    """Of one attempt: any moment's are at hand."""

    def __init__(self, contrasts: Track[Iodine | None]) -> None:
        self._steps = contrasts.steps
        self._found: list[tuple[Layer, ...]] = []
        first: int | None = None
        known, came = np.zeros(0, np.int64), np.zeros(0, np.int64)
        """Cells that ever held contrast, sorted, and the step of each"""
        for step, iodine in zip(contrasts.steps, contrasts.values, strict=True):
            if iodine is None or not len(iodine.mg):
                self._found.append(())
                continue
            first = step if first is None else first
            places = iodine.places[iodine.mg > SEEN_SHARE * float(iodine.mg.max())]
            cells = _cells(places)
            fresh = np.setdiff1d(cells, known)
            order = np.argsort(np.concatenate([known, fresh]), kind="stable")
            known, came = np.concatenate([known, fresh])[order], np.concatenate([came, np.full(len(fresh), step)])[order]
            after_s = (came[np.searchsorted(known, cells)] - first) * STEP_S
            number = np.searchsorted(ENDS_S, after_s, side="right")
            self._found.append(tuple(Layer(int(n), places[number == n], iodine.cell_mm) for n in np.unique(number)))

    def at(self, step: int) -> tuple[Layer, ...]:
        """The first layer first; none while there is no contrast. The same object as long as the contrast is."""
        return self._found[bisect_right(self._steps, step) - 1]


def _cells(places: NDArray[np.floating]) -> NDArray[np.int64]:
    """(n,) a number for each place."""
    x, y, z = (np.round(places[:, axis] / FINEST_MM).astype(np.int64) + (1 << 20) for axis in range(3))
    return np.asarray((x << 42) | (y << 21) | z)
