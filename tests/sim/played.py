"""Attempts for tests: shipped scripts, each played once however many tests and processes ask for it, and recordings made by hand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from scenarios import files
from sim.operators.script import ScriptHands
from sim.records.header import Header
from sim.records.recording import Recording, read
from sim.session.events import Event
from sim.session.session import Session
from sim.session.state import State
from sim.session.world import World
from sim.studies.rehearsal import perform

SCRIPTS = sorted(files.scripts())
COMPETENT = [name for name in SCRIPTS if name.endswith("_competent")]
CARELESS = [name for name in SCRIPTS if name.endswith("_careless")]
FEW = ["anticoagulated_competent", "interlaminar_l4_l5_careless", "l4_l5_disc_competent", "narrow_hiatus_careless"]
"""Where a property does not hang on the script: nothing injected, the needle alone through the dura, all of it, a drug into a vein."""
HEADER = Header("case", "0", "patient", "0", 1, "hand")


class Veiled(Session):
    """A session that shows nobody its truth."""

    def truth(self) -> State:
        raise AssertionError("hands looked at the truth")


def play(worlds: dict[str, World], name: str, path: Path | None = None) -> Recording:
    """A shipped script, played now, by hands that cannot see the truth."""
    script = files.script(files.scripts()[name])
    world = worlds[script.scenario]
    return perform(ScriptHands(script, world.scenario.target), Veiled(world, 1), path)


class Played(dict[str, Recording]):
    """Shipped scripts by name, played when first asked for. What one process of a test run has played, the others read."""

    def __init__(self, worlds: dict[str, World], folder: Path) -> None:
        super().__init__()
        self._worlds, self._folder = worlds, folder

    def path(self, name: str) -> Path:
        """Its file; not to be changed."""
        self[name]
        return self._folder / f"{name}.jsonl"

    def __missing__(self, name: str) -> Recording:
        path = self._folder / f"{name}.jsonl"
        if not path.is_file():
            half = self._folder / f"{name}.{os.getpid()}.half"
            recording = play(self._worlds, name, half)
            assert read(half) == recording  # so that it does not matter who played
            half.replace(path)
        self[name] = read(path)
        return self[name]


def made(*events: tuple[int, str, dict[str, Any]], steps: int | None = None) -> Recording:
    """A recording of nothing but these events: (step, kind, data)."""
    rows = tuple(Event(*event) for event in events)
    last = max((row.step for row in rows), default=0)
    return Recording(HEADER, (), rows, last if steps is None else steps, True)
