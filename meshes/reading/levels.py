"""Which file is which bone: said by its name, or by a ``labels.toml`` beside it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from meshes.morphometry import LUMBAR
from meshes.quoting import MOST, cut, quoted
from meshes.reading.refusal import ImportRefused

SUFFIXES = (".obj", ".ply", ".stl", ".off", ".glb")
LONGEST_NAME = 255
"""A longer name than any file system takes."""
WANTED = (*LUMBAR, "sacrum")


def labelled(sources: list[Path]) -> dict[str, Path]:
    """Bone -> file."""
    paths: list[Path] = []
    given: dict[str, str] = {}
    for source in sources:
        if source.is_dir():
            paths += sorted(p for p in source.iterdir() if p.suffix.lower() in SUFFIXES)
            given |= _label_file(source / "labels.toml")
        elif source.is_file():
            paths.append(source)
        else:
            raise ImportRefused(f"{source}: no such file or folder")
    if not paths:
        raise ImportRefused(f"{sources[0]}: no surfaces there ({', '.join(SUFFIXES)})")
    found: dict[str, Path] = {}
    for path in paths:
        label = given.get(path.name) or label_of(path.name)
        if label is None:
            continue
        if label in found:
            raise ImportRefused(f"{path.name} and {found[label].name} are both taken for {label}: say which is which in labels.toml")
        found[label] = path
    missing = [label for label in WANTED if label not in found]
    if missing:
        names = ", ".join(p.name for p in paths[:6])
        raise ImportRefused(f"{missing[0]} is missing: no file is named for it among {names} (or name it in labels.toml)")
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
        if label not in (*WANTED, "hips"):
            raise ImportRefused(f"{place}: is {quoted(label)}, should be one of {', '.join((*WANTED, 'hips'))}")
    return dict(table)
