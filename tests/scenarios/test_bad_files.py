"""What is no TOML at all, or no file: refused in one line, whatever it was meant to be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenarios import files
from tests.conftest import PROJECT
from tests.scenarios.refusal import CASE, SCRIPT, changed, refused

CONTENTS = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t\n", "empty"),
    "binary": (bytes(range(256)) * 8, "not text (UTF-8), should be TOML"),
    "UTF-16": (CASE.encode("utf-16"), "not text (UTF-8), should be TOML"),
    "prose": (b"Dear colleague, enclosed please find the case.", "not TOML"),
    "cut short": (CASE.encode()[:300], "not TOML"),
    "script cut short": (SCRIPT.encode()[:500], "not TOML"),
    "field given twice": (b"format = 1\nformat = 1\n", "not TOML"),
    "lists without end": (b"a = " + b"[" * 20_000, "not TOML that can be read"),
    "number of 5000 digits": (b"format = " + b"9" * 5_000, "not TOML that can be read"),
    "huge": (b'a = "' + b"x" * files.LARGEST_BYTES + b'"', "larger than 1000 kB"),
}


@pytest.mark.parametrize("command", ["check", "replay"])
@pytest.mark.parametrize("name", CONTENTS)
def test_contents_that_are_no_case(name: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contents, words = CONTENTS[name]
    path = tmp_path / "some.toml"
    path.write_bytes(contents)
    assert f"{path}: {words}" in refused(capsys, command, path)


@pytest.mark.parametrize("command", ["check", "replay"])
def test_a_folder(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "folder.toml"
    path.mkdir()
    assert f"{path}: is a folder" in refused(capsys, command, path)


@pytest.mark.parametrize("command", ["check", "replay"])
def test_a_missing_file(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"{tmp_path / 'absent.toml'}: no such file" in refused(capsys, command, tmp_path / "absent.toml")


def test_a_name_longer_than_names_can_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ".toml: cannot be read" in refused(capsys, "check", tmp_path / ("x" * 300 + ".toml"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pipe.toml"
    os.mkfifo(path)
    assert f"{path}: is no ordinary file" in refused(capsys, "check", path)


def test_one_bad_file_among_good_ones_is_refused_before_anything_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(changed(CASE, "age = 40", "age = nan"), encoding="utf-8")
    assert "patient.age" in refused(capsys, "check", path, files.library()["caudal"])


def test_the_mark_that_some_editors_set_in_front_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(b"\xef\xbb\xbf" + CASE.encode().replace(b"\n", b"\r\n"))
    assert files.scenario(path) == files.scenario(files.library()["interlaminar_l4_l5"])


@pytest.mark.parametrize("command", ["check", "replay"])
def test_the_program_itself_refuses_as_its_function_does(command: str, tmp_path: Path) -> None:
    path = tmp_path / "script.toml"
    path.write_text(changed(SCRIPT, "mm = 12.0", 'mm = "12 in"'), encoding="utf-8")
    done = subprocess.run([sys.executable, "main.py", command, str(path)], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == f"tuohy: {path}: steps.10.mm: is '12 in'; should be a number\n"
