"""How far voxels lie from the nearest of some, as far as it matters.

Own code for speed and memory: SimpleITK's distance map, which looks all through the lattice, takes twenty times as long and 90 MB to load.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled

REACH = 15
"""Voxels; what lies farther is said to lie as far. Of a bone 9 mm: nothing asks how much farther away it is (``shapes.SAMPLED_MM``), and
nothing that is skipped as a whole is larger."""


def away(these: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Of each voxel, how many voxels it lies away from the nearest of these, up to REACH; 0 of these themselves."""
    nx, ny, nz = these.shape
    along = np.empty((nx, ny, nz), np.int16)
    _along(np.ascontiguousarray(these).reshape(-1, nz), along.reshape(-1, nz))
    across = _across(along)
    squares = _across(across.reshape(1, nx, ny * nz)).reshape(nx, ny, nz)
    found: NDArray[np.float32] = np.sqrt(squares.astype(np.float32))
    return found


@compiled
def _along(these: NDArray[Any], squares: NDArray[Any]) -> None:
    """(rows, n), the squared distances within each row."""
    count = these.shape[1]
    for row in range(len(these)):
        gap = REACH
        for n in range(count):
            gap = 0 if these[row, n] else min(gap + 1, REACH)
            squares[row, n] = gap * gap
        for n in range(count - 1, -1, -1):
            gap = 0 if these[row, n] else min(gap + 1, REACH)
            squares[row, n] = min(squares[row, n], gap * gap)


@compiled
def _across(squares: NDArray[Any]) -> NDArray[Any]:
    """(outer, n, inner), the same with steps along the middle axis."""
    found = squares.copy()
    near = np.zeros(squares.shape[:2], np.bool_)
    for a in range(squares.shape[0]):
        for k in range(squares.shape[1]):
            near[a, k] = squares[a, k].min() < REACH * REACH
        for i in range(squares.shape[1]):
            for k in range(max(i - REACH + 1, 0), min(i + REACH, squares.shape[1])):
                if near[a, k] and k != i:
                    _nearer(found[a, i], squares[a, k], np.int16((i - k) * (i - k)))
    return found


@compiled
def _nearer(found: NDArray[Any], squares: NDArray[Any], step: np.int16) -> None:
    for n in range(len(found)):
        found[n] = min(found[n], np.int16(squares[n] + step))
