"""The limbs of a bone, joined in one compiled pass."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.shapes import SAMPLED_MM, Points, smooth_min
from meshes.spine.template import assembled, parts


@pytest.mark.parametrize("bone", ["L3", "sacrum"])
def test_limbs_are_joined_as_one_by_one(bone: str) -> None:
    """Oracle: the blends one after another, no limb left out; 1e-4 mm wherever a surface is within reach of a lattice."""
    limbs = parts(bone)
    added, cuts = [part for part in limbs if not part.cuts], [part for part in limbs if part.cuts]
    box = assembled(limbs).box
    chance = np.random.Generator(np.random.PCG64(5))
    lo, hi = np.maximum(box.lo, [0.5, -np.inf, -np.inf]), np.array(box.hi)
    # lines of near places, as a lattice asks for them, so that whole stretches are far from some limbs
    starts = chance.uniform(lo, hi, (400, 3))
    points = Points.of((starts[:, None, :] + np.arange(64)[None, :, None] * np.array([0.0, 0.0, 0.3])).reshape(-1, 3))
    value = added[0].shape()(points)
    for part in added[1:]:
        value = smooth_min(value, part.shape()(points), part.blend_mm)
    for part in cuts:
        value = -smooth_min(-value, part.shape()(points), part.blend_mm)
    near = np.abs(value) < SAMPLED_MM
    assert near.sum() > 1000
    np.testing.assert_allclose(assembled(limbs)(points)[near], value[near], atol=1e-4)
