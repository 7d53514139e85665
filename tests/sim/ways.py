"""Ways for needles that tests push straight forward: between the spines and laminae of whatever body there is."""

from __future__ import annotations

import numpy as np

from meshes.anatomy import Anatomy
from meshes.tissues import BONE, EPIDURAL

REACH_MM, STEP_MM = 15.0, 0.5
NEEDLE_MM = 0.8
"""Bone is kept off a way's middle by as much."""


def clear_way(anatomy: Anatomy, interspace: str, right_mm: float = 0.0) -> tuple[float, float]:
    """x and z, mm: the middle of the tallest gap through which a needle comes straight from behind into the epidural space, so far right of
    the window's middle."""
    x, y, z = anatomy.landmark(f"{interspace}/window")
    heights = z + np.arange(-REACH_MM, REACH_MM, STEP_MM)
    free = np.array([_is_free(anatomy, x + right_mm, y, height) for height in heights])
    assert free.any(), f"no way into {interspace} {right_mm:g} mm right of the middle"
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free.astype(int), [0]])))
    begin, end = max(edges.reshape(-1, 2), key=lambda gap: gap[1] - gap[0])
    return float(x + right_mm), float(heights[(begin + end) // 2])


def _is_free(anatomy: Anatomy, x: float, y: float, z: float) -> bool:
    """Whether a needle comes from behind into epidural fat and meets no bone before."""
    along = np.arange(y - 90.0, y + 12.0, 0.3)
    for aside, up in ((0.0, 0.0), (NEEDLE_MM, 0.0), (-NEEDLE_MM, 0.0), (0.0, NEEDLE_MM), (0.0, -NEEDLE_MM)):
        met = anatomy.tissue_at(np.stack([np.full(len(along), x + aside), along, np.full(len(along), z + up)], axis=-1))
        space, bone = (np.flatnonzero(np.isin(met, [int(t) for t in among])) for among in (EPIDURAL, BONE))
        if not len(space) or (len(bone) and bone[0] < space[0]):
            return False
    return True
