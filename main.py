"""Tuohy: without arguments the windows open, or with a package; with others it is a program for scripts and tests.

The only file that knows both, and the only one that says where compiled code is kept: numba asks for that once, when it is imported.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from sim.exchange.paper.sheet import Sheet

HERE = Path(__file__).parent
INTERRUPTED = 130
"""Exit code of a program that was stopped by Ctrl+C."""


def place_for_compiled(package: Path, own: Path | None) -> Path | None:
    """Where compiled code is kept if it cannot be beside its source: the user's cache, or the user's part of the temporary folder.

    None if the package's own folder can be written, or none of them: then it is compiled in memory, by each run anew.
    Tried by writing: a file's rights say nothing of a disk that is mounted read-only.
    """
    if _writable(package):
        return None
    return own if own is not None and _can_be_made(own) else _in_temporary_folder()


def own_cache() -> Path | None:
    """This user's cache; None for a user without a home, of whom platformdirs says that or, in older versions, a path below ~."""
    try:
        place = user_cache_path("tuohy") / "compiled"
    except RuntimeError:
        return None
    return place if place.is_absolute() else None


def _can_be_made(folder: Path) -> bool:
    """Whether it is there and can be written, by now."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return _writable(folder)


def _in_temporary_folder() -> Path | None:
    """One folder for all runs of this user, that nobody else can write: what lies in it is run."""
    if sys.platform == "win32":  # rights are told otherwise there, and a user's own cache can be written
        return None
    try:
        folder = Path(tempfile.gettempdir()) / f"tuohy-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        about = folder.lstat()
    except OSError:
        return None
    own = stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return folder if own and _writable(folder) else None


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def studio(case: Path | None) -> int:
    """The window's page for who writes cases: the one command that opens a window."""
    from sim.qt.app import open_studio

    return open_studio(case)


def on_paper(sheet: Sheet, path: Path) -> None:
    """Prints without a window."""
    from sim.qt.printing import print_pdf

    print_pdf(sheet, path)


def main() -> int:
    try:
        if "NUMBA_CACHE_DIR" not in os.environ and (place := place_for_compiled(HERE / "meshes", own_cache())):
            os.environ["NUMBA_CACHE_DIR"] = str(place)  # before numba is imported below; processes that this one starts are told too
        if len(sys.argv) == 2 and sys.argv[1].endswith(".tuohy"):
            from sim.qt.app import open_package

            return open_package(Path(sys.argv[1]))
        if len(sys.argv) > 1:
            from meshes.workers import search_seldom
            from sim.command_line.entry import run

            search_seldom()
            return run(sys.argv[1:], studio, on_paper)
        from sim.qt.app import open_windows

        return open_windows()
    except KeyboardInterrupt:  # while all that is being loaded
        print("tuohy: interrupted", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
