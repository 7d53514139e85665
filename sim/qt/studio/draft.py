"""What stands in the studio, kept after every change: a program that dies loses nothing of it.

Each window that writes has a draft of its own, held by a lock while its program lives: two on one machine never write over each other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from meshes.writing import write_whole
from scenarios.files import InputError
from sim.qt.studio.manuscript import Manuscript
from sim.qt.words import phrase
from sim.session.home import home

MOST = 9
"""Programs that write cases at once"""


@dataclass(frozen=True)
class Slot:
    """A draft's file, and the lock that this program holds on it."""

    path: Path
    lock: FileLock
    beside: bool
    """Whether another program has the first one"""


_held: dict[Path, Slot] = {}
"""By folder: a program keeps its draft as long as it lives"""


def _slot() -> Slot:
    """This program's: one that another left unsaved, else the first that is free. Raises OSError and InputError."""
    folder = home() / "studio"
    if folder not in _held:
        folder.mkdir(parents=True, exist_ok=True)
        free = []
        for number in range(1, MOST + 1):
            path = folder / ("draft.json" if number == 1 else f"draft_{number}.json")
            lock = FileLock(path.with_name(f".{path.name}.lock"))
            try:
                lock.acquire(timeout=0)
            except Timeout:
                continue
            free.append((number, path, lock))
        if not free:
            raise InputError(phrase("studio.too_many", most=MOST))
        chosen = next((one for one in free if _unsaved(one[1]) is not None), free[0])
        for one in free:
            if one is not chosen:
                one[2].release()
        _held[folder] = Slot(chosen[1], chosen[2], free[0][0] != 1)
    return _held[folder]


def draft_file() -> Path:
    """Raises InputError for a user without a home, and OSError."""
    return _slot().path


def is_beside() -> bool:
    """Whether another window writes in the studio too. Nothing is known of it where nothing can be kept."""
    try:
        return _slot().beside
    except (OSError, InputError):
        return False


def keep(manuscript: Manuscript) -> None:
    """Raises OSError and InputError where nothing can be kept."""
    path = str(manuscript.path) if manuscript.path is not None else None
    write_whole(draft_file(), json.dumps({"path": path, "saved": manuscript.saved, "text": manuscript.text}, indent=1))


def kept_draft() -> Manuscript | None:
    """What was written and not saved, one step after what was saved; None if there is nothing of the kind that can be read."""
    try:
        return _unsaved(draft_file())
    except (OSError, InputError):
        return None


def _unsaved(path: Path) -> Manuscript | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        at, saved, text = (found[name] for name in ("path", "saved", "text"))
        manuscript = Manuscript(saved, Path(at) if at is not None else None)
        manuscript.rewrite(text)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):  # InputError is a ValueError
        return None
    return manuscript if manuscript.dirty else None


def written_elsewhere(manuscript: Manuscript, path: Path) -> bool:
    """Whether the file that is to be saved over says something else by now than when it was opened or saved here."""
    if manuscript.path is None or path.resolve() != manuscript.path.resolve():
        return False
    try:
        return path.read_text(encoding="utf-8-sig") != manuscript.saved
    except (OSError, UnicodeDecodeError):
        return False
