"""Shapes onto lattices, block by block; the result does not depend on how many threads share the work."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meshes.shapes import FAR, Box, Points, Shape
from meshes.space import Grid
from meshes.tissues import Tissue

LEAF = 8
"""Voxels along the edge of the smallest block that is asked for or skipped as a whole."""
CELL = 4
"""Leaves along the edge of the cell whose leaves are worked on together: enough that numpy's calls are worth their cost, and close enough
together that most shapes are nowhere near."""

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
        self.size = (self.stop - self.start).prod(1)
        """(n,) voxels"""
        middle = np.asarray(grid.origin) + grid.spacing * (self.start + self.stop - 1) / 2
        self.middles = Points.of(middle)
        half = grid.spacing * (self.stop - self.start - 1) / 2
        self.radius = np.sqrt((half * half).sum(1)).astype(np.float32)
        """(n,) mm from the middle to the corner voxels' centres"""

    def batches(self, chosen: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """Numbers of leaves, those of a cell at a time."""
        cell = (self.start - self.start.min(0, initial=0)) // (LEAF * CELL)
        _, number = np.unique(cell[chosen], axis=0, return_inverse=True)
        order = np.argsort(number, kind="stable")
        return np.split(chosen[order], np.flatnonzero(np.diff(number[order])) + 1) if len(chosen) else []

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

    def points(self, batch: NDArray[np.int64]) -> Points:
        """The voxel centres of some leaves, one leaf after the other."""
        x, y, z = (np.empty(int(self.size[batch].sum()), np.float32) for _ in range(3))
        start, stop = self.start[batch], self.stop[batch]
        _centres(np.asarray(self.grid.origin, float), self.grid.spacing, start, stop, x, y, z)
        ends = np.stack([start.min(0), stop.max(0) - 1])
        lo, hi = (np.asarray(self.grid.origin) + self.grid.spacing * ends).astype(np.float32).astype(float).tolist()
        return Points(x, y, z, Box(tuple(lo), tuple(hi)))

    def read(self, volume: NDArray, batch: NDArray[np.int64]) -> NDArray:
        """The voxels of some leaves, in the order of ``points``."""
        values = np.empty(int(self.size[batch].sum()), volume.dtype)
        _copy(volume, self.start[batch], self.stop[batch], values, False)
        return values

    def write(self, volume: NDArray, batch: NDArray[np.int64], values: NDArray) -> None:
        """The reverse of ``read``."""
        _copy(volume, self.start[batch], self.stop[batch], values.astype(volume.dtype, copy=False), True)

    def holding(self, field: NDArray, below: float) -> NDArray[np.int64]:
        """The numbers of the leaves that hold a value less than ``below``."""
        found = np.zeros(len(self.start), np.bool_)
        _least(field, self.start, self.stop, below, found)
        return np.flatnonzero(found)

    def spread(self, batch: NDArray[np.int64], per_leaf: NDArray) -> NDArray:
        """A value per leaf as a value per voxel, in the order of ``points``."""
        return np.repeat(per_leaf, self.size[batch])


@njit(cache=True, nogil=True)
def _centres(origin: NDArray, spacing: float, start: NDArray, stop: NDArray, x: NDArray, y: NDArray, z: NDArray) -> None:
    at = 0
    for n in range(len(start)):
        for i in range(start[n, 0], stop[n, 0]):
            for j in range(start[n, 1], stop[n, 1]):
                for k in range(start[n, 2], stop[n, 2]):
                    x[at] = origin[0] + spacing * i
                    y[at] = origin[1] + spacing * j
                    z[at] = origin[2] + spacing * k
                    at += 1


@njit(cache=True, nogil=True)
def _copy(volume: NDArray, start: NDArray, stop: NDArray, values: NDArray, into: bool) -> None:
    at = 0
    for n in range(len(start)):
        for i in range(start[n, 0], stop[n, 0]):
            for j in range(start[n, 1], stop[n, 1]):
                for k in range(start[n, 2], stop[n, 2]):
                    if into:
                        volume[i, j, k] = values[at]
                    else:
                        values[at] = volume[i, j, k]
                    at += 1


@njit(cache=True, nogil=True)
def _least(field: NDArray, start: NDArray, stop: NDArray, below: float, found: NDArray) -> None:
    for n in range(len(start)):
        for i in range(start[n, 0], stop[n, 0]):
            for j in range(start[n, 1], stop[n, 1]):
                for k in range(start[n, 2], stop[n, 2]):
                    found[n] |= field[i, j, k] < below


def sample(shape: Shape, grid: Grid, reach: float) -> NDArray[np.float32]:
    """The field on the lattice, clipped to +-``reach`` mm."""
    out = np.full(grid.shape, reach, np.float32)
    leaves = Leaves(grid, grid.box_index(np.array(shape.box.lo) - reach, np.array(shape.box.hi) + reach))
    middle = leaves.at_middles(shape)
    margin = shape.steepest * leaves.radius
    deep = np.flatnonzero(middle < -margin - reach)
    leaves.write(out, deep, np.full(int(leaves.size[deep].sum()), -reach, np.float32))

    def work(batch: NDArray[np.int64]) -> None:
        leaves.write(out, batch, np.clip(shape(leaves.points(batch)), -reach, reach))

    shared(work, leaves.batches(np.flatnonzero(np.abs(middle) <= margin + reach)))
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
    jobs = leaves.batches(np.flatnonzero(mixed.any(0) | (last_whole >= 0)))
    done = 0

    def work(batch: NDArray[np.int64]) -> None:
        nonlocal done
        points = leaves.points(batch)
        values = leaves.read(labels, batch)
        for k in np.unique(np.concatenate([np.flatnonzero(mixed[:, batch].any(1)), last_whole[batch]])):
            if k < 0:
                continue
            kind, shape = layers[k]
            mask = leaves.spread(batch, last_whole[batch] == k)
            if mixed[k, batch].any():
                mask |= leaves.spread(batch, mixed[k, batch]) & (shape(points) < 0)
            values[mask] = kind if isinstance(kind, Tissue) else kind(points)[mask]
        leaves.write(labels, batch, values)
        done += 1
        if done % 32 == 0:
            progress("drawing the tissues", 0.3 + 0.7 * done / len(jobs))

    shared(work, jobs)
