"""What is installed is all that the program reads, and it starts where it may write nothing beside itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import main
from tests.conftest import PROJECT

PACKAGES = ("assets/", "meshes/", "scenarios/", "sim/")


def kept() -> list[str]:
    """What the project keeps, as paths from its root."""
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if (PROJECT / name).is_file()]


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What a wheel of the kept files holds; made of a copy, so that nothing is left in the project."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in kept():
        if name.startswith((*PACKAGES, "pyproject.toml", "main.py", "README.md", "LICENSE")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, folder / name)
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", "made"]
    done = subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "."], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = (folder / "made").glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        return set(file.namelist())


def test_the_wheel_holds_every_file_of_the_packages(inside: set[str]) -> None:
    """Oracle: what git keeps. Today's faults: no table, no case, no patient was in it."""
    wanted = {name for name in kept() if name.startswith(PACKAGES)} | {"main.py"}
    assert sorted(wanted - inside) == []


def test_the_wheel_holds_neither_tests_nor_docs(inside: set[str]) -> None:
    assert [name for name in inside if name.startswith(("tests/", "docs/"))] == []


def test_compiled_code_lies_beside_its_source_where_that_can_be_written(tmp_path: Path) -> None:
    assert main.place_for_compiled(tmp_path, tmp_path / "own") is None
    assert list(tmp_path.iterdir()) == []


def test_compiled_code_lies_in_the_users_cache_where_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shut, own = tmp_path / "shut", tmp_path / "own"
    monkeypatch.setattr(main, "_writable", lambda folder: folder != shut)
    assert main.place_for_compiled(shut, own) == own
    assert own.is_dir()


def test_compiled_code_lies_in_a_folder_of_the_run_where_nothing_else_can_be_written(tmp_path: Path) -> None:
    """A file where the user's folder should be shuts it on every system and to every user."""
    (tmp_path / "file").write_text("")
    place = main.place_for_compiled(tmp_path / "absent", tmp_path / "file" / "own")
    assert place is not None
    assert place.is_dir()
    place.rmdir()
