"""A picture kept column by column, made the right way up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from sim.fluoroscopy.parallel import over_rows

TILE = 16
"""Columns of a picture that are turned into rows at once: a cache line."""


def turned(columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """A picture with its columns as rows."""
    out = np.zeros(columns.shape[::-1], np.float32)
    over_rows(lambda top, bottom: add_turned(columns, top, out[top:bottom]), len(out))
    return out


@compiled(error_model="numpy")
def add_turned(columns: NDArray[np.float32], top: int, rows: NDArray[np.float32]) -> None:
    """Add a picture kept column by column to the rows of another, the first of which is ``top`` of it."""
    # in tiles that stay near the processor: else every number of a column takes a cache line of its own; each is as wide as every other,
    # and counted without a sign, so that a compiler turns it as a whole
    tile, count, first = np.uint64(TILE), np.uint64(len(columns)), np.uint64(top)
    height, whole = np.uint64(len(rows)), count // tile * tile
    for start in range(np.uint64(0), whole, tile):
        for i in range(height):
            for j in range(tile):
                rows[i, start + j] += columns[start + j, first + i]
    for i in range(height):
        for j in range(whole, count):
            rows[i, j] += columns[j, first + i]
