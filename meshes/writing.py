"""Files written whole or not at all, and faults of a disk that say which file they are of."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HALF = ".half-"
"""How the name of what is not whole yet begins."""


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """A full disk does not say what it is full for: its OSError gets the name of this file, if it has none or that of its first half."""
    try:
        yield
    except OSError as error:
        if error.filename is None or HALF in str(error.filename):
            error.filename = str(path)
        raise


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where to write a file that takes the place of ``path``, made with its folder, when it stands; else nothing changes.

    What is there already is kept until then; what is no ordinary file, like a pipe, is written to as it comes. Raises OSError with the
    name of ``path``.
    """
    if path.exists() and not path.is_file():
        with naming(path):
            yield path
        return
    with naming(path):
        path = path.resolve()  # what is a link stays one
        folders = _made(path.parent)
        half = path.with_name(f"{HALF}{os.getpid()}-{path.name}")
        try:
            yield half
            half.replace(path)
        except BaseException:
            half.unlink(missing_ok=True)
            _unmade(folders)
            raise


def write_whole(path: Path, text: str) -> None:
    """A text into a file, whole or not at all. What is no letter, as in the name of a file, is written as Python escapes it."""
    with whole_file(path) as half:
        half.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


@contextmanager
def whole_folder(folder: Path, last: str) -> Iterator[Path]:
    """A folder to write into, whose files come into ``folder`` together, when all of them stand; else nothing changes there.

    The file called ``last`` comes after the others and is taken away before them: where it is, all belong together, whenever a power
    cut came. Other files there are left alone. Raises OSError with the name of ``folder``.
    """
    with naming(folder):
        folders = _made(folder)
        half = None
        try:
            half = Path(tempfile.mkdtemp(prefix=HALF, dir=folder))
            yield half
            (folder / last).unlink(missing_ok=True)
            for path in sorted(half.iterdir(), key=lambda path: path.name == last):
                path.replace(folder / path.name)
            half.rmdir()
        except BaseException:
            if half is not None:
                shutil.rmtree(half, ignore_errors=True)
            _unmade(folders)
            raise


def _made(folder: Path) -> list[Path]:
    """Make a folder; those that were not there, the innermost first."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return new


def _unmade(folders: list[Path]) -> None:
    """Take folders away again that nobody has put anything into."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
