"""A lattice read between its nodes. Oracle: ``scipy.ndimage.map_coordinates`` of order 1, to the last bit."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from meshes.reading.interpolation import between
from meshes.shapes import FAR


def test_between_nodes_and_beyond_them_it_is_scipys_to_the_last_bit() -> None:
    chance = np.random.default_rng(7)
    values = chance.normal(scale=600.0, size=(9, 7, 5)).astype(np.float32)  # some beyond FAR
    lo, step = np.array([-3.0, 2.0, 10.0], np.float32), np.float32(0.6)
    free = chance.uniform(lo - 1.0, lo + step * np.array(values.shape), (20_000, 3)).astype(np.float32)
    nodes = (lo + step * np.argwhere(values > -np.inf)).astype(np.float32)  # the last ones too
    x, y, z = np.ascontiguousarray(np.concatenate([free, nodes]).T)
    at = np.stack([(place - first) / step for place, first in zip((x, y, z), lo, strict=True)])
    wanted = np.minimum(ndimage.map_coordinates(values, at, order=1, mode="constant", cval=float(FAR)), FAR)
    found = between(values, lo, step, x, y, z)
    assert found.tobytes() == wanted.astype(np.float32).tobytes()
    assert (found == FAR).any()
    assert (found < 0).any()
