"""A lattice cut into blocks, and the blocks into twigs: what is asked for or skipped as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.shapes import Array, Box, Points, Shape
from meshes.space import Grid

LEAF, TWIG = 8, 4
"""Voxels along the edge of the blocks that are asked for or skipped as a whole: first leaves, then the twigs of those that are left."""
CELL = 48
"""Voxels along the edge of the cell whose blocks are worked on together: enough that numpy's calls are worth their cost and that two
threads do not wait for each other between them; close enough together that most shapes are nowhere near."""

Slices = tuple[slice, slice, slice]


class Leaves:
    """Blocks of voxels that together fill a box, or a part of one; numbered cell by cell."""

    def __init__(self, grid: Grid, start: NDArray[np.int64], stop: NDArray[np.int64], cell: NDArray[np.int64]) -> None:
        self.grid, self.start, self.stop = grid, start, stop
        """(n, 3) first voxel of each leaf, and one past its last"""
        self.cell = cell
        """(n,) the number of its cell, never falling"""
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
        start, stop = (np.stack(np.meshgrid(*ends, indexing="ij"), -1).reshape(-1, 3) for ends in (starts, stops))
        order, cell = _by_cell(start)
        return Leaves(grid, start[order], stop[order], cell)

    def twigs(self, chosen: NDArray[np.int64]) -> tuple[Leaves, NDArray[np.int64]]:
        """Some leaves cut again, into blocks of TWIG voxels; and (m,) which leaf each is from."""
        corner = np.stack(np.meshgrid(*[np.arange(0, LEAF, TWIG)] * 3, indexing="ij"), -1).reshape(-1, 3)
        start = (self.start[chosen][:, None] + corner).reshape(-1, 3)
        leaf = np.repeat(chosen, len(corner))
        there = np.flatnonzero((start < self.stop[leaf]).all(1))
        order, cell = _by_cell(start[there])
        start, leaf = start[there[order]], leaf[there[order]]
        return Leaves(self.grid, start, np.minimum(start + TWIG, self.stop[leaf]), cell), leaf

    def batches(self, chosen: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """Numbers of leaves, which rise, those of a cell at a time."""
        return np.split(chosen, np.flatnonzero(np.diff(self.cell[chosen])) + 1) if len(chosen) else []

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

    def read(self, volume: NDArray[Any], batch: NDArray[np.int64]) -> NDArray[Any]:
        """The voxels of some leaves, in the order of ``points``."""
        values = np.empty(int(self.size[batch].sum()), volume.dtype)
        _copy(volume, self.start[batch], self.stop[batch], values, False)
        return values

    def write(self, volume: NDArray[Any], batch: NDArray[np.int64], values: NDArray[Any]) -> None:
        """The reverse of ``read``."""
        _copy(volume, self.start[batch], self.stop[batch], values.astype(volume.dtype, copy=False), True)

    def holding(self, field: NDArray[Any], below: float) -> NDArray[np.int64]:
        """The numbers of the leaves that hold a value less than ``below``."""
        found = np.zeros(len(self.start), np.bool_)
        _least(field, self.start, self.stop, below, found)
        return np.flatnonzero(found)


def _by_cell(start: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The order in which blocks follow each other cell by cell; and the number of each one's cell, in that order."""
    cell = start // CELL
    number = np.ravel_multi_index(tuple(cell.T), tuple(cell.max(0, initial=0) + 1))
    order = np.argsort(number, kind="stable")
    return order, number[order]


@compiled
def _centres(
    origin: NDArray[Any], spacing: float, start: NDArray[Any], stop: NDArray[Any], x: NDArray[Any], y: NDArray[Any], z: NDArray[Any]
) -> None:
    at = 0
    for n in range(len(start)):
        for i in range(start[n, 0], stop[n, 0]):
            for j in range(start[n, 1], stop[n, 1]):
                for k in range(start[n, 2], stop[n, 2]):
                    x[at] = origin[0] + spacing * i
                    y[at] = origin[1] + spacing * j
                    z[at] = origin[2] + spacing * k
                    at += 1


@compiled
def _copy(volume: NDArray[Any], start: NDArray[Any], stop: NDArray[Any], values: NDArray[Any], into: bool) -> None:
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


@compiled
def _least(field: NDArray[Any], start: NDArray[Any], stop: NDArray[Any], below: float, found: NDArray[Any]) -> None:
    for n in range(len(start)):
        for i in range(start[n, 0], stop[n, 0]):
            for j in range(start[n, 1], stop[n, 1]):
                for k in range(start[n, 2], stop[n, 2]):
                    found[n] |= field[i, j, k] < below
