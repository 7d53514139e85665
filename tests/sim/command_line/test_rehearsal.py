"""Verdicts about files, and attempts by the computer's hands."""

from __future__ import annotations

from scenarios import files
from sim.command_line.entry import run
from tests.sim.command_line.told import Output, told


def test_check_tells_a_verdict_for_each_file(capsys: Output) -> None:
    paths = [files.scripts()[name] for name in ("interlaminar_l4_l5_careless", "transforaminal_l5_careless")]
    verdicts = told(capsys, "check", *paths)
    assert [verdict["file"] for verdict in verdicts] == [str(path) for path in paths]
    assert all(set(verdict) == {"file", "kind", "good", "why", "score"} and verdict["good"] for verdict in verdicts)


def test_rehearse_tells_every_attempt(capsys: Output) -> None:
    found = told(capsys, "rehearse", "transforaminal_l5", "--operator", "novice", "--count", 2, "--seed", 3)
    assert (found["scenario"], found["operator"]) == ("transforaminal_l5", "novice")
    assert [attempt["seed"] for attempt in found["attempts"]] == [3, 4]
    assert found["passed"] == sum(attempt["passed"] for attempt in found["attempts"])


def test_rehearse_can_be_read_by_people(capsys: Output) -> None:
    assert run(["rehearse", "caudal", "--operator", "novice", "--count", "1"]) == 0
    out = capsys.readouterr().out
    assert "seed    1" in out
    assert "of 1 passed, mean" in out
