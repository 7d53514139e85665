"""Who practises here: names that were chosen on this machine, the last one first; and how an instructor signs."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from meshes.writing import write_whole
from scenarios.files import InputError
from sim.records.learner import JUST_ME, LETTERS
from sim.session.home import home

MOST = 60
"""Names that are remembered."""


def known_learners() -> list[str]:
    """The last one first; whoever practises alone if nobody ever said a name."""
    try:
        stored = json.loads(_file().read_text(encoding="utf-8"))
    except (InputError, OSError, ValueError, RecursionError):
        return [JUST_ME]  # names that cannot be read are typed anew
    found = [name for name in stored if isinstance(name, str) and name == proper(name)] if isinstance(stored, list) else []
    return found[:MOST] or [JUST_ME]


def remember(name: str) -> None:
    """This one is the last. Raises OSError."""
    names = [name, *(other for other in known_learners() if other != name)]
    write_whole(_file(), json.dumps(names[:MOST], indent=1) + "\n")


def proper(name: str) -> str:
    """A name as it is kept; ``JUST_ME`` for none."""
    return "".join(letter for letter in " ".join(name.split()) if letter.isprintable())[:LETTERS].strip() or JUST_ME


def kept_signature() -> str:
    """How comments were signed last on this machine; empty where they were not."""
    try:
        return " ".join(_signature().read_text(encoding="utf-8").split())[:LETTERS]
    except (InputError, OSError, UnicodeDecodeError):
        return ""


def remember_signature(author: str) -> None:
    """For the next comment. Where nothing can be written it is typed anew."""
    with suppress(InputError, OSError):
        write_whole(_signature(), f"{author}\n")


def _signature() -> Path:
    return home() / "signature.txt"


def _file() -> Path:
    return home() / "learners.json"
