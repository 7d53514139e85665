"""The same script and seed give the same events and score to the last digit: again, in a new process, with other threads and hashes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenarios import files
from sim.command_line.entry import run
from sim.operators.reference import reference_hands
from sim.physics.flow import CONTRAST
from sim.records.recording import Recording
from sim.scoring.rubric import judge
from sim.session.patients import SHIPPED
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform
from tests.conftest import PROJECT
from tests.sim.played import FEW, Played, play

SURROUNDINGS = {"one thread": {"PYTHONHASHSEED": "1", "TUOHY_THREADS": "1"}, "two threads": {"PYTHONHASHSEED": "2", "TUOHY_THREADS": "2"}}
ALL = """
import sys; from sim.command_line.entry import run
[run(['replay', name, '--patient', sys.argv[1], '--json']) or print('\\0') for name in sys.argv[2:]]
"""
"""Replays that share a process, each document followed by a mark. All in the shipped body: the cases' own take a minute each to build."""


def document(recording: Recording, worlds: dict[str, World]) -> dict[str, Any]:
    """What the command line says of a recording, worked out here."""
    case = worlds[recording.header.scenario].scenario
    score = judge(recording, files.rubric_of(case), case)
    return {
        "scenario": recording.header.scenario,
        "patient": recording.header.patient,
        "seed": recording.header.seed,
        **score.as_json(),
        "events": [event.line() for event in recording.events],
    }


@pytest.mark.parametrize("name", FEW)
def test_a_script_gives_the_same_again(name: str, worlds: dict[str, World], played: Played) -> None:
    first, second = played[name], play(worlds, name)
    assert document(second, worlds) == document(first, worlds)
    assert second == first


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_scripts_give_the_same_in_other_processes_and_in_any_order(name: str, worlds: dict[str, World], played: Played) -> None:
    """Whole documents are compared, every digit of score, measures and events; one process plays the scripts forwards, one backwards."""
    order = FEW if name == "one thread" else FEW[::-1]
    surroundings = {**os.environ, **SURROUNDINGS[name]}
    done = subprocess.run(
        [sys.executable, "-c", ALL, str(SHIPPED / "reference"), *order],
        cwd=PROJECT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    told = dict(zip(order, done.stdout.split("\0\n")[:-1], strict=True))
    for script in FEW:
        assert json.loads(told[script]) == document(played[script], worlds)


def spread(world: World, seed: int) -> tuple[np.ndarray, Any]:
    """Where contrast lies in the epidural space in the end, and the score."""
    session = Session(world, seed)
    score = judge(perform(reference_hands(world.scenario), session), files.rubric_of(world.scenario), world.scenario)
    return session.truth().flow.deposits["epidural"].amount[CONTRAST].copy(), score


def test_another_seed_spreads_otherwise_and_is_as_valid(interlaminar: World) -> None:
    """The same volume from nearly the same bevel lies in other places: of the smaller spread, less than 97 % is shared."""
    first, score = spread(interlaminar, 1)
    second, other = spread(interlaminar, 2)
    assert score.passed
    assert other.passed
    volumes = [given.value for one in (score, other) if (given := one.measures["drug_given"]) is not None]
    assert volumes == [volumes[0]] * 2
    assert np.minimum(first, second).sum() / min(first.sum(), second.sum()) < 0.97
    again, same = spread(interlaminar, 1)
    assert (again == first).all()
    assert same == score


def test_pictures_do_not_depend_on_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for threads in ("1", "2", "5"):
        monkeypatch.setenv("TUOHY_THREADS", threads)
        assert run(["xray", "caudal", "--view", "oblique", "--size", "256", "--out", str(tmp_path / f"{threads}.png"), "--json"]) == 0
    one, *others = [path.read_bytes() for path in sorted(tmp_path.glob("*.png"))]
    assert others == [one, one]


def test_pictures_decide_nothing(worlds: dict[str, World], played: Played, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A score with every picture drawn and saved is the score without."""
    run(["replay", "transforaminal_l5_competent", "--images", str(tmp_path), "--json"])
    assert len(list(tmp_path.glob("*.png"))) > 5
    assert json.loads(capsys.readouterr().out) == document(played["transforaminal_l5_competent"], worlds)
