"""An attempt by hand as a case's competent script: the same commands at the same moments, and so the same score in the same body."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import tomlkit

from meshes.writing import write_whole
from scenarios import files, words
from scenarios.files import InputError
from scenarios.given_script import ByHand
from scenarios.schema import Scenario
from scenarios.script import Script, Step, Wait
from sim.operators.script import ScriptHands
from sim.records.recording import Recording
from sim.scoring.rubric import Score, judge
from sim.session.session import STEP_S, Session
from sim.session.world import World
from sim.studies.rehearsal import perform

SCRIPTS = "scripts"
"""The folder beside a case in which its own scripts lie, as in a package"""
LONGEST_WAIT_S = 600.0


def script_of(recording: Recording, title: str) -> Script:
    """Told for the recording's seed alone: a hand that met other veins would have done something else."""
    steps: list[Step] = []
    here = 0
    done = [(at, command) for at, command in recording.commands if command.do != "finish"]
    for at, given in groupby(done, key=lambda row: row[0]):
        orders = tuple(command.model_dump(mode="json", exclude_none=True) for _, command in given)
        steps.append(ByHand(do="give", after_s=(at - here) * STEP_S, orders=orders))
        here = at + 1  # a step passes with them
    end = next((at for at, command in reversed(recording.commands) if command.do == "finish"), here)
    while here < end:
        seconds = min((end - here) * STEP_S, LONGEST_WAIT_S)
        steps.append(Wait(do="wait", seconds=seconds))
        here += round(seconds / STEP_S)
    if not steps:
        raise InputError(words.studio("nothing_done"))
    header = recording.header
    return Script(format=1, scenario=header.scenario, title=title, expect="pass", seed=header.seed, steps=tuple(steps))


def toml_of(script: Script) -> str:
    """As the shipped ones are written: a step a line."""
    page = tomlkit.document()
    page.add(tomlkit.comment(words.studio("script_about")))
    for name, value in script.model_dump(mode="json", exclude_none=True, exclude={"steps"}).items():
        page.add(name, value)
    rows = tomlkit.array()
    for step in script.steps:
        line = tomlkit.inline_table()
        line.update(step.model_dump(mode="json", exclude_none=True))
        rows.add_line(line)
    rows.add_line(indent="")
    page.add("steps", rows)
    return tomlkit.dumps(page)


def keep_as_script(recording: Recording, case: Scenario, folder: Path) -> tuple[Path, Score]:
    """Write it into the folder of the case's scripts, once it has been played from what was written and has passed.

    Raises InputError for an attempt at another case than this one is now, or one that did not pass, and OSError.
    """
    if recording.header.scenario_hash != files.fingerprint(case):
        raise InputError(words.studio("another_case"))
    path = folder / f"{case.name}_competent.toml"
    text = toml_of(script_of(recording, words.studio("script_title")))
    world, rubric = World.of(case), files.rubric_of(case)
    by_hand = judge(recording, rubric, case)
    if not by_hand.passed:
        raise InputError(words.studio("not_passed", points=f"{by_hand.total:.1f}"))
    folder.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    write_whole(new, text)
    try:
        again = played_script(files.script(new), world)
        if (again.passed, again.total) != (by_hand.passed, by_hand.total):
            raise InputError(words.studio("came_to_other", points=f"{again.total:.1f}", by_hand=f"{by_hand.total:.1f}"))
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return path, again


def played_script(script: Script, world: World) -> Score:
    """What comes of it, with the seed for which it is told. Raises Stuck."""
    case = world.scenario
    session = Session(world, 1 if script.seed is None else script.seed)
    return judge(perform(ScriptHands(script, case.target), session), files.rubric_of(case), case)


def own_scripts(folder: Path, name: str) -> list[Script]:
    """Scripts beside a case, called after it, that say that they pass it. Raises InputError for one that is none."""
    found = (files.script(path) for path in sorted((folder / SCRIPTS).glob(f"{name}_*.toml")))
    return [script for script in found if script.scenario == name and script.expect == "pass"]
