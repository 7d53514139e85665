"""How far voxels lie from some."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from meshes.reading.depth import REACH, away


@pytest.mark.parametrize("share", [0.5, 0.02, 0.0004, 0.0])
@pytest.mark.parametrize("shape", [(40, 50, 60), (3, 70, 5), (1, 1, 40)])
def test_the_nearest_is_found_as_far_as_it_matters(share: float, shape: tuple[int, int, int]) -> None:
    """Oracle: scipy's distance transform; squares are whole numbers, so the two agree to the last digit."""
    these = np.random.default_rng(1).random(shape) < share
    true = ndimage.distance_transform_edt(~these) if these.any() else np.full(shape, np.inf)
    np.testing.assert_array_equal(away(these), np.minimum(true, REACH).astype(np.float32))
