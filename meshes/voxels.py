"""Shapes onto lattices, block by block; the result does not depend on how many threads share the work."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.shapes import FAR, Box, Points, Shape
from meshes.space import Grid
from meshes.tissues import Tissue

LEAF = 8
"""Voxels along the edge of the smallest block that is asked for or skipped as a whole."""
BATCH = 40
"""Neighbouring leaves worked on together, so that numpy's calls are worth their cost."""

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0 to 1; may raise to cancel."""

Slices = tuple[slice, slice, slice]
Layer = tuple[Tissue | Callable[[Points], NDArray[np.uint8]], Shape]
"""A tissue, or what tells the tissue point by point, and the shape that holds it."""


def silent(stage: str, share: float) -> None:
    """Progress that nobody watches."""


def threads() -> int:
    """How many threads share a job: TUOHY_THREADS, or all processors. Never changes a result."""
    return max(1, int(os.environ.get("TUOHY_THREADS", os.cpu_count() or 1)))


def shared(work: Callable[[Any], None], jobs: list) -> None:
    """Do all jobs; they must not touch the same memory."""
    if threads() == 1 or len(jobs) < 2:
        for job in jobs:
            work(job)
        return
    with ThreadPoolExecutor(threads()) as pool:
        for _ in pool.map(work, jobs):
            pass


class Leaves:
    """A box of voxels cut into leaves."""

    def __init__(self, grid: Grid, box: Slices) -> None:
        self.grid = grid
        starts = [np.arange(s.start, s.stop, LEAF) for s in box]
        stops = [np.minimum(a + LEAF, s.stop) for a, s in zip(starts, box, strict=True)]
        self.start = np.stack(np.meshgrid(*starts, indexing="ij"), -1).reshape(-1, 3)
        """(n, 3) first voxel of each leaf"""
        self.stop = np.stack(np.meshgrid(*stops, indexing="ij"), -1).reshape(-1, 3)
        middle = np.asarray(grid.origin) + grid.spacing * (self.start + self.stop - 1) / 2
        self.middles = Points.of(middle)
        half = grid.spacing * (self.stop - self.start - 1) / 2
        self.radius = np.sqrt((half * half).sum(1)).astype(np.float32)
        """(n,) mm from the middle to the corner voxels' centres"""

    def block(self, i: int | np.integer) -> Slices:
        return tuple(slice(int(a), int(b)) for a, b in zip(self.start[i], self.stop[i], strict=True))  # type: ignore[return-value]

    def at_middles(self, shape: Shape) -> NDArray[np.float32]:
        """The field in the middle of every leaf near the shape's box, FAR elsewhere."""
        m = self.middles
        lo, hi = shape.box.lo, shape.box.hi
        pad = float(self.radius.max(initial=0.0)) + self.grid.spacing
        near = np.ones(len(m.x), bool)
        for axis, a, b in zip((m.x, m.y, m.z), lo, hi, strict=True):
            near &= (axis >= a - pad) & (axis <= b + pad)
        value = np.full(len(m.x), FAR, np.float32)
        if near.any():
            value[near] = shape(Points.of(np.column_stack([m.x[near], m.y[near], m.z[near]])))
        return value


def points_of(grid: Grid, blocks: list[Slices]) -> tuple[Points, list[slice]]:
    """The voxel centres of some blocks, one after the other, and where each block's are."""
    xs: list[NDArray] = []
    ys: list[NDArray] = []
    zs: list[NDArray] = []
    places: list[slice] = []
    at = 0
    for block in blocks:
        axes = [(o + grid.spacing * np.arange(s.start, s.stop)).astype(np.float32) for o, s in zip(grid.origin, block, strict=True)]
        size = tuple(len(a) for a in axes)
        for out, axis, view in zip(
            (xs, ys, zs), axes, ((slice(None), None, None), (None, slice(None), None), (None, None, slice(None))), strict=True
        ):
            out.append(np.broadcast_to(axis[view], size).ravel())
        places.append(slice(at, at + len(xs[-1])))
        at += len(xs[-1])
    x, y, z = (np.concatenate(a) for a in (xs, ys, zs))
    box = Box(*(tuple(float(getattr(a, which)()) for a in (x, y, z)) for which in ("min", "max")))  # type: ignore[arg-type]
    return Points(x, y, z, box), places


def batches(chosen: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Numbers of leaves, some at a time."""
    return [chosen[i : i + BATCH] for i in range(0, len(chosen), BATCH)]


def sample(shape: Shape, grid: Grid, reach: float) -> NDArray[np.float32]:
    """The field on the lattice, clipped to +-``reach`` mm."""
    out = np.full(grid.shape, reach, np.float32)
    leaves = Leaves(grid, grid.box_index(np.array(shape.box.lo) - reach, np.array(shape.box.hi) + reach))
    middle = leaves.at_middles(shape)
    margin = shape.steepest * leaves.radius
    for i in np.flatnonzero(middle < -margin - reach):
        out[leaves.block(i)] = -reach

    def work(batch: NDArray[np.int64]) -> None:
        blocks = [leaves.block(i) for i in batch]
        points, places = points_of(grid, blocks)
        value = np.clip(shape(points), -reach, reach)
        for block, place in zip(blocks, places, strict=True):
            out[block] = value[place].reshape(tuple(s.stop - s.start for s in block))

    shared(work, batches(np.flatnonzero(np.abs(middle) <= margin + reach)))
    return out


def paint(labels: NDArray[np.uint8], grid: Grid, layers: list[Layer], progress: Progress = silent) -> None:
    """Give every voxel the tissue of the LAST layer that holds its centre; what no layer holds keeps its label.

    A leaf well inside a layer takes it whole, a leaf well outside skips it: only borders are worked out voxel by voxel.
    """
    leaves = Leaves(grid, tuple(slice(0, n) for n in grid.shape))  # type: ignore[arg-type]
    n, depth = len(leaves.start), len(layers)
    inside, mixed = np.zeros((depth, n), bool), np.zeros((depth, n), bool)
    for k, (_, shape) in enumerate(layers):
        progress("drawing the tissues", 0.3 * k / depth)
        middle, margin = leaves.at_middles(shape), shape.steepest * leaves.radius
        inside[k], mixed[k] = middle < -margin, np.abs(middle) <= margin
    last_whole = np.where(inside.any(0), depth - 1 - np.argmax(inside[::-1], axis=0), -1)
    for k in range(depth):
        mixed[k] &= k > last_whole
    to_ask = np.flatnonzero(mixed.any(0) | (last_whole >= 0))
    jobs = batches(to_ask)
    done = 0

    def work(batch: NDArray[np.int64]) -> None:
        nonlocal done
        blocks = [leaves.block(i) for i in batch]
        points, places = points_of(grid, blocks)
        values = np.concatenate([labels[block].ravel() for block in blocks])
        for k in range(depth):
            kind, shape = layers[k]
            whole, border = last_whole[batch] == k, mixed[k, batch]
            if not (whole.any() or border.any()):
                continue
            mask = np.zeros(len(values), bool)
            if border.any():
                mask = shape(points) < 0
                for place, on_border in zip(places, border, strict=True):
                    mask[place] &= on_border
            for place, is_whole in zip(places, whole, strict=True):
                mask[place] |= is_whole
            values[mask] = kind if isinstance(kind, Tissue) else kind(points)[mask]
        for block, place in zip(blocks, places, strict=True):
            labels[block] = values[place].reshape(tuple(s.stop - s.start for s in block))
        done += 1
        if done % 32 == 0:
            progress("drawing the tissues", 0.3 + 0.7 * done / len(jobs))

    shared(work, jobs)
