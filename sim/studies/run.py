"""Runs a study over processes: patient by patient, each note kept as soon as it is there, the same whoever worked at it."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from meshes.quoting import quoted
from meshes.writing import naming, write_whole
from scenarios import files
from scenarios.files import InputError
from sim.records.recording import BLANK, LARGEST_BYTES
from sim.studies.people import patient
from sim.studies.series import SERIES, Note
from sim.studies.workers import spread

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
            with naming(kept), kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record) + "\n")
        yield record


def _spread(work: Callable[..., Record], jobs: Sequence[tuple[Any, ...]], workers: int) -> Iterator[Record]:
    if workers <= 1:
        yield from (work(*job) for job in jobs)
    else:
        yield from (record for _, record in spread(work, jobs, workers))


def read_kept(path: Path | None, shape: dict[str, type]) -> list[Record]:
    """The records of a file that was begun, each with these fields; a last line cut short by a crash is taken out of the file."""
    if path is None or not path.is_file():
        return []
    # some editors put a mark in front, which is no part of the text
    text = files.read_bytes(path, LARGEST_BYTES, "the records of a study (JSON Lines)").removeprefix(BOM_UTF8)
    lines = [(number, line) for number, line in enumerate(text.split(b"\n"), 1) if line.strip(BLANK)]
    rows, found = [], []
    for number, line in lines:
        try:
            rows.append(json.loads(line.decode()))
        except (ValueError, RecursionError):
            if number == lines[-1][0]:
                break
            raise InputError(f"{path}: line {number} is no record of a study, should be one JSON object a line") from None
        try:
            found.append({name: kind(rows[-1][name]) for name, kind in shape.items()})
        except (KeyError, TypeError, ValueError):
            wanted = ", ".join(shape)
            raise InputError(f"{path}: line {number} is no record of this study, should be an object with {wanted}") from None
    tidy = "".join(json.dumps(row) + "\n" for row in rows)
    if tidy.encode() != text:
        write_whole(path, tidy)
    return found
