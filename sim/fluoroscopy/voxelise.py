"""Closed surfaces as lattices: what they hold of each voxel, by straight lines through it, exact along each line."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import trimesh
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.space import Grid
from sim.fluoroscopy.projector import Bricks

LINES = 2
"""Lines along x through every voxel, both in y and in z."""
COARSE = 3
"""Voxels of a large body's inside are so many times as wide as those near its surface."""
UNITS = 9 * COARSE**3
"""Stored for a full voxel: what the coarse lattice holds between its nodes is a whole number of these."""
SLAB = 16
"""The fine lattice is filled so many coarse voxels at a time, to spare memory."""


def filled(meshes: Iterable[trimesh.Trimesh], spacing: float) -> Bricks:
    """Surfaces beside each other, as the share of each voxel inside any of them."""
    made = []
    for mesh in meshes:
        grid = Grid.covering(mesh.bounds[0] - 2 * spacing, mesh.bounds[1] + 2 * spacing, spacing)
        made.append(Bricks.of(grid, np.rint(shares(mesh, grid) * UNITS).astype(np.uint8), 1 / UNITS))
    return Bricks.joined(made)


def hollowed(mesh: trimesh.Trimesh, spacing: float) -> list[Bricks]:
    """A large body: a coarse lattice for the inside, and what it lacks up to the surface in a fine one.

    Between its nodes the coarse lattice is as the projector reads it, so that on the fine one's nodes the two add up to the body.
    """
    coarse = Grid.covering(mesh.bounds[0] - 2 * COARSE * spacing, mesh.bounds[1] + 2 * COARSE * spacing, COARSE * spacing)
    deep = _deep(mesh, coarse)
    shell = []
    for first in range(0, coarse.shape[2] - 1, SLAB):
        nodes = deep[:, :, first : first + SLAB + 1]
        between = (nodes.shape[0] - 1) * COARSE, (nodes.shape[1] - 1) * COARSE, (nodes.shape[2] - 1) * COARSE
        x, y, z = coarse.origin
        fine = Grid((x, y, z + first * coarse.spacing), spacing, between)
        lacking = np.rint(shares(mesh, fine) * UNITS) - _between(nodes) * UNITS
        shell.append(Bricks.of(fine, np.maximum(lacking, 0).astype(np.uint8), 1 / UNITS))
    return [Bricks.of(coarse, deep.astype(np.uint8), 1.0), Bricks.joined(shell)]


def _deep(mesh: trimesh.Trimesh, coarse: Grid) -> NDArray[np.bool_]:
    """[x, y, z]: whether the surface holds all within three quarters of a coarse voxel of a node.

    Then it holds at least as much of every fine voxel as the coarse lattice has between its nodes, whose weight falls to nothing over one
    voxel; a narrower margin could have more, a wider one leaves the fine lattice more to hold.
    """
    deep = np.zeros(coarse.shape, np.bool_)
    half = coarse.spacing / 2
    nx, ny, nz = coarse.shape
    for first in range(0, nz, SLAB):
        count = min(SLAB, nz - first)
        origin = np.asarray(coarse.origin) + [-half, -half, first * coarse.spacing - half]
        full = shares(mesh, Grid(tuple(origin.tolist()), half, (2 * nx + 1, 2 * ny + 1, 2 * count + 1))) > 1 - 0.5 / UNITS
        # a node's own half voxel and both beside it, along each axis
        full = full[:-1:2] & full[1::2] & full[2::2]
        full = full[:, :-1:2] & full[:, 1::2] & full[:, 2::2]
        deep[:, :, first : first + count] = full[:, :, :-1:2] & full[:, :, 1::2] & full[:, :, 2::2]
    return deep


def _between(nodes: NDArray[np.bool_]) -> NDArray[np.float32]:
    """What a coarse lattice holds on the nodes of the fine one, from the first coarse node up to the last."""
    values = nodes.astype(np.float32)
    for axis in range(3):
        steps = np.arange((values.shape[axis] - 1) * COARSE)
        part = ((steps % COARSE) / np.float32(COARSE)).reshape([-1 if a == axis else 1 for a in range(3)])
        near, far = values.take(steps // COARSE, axis), values.take(steps // COARSE + 1, axis)
        values = near + (far - near) * part.astype(np.float32)
    return values


def shares(mesh: trimesh.Trimesh, grid: Grid) -> NDArray[np.float32]:
    """[x, y, z]: the share of each voxel inside the surface, 0 to 1."""
    steps = np.zeros((grid.shape[0] + 1, *grid.shape[1:]), np.float32)
    voxels = (np.asarray(mesh.triangles, float) - np.asarray(grid.origin)) / grid.spacing + 0.5
    _enter(voxels, steps)
    np.cumsum(steps, axis=0, out=steps)
    return steps[:-1]


@compiled(error_model="numpy")
def _enter(triangles: NDArray[np.float64], steps: NDArray[np.float32]) -> None:
    """Where lines along x go in and out: what each voxel holds more than the one before it.

    A line belongs to a triangle's edges half-open, and an edge is worked out from the same end for both its triangles, so that none is
    missed or met twice. Lines that enter before the lattice do so in its first voxel.
    """
    nx, ny, nz = steps.shape[0] - 1, steps.shape[1], steps.shape[2]
    each = 1.0 / (LINES * LINES)
    for t in range(len(triangles)):
        p = triangles[t]
        facing = (p[1, 1] - p[0, 1]) * (p[2, 2] - p[0, 2]) - (p[1, 2] - p[0, 2]) * (p[2, 1] - p[0, 1])
        sign = each if facing < 0 else -each
        lowest, highest = min(p[0, 2], p[1, 2], p[2, 2]), max(p[0, 2], p[1, 2], p[2, 2])
        for m in range(max(int(np.ceil(lowest * LINES - 0.5)), 0), min(int(np.ceil(highest * LINES - 0.5)), nz * LINES)):
            z = (m + 0.5) / LINES
            near, near_x, far, far_x = np.inf, 0.0, -np.inf, 0.0
            for a in range(3):
                low, high = p[a], p[(a + 1) % 3]
                if low[2] > high[2]:
                    low, high = high, low
                if low[2] <= z < high[2]:
                    part = (z - low[2]) / (high[2] - low[2])
                    x, y = low[0] + (high[0] - low[0]) * part, low[1] + (high[1] - low[1]) * part
                    if y < near:
                        near, near_x = y, x
                    if y > far:
                        far, far_x = y, x
            for n in range(max(int(np.ceil(near * LINES - 0.5)), 0), min(int(np.ceil(far * LINES - 0.5)), ny * LINES)):
                x = near_x + (far_x - near_x) * ((n + 0.5) / LINES - near) / (far - near)
                x = min(max(x, 0.0), float(nx))
                i = min(int(x), nx - 1)
                steps[i, n // LINES, m // LINES] += sign * (i + 1 - x)
                steps[i + 1, n // LINES, m // LINES] += sign * (x - i)
