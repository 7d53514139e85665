"""Which database the gradebook is: found without loading what works with databases, which takes a quarter of a second."""

from __future__ import annotations

import os
from pathlib import Path

from sim.session.home import home
from sim.session.settings import setting

DATABASE = "TUOHY_DATABASE"
"""Environment variable that names another database than the user's own file, as a URL."""
FILE = "gradebook.sqlite"
A_FILE = "sqlite:///"


def database_url(given: str | None = None) -> str:
    """The one given; else the environment's, that of the settings, or the user's own file. Raises InputError."""
    return given or os.environ.get(DATABASE) or setting("database", "the URL of a database") or f"{A_FILE}{(home() / FILE).as_posix()}"


def is_empty(url: str) -> bool:
    """Whether it is a file that does not exist yet: whoever only looks need not make it."""
    return url.startswith(A_FILE) and "?" not in url and not Path(url.removeprefix(A_FILE)).exists()
