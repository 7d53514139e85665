"""A picture slid by parts of a pixel."""

from __future__ import annotations

from math import floor

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from sim.fluoroscopy.parallel import over_rows


def shifted(image: NDArray[np.float32], right_px: float, up_px: float) -> NDArray[np.float32]:
    """(size, size) the image moved, its border prolonged.

    Own code for speed: ``scipy.ndimage.shift`` takes 25 ms for 1024 x 1024 pixels where this takes 1.5.
    """
    if not right_px and not up_px:
        return image
    out = np.empty_like(image)
    down, across = floor(-up_px), floor(right_px)
    y, x = np.float32(-up_px - down), np.float32(right_px - across)
    over_rows(lambda top, bottom: _shift(image, down, across, y, x, top, bottom, out), image.shape[0])
    return out


@compiled(error_model="numpy")
def _shift(
    image: NDArray[np.float32], down: int, across: int, y: np.float32, x: np.float32, top: int, bottom: int, out: NDArray[np.float32]
) -> None:
    """Pixel (i, j) shows what was y + down higher and x + across farther left."""
    height, width = image.shape
    one = np.float32(1)
    row = np.empty(width, np.float32)
    for i in range(top, bottom):
        near, far = image[min(max(i - down, 0), height - 1)], image[min(max(i - down - 1, 0), height - 1)]
        for j in range(width):
            row[j] = near[j] * (one - y) + far[j] * y
        for j in range(width):
            out[i, j] = row[min(max(j - across, 0), width - 1)] * (one - x) + row[min(max(j - across - 1, 0), width - 1)] * x
