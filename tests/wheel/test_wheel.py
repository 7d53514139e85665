"""What is installed is all that the program reads, and it starts where it may write nothing beside itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import main
from scenarios.files import InputError
from sim.session import home
from tests.conftest import PROJECT
from tests.somebody import by_somebody, folder_of_somebody

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


def temporary(at: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's part of that temporary folder is."""
    monkeypatch.setattr(tempfile, "tempdir", str(at))
    return at / f"tuohy-{os.getuid()}"


@pytest.fixture
def shut(tmp_path: Path) -> Path:
    """A file where the user's folder should be shuts it on every system and to every user."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file" / "own"


@pytest.mark.skipif(sys.platform == "win32", reason="a user's cache can be written there")
def test_compiled_code_lies_in_the_temporary_folder_where_nothing_else_can_be_written(
    shut: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same one each time: what one run compiled serves the next."""
    place = temporary(tmp_path, monkeypatch)
    assert [main.place_for_compiled(tmp_path / "absent", shut) for _ in range(2)] == [place, place]
    assert place.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a user's cache can be written there")
def test_a_folder_that_others_may_write_is_not_trusted(shut: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = temporary(tmp_path, monkeypatch)
    place.mkdir()
    place.chmod(0o777)
    assert main.place_for_compiled(tmp_path / "absent", shut) is None
    place.rmdir()
    (tmp_path / "another's").mkdir()
    place.symlink_to(tmp_path / "another's")
    assert main.place_for_compiled(tmp_path / "absent", shut) is None


def test_without_any_folder_it_is_compiled_in_memory(shut: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(shut))
    assert main.place_for_compiled(tmp_path / "absent", shut) is None


def no_home(*_: object, **__: object) -> Path:
    raise RuntimeError("could not determine the home directory")


@pytest.mark.parametrize("said", [no_home, lambda *_, **__: Path("~/.cache/tuohy")], ids=["new", "old"])
def test_a_user_without_a_home_has_no_folders(said: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What platformdirs says of him. Taken at its word, it is an error, or a folder called ~ wherever he stands."""
    monkeypatch.setattr(main, "user_cache_path", said)
    monkeypatch.setattr(home, "user_data_path", said)
    monkeypatch.delenv(home.HOME)
    monkeypatch.delenv(home.BODIES, raising=False)
    assert main.own_cache() is None
    with pytest.raises(InputError, match="name a folder in TUOHY_HOME"):
        home.bodies()


@pytest.mark.parametrize(
    "entry", ["import runpy, sys; sys.argv = ['tuohy', 'list']; runpy.run_path(MAIN, run_name='__main__')", "import sim.session.world"]
)
def test_a_read_only_install_starts_for_a_user_without_a_home(entry: str) -> None:
    """By the program's own door and by an import; nothing is written where one stands. Fault: numba's traceback, "no locator"."""
    with folder_of_somebody() as folder:
        done = by_somebody("-c", f"MAIN = {str(PROJECT / 'main.py')!r}; {entry}", folder=folder, TMPDIR=str(folder / "absent"))
        assert (done.returncode, done.stderr) == (0, "")
        assert list(folder.iterdir()) == []
