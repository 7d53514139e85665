"""Runs a study over processes: patient by patient, each note kept as soon as it is there, the same whoever worked at it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from meshes.quoting import quoted
from scenarios.files import InputError
from sim.studies.people import patient
from sim.studies.series import SERIES, Note

Record = dict[str, Any]


def names(asked: str) -> list[str]:
    """The series that a name stands for."""
    if asked != "all" and asked not in SERIES:
        raise InputError(f"study: {quoted(asked)} is no series; there are all, {', '.join(SERIES)}")
    return list(SERIES) if asked == "all" else [asked]


def one(asked: list[str], seed: int, folder: Path | None) -> Record:
    """What is noted of one patient."""
    anatomy = patient(seed, folder)
    notes: Note = {}
    for name in asked:
        notes |= SERIES[name](anatomy, seed)
    return {"seed": seed, "series": asked, "notes": {key: round(value, 4) for key, value in sorted(notes.items())}}


def study(asked: list[str], seeds: list[int], workers: int = 1, folder: Path | None = None, kept: Path | None = None) -> Iterator[Record]:
    """Every patient's record, as they come: first those that ``kept`` has of the same series, then the others, each written there at once.

    The order is not told by chance alone: sort by seed before you count. Breaking off loses only patients that were not finished.
    """
    before = read_kept(kept, {"seed": int, "series": list, "notes": dict})
    done = {record["seed"]: record for record in before if record["series"] == asked}
    yield from (done[seed] for seed in seeds if seed in done)
    yield from worked(one, [(asked, seed, folder) for seed in seeds if seed not in done], workers, kept)


def worked(work: Callable[..., Record], jobs: Sequence[tuple[Any, ...]], workers: int, kept: Path | None) -> Iterator[Record]:
    """What comes of each job, as it comes, written down at once in ``kept`` if that is named."""
    for record in _spread(work, jobs, workers):
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record) + "\n")
        yield record


def _spread(work: Callable[..., Record], jobs: Sequence[tuple[Any, ...]], workers: int) -> Iterator[Record]:
    if workers <= 1:
        yield from (work(*job) for job in jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        running = [pool.submit(work, *job) for job in jobs]
        try:
            for job in as_completed(running):
                yield job.result()
        except (KeyboardInterrupt, GeneratorExit):
            pool.shutdown(cancel_futures=True)
            raise


def read_kept(path: Path | None, shape: dict[str, type]) -> list[Record]:
    """The records of a file that was begun, each with these fields; a last line cut short by a crash is taken out of the file."""
    if path is None or not path.is_file():
        return []
    found = []
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
            found.append({name: kind(record[name]) for name, kind in shape.items()})
        except (json.JSONDecodeError, KeyError, TypeError, ValueError):
            if number < len(lines):
                raise InputError(f"{path}: line {number} is no record of a study, should be one JSON object a line") from None
    path.write_text("".join(json.dumps(record) + "\n" for record in found), encoding="utf-8")
    return found
