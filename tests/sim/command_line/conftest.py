"""What the commands are tested on: the shipped patient, and a script that is soon over."""

from __future__ import annotations

from pathlib import Path

import pytest

from meshes.anatomy import Anatomy
from sim.session import patients


@pytest.fixture(autouse=True)
def loaded_once(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped patient is not read anew for every command; any other folder is."""
    real = patients.patient_from

    def patient_from(folder: Path) -> Anatomy:
        return reference if folder == patients.SHIPPED / "reference" else real(folder)

    monkeypatch.setattr(patients, "patient_from", patient_from)


@pytest.fixture
def glance(tmp_path: Path) -> Path:
    """A script that looks once and does nothing."""
    path = tmp_path / "glance.toml"
    head = 'format = 1\nscenario = "caudal"\ntitle = "A glance"\nexpect = "fail"\ncritical = "no_drug"\n'
    path.write_text(head + 'steps = [{ do = "expose" }]', encoding="utf-8")
    return path
