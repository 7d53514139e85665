"""A shaft tilted at the skin: a beam of steel that tissue holds sideways, after Winkler and Hetényi.

Where the tissue is soft or the needle shallow the whole shaft turns about its entry; where it is deep it bends near the skin, and the tip
stays. The length that parts the two is (4 E I / k)^(1/4), about 35 mm for an 18G in muscle, 20 mm for a 22G.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from scenarios.equipment import STEEL_N_MM2

YIELD_MPA = 1000.0
"""Of cold-drawn tube (guess): bent further the shaft kinks."""


def kinks_at(outer_mm: float) -> float:
    """Curvature, 1/mm, at which a tube's outer fibre yields."""
    return 2 * YIELD_MPA / (STEEL_N_MM2 * outer_mm)


def turned_by(length_mm: float, stiffness_n_mm2: float, hold_n_mm2: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """How a shaft follows a turn of its hub by a small unit angle.

    Parameters
    ----------
    length_mm : of the shaft in tissue, cut into n equal parts
    stiffness_n_mm2 : E I
    hold_n_mm2 : (n,) how stiffly the tissue holds at the end of each part

    Returns
    -------
    ((n + 1,) the turn at each node from the skin to the tip, curvature at the skin per radian, 1/mm)
    """
    step = length_mm / len(hold_n_mm2)
    aside = _solved(step, stiffness_n_mm2, np.asarray(hold_n_mm2, float))
    turn = np.empty(len(aside))
    turn[0] = 1.0
    turn[1:-1] = (aside[2:] - aside[:-2]) / (2 * step)
    turn[-1] = (aside[-1] - aside[-2]) / step
    return turn, 2 * abs(step - aside[1]) / step**2


@compiled
def _solved(step: float, stiffness: float, hold: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n + 1,) sideways way of every node for a slope of 1 at the first, by the least energy of bending and holding.

    The equations are five diagonals wide; they are solved by L D L^T, in a fixed order. Own code
    for bit-equality and speed: scipy's banded solver differs in the twelfth digit after the point, and takes 67 to 84 us where this
    takes 5 to 12 (10 to 120 parts).
    """
    n = len(hold)
    main, one, two, right = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    e = stiffness / step**3
    # the clamp at the skin: e (w1 - step)^2
    main[0] += 2 * e
    right[0] += 2 * e * step
    for i in range(1, n):  # bending at node i: e / 2 (w[i+1] - 2 w[i] + w[i-1])^2; row j is node j + 1
        a, b, c = i - 2, i - 1, i
        main[b] += 4 * e
        main[c] += e
        one[b] += -2 * e  # between b and c
        if a >= 0:
            main[a] += e
            one[a] += -2 * e
            two[a] += e
    for i in range(n):
        main[i] += hold[i] * step * (0.5 if i == n - 1 else 1.0)
    for i in range(n):
        for width in (1, 2):
            if i + width >= n:
                continue
            off = one[i] if width == 1 else two[i]
            factor = off / main[i]
            main[i + width] -= factor * off
            if width == 1 and i + 2 < n:
                one[i + 1] -= factor * two[i]
            right[i + width] -= factor * right[i]
    out = np.zeros(n + 1)
    for i in range(n - 1, -1, -1):
        rest = right[i]
        if i + 1 < n:
            rest -= one[i] * out[i + 2]
        if i + 2 < n:
            rest -= two[i] * out[i + 3]
        out[i + 1] = rest / main[i]
    return out
