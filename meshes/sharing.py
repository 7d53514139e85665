"""Work shared by threads; the result does not depend on how many there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import zip_longest
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


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
