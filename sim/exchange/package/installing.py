"""A package into this user's cases: all of it is tried before any of it is there."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from meshes.quoting import quoted
from meshes.writing import HALF, naming
from scenarios import files
from scenarios.base import PATIENTS_NAME
from scenarios.files import InputError
from scenarios.schema import Scenario
from sim.exchange.package.manifest import MANIFEST, PICTURES
from sim.exchange.package.opening import Package, opened
from sim.session.home import home
from sim.session.own_cases import CASES
from sim.session.patients import own_name, patient_from


@dataclass(frozen=True)
class Installed:
    """What is there now."""

    case: Scenario
    folder: Path
    scripts: int
    patient: str


def unpack(path: Path, folder: Path) -> Installed:
    """Its files into a new folder, to be read and changed, and whom its case names among this user's patients.

    Raises InputError, and OSError.
    """
    if folder.exists():
        raise InputError(f"{folder}: is there already, should be a new folder")
    package = opened(path)
    return _placed(path, package, folder)


def install(path: Path, replace: bool = False) -> Installed:
    """Among this user's cases and patients. Raises InputError for one that cannot be used or whose name is taken, and OSError.

    replace : take the place of a case of the same name that was installed before
    """
    package = opened(path)
    name, folder = package.manifest.case, home() / CASES / package.manifest.case
    if name in files.all_shipped():
        raise InputError(f"{path}: the case {name!r} is one of this program's own; a package needs a name of its own")
    if folder.exists() and not replace:
        raise InputError(f"{path}: a case {name!r} is installed already; say --replace to take its place")
    return _placed(path, package, folder)


def _placed(path: Path, package: Package, folder: Path) -> Installed:
    with naming(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=HALF, dir=folder.parent) as place:
            half = Path(place) / "package"
            case = _tried(path, package, half)
            if own_name(case.patient) or (folder.parent.name == CASES and folder.parent.parent == home()):
                _place_patient(path, package, half)
            if folder.exists():
                folder.rename(Path(place) / "old")
            half.rename(folder)
    return Installed(case, folder, len(package.of("script")), package.manifest.patient)


def _tried(path: Path, package: Package, half: Path) -> Scenario:
    """Write it all down and read it as the program will. Raises InputError that names the package."""
    for name, found in package.contents.items():
        file = half / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(found)
    (half / MANIFEST).write_text(package.manifest.model_dump_json(indent=1), encoding="utf-8")
    try:
        case = files.scenario(half / f"{package.manifest.case}.toml")
        if case.name != package.manifest.case:
            raise InputError(f"name: is {quoted(case.name)}, should be {package.manifest.case!r}")
        for name in package.of("script"):
            if files.script(half / name).scenario != case.name:
                raise InputError(f"{name}: scenario: should be {case.name!r}")
        for name, found in package.of("picture").items():
            if not found.startswith(PICTURES[Path(name).suffix]):
                raise InputError(f"{name}: is no such picture")
        _tried_patient(case, package.manifest.patient, half)
    except InputError as error:
        raise InputError(f"{path}: {str(error).replace(str(half) + '/', '')}") from None
    return case


def _tried_patient(case: Scenario, name: str, half: Path) -> None:
    """Whom a case names comes with it; anybody else is called as they say themselves."""
    named = own_name(case.patient)
    if named is not None and name != named:
        raise InputError(f"patient: is {quoted(name)}, should be {quoted(named)}, whom the case names")
    if name and patient_from(half / "patient").name != name and named is None:
        raise InputError(f"patient: should be {quoted(name)}")


def _place_patient(path: Path, package: Package, half: Path) -> None:
    """Among this user's patients, where a recording finds its own; the same body again is one."""
    name = package.manifest.patient
    if not name:
        return
    if not PATIENTS_NAME.fullmatch(name):
        raise InputError(f"{path}: patient: {quoted(name)} can be no folder's name")
    place = home() / "patients" / name
    if place.exists():
        if patient_from(place).fingerprint() != patient_from(half / "patient").fingerprint():
            raise InputError(f"{path}: patient: you have another patient {quoted(name)}; rename that one's folder first")
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=HALF, dir=place.parent) as copy:
        shutil.copytree(half / "patient", Path(copy) / "patient")
        (Path(copy) / "patient").rename(place)
