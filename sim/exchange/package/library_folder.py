"""A department's library: a folder, on a drive that many share, with packages. What lies there comes among this user's cases.

Cases are taken over, not read there: they are at hand where the drive is not, and an attempt finds its case as it was. What is new or other
than before is taken at the next look; what was taken out of the folder stays; what this user wrote or changed is never replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from meshes.writing import write_whole
from scenarios.files import InputError
from sim.exchange.package.installing import install
from sim.exchange.package.manifest import MANIFEST, SUFFIX, Manifest
from sim.exchange.package.opening import opened
from sim.session.home import home
from sim.session.own_cases import CASES
from sim.session.settings import set_setting, setting

LIBRARY = "TUOHY_LIBRARY"
"""Environment variable that names the folder"""
SETTING = "library"
"""And its name in the settings"""
LibraryStanding = Literal["there", "away", "no folder", "shut"]
"""How a library is met with; all but the first is said to whoever looks"""
LOOKED = "library.json"
"""In the user's folder: of each package that was looked at, how it was then and which case came of it"""


@dataclass(frozen=True)
class Taken:
    """What came of a look."""

    cases: tuple[str, ...]
    """Names of those that are here now"""
    refused: tuple[str, ...]
    """A sentence for each that is not, told once"""
    folder: Path | None = None
    standing: LibraryStanding = "there"


def library() -> Path | None:
    """The folder, by the environment or the settings. Raises InputError for settings that cannot be read."""
    named = os.environ.get(LIBRARY) or setting(SETTING, "a folder")
    return Path(named) if named else None


def choose_library(folder: Path | None) -> None:
    """By the settings, from now on; None: none. What was taken over stays. Raises InputError and OSError."""
    set_setting(SETTING, None if folder is None else str(folder.absolute()))


def is_given_by_environment() -> bool:
    """Then the settings say nothing."""
    return bool(os.environ.get(LIBRARY))


def standing(folder: Path) -> LibraryStanding:
    """Whether one can look into it now. A drive that is not mounted is away."""
    try:
        next(folder.iterdir(), None)
    except FileNotFoundError:
        return "away"
    except NotADirectoryError:
        return "no folder"
    except OSError:
        return "shut"
    return "there"


def take_over(folder: Path) -> Taken:
    """Whatever is new in the folder. One that is away has nothing new, and takes nothing."""
    met = standing(folder)
    if met != "there":
        return Taken((), (), folder, met)
    looked, cases, refused = _looked(), list[str](), list[str]()
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            about = path.stat()
        except OSError:  # taken away while we look
            continue
        stamp, before = [about.st_size, about.st_mtime_ns], looked.get(str(path), {})
        if before.get("stamp") == stamp:
            continue
        case = before.get("case", "")
        try:
            case = _taken(path, case)
            cases.append(case)
        except InputError as error:
            refused.append(str(error))
        looked[str(path)] = {"stamp": stamp, "case": case}
    if cases or refused:
        write_whole(home() / LOOKED, json.dumps(looked, indent=1))
    return Taken(tuple(cases), tuple(refused), folder)


def _taken(path: Path, before: str) -> str:
    name = opened(path).manifest.case
    place = home() / CASES / name
    if place.exists() and not (name == before and _is_as_it_came(place)):
        raise InputError(f"{path}: you have a case {name!r} of your own, or changed it; it stays as it is")
    return install(path, replace=True).case.name


def _is_as_it_came(place: Path) -> bool:
    """Whether nobody has changed the case since it was taken over."""
    try:
        manifest = Manifest.model_validate_json((place / MANIFEST).read_bytes())
        came = {file.path: file.sha256 for file in manifest.files}
        return all(hashlib.sha256((place / f).read_bytes()).hexdigest() == came[f] for f in came if f.endswith(".toml"))
    except (OSError, ValidationError):
        return False


def _looked() -> dict[str, Any]:
    """Nothing, where the note is not there or damaged: then all is looked at again."""
    try:
        found = json.loads((home() / LOOKED).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {path: row for path, row in found.items() if isinstance(row, dict)} if isinstance(found, dict) else {}
