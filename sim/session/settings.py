"""What a user has written into ``settings.toml`` of their folder."""

from __future__ import annotations

import tomllib
from pathlib import Path

from meshes.quoting import quoted
from meshes.writing import write_whole
from scenarios.files import InputError
from sim.session.home import home

SETTINGS = "settings.toml"


def setting(name: str, should_be: str) -> str | None:
    """A text; None where nothing is said. Raises InputError, which says what it ``should_be``."""
    path = home() / SETTINGS
    found = tomllib.loads(_text(path)).get(name)
    if found is not None and not isinstance(found, str):
        raise InputError(f"{path}: {name}: is {quoted(found)}; should be {should_be} in quotes")
    return found


def set_setting(name: str, value: str | None) -> None:
    """From now on; None: nothing is said of it. All else that stands there stays, comments too. Raises InputError and OSError."""
    import tomlkit  # few write settings, and all read them

    path = home() / SETTINGS
    written = tomlkit.parse(_text(path))
    if value is not None:
        written[name] = value
    elif name in written:
        del written[name]
    write_whole(path, tomlkit.dumps(written))


def _text(path: Path) -> str:
    """What can be read as TOML; nothing where there is no file."""
    try:
        text = path.read_text(encoding="utf-8")
        tomllib.loads(text)
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from None
    return text
