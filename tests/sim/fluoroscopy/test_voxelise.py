"""What closed surfaces hold of voxels."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from meshes.space import Grid
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.voxelise import filled, hollowed, shares


def test_a_box_holds_its_part_of_every_voxel() -> None:
    """Oracle: overlap of intervals, exact along x, in halves along y and z, where the box's faces lie on voxels' borders and middles."""
    grid = Grid((0.0, 0.0, 0.0), 2.0, (12, 10, 9))
    lo, hi = np.array([2.3, 3.0, 2.0]), np.array([17.1, 12.0, 11.0])
    box = trimesh.creation.box(bounds=[lo, hi])
    part = [np.clip(np.minimum(axis + 1, b) - np.maximum(axis - 1, a), 0, None) / 2 for axis, a, b in zip(grid.axes(), lo, hi, strict=True)]
    np.testing.assert_allclose(shares(box, grid), part[0][:, None, None] * part[1][None, :, None] * part[2][None, None, :], atol=1e-5)


@pytest.mark.parametrize("spacing", [0.5, 1.0])
def test_a_ball_holds_its_volume(spacing: float) -> None:
    """Oracle: the surface's own volume (divergence theorem), 0.1 %; full in the middle, nothing outside, no line left open."""
    ball = trimesh.creation.icosphere(4, 11.0)
    ball.apply_translation([0.3, -0.2, 0.1])
    grid = Grid.covering(ball.bounds[0] - 2, ball.bounds[1] + 2, spacing)
    held = shares(ball, grid)
    assert held.sum(dtype=float) * spacing**3 == pytest.approx(ball.volume, rel=1e-3)
    x, y, z = (axis - shift for axis, shift in zip(grid.axes(), (0.3, -0.2, 0.1), strict=True))
    r = np.sqrt(x[:, None, None] ** 2 + y[None, :, None] ** 2 + z[None, None, :] ** 2)
    np.testing.assert_allclose(held[r < 11 - 1.5 * spacing - 0.1], 1, atol=1e-5)
    np.testing.assert_allclose(held[r > 11 + 1.5 * spacing], 0, atol=1e-5)


def test_a_slice_is_the_slice_of_the_whole() -> None:
    """Oracle: the same voxels in a lattice that reaches round the surface; the slice cuts it on all sides."""
    ball = trimesh.creation.icosphere(3, 9.0)
    whole = Grid((-10.0, -10.0, -10.0), 1.0, (21, 21, 21))
    part = Grid((-5.0, -6.0, -2.0), 1.0, (9, 8, 6))
    np.testing.assert_allclose(shares(ball, part), shares(ball, whole)[5:14, 4:12, 8:14], atol=1e-5)


def test_a_hollowed_body_is_the_body() -> None:
    """Oracle: the same surface in one lattice: a third of a voxel may be lost or gained in each of three lattices: 0.17 + 0.17 + 0.5 mm."""
    ball = trimesh.creation.icosphere(4, 24.0)
    view = View(Pose(25.0, 12.0, (0.0, 0.0, 0.0)), 150.0)
    whole, parts = filled([ball], 0.5).paths(view, 128), sum(part.paths(view, 128) for part in hollowed(ball, 0.5))
    assert whole.max() > 47.5
    np.testing.assert_allclose(parts, whole, atol=0.84)
    assert parts.sum(dtype=float) == pytest.approx(whole.sum(dtype=float), rel=5e-4)
