"""Work spread over processes, here or on somebody's cluster: the same comes of it whoever works, and whoever dies costs what it was at.

Processes of our own end with whoever began them, listen to this machine alone, and take work from nobody without this run's certificate.
A cluster is trusted: what its scheduler sends is run here, and what is sent there is run there.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")
DEATHS = 2
"""Work of ours at which so many processes died is put aside."""
AHEAD = 2
"""So many jobs are handed out for each thread that works: one is there when another is done."""
ANSWERS_S = 20
"""A scheduler and its first worker answer within this."""
HERE = "127.0.0.1"
SETTINGS = {
    "distributed.scheduler.allowed-failures": DEATHS - 1,
    "distributed.scheduler.worker-saturation": 1.0,  # a process that dies has nothing beside what it was at
    "distributed.nanny.pre-spawn-environ": {},  # memory given back at every turn takes twice the time
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
"""Of a cluster of our own."""
SEARCH_AFTER = (20_000, 20, 20)
"""New objects between two of Python's searches for what is no longer needed, and searches between two that go further. A quarter of a
million objects stay, and hardly any of the new ones refer to each other in a ring: as usual a tenth of an attempt is spent on searches.
"""


@dataclass(frozen=True)
class Crew:
    """Who works: so many processes here, or, whatever their number, those of the scheduler at an address like tcp://10.0.0.1:8786."""

    processes: int = 1
    cluster: str | None = None

    @property
    def alone(self) -> bool:
        """Whether no process but this one works."""
        return self.processes <= 1 and self.cluster is None


ALONE = Crew()


class WorkersLost(RuntimeError):
    """Nobody is there to work, or processes die at this work; says after what."""


def spread(work: Callable[..., T], jobs: Sequence[tuple[Any, ...]], crew: Crew = ALONE) -> Iterator[tuple[int, T]]:
    """The number of each job and what came of it, as they come. Raises WorkersLost if processes die at one again and again, all else done.

    Left early, by an error too, it leaves no process of ours behind.
    """
    if crew.alone or not jobs:
        for number, job in enumerate(jobs):
            yield number, work(*job)
        return
    with ExitStack() as held:
        yield from _Spreading(held.enter_context(_client(crew, len(jobs), held)), work, jobs, crew).results()


def in_order(pairs: Iterator[tuple[int, T]]) -> Iterator[T]:
    """What came of each job, in their order, each as soon as all before it are there."""
    come: dict[int, T] = {}
    following = 0
    for number, result in pairs:
        come[number] = result
        while following in come:
            yield come.pop(following)
            following += 1


def _client(crew: Crew, jobs: int, held: ExitStack) -> Client:
    """Somebody to hand work to; a cluster of our own is put away by ``held``."""
    import dask
    from distributed import Client, LocalCluster
    from distributed.security import Security

    if crew.cluster is None:
        held.enter_context(dask.config.set(SETTINGS))
        scratch = held.enter_context(TemporaryDirectory(prefix="tuohy-", ignore_cleanup_errors=True))
        cluster = LocalCluster(
            n_workers=min(crew.processes, jobs),
            threads_per_worker=1,
            host=HERE,
            dashboard_address=f"{HERE}:0",
            worker_dashboard_address=f"{HERE}:0",
            security=Security.temporary(),
            memory_limit=None,
            silence_logs=logging.CRITICAL,  # what is wrong is raised here, and told once
            local_directory=scratch,
            preload=[__name__],
        )
        return Client(held.enter_context(cluster), set_as_default=False)
    try:
        client = Client(crew.cluster, timeout=ANSWERS_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise WorkersLost(f"--cluster {crew.cluster}: no scheduler answers there ({error})") from None
    try:
        client.wait_for_workers(1, timeout=ANSWERS_S)
    except TimeoutError:
        client.close()
        raise WorkersLost(f"--cluster {crew.cluster}: its scheduler has no worker (start some: dask worker {crew.cluster})") from None
    return client


def search_seldom() -> None:
    """In a process that plays attempts, and nothing else: let Python look less often for what is no longer needed."""
    gc.set_threshold(*SEARCH_AFTER)


def dask_setup(worker: object) -> None:
    """In a process of ours, as it starts: Ctrl+C is told to the one who began it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    search_seldom()


class _Spreading:
    """Work on its way: no more is handed out than will soon be begun, however many jobs there are."""

    def __init__(self, client: Client, work: Callable[..., T], jobs: Sequence[tuple[Any, ...]], crew: Crew) -> None:
        self._client, self._work, self._jobs, self._crew = client, work, jobs, crew
        self._waiting = deque(range(len(jobs)))
        self._running: dict[Future, int] = {}
        self._put_aside: list[int] = []
        self._done = 0

    def results(self) -> Iterator[tuple[int, Any]]:
        """Of all jobs; those at which processes died come last, each alone, so that none is blamed for its neighbour."""
        yield from self._round(None)
        suspects, self._put_aside = self._put_aside, []
        for number in suspects:
            self._waiting.append(number)
            yield from self._round(1)
        if self._put_aside:
            raise WorkersLost(
                f"processes died again and again at the same work, {len(self._put_aside)} of {len(self._jobs)} left "
                "(is there too little memory?)"
            )

    def _round(self, most: int | None) -> Iterator[tuple[int, Any]]:
        """Of all that waits, ``most`` at a time, or as many as there are hands."""
        from distributed import KilledWorker, as_completed

        come = as_completed(loop=self._client.loop)
        self._hand_out(come, most)
        for future in come:
            number = self._running.pop(future)
            try:
                result = future.result()
            except KilledWorker:
                self._put_aside.append(number)
            except ModuleNotFoundError as error:
                raise WorkersLost(f"a worker cannot do this work: {error} (install the same Tuohy on every machine)") from None
            else:
                self._done += 1
                yield number, result
            future.release()
            self._hand_out(come, most)

    def _hand_out(self, come: Any, most: int | None) -> None:
        from distributed.client import FutureCancelledError

        try:
            wanted = most or max(AHEAD * sum(self._client.nthreads().values()), 1)
            while self._waiting and len(self._running) < wanted:
                number = self._waiting.popleft()
                future = self._client.submit(_at_work, code(), self._work, self._jobs[number], pure=False)
                self._running[future] = number
                come.add(future)
        except (OSError, FutureCancelledError) as error:
            raise WorkersLost(f"the scheduler is gone, {self._done} of {len(self._jobs)} done ({error})") from None


def _at_work(of: str, work: Callable[..., T], job: tuple[Any, ...]) -> T:
    """In a worker: one job, unless this is another program than the one that asks."""
    if code() != of:
        raise WorkersLost("a worker has another version of Tuohy: results would differ (install the same one on every machine)")
    return work(*job)


@cache
def code() -> str:
    """A hash of the program's modules and tables, by which two machines know that they have the same."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for room in ("meshes", "scenarios", "sim"):
        for path in sorted(p for p in (root / room).rglob("*") if p.suffix in (".py", ".csv", ".toml")):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]
