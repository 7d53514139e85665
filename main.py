"""Tuohy: without arguments the windows open, with arguments it is a program for scripts and tests.

The only file that knows both, and the only one that says where compiled code is kept: numba asks for that once, when it is imported.
"""

import os
import sys
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

HERE = Path(__file__).parent


def place_for_compiled(package: Path, own: Path) -> Path | None:
    """Where compiled code is kept if it cannot be beside its source: the user's cache, or a folder of this run where that is shut too.

    None if the package's own folder can be written. Tried by writing: a file's rights say nothing of a disk that is mounted read-only.
    """
    if _writable(package):
        return None
    try:
        own.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="tuohy-"))
    return own if _writable(own) else Path(tempfile.mkdtemp(prefix="tuohy-"))


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def main() -> int:
    if "NUMBA_CACHE_DIR" not in os.environ and (place := place_for_compiled(HERE / "meshes", user_cache_path("tuohy") / "compiled")):
        os.environ["NUMBA_CACHE_DIR"] = str(place)  # before numba is imported below; processes that this one starts are told too
    if len(sys.argv) > 1:
        from sim.command_line.entry import run

        return run(sys.argv[1:])
    from sim.qt.app import open_windows

    return open_windows()


if __name__ == "__main__":
    sys.exit(main())
