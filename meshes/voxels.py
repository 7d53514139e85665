"""Shapes onto lattices, block by block; the result does not depend on how many threads share the work."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meshes.shapes import Array, Box, Points, Shape
from meshes.space import Grid
from meshes.tissues import Tissue

LEAF, TWIG = 8, 4
"""Voxels along the edge of the blocks that are asked for or skipped as a whole: first leaves, then the twigs of those that are left."""
CELL = 48
"""Voxels along the edge of the cell whose blocks are worked on together: enough that numpy's calls are worth their cost and that two
threads do not wait for each other between them; close enough together that most shapes are nowhere near."""
FEW = 0.5
"""If no more of a cell's voxels are in question a layer is asked about those alone; of all, what one layer worked out serves the others."""

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0 to 1; may raise to cancel."""

Slices = tuple[slice, slice, slice]
Layer = tuple[Tissue | Callable[[Points], NDArray[np.uint8]], Shape]
"""A tissue, or what tells the tissue point by point, and the shape that holds it."""


def silent(stage: str, share: float) -> None:
    """Progress that nobody watches."""


def stage(progress: Progress, first: float, last: float) -> Progress:
    """What a stage tells of itself, as the share of the whole that lies between two shares."""
    return lambda what, share: progress(what, first + (last - first) * share)


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
    """Blocks of voxels that together fill a box, or a part of one."""

    def __init__(self, grid: Grid, start: NDArray[np.int64], stop: NDArray[np.int64]) -> None:
        self.grid, self.start, self.stop = grid, start, stop
        """(n, 3) first voxel of each leaf, and one past its last"""
        self.size = (self.stop - self.start).prod(1)
        """(n,) voxels"""
        middle = np.asarray(grid.origin) + grid.spacing * (self.start + self.stop - 1) / 2
        self.middles = Points.of(middle) if len(middle) else None
        half = grid.spacing * (self.stop - self.start - 1) / 2
        self.radius = np.sqrt((half * half).sum(1)).astype(np.float32)
        """(n,) mm from the middle to the corner voxels' centres"""
        self._widest = float(self.radius.max(initial=0.0)) + grid.spacing

    @staticmethod
    def of(grid: Grid, box: Slices, edge: int = LEAF) -> Leaves:
        """A box of voxels cut into leaves of ``edge`` voxels."""
        starts = [np.arange(s.start, s.stop, edge) for s in box]
        stops = [np.minimum(a + edge, s.stop) for a, s in zip(starts, box, strict=True)]
        return Leaves(grid, *(np.stack(np.meshgrid(*ends, indexing="ij"), -1).reshape(-1, 3) for ends in (starts, stops)))

    def twigs(self, chosen: NDArray[np.int64]) -> tuple[Leaves, NDArray[np.int64]]:
        """Some leaves cut again, into blocks of TWIG voxels; and (m,) which leaf each is from."""
        corner = np.stack(np.meshgrid(*[np.arange(0, LEAF, TWIG)] * 3, indexing="ij"), -1).reshape(-1, 3)
        start = (self.start[chosen][:, None] + corner).reshape(-1, 3)
        leaf = np.repeat(chosen, len(corner))
        there = (start < self.stop[leaf]).all(1)
        start, leaf = start[there], leaf[there]
        return Leaves(self.grid, start, np.minimum(start + TWIG, self.stop[leaf])), leaf

    def batches(self, chosen: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """Numbers of leaves, those of a cell at a time."""
        if not len(chosen):
            return []
        cell = self.start[chosen] // CELL
        number = np.ravel_multi_index(tuple(cell.T), tuple(cell.max(0) + 1))
        order = np.argsort(number, kind="stable")
        return np.split(chosen[order], np.flatnonzero(np.diff(number[order])) + 1)

    def ranges(self, shape: Shape, among: NDArray[np.int64] | None = None) -> tuple[NDArray[np.int64], Array, Array]:
        """The leaves that a shape's box reaches, of those ``among``; and the least and the greatest that the field can be in each."""
        if self.middles is None:
            none = np.zeros(0, np.float32)
            return np.zeros(0, np.int64), none, none
        middles = self.middles if among is None else self.middles.chosen(among)
        near = np.flatnonzero(shape.box.near(middles, self._widest))
        found = near if among is None else among[near]
        if not len(found):
            return found, *np.zeros((2, 0), np.float32)
        return found, *shape.within(middles.chosen(near), self.radius[found])

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


def paint(labels: NDArray[np.uint8], grid: Grid, layers: list[Layer], progress: Progress = silent) -> None:
    """Give every voxel the tissue of the LAST layer that holds its centre; what no layer holds keeps its label.

    A block well inside a layer takes it whole, a block well outside skips it: only borders are worked out voxel by voxel.
    """
    leaves = Leaves.of(grid, tuple(slice(0, n) for n in grid.shape))  # type: ignore[arg-type]
    whole, mixed = _borders(leaves, layers, np.full(len(leaves.start), -1), None)
    twigs, leaf = leaves.twigs(np.flatnonzero(mixed.any(0)))
    twig_whole, twig_mixed = _borders(twigs, layers, whole[leaf], mixed[:, leaf])
    whole[mixed.any(0)], mixed[:] = -1, False
    done = 0

    def drawn(blocks: Leaves, whole: NDArray[np.int64], mixed: NDArray[np.bool_]) -> None:
        jobs = blocks.batches(np.flatnonzero(mixed.any(0) | (whole >= 0)))

        def work(batch: NDArray[np.int64]) -> None:
            nonlocal done
            points, values = blocks.points(batch), blocks.read(labels, batch)
            left = np.ones(len(values), bool)
            # the last layer first: what it takes no other is asked about
            for k in np.unique(np.concatenate([np.flatnonzero(mixed[:, batch].any(1)), whole[batch]]))[::-1]:
                if k < 0:
                    break
                kind, shape = layers[k]
                mask = left & blocks.spread(batch, whole[batch] == k)
                asked = left & blocks.spread(batch, mixed[k, batch])
                if (count := int(np.count_nonzero(asked))) > FEW * len(asked):
                    mask |= asked & (shape(points) < 0)
                elif count:
                    mask[asked] = shape(points.chosen(asked)) < 0
                if mask.any():
                    values[mask] = kind if isinstance(kind, Tissue) else kind(points.chosen(mask))
                    left &= ~mask
                    if not left.any():
                        break
            blocks.write(labels, batch, values)
            done += len(batch)
            progress("drawing the tissues", min(done / (len(leaves.start) + len(twigs.start)), 1.0))

        shared(work, jobs)

    drawn(leaves, whole, mixed)
    drawn(twigs, twig_whole, twig_mixed)


def _borders(
    blocks: Leaves, layers: list[Layer], whole: NDArray[np.int64], asked: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(n,) the last layer that holds all of a block, -1 if none does; (layers, n) which later layers may hold a part of it.

    whole, asked : the same of the leaves that the blocks were cut from, if they were.
    """
    whole, mixed = whole.copy(), np.zeros((len(layers), len(blocks.start)), bool)
    for k, (_, shape) in enumerate(layers):
        among = None if asked is None else np.flatnonzero(asked[k])
        if among is not None and not len(among):
            continue
        near, least, most = blocks.ranges(shape, among)
        inside = near[most < 0]
        whole[inside] = np.maximum(whole[inside], k)
        mixed[k, near[(least <= 0) & (most >= 0)]] = True
    mixed &= np.arange(len(layers))[:, None] > whole
    return whole, mixed
