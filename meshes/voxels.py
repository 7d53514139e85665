"""Fields onto lattices, block by block; the result does not depend on how many threads share the work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import zip_longest
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from meshes.leaves import Leaves
from meshes.shapes import Shape
from meshes.space import Grid

T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0 to 1; may raise to cancel."""


def silent(stage: str, share: float) -> None:
    """Progress that nobody watches."""


def stage(progress: Progress, first: float, last: float) -> Progress:
    """What a stage tells of itself, as the share of the whole that lies between two shares."""
    return lambda what, share: progress(what, first + (last - first) * share)


def threads() -> int:
    """How many threads share a job: TUOHY_THREADS, or all processors. Never changes a result."""
    return max(1, int(os.environ.get("TUOHY_THREADS", os.cpu_count() or 1)))


def shared(work: Callable[[T], None], jobs: Sequence[T]) -> None:
    """Do all jobs; they must not touch the same memory."""
    for _ in side_by_side(work, jobs):
        pass


def side_by_side(work: Callable[[T], R], jobs: Sequence[T]) -> Iterator[tuple[T, R]]:
    """Each job and what came of it, in their order, several at once; they must not touch the same memory. Raises what the first raised."""
    if threads() == 1 or len(jobs) < 2:
        yield from ((job, work(job)) for job in jobs)
        return
    with ThreadPoolExecutor(threads()) as pool:
        yield from zip(jobs, pool.map(work, jobs), strict=True)


@contextmanager
def aside() -> Iterator[Callable[[Callable[[], T]], Future[T]]]:
    """Gives work to a thread of its own, while this one goes on; it is over where the block ends."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit


def ahead(work: Callable[[T], R], jobs: Sequence[T]) -> Iterator[tuple[T, R]]:
    """Each job and what came of it, in their order; while the caller deals with one, the next is under way."""
    with aside() as begin:
        waiting = [begin(partial(work, job)) for job in jobs[:1]]
        for job, after in zip_longest(jobs, jobs[1:]):
            found = waiting.pop().result()
            if after is not None:
                waiting.append(begin(partial(work, after)))
            yield job, found


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
