"""Surfaces of what is soft, for the eye."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import trimesh

from meshes.shapes import Shape, subtract, union
from meshes.skeleton import Skeleton
from meshes.space import Grid
from meshes.spine.disc import disc
from meshes.spine.nerves import Nerve
from meshes.spine.sac import Sac
from meshes.surfaces import closed_surface, thinned_surface
from meshes.voxels import sample

SKIN_STEP = 4


def soft_surfaces(thecal: Sac, roots: tuple[Nerve, ...], skeleton: Skeleton, skin: Shape, coarse: Grid) -> dict[str, trimesh.Trimesh]:
    """The surfaces of sac, nerves, discs and skin, for the eye."""
    found: dict[str, trimesh.Trimesh] = {}
    found["sac"] = _surface(thecal.dura(), 1.3)
    paths = [union(nerve.root(), nerve.ganglion_shape()) for nerve in roots]
    found["nerves"] = trimesh.util.concatenate([_surface(shape, 1.4) for shape in paths])
    pieces = [subtract(disc(above, below)[0], above.shape, below.shape) for above, below in pairwise(skeleton.column)]
    found["discs"] = trimesh.util.concatenate([_surface(piece, 1.6) for piece in pieces])
    found["skin"] = thinned_surface(sample(skin, coarse, reach=12.0), coarse, SKIN_STEP)
    return found


def _surface(shape: Shape, spacing: float) -> trimesh.Trimesh:
    grid = Grid.covering(np.array(shape.box.lo) - 2 * spacing, np.array(shape.box.hi) + 2 * spacing, spacing)
    return closed_surface(sample(shape, grid, reach=3.0), grid)
