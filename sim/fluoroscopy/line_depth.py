"""How far a place lies behind a line that a view from the side or the oblique shows, as it is read off the picture."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.space import ANTERIOR, dot
from sim.fluoroscopy.carm import View

Flat = NDArray[np.float64]


def behind_mm(view: View, line: ArrayLike, place: ArrayLike) -> float:
    """mm in the patient from a line to a place behind it, in front of it negative.

    line : (n, 2), place : (2,) mm on the detector, as ``View.project`` gives them; the scale is that of the isocentre, where whoever reads
    depth has what he looks at.
    """
    at, corners = np.asarray(place, float), np.asarray(line, float)
    gaps = [at - _nearest(a, b, at) for a, b in pairwise(corners)]
    gap = min(gaps, key=lambda each: float(each @ each))
    ahead = np.sign(float(dot(view.across, ANTERIOR)) * gap[0])
    return float(-ahead * np.sqrt(gap @ gap) / view.magnification)


def _nearest(a: Flat, b: Flat, at: Flat) -> Flat:
    """The place of a stretch from a to b that is nearest."""
    way = b - a
    return np.asarray(a + float(np.clip((at - a) @ way / (way @ way), 0.0, 1.0)) * way)
