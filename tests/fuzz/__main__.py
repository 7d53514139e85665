"""``make fuzz``: 3,000 spoiled files, 60,000 commands, 10,000 attempts beside the plain way.

Prints what went wrong and how to make it again.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from scenarios import files
from sim.operators.script import ScriptHands
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import OPERATORS, perform
from tests.fuzz.bodies import FOLDERS
from tests.fuzz.door import knocked
from tests.fuzz.plain_way import parted
from tests.fuzz.spoiled import sources, unreadable

FILES, COMMANDS, ATTEMPTS = 3_000, 60_000, 10_000
CASES = ("interlaminar_l4_l5", "l4_l5_disc", "caudal", "transforaminal_l5")
"""One way in each, and a whole exercise with its chart."""


def spoiled_files() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        kinds = len(sources()) + sum(len(parts) for _, _, parts in FOLDERS.values())
        faults = unreadable(-(-FILES // kinds), 2, Path(folder))
    print("\n".join(faults) or f"{FILES} spoiled files: each a value or a clear line", flush=True)
    return faults


def commands() -> list[str]:
    faults = []
    for name in CASES:
        world = World.of(files.find_scenario(name))
        good = perform(ScriptHands(files.script(files.scripts()[f"{name}_competent"]), world.scenario.target), Session(world, 1))
        began = time.perf_counter()
        found = knocked(world, [command for _, command in good.commands], COMMANDS // len(CASES), 2)
        said = "none raised" if not found else "\n".join(found)
        print(f"{COMMANDS // len(CASES)} commands at {name} in {time.perf_counter() - began:.0f} s: {said}", flush=True)
        faults += found
    return faults


def attempts() -> list[str]:
    """Every case that is done in the shipped patient, by each kind of hands."""
    cases = [case for case in map(files.find_scenario, files.library()) if case.patient.person is None]
    faults, began, worlds = [], time.perf_counter(), {case.name: World.of(case) for case in cases}
    for seed in range(ATTEMPTS):
        case, operator = cases[seed % len(cases)].name, OPERATORS[seed // len(cases) % len(OPERATORS)]
        if where := parted(worlds[case], operator, seed):
            faults.append(f"{operator} hands at {case} with seed {seed} part from the plain way: {where}")
            print(faults[-1], flush=True)
        if seed % 100 == 99:
            print(f"{seed + 1} of {ATTEMPTS} attempts beside the plain way in {time.perf_counter() - began:.0f} s", flush=True)
    return faults


def main() -> int:
    return 1 if spoiled_files() + commands() + attempts() else 0


if __name__ == "__main__":
    sys.exit(main())
