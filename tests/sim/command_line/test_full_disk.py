"""A disk that is full: one line, no half folder, no half file, nothing lost that was there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from meshes.anatomy import Anatomy
from sim.command_line import patients, studies
from sim.command_line.entry import run
from sim.studies import competent
from sim.studies.run import read_kept
from tests.disk import full_after
from tests.scenarios.refusal import refused
from tests.sim.command_line.told import Output

pytestmark = pytest.mark.usefixtures("nobody_made")


@pytest.fixture
def made(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Building and importing are quick and always the same."""
    monkeypatch.setattr(patients, "reference_built", lambda progress: reference)
    monkeypatch.setattr(patients, "labelled", lambda sources: {})
    monkeypatch.setattr(patients, "patient_of_surfaces", lambda *_: reference)


@pytest.mark.parametrize("command", [["build"], ["import", "spine.stl"]], ids=lambda command: command[0])
@pytest.mark.parametrize("count", [1_000_000, 3_000_000])
def test_a_patient_is_whole_or_not_there(command: list[str], count: int, made: None, tmp_path: Path, capsys: Output) -> None:
    """A full disk at the first volume, of which the library has its own words, and at the surfaces."""
    out = tmp_path / "people" / "somebody"
    with full_after(count):
        line = refused(capsys, *command, "--out", out)
    assert line == f"tuohy: {out}: cannot be read or written (File too large)"
    assert list(tmp_path.iterdir()) == []


def test_the_patient_who_was_there_stays(made: None, tmp_path: Path, capsys: Output) -> None:
    assert run(["build", "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with full_after(1_000_000):
        refused(capsys, "build", "--out", tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("option", ["--report", "--images", "--record"])
def test_what_a_replay_writes_is_whole_or_not_there(option: str, glance: Path, tmp_path: Path, capsys: Output) -> None:
    """But for the recording, which is written as it happens: what there was room for stays."""
    out = tmp_path / "out" / ("page.html" if option == "--report" else "attempt.jsonl" if option == "--record" else "pictures")
    with full_after(600):
        line = refused(capsys, "replay", glance, option, out)
    assert str(out) in line
    assert "File too large" in line
    left = [path for path in out.parent.rglob("*") if path.is_file()] if out.parent.exists() else []
    assert left == ([out] if option == "--record" else [])


def test_a_picture_is_whole_or_not_there(tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "x.png"
    out.write_bytes(b"old")
    with full_after(1000):
        assert f"{out}: cannot be read or written" in refused(capsys, "xray", "caudal", "--size", "128", "--out", out)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"x.png": b"old"}


def test_a_scene_is_whole_or_not_there(tmp_path: Path, capsys: Output) -> None:
    with full_after(1_000_000):
        assert "File too large" in refused(capsys, "peer-scene", "caudal", "--size", "32", "--out", tmp_path / "scene")
    assert list(tmp_path.iterdir()) == []


def treated(name: str, seed: int, folder: Path | None) -> dict[str, Any]:
    return {"case": name, "seed": seed, "total": 100.0, "passed": True, "why": ""}


def test_a_study_keeps_what_there_was_room_for_and_goes_on_later(tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(competent, "treated", treated)
    kept = tmp_path / "kept.jsonl"
    with full_after(500):
        line = refused(capsys, "study", "competent", "--count", "3", "--kept", kept)
    assert line == f"tuohy: {kept}: cannot be read or written (File too large)"
    written = kept.read_bytes()
    assert len(written) == 500
    before = read_kept(kept, competent.SHAPE)
    assert len(before) == written.count(b"\n") > 0
    assert run(["study", "competent", "--count", "3", "--kept", str(kept)]) == 0
    assert read_kept(kept, competent.SHAPE)[: len(before)] == before


def test_what_a_study_found_is_told_though_its_table_cannot_be_written(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault: hours of work without a word."""

    def found(*_: Any) -> Iterator[dict[str, Any]]:
        yield {"seed": 0, "series": ["caudal"], "notes": {}}

    monkeypatch.setattr(studies, "study", found)
    out = tmp_path / "table.md"
    with full_after(10):
        assert run(["study", "caudal", "--count", "1", "--json", "--markdown", str(out)]) == 2
    told = capsys.readouterr()
    assert '"patients": 1' in told.out
    assert told.err == f"tuohy: {out}: cannot be read or written (File too large)\n"
    assert list(tmp_path.iterdir()) == []
