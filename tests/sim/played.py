"""Attempts for tests: shipped scripts, played once per process, and recordings made by hand."""

from __future__ import annotations

from typing import Any

from scenarios import files
from sim.events import Event
from sim.operators.script import ScriptHands
from sim.records.recording import Header, Recording
from sim.rehearsal import perform
from sim.session import Session
from sim.world import World

SCRIPTS = sorted(files.scripts())
COMPETENT = [name for name in SCRIPTS if name.endswith("_competent")]
CARELESS = [name for name in SCRIPTS if name.endswith("_careless")]
HEADER = Header("case", "0", "patient", "0", 1, "hand")

_once: dict[str, Recording] = {}


def play(worlds: dict[str, World], name: str, seed: int = 1) -> Recording:
    """A shipped script, played now."""
    script = files.script(files.scripts()[name])
    world = worlds[script.scenario]
    return perform(ScriptHands(script, world.scenario.target), Session(world, seed))


def played(worlds: dict[str, World], name: str) -> Recording:
    """A shipped script as it was played before in this process, if it was."""
    if name not in _once:
        _once[name] = play(worlds, name)
    return _once[name]


def made(*events: tuple[int, str, dict[str, Any]], steps: int | None = None) -> Recording:
    """A recording of nothing but these events: (step, kind, data)."""
    rows = tuple(Event(*event) for event in events)
    last = max((row.step for row in rows), default=0)
    return Recording(HEADER, (), rows, last if steps is None else steps, True)
