"""How much of each voxel a closed surface holds."""

from __future__ import annotations

import math

import numpy as np
import pytest
import trimesh
from numpy.typing import NDArray

from meshes.coverage import OCTANTS, covered
from meshes.shapes import ellipsoid
from meshes.space import Grid, rotation
from meshes.surfaces import closed_surface
from meshes.voxels import sample

GRID = Grid.covering([-14.0] * 3, [14.0] * 3, 0.6)
WHERE = [0.1, 0.2, -0.1]


def sphere() -> trimesh.Trimesh:
    return closed_surface(sample(ellipsoid(WHERE, [10.0] * 3), GRID, 3.0), GRID)


def octants(grid: Grid) -> NDArray[np.float64]:
    """(2nx, 2ny, 2nz, 3) their middles, mm."""
    axes = [np.repeat(axis, 2) + np.tile([-0.25, 0.25], len(axis)) * grid.spacing for axis in grid.axes()]
    return np.stack(np.meshgrid(*axes, indexing="ij"), -1)


def counted(inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Octants by voxel."""
    nx, ny, nz = (n // 2 for n in inside.shape)
    return inside.reshape(nx, 2, ny, 2, nz, 2).sum(axis=(1, 3, 5))


def test_the_share_that_a_sphere_covers_adds_up_to_its_volume() -> None:
    """Oracle: 4/3 pi r^3."""
    held = covered(sphere(), GRID)
    assert (held.min(), held.max()) == (0, OCTANTS)
    assert float(held.sum()) / OCTANTS * GRID.spacing**3 == pytest.approx(4 / 3 * math.pi * 1000, rel=0.006)
    border = (held > 0) & (held < OCTANTS)
    centre_in = np.linalg.norm(np.stack(np.meshgrid(*GRID.axes(), indexing="ij"), -1) - WHERE, axis=-1) < 10
    np.testing.assert_array_equal((held == OCTANTS)[~border], centre_in[~border])


def test_each_octant_of_a_tilted_box_is_told_by_its_middle() -> None:
    """Oracle: the box's own three pairs of planes."""
    turn, half = rotation([0.3, 1.0, 0.2], 0.7), np.array([9.0, 5.0, 3.0])
    box = trimesh.creation.box(2 * half)
    box.vertices = box.vertices @ turn.T
    np.testing.assert_array_equal(covered(box, GRID), counted((np.abs(octants(GRID) @ turn) < half).all(-1)))


def test_of_two_boxes_that_touch_one_holds_each_octant() -> None:
    """Their common wall, edges and diagonals go through the middles of octants. Fault: a line that meets an edge is met twice, or not."""
    grid = Grid((0.0, 0.0, 0.0), 1.0, (8, 8, 8))
    parts = [trimesh.creation.box(bounds=[[0.25, 0.25, lo], [6.25, 6.25, hi]]) for lo, hi in ((0.25, 3.25), (3.25, 6.25))]
    lower, upper = (covered(part, grid).sum() for part in parts)
    assert lower == upper == 12 * 12 * 6


def test_where_surfaces_lie_in_each_other_every_second_one_is_hollow() -> None:
    """Oracle: the octants of two boxes, one in the other."""
    outer, inner = trimesh.creation.box([16.1, 16.1, 16.1]), trimesh.creation.box([8.1, 8.1, 8.1])
    held = covered(trimesh.util.concatenate([outer, inner]), GRID).astype(int)
    np.testing.assert_array_equal(held, covered(outer, GRID).astype(int) - covered(inner, GRID))


def test_what_reaches_out_of_the_lattice_is_cut_there() -> None:
    """Oracle: the same on a lattice that holds it all."""
    part = (slice(10, 30), slice(3, 20), slice(20, 48))
    np.testing.assert_array_equal(covered(sphere(), GRID.cropped(part)), covered(sphere(), GRID)[part])
