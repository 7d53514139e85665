"""Tissues onto a lattice, layer over layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.leaves import Leaves
from meshes.shapes import Points, Shape
from meshes.sharing import shared
from meshes.space import Grid
from meshes.telling import Progress, silent
from meshes.tissues import Tissue

FEW = 0.5
"""If no more of a cell's voxels are in question a layer is asked about those alone; of all, what one works out serves the others."""

Layer = tuple[Tissue | Callable[[Points], NDArray[np.uint8]], Shape]
"""A tissue, or what tells the tissue point by point, and the shape that holds it."""
Numbers = NDArray[np.int64]
"""Of blocks; rising."""


def paint(labels: NDArray[np.uint8], grid: Grid, layers: list[Layer], progress: Progress = silent) -> None:
    """Give every voxel the tissue of the LAST layer that holds its centre; what no layer holds keeps its label.

    A block well inside a layer takes it whole, a block well outside skips it: only borders are worked out voxel by voxel.
    """
    leaves = Leaves.of(grid, tuple(slice(0, n) for n in grid.shape))  # type: ignore[arg-type]
    count = len(leaves.start)
    whole, asked = _borders(leaves, layers, np.full(count, -1), None)
    cut = _among(count, *asked)
    twigs, leaf = leaves.twigs(np.flatnonzero(cut))
    twig_whole, twig_asked = _borders(twigs, layers, whole[leaf], [np.flatnonzero(_among(count, some)[leaf]) for some in asked])
    whole[cut] = -1
    jobs = _Drawing.of(labels, layers, leaves, whole, []) + _Drawing.of(labels, layers, twigs, twig_whole, twig_asked)
    done = 0

    def work(job: _Drawing) -> None:
        nonlocal done
        job.draw()
        done += len(job.batch)
        progress("drawing the tissues", min(done / (count + len(twigs.start)), 1.0))

    shared(work, jobs)


def _among(count: int, *some: Numbers) -> NDArray[np.bool_]:
    """(count,) which are among some."""
    found = np.zeros(count, bool)
    for numbers in some:
        found[numbers] = True
    return found


def _borders(
    blocks: Leaves, layers: list[Layer], whole: NDArray[np.int64], asked: list[Numbers] | None
) -> tuple[NDArray[np.int64], list[Numbers]]:
    """(n,) the last layer that holds all of a block, -1 if none does; and for each layer the blocks of which it may hold a part that no
    later one holds.

    whole, asked : the same of the leaves that the blocks were cut from, if they were.
    """
    inside, mixed = [np.zeros(0, np.int64)] * len(layers), [np.zeros(0, np.int64)] * len(layers)

    def work(k: int) -> None:
        among = None if asked is None else asked[k]
        if among is None or len(among):
            near, least, most = blocks.ranges(layers[k][1], among)
            inside[k], mixed[k] = near[most < 0], near[(least <= 0) & (most >= 0)]

    shared(work, list(range(len(layers))))
    whole = whole.copy()
    for k, some in enumerate(inside):
        whole[some] = np.maximum(whole[some], k)
    return whole, [some[whole[some] < k] for k, some in enumerate(mixed)]


class _Drawing:
    """One cell's blocks, drawn together."""

    def __init__(self, labels: NDArray[np.uint8], layers: list[Layer], blocks: Leaves, batch: Numbers, whole: NDArray[np.int64]) -> None:
        self.labels, self.layers, self.blocks, self.batch = labels, layers, blocks, batch
        self.whole = whole
        """(n,) the last layer that holds all of a block, or -1"""
        self.asked: list[tuple[int, Numbers]] = []
        """Layers, the first one first, and which of these blocks each holds a part of."""

    @staticmethod
    def of(
        labels: NDArray[np.uint8], layers: list[Layer], blocks: Leaves, whole: NDArray[np.int64], asked: list[Numbers]
    ) -> list[_Drawing]:
        """All that is to be drawn."""
        touched = _among(len(whole), *asked) | (whole >= 0)
        batches = blocks.batches(np.flatnonzero(touched))
        jobs = [_Drawing(labels, layers, blocks, batch, whole[batch]) for batch in batches]
        place = np.cumsum(touched) - 1
        ends = np.cumsum([0, *(len(batch) for batch in batches)])
        for k, some in enumerate(asked):
            places = place[some]
            bounds = np.searchsorted(places, ends)
            for n in np.flatnonzero(np.diff(bounds)):
                jobs[n].asked.append((k, places[bounds[n] : bounds[n + 1]] - ends[n]))
        return jobs

    def draw(self) -> None:
        """The last layer first: what it takes no other is asked about."""
        first = np.cumsum([0, *self.blocks.size[self.batch]])
        left, points = np.ones(first[-1], bool), None
        asked, values = dict(self.asked), self.blocks.read(self.labels, self.batch)
        for k in np.unique([*asked, *self.whole])[::-1]:
            if k < 0:
                break
            kind, shape = self.layers[k]
            taken = _left(first, np.flatnonzero(self.whole == k), left)
            points = points or self.blocks.points(self.batch)
            if k in asked and len(open_ := _left(first, asked[k], left)):
                field = shape(points)[open_] if len(open_) > FEW * len(left) else shape(points.chosen(open_))
                taken = np.concatenate([taken, open_[field < 0]])
            if len(taken):
                values[taken] = kind if isinstance(kind, Tissue) else kind(points.chosen(taken))
                left[taken] = False
                if not left.any():
                    break
        self.blocks.write(self.labels, self.batch, values)


@compiled
def _left(first: NDArray[Any], blocks: NDArray[Any], left: NDArray[Any]) -> NDArray[np.int64]:
    """The numbers of those voxels of some blocks that are left."""
    count = 0
    for b in blocks:
        count += first[b + 1] - first[b]
    found, n = np.empty(count, np.int64), 0
    for b in blocks:
        for i in range(first[b], first[b + 1]):
            found[n] = i
            n += left[i]
    return found[:n]
