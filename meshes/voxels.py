"""Fields onto lattices, block by block; the result does not depend on how many threads share the work."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.leaves import Leaves
from meshes.shapes import Shape
from meshes.sharing import shared
from meshes.space import Grid


def sample(shape: Shape, grid: Grid, reach: float) -> NDArray[np.float32]:
    """The field on the lattice, clipped to +-``reach`` mm."""
    out = np.full(grid.shape, reach, np.float32)
    leaves = Leaves.of(grid, grid.box_index(np.array(shape.box.lo) - reach, np.array(shape.box.hi) + reach))
    for finer in (True, False):
        near, least, most = leaves.ranges(shape)
        deep = near[most < -reach]
        leaves.write(out, deep, np.full(int(leaves.size[deep].sum()), -reach, np.float32))
        left = near[(least <= reach) & (most >= -reach)]
        if finer:
            leaves, _ = leaves.twigs(left)

    def work(batch: NDArray[np.int64]) -> None:
        leaves.write(out, batch, np.clip(shape(leaves.points(batch)), -reach, reach))

    shared(work, leaves.batches(left))
    return out
