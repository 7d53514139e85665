"""A lattice of numbers read between its nodes.

Own code for speed: ``scipy.ndimage.map_coordinates`` of order 1 gives the same bits in four times the time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.shapes import FAR, Array

BEYOND = float(FAR)


def between(values: Array, lo: Array, step: np.float32, x: Array, y: Array, z: Array) -> Array:
    """The values at some places, in between the nodes by line; FAR where there are none, and no more than that anywhere.

    values : (nx, ny, nz), at least two nodes along each axis; lo : (3,) mm, the first node; step : mm; x, y, z : (n,) mm
    """
    found = np.empty_like(x)
    _between(values, lo, step, x, y, z, found)
    return found


@compiled(error_model="numpy")
def _between(values: Array, lo: Array, step: np.float32, x: Array, y: Array, z: Array, found: NDArray[Any]) -> None:
    d = np.float64
    nx, ny, nz = values.shape
    for n in range(len(x)):
        a, b, c = d((x[n] - lo[0]) / step), d((y[n] - lo[1]) / step), d((z[n] - lo[2]) / step)
        if a < 0 or b < 0 or c < 0 or a > nx - 1 or b > ny - 1 or c > nz - 1:
            found[n] = BEYOND
            continue
        i, j, k = min(int(a), nx - 2), min(int(b), ny - 2), min(int(c), nz - 2)
        u, v, w = a - i, b - j, c - k
        near = (values[i, j, k] * (1 - u) + values[i + 1, j, k] * u) * (1 - v)
        near += (values[i, j + 1, k] * (1 - u) + values[i + 1, j + 1, k] * u) * v
        far = (values[i, j, k + 1] * (1 - u) + values[i + 1, j, k + 1] * u) * (1 - v)
        far += (values[i, j + 1, k + 1] * (1 - u) + values[i + 1, j + 1, k + 1] * u) * v
        found[n] = min(near * (1 - w) + far * w, BEYOND)
