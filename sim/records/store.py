"""Where a user's recordings lie: one file per attempt, written while it runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from scenarios.files import InputError
from sim.records.recording import Recording, read
from sim.session.home import home
from sim.session.session import STEP_S


@dataclass(frozen=True)
class Kept:
    """A recording on disk."""

    path: Path
    recording: Recording

    @property
    def seconds(self) -> float:
        return self.recording.steps * STEP_S


def new_path(case: str) -> Path:
    """A file for a new attempt; numbered, never one that exists."""
    folder = home() / "attempts"
    folder.mkdir(parents=True, exist_ok=True)
    taken = [int(m.group(1)) for m in (re.match(r"(\d+)_", p.name) for p in folder.glob("*.jsonl")) if m]
    return folder / f"{max(taken, default=0) + 1:05d}_{case}.jsonl"


def unfinished() -> list[Kept]:
    """Attempts that were broken off, the newest first; what cannot be read is left alone."""
    found = []
    for path in sorted((home() / "attempts").glob("*.jsonl"), reverse=True):
        try:
            recording = read(path)
        except InputError:
            continue
        if not recording.finished and recording.commands:
            found.append(Kept(path, recording))
    return found
