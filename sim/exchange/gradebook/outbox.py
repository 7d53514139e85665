"""Attempts on their way into the gradebook: what could not be filed when it ended is filed when the database is there again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from scenarios.files import InputError
from sim.exchange.gradebook.connection import Away, Gradebook, shown
from sim.exchange.gradebook.filing import file_journals
from sim.scoring.judged import Judging

FIRST_LINE_BYTES = 4096


@dataclass(frozen=True)
class Sent:
    """What became of the attempts that waited."""

    filed: int
    """As many lie in the gradebook now that did not before"""
    waiting: int
    """As many wait still"""
    why: str = ""
    """What keeps the first of these; empty where none waits"""


def waiting(folder: Path, database: str) -> list[Path]:
    """Journals of learners who said their name that this database does not have yet, in the order in which they were made."""
    return [path for path in sorted(folder.glob("*.jsonl")) if _mark(path) != database and _names_somebody(path)]


def send(url: str, folder: Path, judging: Judging | None = None) -> Sent:
    """File what waits. What is refused waits on, and keeps nothing else from being filed. Raises InputError for what is no URL."""
    judging, filed, kept, why, name = judging or Judging(), 0, 0, "", shown(url)
    paths = waiting(folder, name)
    try:
        with Gradebook(url) as book:
            for path in paths:
                try:
                    fates = [one.outcome for one in file_journals(book, [path], judging=judging)]
                except Away:
                    raise
                except InputError as refused:  # changed by hand, or damaged: its file says what was done, nobody believes it
                    kept, why = kept + 1, why or str(refused)
                    continue
                if fates != ["not finished"]:
                    filed += 1
                    mark_filed(path, name)
    except Away as away:
        return Sent(filed, len(paths) - filed, str(away))
    return Sent(filed, kept, why)


def mark_filed(path: Path, database: str) -> None:
    """Note beside a journal that this database has it, so that it is not read again each time; the database itself knows better."""
    _beside(path).write_text(database, encoding="utf-8")


def _mark(path: Path) -> str:
    try:
        return _beside(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.filed")


def _names_somebody(path: Path) -> bool:
    """By its first line alone; whether it can be believed is found when it is filed."""
    try:
        with path.open("rb") as file:
            row = json.loads(file.readline(FIRST_LINE_BYTES))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(row, dict) and bool(row.get("learner"))
