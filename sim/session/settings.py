"""What a user has written into ``settings.toml`` of their folder."""

from __future__ import annotations

import tomllib

from meshes.quoting import quoted
from scenarios.files import InputError
from sim.session.home import home

SETTINGS = "settings.toml"


def setting(name: str, should_be: str) -> str | None:
    """A text; None where nothing is said. Raises InputError, which says what it ``should_be``."""
    path = home() / SETTINGS
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get(name)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from None
    if found is not None and not isinstance(found, str):
        raise InputError(f"{path}: {name}: is {quoted(found)}; should be {should_be} in quotes")
    return found
