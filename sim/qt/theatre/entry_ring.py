"""The ring round the place at which a needle goes into the skin: under glass it would come from nowhere."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from meshes.space import length
from sim.qt.theatre.solids import Solid, tube

MEETS_MM = 15.0
"""A needle that comes no nearer to the skin meets none"""
RING_MM, RING_THICK_MM, RING_SIDES, PIECES = 7.0, 0.6, 33, 60
"""Of the ring round the entry: how far off it runs, how thick and how round it is; and pieces of a stretch of shaft that are looked at"""


def entry_ring(skin: Solid, shaft: NDArray[np.float64]) -> Solid | None:
    """Round the place at which a needle, (n, 3) mm from hub to tip, meets the skin, lying in it; None where it meets none."""
    at = np.concatenate([np.linspace(*ends, PIECES) for ends in pairwise(shaft)])
    away, nearest = KDTree(skin.vertices).query(at)
    place = at[away.argmin()]
    if away.min() > MEETS_MM:
        return None
    near = skin.vertices[length(skin.vertices - skin.vertices[nearest[away.argmin()]]) < MEETS_MM]
    along, across, _ = np.linalg.svd(near - near.mean(0), full_matrices=False)[2]
    turn = np.linspace(0.0, 2 * np.pi, RING_SIDES)[:, None]
    return tube(place + RING_MM * (np.cos(turn) * along + np.sin(turn) * across), RING_THICK_MM)
