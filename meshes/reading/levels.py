"""Which file is which bone: said by its name, or by a ``labels.toml`` beside it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from meshes.morphometry import LUMBAR
from meshes.quoting import MOST, cut, quoted
from meshes.reading.refusal import ImportRefused

SUFFIXES = (".obj", ".ply", ".stl", ".off", ".glb")
LONGEST_NAME = 255
"""A longer name than any file system takes."""
WANTED = (*LUMBAR, "sacrum")
BONES = (*WANTED, "hips")
"""Those without which there is no patient, and the one that may be left out."""


def labelled(sources: Sequence[Path]) -> dict[str, Path]:
    """Bone -> file. Raises ImportRefused where that is not said, or one is missing."""
    named = surfaces_in(sources)
    found: dict[str, Path] = {}
    for path, label in named.items():
        if label is None:
            continue
        if label in found:
            raise ImportRefused(f"{path.name} and {found[label].name} are both taken for {label}: say which is which in labels.toml")
        found[label] = path
    missing = [label for label in WANTED if label not in found]
    if missing:
        names = ", ".join(path.name for path in list(named)[:6])
        raise ImportRefused(f"{missing[0]} is missing: no file is named for it among {names} (or name it in labels.toml)")
    return found


def surfaces_in(sources: Sequence[Path]) -> dict[Path, str | None]:
    """Every file of these and of these folders that can be a surface, with the bone that it is named for, None if it is for none.

    Raises ImportRefused where there are none, or a ``labels.toml`` cannot be followed.
    """
    found: dict[Path, str | None] = {}
    for source in sources:
        if source.is_dir():
            given = _label_file(source / "labels.toml")
            inside = sorted(path for path in source.iterdir() if path.suffix.lower() in SUFFIXES)
            found |= {path: given.get(path.name) or label_of(path.name) for path in inside}
        elif source.is_file():
            found[source] = label_of(source.name)
        else:
            raise ImportRefused(f"{source}: no such file or folder")
    if not found:
        raise ImportRefused(f"{sources[0]}: no surfaces there ({', '.join(SUFFIXES)})")
    return found


def label_of(file_name: str) -> str | None:
    """The bone that a file's name speaks of, None if it speaks of none."""
    words = re.split(r"[^A-Za-z0-9]+", Path(file_name).stem)
    for word in words:
        low = word.lower()
        if re.fullmatch(r"l[1-5]", low):
            return word.upper()
        if low in ("s1", "sacrum", "sacral", "os", "sakrum"):
            return "sacrum"
        if low in ("pelvis", "hips", "hip", "ilium", "becken"):
            return "hips"
    return None


def _label_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("labels", {})
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImportRefused(f"{path}: not TOML: {cut(' '.join(str(error).split()), 2 * MOST)}") from None
    except (ValueError, RecursionError):
        raise ImportRefused(f"{path}: not TOML that can be read: a number is too long, or lists lie too deep in each other") from None
    if not isinstance(table, dict):
        raise ImportRefused(f"{path}: labels is {quoted(table)}, should be a table of file names and bones")
    for file_name, label in table.items():
        place = f"{path}: labels.{cut(' '.join(file_name.split()), MOST)}"
        if len(file_name) > LONGEST_NAME or not (path.parent / file_name).is_file():
            raise ImportRefused(f"{place}: there is no such file beside it")
        if label not in BONES:
            raise ImportRefused(f"{place}: is {quoted(label)}, should be one of {', '.join(BONES)}")
    return dict(table)
