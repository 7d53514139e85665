"""The mean over a stretch of a row of values."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def running_mean(values: NDArray[Any], width: int) -> NDArray[np.float64]:
    """(n,) the mean of ``width`` values, an odd number, round each of n; the ends are prolonged.

    Own code for bit-equality: ``scipy.ndimage``'s uniform_filter1d, which slides its sum, and correlate1d differ in the fourteenth digit,
    and with it would the shipped patient; they take 6 and 9 us where this takes 25.
    """
    padded = np.pad(values, width // 2, mode="edge")
    found: NDArray[np.float64] = np.add.reduce([padded[i : i + len(values)] for i in range(width)]) / width
    return found
