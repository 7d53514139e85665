"""Where a user's recordings lie: one file per attempt, written while it runs, held by the program that is at it."""

from __future__ import annotations

import json
import os
import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from scenarios.files import InputError
from sim.records.header import Header, header_from
from sim.records.recording import Recording, read
from sim.session.home import home
from sim.session.session import STEP_S

NUMBERING_S = 10.0
"""Taking a number is done in an instant; who waits longer waits for something broken."""
GLANCE_S = 0.2
"""Somebody who looks whether an attempt is held holds it for an instant."""


class Held(Exception):
    """Another program is at this attempt; says which."""


@dataclass(frozen=True)
class Kept:
    """A recording on disk."""

    path: Path
    recording: Recording
    held_by: str = ""
    """Who is at it now; empty if nobody is."""

    @property
    def seconds(self) -> float:
        return self.recording.steps * STEP_S


class Claim:
    """One attempt's file, held until it is let go or the program ends, however it ends: the system frees the lock."""

    def __init__(self, path: Path) -> None:
        """Raises Held if another program is at it."""
        self.path = path
        self._lock = FileLock(_beside(path, ".lock"), thread_local=False)
        try:
            self._lock.acquire(timeout=GLANCE_S)
        except Timeout:
            raise Held(f"This attempt is open in another window: {holder(path)}.") from None
        about = {"process": os.getpid(), "machine": socket.gethostname()}
        _beside(path, ".holder").write_text(json.dumps(about), encoding="utf-8")

    def release(self) -> None:
        """Let go. The empty file of the lock stays: who took it away could take another's with it."""
        _beside(self.path, ".holder").unlink(missing_ok=True)
        self._lock.release()

    def discard(self) -> None:
        """Let go, and take the attempt away."""
        self.path.unlink(missing_ok=True)
        self.release()


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f".{path.name}{suffix}")


def holder(path: Path) -> str:
    """Who is at an attempt, as far as is written."""
    try:
        about = json.loads(_beside(path, ".holder").read_text(encoding="utf-8"))
        return f"process {about['process']} on {about['machine']}"
    except (OSError, ValueError, KeyError, TypeError):  # about to be written, or just gone
        return "a process that does not say its name"


def claim_new(case: str, folder: str = "attempts") -> Claim:
    """A file for a new attempt: numbered, made here and now, never one that exists, though two programs ask at once.

    Raises OSError if the user's folder cannot be written.
    """
    place = home() / folder
    place.mkdir(parents=True, exist_ok=True)
    with FileLock(place / ".numbers.lock", timeout=NUMBERING_S, thread_local=False):
        taken = [int(m.group(1)) for m in (re.match(r"(\d+)_", p.name) for p in place.glob("*.jsonl")) if m]
        path = place / f"{max(taken, default=0) + 1:05d}_{case}.jsonl"
        path.open("x", encoding="utf-8").close()
        return Claim(path)


def unfinished() -> list[Kept]:
    """Attempts that were broken off, the newest first; what cannot be read is left alone, and who has no home has none.

    Those of an exam are not gone on with: each counts as far as it went.
    """
    found = []
    try:
        paths = sorted((home() / "attempts").glob("*.jsonl"), reverse=True)
    except (InputError, OSError):
        return []
    for path in paths:
        try:
            recording = read(path)
        except InputError:
            continue
        if not recording.finished and recording.commands and not recording.header.exam:
            found.append(Kept(path, recording, held_by(path)))
    return found


def earlier(header: Header, path: Path) -> int:
    """How many attempts in this home met the same case, body and seed; the one in ``path`` is not counted, nor what cannot be read."""
    found = 0
    for other in (home() / "attempts").glob("*.jsonl"):
        with suppress(InputError, OSError, ValueError):
            with other.open(encoding="utf-8-sig") as file:
                row = json.loads(file.readline())
            found += other != path and isinstance(row, dict) and header_from(other, row).is_like(header)
    return found


def held_by(path: Path) -> str:
    """Who is at an attempt now; empty if nobody is."""
    lock = FileLock(_beside(path, ".lock"), thread_local=False)
    try:
        with lock.acquire(blocking=False):
            return ""
    except Timeout:
        return holder(path)
    except OSError:  # where nothing can be written nobody can go on with it either
        return ""
