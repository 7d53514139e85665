"""Whole or not at all: whatever goes wrong, and whenever the power fails, no half file or folder is taken for a whole one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from meshes.writing import whole_file, whole_folder, write_whole
from tests.conftest import PROJECT
from tests.disk import full_after

PARTS = {"a": "1", "b": "2", "last.json": "3"}


def held(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt(), ValueError("x")], ids=lambda e: type(e).__name__
)
def test_what_fails_leaves_what_was(error: BaseException, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")

    def work() -> None:
        with whole_file(path) as half:
            half.write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(type(error)) as raised:
        work()
    assert held(tmp_path) == {"page.html": "old"}
    assert getattr(raised.value, "filename", str(path)) == str(path)


def test_what_fails_leaves_no_folder_that_was_made_for_it(tmp_path: Path) -> None:
    for work in (lambda: whole_file(tmp_path / "a" / "b" / "c.txt"), lambda: whole_folder(tmp_path / "a" / "b", "last.json")):
        with pytest.raises(ValueError, match="x"), work():
            raise ValueError("x")
        assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    with full_after(10), pytest.raises(OSError, match="File too large") as raised:
        write_whole(path, "x" * 1000)
    assert (raised.value.filename, list(tmp_path.iterdir())) == (str(path), [])


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "there.txt")
    write_whole(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert held(tmp_path) == {"there.txt": "new", "link.txt": "new"}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_what_is_no_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    """/dev/stdout must not be put aside for a file."""
    os.mkfifo(tmp_path / "pipe")
    with whole_file(tmp_path / "pipe") as given:
        assert given == tmp_path / "pipe"
    assert (tmp_path / "pipe").is_fifo()


def test_what_else_lies_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with whole_folder(tmp_path, "last.json") as half:
        for name, text in PARTS.items():
            (half / name).write_text(text, encoding="utf-8")
    assert held(tmp_path) == PARTS | {"mine.txt": "mine"}
    assert all(path.is_file() for path in tmp_path.iterdir())


KILLED = """
import os, signal, sys
from pathlib import Path
from meshes import writing

folder, calls = Path(sys.argv[1]), int(sys.argv[2])
real = {name: getattr(Path, name) for name in ("replace", "unlink", "rmdir")}

def counted(name):
    def does(self, *given, **named):
        global calls
        if calls == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        calls -= 1
        return real[name](self, *given, **named)
    return does

for name in real:
    setattr(Path, name, counted(name))
with writing.whole_folder(folder, "last.json") as half:
    for name in ("a", "b", "last.json"):
        (half / name).write_text("new", encoding="utf-8")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("calls", range(6))
def test_whenever_it_is_killed_the_folder_is_old_new_or_openly_none(calls: int, tmp_path: Path) -> None:
    """Killed before each act on the disk in turn, and after all of them."""
    for name in PARTS:
        (tmp_path / name).write_text("old", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(calls)], cwd=PROJECT, check=False)
    assert done.returncode == (0 if calls > 4 else -9)
    found = held(tmp_path)
    assert "last.json" not in found or len(set(found.values())) == 1
    assert calls == 0 or found.get("last.json") != "old"
