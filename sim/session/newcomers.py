"""Somebody of whom there are surfaces becomes a patient: here, as the command does it, or by a process of its own, as the window does.

As a program: looks at the surfaces that its standard input tells, or makes the patient of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from meshes.anatomy import Anatomy, save
from meshes.reading.levels import WANTED
from meshes.reading.posture import UNITS_MM, Stated, axes, unit_mm
from meshes.reading.refusal import ImportRefused
from meshes.space import AXES_BY_NAME, Vector
from meshes.telling import Progress, silent
from sim.session.errand import Reply, accepted, at_work, done_beside
from sim.session.patients import coming_to, new_folder

MODULE = "sim.session.newcomers"


@dataclass(frozen=True)
class Newcomer:
    """Who is to become a patient."""

    name: str
    files: Mapping[str, Path]
    """By bone"""
    stated: Stated

    def told(self, half: Path | None = None) -> str:
        """As the process is told: to make the patient there, or only to look."""
        files = {bone: str(path) for bone, path in self.files.items()}
        return json.dumps({"name": self.name, "files": files, "stated": asdict(self.stated), "half": None if half is None else str(half)})


@dataclass(frozen=True)
class Looked:
    """What surfaces are, as far as it is known before anything is made of them."""

    faults: Mapping[str, str]
    """By bone, why its file can be none, in a sentence"""
    lying: Stated | None
    """How they lie, once all are there that are needed"""
    why: str
    """Why that cannot be told; empty where it can"""


@dataclass(frozen=True)
class Brought:
    """A patient who is there now."""

    name: str
    folder: Path
    fingerprint: str
    person: Mapping[str, Any]
    """Whose measures were taken where bones say nothing: sex, stature_mm, bmi, age"""
    inferred: tuple[str, ...]


def patient_of_surfaces(newcomer: Newcomer, progress: Progress = silent) -> Anatomy:
    """Raises ImportRefused for surfaces of which there can be no patient, and OSError."""
    from meshes.plausibility import faults_of_anatomy
    from meshes.reading.surface_files import import_surfaces

    anatomy = import_surfaces(newcomer.files, newcomer.stated, newcomer.name, progress)
    faults = faults_of_anatomy(anatomy)
    if faults:
        raise ImportRefused(f"the patient would not be usable: {faults[0]}")
    return anatomy


def look(newcomer: Newcomer, progress: Progress = silent) -> Looked:
    """Read every file, and tell how they lie if there is a sound one of each bone that is needed."""
    from meshes.reading.surface_files import read_surface

    meshes, faults = {}, {}
    for number, (bone, path) in enumerate(newcomer.files.items()):
        progress(f"reading {path.name}", number / len(newcomer.files))
        try:
            meshes[bone] = read_surface(path)
        except ImportRefused as error:
            faults[bone] = str(error)
        except OSError as error:
            faults[bone] = f"{path.name}: {error.strerror}"
    if any(bone not in meshes for bone in WANTED):
        return Looked(faults, None, "")
    try:
        scale = unit_mm(meshes, newcomer.stated.unit)
        _, front, up = axes(meshes, newcomer.stated)
    except ImportRefused as error:
        return Looked(faults, None, str(error))
    unit = next(name for name, mm in UNITS_MM.items() if mm == scale)
    return Looked(faults, Stated(_called(front), _called(up), unit), "")


def _called(axis: Vector) -> str:
    return next(name for name, one in AXES_BY_NAME.items() if np.array_equal(one, axis))


def looked_at_beside(newcomer: Newcomer, progress: Progress) -> Looked:
    """The same by a process of its own. Raises ImportRefused where that breaks off."""
    said = accepted(done_beside(MODULE, newcomer.told(), progress))
    return Looked(said["faults"], Stated(**said["lying"]) if said["lying"] else None, said["why"])


def brought_beside(newcomer: Newcomer, replace: bool, progress: Progress) -> Brought:
    """Among the user's own by a process of its own, whole or not at all. Raises InputError for no such name, ImportRefused, OSError.

    replace : take the place of another of the user's own
    """
    folder = new_folder(newcomer.name, replace)
    with coming_to(folder, replace) as half:
        said = accepted(done_beside(MODULE, newcomer.told(half), progress))
    return Brought(newcomer.name, folder, said["fingerprint"], said["person"], tuple(said["inferred"]))


def _work(told: str, progress: Progress) -> Reply:
    said = json.loads(told)
    files = {bone: Path(path) for bone, path in said["files"].items()}
    newcomer = Newcomer(said["name"], files, Stated(**said["stated"]))
    if said["half"] is None:
        return asdict(look(newcomer, progress))
    anatomy = patient_of_surfaces(newcomer, progress)
    save(anatomy, Path(said["half"]))
    return {"fingerprint": anatomy.fingerprint(), "person": anatomy.person, "inferred": list(anatomy.inferred)}


if __name__ == "__main__":
    at_work(_work)
