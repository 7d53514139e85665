"""Linux desktops: an entry, a MIME type and an icon in the user's data folder, by the specifications of freedesktop.org.

The files as they are shipped (``assets/desktop``) serve a distribution too, which puts ``tuohy`` on the path.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from meshes.writing import write_whole
from sim.session.home import folder_of_user

SHIPPED = Path(__file__).parents[3] / "assets" / "desktop"
PLACES = {
    "tuohy.desktop": "applications/tuohy.desktop",
    "tuohy.xml": "mime/packages/tuohy.xml",
    "tuohy.svg": "icons/hicolor/scalable/apps/tuohy.svg",
}
"""Where each shipped file goes below the data folder"""
EXEC = "Exec=tuohy %f"
REFRESHED = (("update-mime-database", "mime"), ("update-desktop-database", "applications"))
"""What makes a running desktop read a folder anew"""
PLAIN = re.compile(r"[A-Za-z0-9_./:@+,-]+")
"""What need not be quoted, and is not: small openers of files take a quotation mark for part of a program's name"""
QUOTED = '\\"`$'
"""Letters that a quoted argument has a backslash before"""


def data_folder() -> Path:
    """As the base directory specification has it: a path that is not absolute counts for nothing."""
    chosen = Path(os.environ.get("XDG_DATA_HOME", ""))
    return chosen if chosen.is_absolute() else folder_of_user() / ".local" / "share"


def write(opener: Sequence[str]) -> tuple[str, ...]:
    """The files; raises OSError."""
    for name, place in PLACES.items():
        text = (SHIPPED / name).read_text(encoding="utf-8")
        write_whole(data_folder() / place, text.replace(EXEC, f"Exec={exec_line(opener)}"))
    return tuple(str(data_folder() / place) for place in PLACES.values())


def remove() -> tuple[str, ...]:
    """Those that were there; raises OSError."""
    there = [data_folder() / place for place in PLACES.values() if (data_folder() / place).exists()]
    for path in there:
        path.unlink()
    return tuple(map(str, there))


def exec_line(opener: Sequence[str]) -> str:
    """A command with a file's path behind it: each argument quoted where it must be, and written as a string of such a file is."""
    return " ".join((*(_argument(one) for one in opener), "%f"))


def _argument(text: str) -> str:
    if PLAIN.fullmatch(text):
        return text
    escaped = "".join(f"\\{letter}" if letter in QUOTED else letter for letter in text)
    return '"' + escaped.replace("%", "%%").replace("\\", "\\\\") + '"'


def refresh() -> tuple[str, ...]:
    """Names of the programs for it that are not installed: then a desktop may find out at the next login only."""
    for program, folder in REFRESHED:
        if shutil.which(program) and (data_folder() / folder).is_dir():
            subprocess.run([program, str(data_folder() / folder)], check=False, capture_output=True)
    return tuple(program for program, _ in REFRESHED if not shutil.which(program))
