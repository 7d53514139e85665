"""Which database the gradebook is: found without loading what works with databases, which takes a quarter of a second."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from meshes.quoting import quoted
from scenarios.files import InputError
from sim.session.home import home

DATABASE = "TUOHY_DATABASE"
"""Environment variable that names another database than the user's own file, as a URL."""
SETTINGS, FILE = "settings.toml", "gradebook.sqlite"
A_FILE = "sqlite:///"


def database_url(given: str | None = None) -> str:
    """The one given; else the environment's, that of the settings, or the user's own file. Raises InputError."""
    return given or os.environ.get(DATABASE) or _chosen() or f"{A_FILE}{(home() / FILE).as_posix()}"


def is_empty(url: str) -> bool:
    """Whether it is a file that does not exist yet: whoever only looks need not make it."""
    return url.startswith(A_FILE) and "?" not in url and not Path(url.removeprefix(A_FILE)).exists()


def _chosen() -> str | None:
    path = home() / SETTINGS
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("database")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from None
    if found is not None and not isinstance(found, str):
        raise InputError(f"{path}: database: is {quoted(found)}; should be the URL of a database in quotes")
    return found
