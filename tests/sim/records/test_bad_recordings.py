"""Recordings with faults: refused in one line that names the file, the line and the field; never a crash, never an endless replay."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenarios.words import notice
from sim.command_line.entry import run
from sim.records.recording import MOST_STEPS, Recorder
from sim.session.session import Session
from sim.session.stations.carm import PressPedal, ReleasePedal
from sim.session.world import World
from tests.scenarios.refusal import refused
from tests.sim.records.changed import Rows, header, rewritten


@pytest.fixture
def good(interlaminar: World, tmp_path: Path) -> Path:
    """A short recording: header, pedal down, its event, pedal up, its events, end."""
    path = tmp_path / "attempt.jsonl"
    recorder = Recorder(Session(interlaminar, 1), "user", path)
    for command in (PressPedal(), ReleasePedal()):
        recorder.do(command)
        recorder.session.step()
        recorder.after_step()
    recorder.close()
    return path


def second(row: Any) -> Callable[[Rows], object]:
    return lambda rows: rows.__setitem__(1, row)


def do(**command: Any) -> Callable[[Rows], object]:
    return second({"step": 0, "do": command})


FAULTS = {
    # name: (change, what the line says behind the file's name)
    "no header": (lambda rows: rows.pop(0), "line 1: not the header of a recording"),
    "header of another thing": (header(tuohy="patient"), "line 1: not the header of a recording"),
    "wrong format version": (header(format=3), "line 1: format: is 3; this program reads 1 and 2"),
    "true for a format": (header(format=True), "line 1: format: is True; this program reads 1 and 2"),
    "unknown mode": (header(mode="exams"), "line 1: mode: is 'exams'; should be one of guided, practice, exam"),
    "a time for a day": (header(started="27 Nov"), "line 1: started: is '27 Nov'; should be a day like 2026-11-27"),
    "missing field": (lambda rows: rows[0].pop("patient_hash"), "line 1: patient_hash: missing"),
    "seed as text": (header(seed="1"), "line 1: seed: is '1'; should be a whole number"),
    "seed as truth": (header(seed=True), "line 1: seed: is True"),
    "negative seed": (header(seed=-1), "line 1: seed: is -1"),
    "seed of 60 digits": (header(seed=10**60), "line 1: seed: is 1000"),
    "number for a name": (header(scenario=5), "line 1: scenario: is 5; should be text"),
    "unknown case": (header(scenario="caudl"), "line 1: scenario: caudl: no such case"),
    "path for a case": (header(scenario="/dev/zero"), "line 1: scenario: /dev/zero: no such case"),
    "changed case": (header(scenario_hash="0" * 16), "line 1: scenario_hash: the case 'interlaminar_l4_l5' has changed since"),
    "other patient": (header(patient="Jane", patient_hash="0" * 16), "line 1: patient_hash: made on 'Jane'"),
    "list for a line": (second([1, 2]), "line 2: is [1, 2]; should be an object"),
    "empty line": (second({}), "line 2: step: is None; should be a whole number"),
    "neither command nor event": (second({"step": 0}), "line 2: neither a command nor an event"),
    "step as text": (second({"step": "0", "end": True}), "line 2: step: is '0'"),
    "step as fraction": (second({"step": 0.5, "end": True}), "line 2: step: is 0.5"),
    "step as truth": (second({"step": True, "end": True}), "line 2: step: is True"),
    "negative step": (second({"step": -1, "end": True}), "line 2: step: is -1"),
    "time that goes back": (lambda rows: rows[-1].update(step=0), "step: is 0; should be a whole number from "),
    "years of time": (lambda rows: rows[-1].update(step=10**10), f"step: is 10000000000; should be a whole number from 1 to {MOST_STEPS}"),
    "unknown command": (do(do="fly"), "line 2: do.do: is 'fly', which is not a command"),
    "nameless command": (do(mm=1.0), "line 2: do.do: missing"),
    "word for a command": (second({"step": 0, "do": "finish"}), "line 2: do: is 'finish'; should be an object"),
    "missing part": (do(do="advance_needle"), "line 2: do.mm: missing"),
    "part too many": (do(do="advance_needle", mm=1.0, cm=0.1), "line 2: do.cm: not a known field"),
    "number with a unit": (do(do="advance_needle", mm="12 in"), "line 2: do.mm: is '12 in'; should be a valid number"),
    "number in quotes": (do(do="advance_needle", mm="12"), "line 2: do.mm: is '12'; should be a valid number"),
    "not a number": (do(do="advance_needle", mm=float("nan")), "line 2: not JSON"),
    "infinite": (do(do="advance_needle", mm=float("inf")), "line 2: not JSON"),
    "too far": (do(do="advance_needle", mm=1e9), "line 2: do.mm: is 1000000000.0; should be less than or equal to 10"),
    "unknown view": (do(do="show_view", view="PA"), "line 2: do.view: is 'PA'; should be 'AP'"),
    "event without a name": (second({"step": 0, "event": 5}), "line 2: event: should have a name"),
    "event with a word for data": (second({"step": 0, "event": "tip_at", "data": "deep"}), "line 2: event: should have a name"),
    "unknown event": (second({"step": 0, "event": "flown"}), "line 2: event: is 'flown', which is not an event"),
    "event without its field": (
        second({"step": 0, "event": "bone_contact", "data": {"place": [0, 0, 0]}}),
        "line 2: data.depth_mm: missing",
    ),
    "event with a word for a number": (
        second({"step": 0, "event": "bone_contact", "data": {"depth_mm": "deep", "place": [0, 0, 0]}}),
        "line 2: data.depth_mm: is 'deep'; should be a number",
    ),
    "end without a stamp": (lambda rows: rows[-1].pop("program"), "program: missing"),
    "end by a number": (lambda rows: rows[-1].update(patient_hash=5), "patient_hash: is 5; should be text"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_line_and_field(name: str, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change, words = FAULTS[name]
    line = refused(capsys, "replay", rewritten(good, change))
    assert f"{good}: " in line
    assert words in line


CONTENTS = {
    "empty": (b"", "empty"),
    "blank": (b"\n\n", "empty"),
    "binary": (bytes(range(256)), "line 1: not JSON"),
    "toml": (b'format = 1\nscenario = "caudal"\n', "line 1: not JSON"),
    "half a header": (b'{"tuohy":"recording","scenario":"cau', "line 1: not JSON"),
    "a list": (b"[]\n", "line 1: is []; should be an object"),
    "lists without end": (b"[" * 100_000, "line 1: not JSON"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_contents_that_are_no_recording(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contents, words = CONTENTS[name]
    path = tmp_path / "some.jsonl"
    path.write_bytes(contents)
    assert f"{path}: {words}" in refused(capsys, "replay", path)


def test_a_number_that_overflows_is_none(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = good.read_text(encoding="utf-8").splitlines()
    lines[1] = '{"step":0,"do":{"do":"advance_needle","mm":1e999}}'
    good.write_text("\n".join(lines), encoding="utf-8")
    assert f"{good}: line 2: do.mm: is inf; should be a finite number" in refused(capsys, "replay", good)


@pytest.mark.parametrize("depth", [900, 90_000])
def test_lists_that_lie_too_deep_are_refused(depth: int, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = good.read_text(encoding="utf-8").splitlines()
    lines[1] = '{"step":0,"do":' + "[" * depth + "]" * depth + "}"
    good.write_text("\n".join(lines), encoding="utf-8")
    assert f"{good}: line 2: " in refused(capsys, "replay", good)


def test_a_fault_in_the_middle_is_no_cut(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the last line may be broken: a crash cuts nothing else."""
    lines = good.read_text(encoding="utf-8").splitlines()
    lines[-2] = lines[-2][:10]
    good.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert f"{good}: line {len(lines) - 1}: not JSON" in refused(capsys, "replay", good)


def test_a_missing_file_and_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "folder.jsonl"
    assert f"{folder}: no such file" in refused(capsys, "replay", folder)
    folder.mkdir()
    assert f"{folder}: is a folder, should be a recording" in refused(capsys, "replay", folder)


def test_a_blank_line_moves_no_number(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = good.read_text(encoding="utf-8").splitlines()
    good.write_text("\n".join([lines[0], "", *lines[1:-1], '{"step":1}', lines[-1]]), encoding="utf-8")
    assert f"{good}: line {len(lines) + 1}: neither a command nor an event" in refused(capsys, "replay", good)


def test_events_that_are_not_what_comes_of_the_commands_are_said(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forged = {"depth_mm": 50.0, "tissue": "DORSAL_FAT"}
    rewritten(good, lambda rows: rows.insert(2, {"step": 0, "event": "loss_of_resistance", "data": forged}))
    assert run(["replay", str(good), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["same_as_recorded"] is False


def test_a_command_that_the_session_cannot_do_is_refused_there(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A landmark's template from a stranger comes to nothing worse than a refusal."""
    rewritten(good, do(do="show_view", view="AP", centre="{level.__class__}"))
    assert run(["replay", str(good), "--json"]) == 1
    events = json.loads(capsys.readouterr().out)["events"]
    refused = next(event["data"] for event in events if event["event"] == "refused")
    assert refused == {"code": "no_landmark", "landmark": "{level.__class__}"}
    assert notice("refused", refused) == "there is no landmark '{level.__class__}' in this patient"
