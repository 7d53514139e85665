"""Work spread over processes that end with whoever began them, and of which each may die: what it was at is done again."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")
Begin = tuple[Callable[..., None], tuple[Any, ...]]
"""What a worker does before its first job, and with what."""
MOST_DEATHS = 3
"""So often workers may die one after another without a job done between: then it is the job that kills them."""


class WorkersLost(RuntimeError):
    """Processes die at this work; says after what."""


def spread(work: Callable[..., T], jobs: Sequence[tuple[Any, ...]], workers: int, begin: Begin | None = None) -> Iterator[tuple[int, T]]:
    """The number of each job and what came of it, as they come. Raises WorkersLost if processes die at it again and again.

    Left early, by an error too, it leaves no process behind: whoever works ends at once, at the latest when this process does.
    """
    left, deaths = dict(enumerate(jobs)), 0
    while left:
        before = len(left)
        for number, result in _round(work, left, workers, begin):
            del left[number]
            yield number, result
        deaths = deaths + 1 if len(left) == before else 0
        left = dict(reversed(left.items()))  # what waits behind a job that kills comes first now
        if left and deaths == MOST_DEATHS:
            raise WorkersLost(
                f"processes died {MOST_DEATHS} times at the same work, {len(left)} of {len(jobs)} left (is there too little memory?)"
            )


def _round(work: Callable[..., T], jobs: dict[int, tuple[Any, ...]], workers: int, begin: Begin | None) -> Iterator[tuple[int, T]]:
    """What comes of the jobs until all are done, or a worker dies: then of the others nothing comes."""
    context = get_context("spawn")
    ending, hold = context.Pipe(duplex=False)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(ending, begin)) as pool:
        try:
            running = {pool.submit(work, *job): number for number, job in jobs.items()}
            for job in as_completed(running):
                if not isinstance(job.exception(), BrokenProcessPool):
                    yield running[job], job.result()
        except BrokenProcessPool:  # while jobs were still handed out
            return
        except BaseException:  # whatever it is, nobody waits for the workers
            hold.close()
            raise
    hold.close()
    ending.close()


def _begin(ending: Connection, begin: Begin | None) -> None:
    """In a worker: Ctrl+C is told to the one who began it; when that one lets go of the pipe, or dies, this process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(ending,), daemon=True).start()
    if begin is not None:
        does, given = begin
        does(*given)


def _end_with(ending: Connection) -> None:
    ending.poll(None)
    os._exit(1)
