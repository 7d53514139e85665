"""A picture kept column by column, made the right way up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from sim.fluoroscopy.parallel import over_rows

TILE = 16
"""Columns of a picture that are turned into rows at once: a cache line."""


def turned(columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """A square picture with its columns as rows."""
    out = np.empty_like(columns)
    over_rows(lambda top, bottom: _turn(columns, top, bottom, out), len(out))
    return out


@compiled
def _turn(columns: NDArray[np.float32], top: int, bottom: int, out: NDArray[np.float32]) -> None:
    # in tiles that stay near the processor: else every number of a column takes a cache line of its own
    for start in range(0, len(columns), TILE):
        for i in range(top, bottom):
            for j in range(start, min(start + TILE, len(columns))):
                out[i, j] = columns[j, i]
