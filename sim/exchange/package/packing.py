"""A case with its scripts, patient and pictures into one file."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from meshes.quoting import quoted
from meshes.writing import whole_file
from scenarios import files
from scenarios.files import LARGEST_BYTES, InputError, read_bytes
from sim.exchange.package.manifest import MANIFEST, MOST_BYTES, MOST_PICTURE, PICTURES, SUFFIX, Manifest
from sim.records.header import VERSION
from sim.session.own_cases import case_file
from sim.session.patients import folder_of, own_name, patient_from

MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every file in a package: the same case makes the same package, byte by byte."""

MOST_LETTERS = 60
"""Of a picture's name in a package"""


@dataclass(frozen=True)
class Enclosed:
    """What goes with a case, beside the scripts and pictures that lie with it."""

    scripts: Sequence[Path] = ()
    patient: Path | None = None
    """A patient's folder; not needed for whom the case names"""
    pictures: Sequence[Path] = ()


@dataclass(frozen=True)
class Parcel:
    """The package that was written."""

    path: Path
    manifest: Manifest


def pack(name_or_path: str, beside: Enclosed, target: Path | None = None) -> Parcel:
    """Write the package; without a target beside whoever works, called as the case is.

    Raises InputError for a case, script or patient that cannot be used, and OSError.
    """
    source = case_file(name_or_path)
    case = files.scenario(source)
    target = target or Path(f"{case.name}{SUFFIX}")
    contents = {f"{case.name}.toml": read_bytes(source, LARGEST_BYTES, "a case")}
    for path in [*scripts_beside(case.name, source), *beside.scripts]:
        script = files.script(path)
        if script.scenario != case.name:
            raise InputError(f"{path}: scenario: is {quoted(script.scenario)}, should be {case.name!r}")
        contents[f"scripts/{path.name}"] = read_bytes(path, LARGEST_BYTES, "a script")
    patient, folder = own_name(case.patient) or "", beside.patient
    if patient and folder is None:
        folder = folder_of(patient)
    if folder is not None:
        their_own = patient_from(folder).name  # who cannot be read does not go in
        patient = patient or their_own
        for path in sorted(folder.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                contents[f"patient/{path.name}"] = read_bytes(path, MOST_BYTES, "a patient's file")
    contents |= dict(picture_in(path) for path in pictures_beside(source))
    chosen = [picture_in(path) for path in beside.pictures]
    if len({name for name, _ in chosen}) < len(chosen):
        raise InputError(f"{source}: two pictures have one name; should have a name each")
    contents |= dict(chosen)  # one that is chosen takes the place of one that lies there
    rows = [{"path": path, "bytes": len(found), "sha256": hashlib.sha256(found).hexdigest()} for path, found in sorted(contents.items())]
    data = {"format": 1, "program": VERSION, "case": case.name, "title": case.title, "patient": patient, "files": rows}
    manifest = files.validated(target, Manifest, data)
    with whole_file(target) as half, zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, found in ((MANIFEST, json.dumps(data, indent=1).encode()), *sorted(contents.items())):
            archive.writestr(zipfile.ZipInfo(name, MOMENT), found, zipfile.ZIP_DEFLATED)
    return Parcel(target, manifest)


def picture_in(path: Path) -> tuple[str, bytes]:
    """Its place in a package, and what it holds. Raises InputError for what is no picture, or too large."""
    found, place = read_bytes(path, MOST_PICTURE, "a picture"), place_of_picture(path)
    begins = PICTURES.get(Path(place).suffix)
    if begins is None or not found.startswith(begins):
        raise InputError(f"{path}: is no picture, should be a JPEG (.jpg) or PNG (.png)")
    return place, found


def place_of_picture(path: Path) -> str:
    """Where in a package a picture of this name lies."""
    suffix = {".jpeg": ".jpg"}.get(path.suffix.lower(), path.suffix.lower())
    stem = re.sub(r"[^a-z0-9_-]+", "_", path.stem.lower()).strip("_-")[:MOST_LETTERS]
    return f"pictures/{stem or 'picture'}{suffix}"


def pictures_beside(case: Path) -> list[Path]:
    """Those in the folder ``pictures`` beside a case's file."""
    return sorted(path for path in (case.parent / "pictures").glob("*") if path.suffix.lower() in (*PICTURES, ".jpeg"))


def scripts_beside(name: str, source: Path) -> list[Path]:
    """The shipped scripts of a shipped case; of one's own those in its folder ``scripts``."""
    if source == files.library().get(name):
        return [path for path in files.scripts().values() if files.script(path).scenario == name]
    return sorted((source.parent / "scripts").glob("*.toml"))
