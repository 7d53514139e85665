"""The command line as a whole: exit codes, and one line where something is wrong."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scenarios import files
from sim.command_line.entry import ROOMS, room, run
from sim.records.header import VERSION
from tests.conftest import PROJECT
from tests.scenarios.refusal import refused
from tests.sim.command_line.told import Output

CASES = sorted(files.library())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["fly"], "invalid choice: 'fly'"),
        (["replay"], "the following arguments are required: file"),
        (["replay", "caudal_careless", "--seed", "-1"], "argument --seed: is '-1', should be a whole number, 0 or more"),
        (["replay", "caudal_careless", "--seed", "one"], "argument --seed: is 'one'"),
        (["rehearse", "caudal", "--count", "0"], "argument --count: is '0', should be a whole number, 1 or more"),
        (["rehearse", "caudal", "--workers", "1.5"], "argument --workers: is '1.5'"),
        (["rehearse", "caudal", "--operator", "best"], "invalid choice: 'best'"),
        (["rehearse", "caudl"], "did you mean 'caudal'?"),
        (["xray", "caudal", "--out", "x.png", "--size", "100"], "--size is 100, should be a multiple of 32"),
        (["xray", "caudal", "--out", "x.png", "--size", "320000"], "--size is 320000"),
        (["xray", "caudal", "--out", "x.doc"], "--out is 'x.doc', should end in .png"),
        (["xray", "caudal", "--out", "x.png", "--view", "PA"], "invalid choice: 'PA'"),
        (["xray", "caudal"], "the following arguments are required: --out"),
        (["peer-scene", "caudal", "--out", "x", "--size", "33"], "--size is 33"),
        (["replay", "caudal_careless", "--patient", "nowhere"], "nowhere: no patient.json there"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_understood_is_told_in_one_line(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.chdir(tmp_path)
    assert words in refused(capsys, *arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_adds_the_commands_that_are_said_of_it(name: str) -> None:
    """Else a command would be known to help and to nobody else."""
    added = []

    def command(command: str, *_: Any) -> argparse.ArgumentParser:
        added.append(command)
        return argparse.ArgumentParser()

    room(name).register(command)
    assert tuple(added) == ROOMS[name]


def test_only_the_room_that_is_asked_is_loaded() -> None:
    """Oracle: a process of its own, told what it has loaded."""
    loaded = "[name for name in ROOMS if 'sim.command_line.' + name in sys.modules]"
    told = f"import sys; from sim.command_line.entry import ROOMS, run; run(['list', '--json']); print({loaded}, file=sys.stderr)"
    said = subprocess.run([sys.executable, "-c", told], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert said.stderr == "['cases']\n"


def test_the_program_itself(tmp_path: Path) -> None:
    """main.py with arguments is the command line: exit code, standard output and standard error are its own."""

    def main(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "main.py", *arguments], cwd=PROJECT, capture_output=True, text=True, check=False)

    listed = main("list", "--json")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert [case["name"] for case in json.loads(listed.stdout)] == CASES
    assert main("--version").stdout == f"tuohy {VERSION}\n"
    failed = main("replay", "interlaminar_l4_l5_careless", "--must-pass", "--json")
    assert (failed.returncode, failed.stderr, json.loads(failed.stdout)["passed"]) == (1, "", False)
    unknown = main("replay", "caudal_reckless")
    assert (unknown.returncode, unknown.stdout, len(unknown.stderr.splitlines())) == (2, "", 1)


def test_an_interruption_is_no_crash(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "library", interrupted)
    assert run(["list"]) == 130
    assert capsys.readouterr().err == "tuohy: interrupted\n"


def test_a_program_for_scripts_and_its_workers_seldom_look_for_what_is_not_needed() -> None:
    """Oracle: Python's own word on how often it does."""
    asked = "import gc, sys, main; sys.argv = ['tuohy', 'list', '--json']; main.main(); sys.exit(gc.get_threshold() != (20000, 20, 20))"
    assert subprocess.run([sys.executable, "-c", asked], cwd=PROJECT, capture_output=True, check=False).returncode == 0
    begun = "import gc, sys; from meshes.workers import dask_setup; dask_setup(None); sys.exit(gc.get_threshold() != (20000, 20, 20))"
    assert subprocess.run([sys.executable, "-c", begun], cwd=PROJECT, capture_output=True, check=False).returncode == 0
