"""Standard output that nobody reads or that is full, and names that are no text: exit codes and lines that mean what they say."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trimesh

from meshes.anatomy import Anatomy
from meshes.reading.surface_files import read_surface
from sim.command_line import patients
from sim.command_line.entry import run
from sim.records.recording import read
from tests.conftest import PROJECT
from tests.scenarios.refusal import refused
from tests.sim.command_line.told import Output, told

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices are others there")
COMMANDS = [["list"], ["list", "--json"], ["--help"], ["list", "--help"], ["--version"]]


@contextmanager
def closed_pipe() -> Iterator[int]:
    """What writes into it finds nobody at the other end."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer


@contextmanager
def full_device() -> Iterator[int]:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    yield os.open("/dev/full", os.O_WRONLY)


ENDS = {
    "closed pipe": (closed_pipe, 141, ""),
    "full device": (full_device, 2, "tuohy: standard output: cannot be written (No space left on device)\n"),
}


@posix
@pytest.mark.parametrize("through", [False, True], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("end", ENDS)
def test_output_that_cannot_be_written(
    end: str, command: list[str], through: bool, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    """Fault: a traceback, and exit 1, which means that what was asked about is not so."""
    opened, code, line = ENDS[end]
    with opened() as number, io.TextIOWrapper(os.fdopen(number, "wb"), encoding="utf-8", write_through=through) as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert run(command) == code
        monkeypatch.undo()
    assert capsys.readouterr().err == line


@posix
def test_the_end_of_the_program_says_nothing_more() -> None:
    """What Python would still write when it ends."""
    with closed_pipe() as writer:
        done = subprocess.run([sys.executable, "main.py", "list"], cwd=PROJECT, stdout=writer, stderr=subprocess.PIPE, check=False)
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@posix
def test_an_error_that_cannot_be_told_is_one_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with full_device() as number, os.fdopen(number, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        assert run(["lst"]) == 2
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        monkeypatch.undo()


def test_without_standard_output_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a program without a console has it."""
    monkeypatch.setattr(sys, "stdout", None)
    assert [run(command) for command in (["list"], ["list", "--json"])] == [0, 0]


def test_a_standard_output_of_few_letters_gets_json_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a pipe on some systems. Oracle: it parses, and is what it is in letters."""
    found = []
    for encoding in ("ascii", "cp1252", "utf-8"):
        kept = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, encoding=encoding))
        assert run(["list", "--json"]) == 0
        found.append(json.loads(kept.getvalue().decode(encoding)))
        monkeypatch.undo()
    assert found[0] == found[1] == found[2]


# --- names that are not UTF-8 -------------------------------------------------------------------------------------------------

STRANGE = os.fsdecode(b"caf\xe9")
"""Caf\xe9, as a file is called that came from an older system."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    try:
        (tmp_path / STRANGE).mkdir()
    except OSError:
        pytest.skip("file names are text on this system")
    return tmp_path / STRANGE


def test_a_script_in_it_is_checked_played_and_told(folder: Path, glance: Path, capsys: Output) -> None:
    script = shutil.copy(glance, folder / f"{STRANGE}.toml")
    (verdict,) = told(capsys, "check", script)
    assert (verdict["good"], verdict["file"]) == (True, str(script))
    assert run(["check", str(script)]) == 0
    assert "caf\\udce9.toml" in capsys.readouterr().out
    page, record = folder / "page.html", folder / "attempt.jsonl"
    assert run(["replay", str(script), "--record", str(record), "--report", str(page)]) == 0
    assert "page.html" in capsys.readouterr().out
    assert page.is_file()
    assert [row["file"] for row in told(capsys, "score", record)] == [str(record)]


def test_what_is_not_there_is_told(folder: Path, capsys: Output) -> None:
    for arguments in (["replay", folder / "no.jsonl"], ["check", folder / "no.toml"], ["import", folder / "no.stl", "--out", folder / "x"]):
        assert "caf\\udce9" in refused(capsys, *arguments)


def test_a_patient_called_so_is_written_read_and_recorded(
    folder: Path, glance: Path, reference: Anatomy, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    """Fault: the library of volumes ended the program with a core file."""
    monkeypatch.setattr(patients, "labelled", lambda sources: {})
    monkeypatch.setattr(patients, "patient_of_surfaces", lambda newcomer, _: replace(reference, name=newcomer.name))
    out = folder / STRANGE
    assert told(capsys, "import", "x.stl", "--out", out)["name"] == STRANGE
    record, page = folder / "attempt.jsonl", folder / "page.html"
    assert run(["replay", str(glance), "--patient", str(out), "--record", str(record), "--report", str(page)]) == 0
    assert read(record).header.patient == STRANGE
    assert "caf" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["stl", "obj", "ply", "glb"])
def test_a_surface_called_so_is_read(kind: str, folder: Path) -> None:
    """Fault: said to be unreadable."""
    made = trimesh.creation.box().export(file_type=kind)
    path = folder / f"{STRANGE}.{kind}"
    path.write_bytes(made.encode() if isinstance(made, str) else made)
    assert len(read_surface(path).faces) == 12


def test_a_picture_goes_there(folder: Path, capsys: Output) -> None:
    assert run(["xray", "caudal", "--size", "64", "--out", str(folder / "x.png")]) == 0
    assert (folder / "x.png").is_file()
