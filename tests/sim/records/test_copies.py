"""Copied commands are known again, whatever the seed; what somebody does anew is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim.command_line.entry import run
from sim.operators.copying import Copier
from sim.operators.varying import steady_hands
from sim.records.copies import handwriting
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform


def test_a_copy_on_another_seed_is_named(interlaminar: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fault: a recording's commands under another seed passed for an attempt. Oracle: two by hands that differ, one copied."""
    paths = [tmp_path / f"{name}.jsonl" for name in ("first", "anew", "copied")]
    first = perform(steady_hands(interlaminar.scenario, 1), Session(interlaminar, 1), paths[0])
    perform(steady_hands(interlaminar.scenario, 2), Session(interlaminar, 2), paths[1])
    perform(Copier(first.commands, 3), Session(interlaminar, 3), paths[2])
    assert run(["score", "--as-recorded", "--json", *map(str, paths)]) == 0
    assert [row["copies"] for row in json.loads(capsys.readouterr().out)] == ["", "", str(paths[0])]
    assert run(["score", "--as-recorded", *map(str, paths)]) == 0
    assert capsys.readouterr().out.count("a copy: every command") == 1
    assert handwriting(replace(first, commands=first.commands[:5])) == ""
