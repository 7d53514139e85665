"""Cases that this user installed: where they lie, and finding any case by its name."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from scenarios import files
from scenarios.files import InputError
from scenarios.schema import Scenario
from sim.session.home import home
from sim.session.patients import own_name, own_patients

CASES = "cases"
"""The folder of them: each in one of its own, called as it is."""


def own_cases() -> dict[str, Path]:
    """Their files by name; none for a user whose folder is not there or shut."""
    try:
        found = {path.name: path / f"{path.name}.toml" for path in sorted((home() / CASES).iterdir()) if not path.name.startswith(".")}
    except (InputError, OSError):
        return {}
    return {name: path for name, path in found.items() if name not in files.all_shipped() and path.is_file()}


def readable_cases() -> list[Scenario]:
    """Those of them that can be read: what somebody has broken by hand hides no other."""
    found = []
    for path in own_cases().values():
        with suppress(InputError):
            found.append(files.scenario(path))
    return found


def case_file(name_or_path: str) -> Path:
    """A shipped case's file, that of an installed one, or the one whose path it is. Raises InputError."""
    found = files.all_shipped().get(name_or_path) or own_cases().get(name_or_path)
    if found is not None:
        return found
    if Path(name_or_path).suffix == ".toml":
        return Path(name_or_path)
    files.shipped(name_or_path)
    raise AssertionError("a shipped case has a file")


def case_named(name: str, beside: Path | None = None) -> Scenario:
    """The case that a recording names: a shipped one, one in the folder of that file, or an installed one. Raises InputError."""
    own = own_cases().get(name)
    if own is not None and (beside is None or not (beside.parent / f"{name}.toml").is_file()):
        return files.scenario(own)
    return files.shipped(name) if beside is None else files.case_of(name, beside)


def case_title(name: str) -> str:
    """A case's title; its name, where this program does not know it any more."""
    try:
        return case_named(name).title
    except InputError:
        return name


def patient_of_case(case: Scenario) -> Path | None:
    """The folder of the patient that came with an installed case; None for a case that names one of the user's own itself."""
    own = own_cases().get(case.name)
    if own is None or own_name(case.patient) is not None:
        return None
    try:
        manifest = json.loads((own.parent / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return own_patients().get(manifest.get("patient", "")) if isinstance(manifest, dict) else None
