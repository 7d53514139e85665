"""The patient is loaded once: what is tested here are texts, not bodies."""

from __future__ import annotations

from pathlib import Path

import pytest

from meshes.anatomy import Anatomy
from sim.session import patients


@pytest.fixture
def loaded_once(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases ask for the reference patient without reading it anew each time."""
    real = patients.patient_from

    def patient_from(folder: Path) -> Anatomy:
        return reference if folder == patients.SHIPPED / "reference" else real(folder)

    monkeypatch.setattr(patients, "patient_from", patient_from)
