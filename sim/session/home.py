"""Where this user's attempts, patients and settings lie."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from scenarios.files import InputError

HOME = "TUOHY_HOME"
"""Environment variable that puts everything elsewhere (tests do)."""
NO_HOME = f"this user has no home, so that nothing can be kept; name a folder in {HOME}"
BODIES = "TUOHY_BODIES"
"""And one for the bodies alone, which take seconds to build and are the same for everybody."""


def home() -> Path:
    """The folder of this user; made by whoever writes into it. Raises InputError for a user who has none."""
    chosen = os.environ.get(HOME)
    if chosen:
        return Path(chosen)
    try:
        place = user_data_path("tuohy", appauthor=False)
    except RuntimeError:  # it knows no home of this user; older versions say a path below ~
        raise InputError(NO_HOME) from None
    if not place.is_absolute():
        raise InputError(NO_HOME)
    return place


def folder_of_user() -> Path:
    """What the system calls this user's home. Raises InputError for one who has none."""
    try:
        return Path.home()
    except RuntimeError:
        raise InputError(NO_HOME) from None


def bodies() -> Path:
    """The folder of built bodies, each under what it was built from."""
    chosen = os.environ.get(BODIES)
    return Path(chosen) if chosen else home() / "bodies"
