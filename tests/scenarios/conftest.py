"""The patient is loaded once: what is tested here are texts, not bodies."""

from __future__ import annotations

from pathlib import Path

import pytest

from meshes.anatomy import Anatomy
from sim import world


@pytest.fixture
def loaded_once(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases ask for the reference patient without reading it anew each time."""
    real = world.patient_from

    def patient_from(folder: Path) -> Anatomy:
        return reference if folder == world.PATIENTS / "reference" else real(folder)

    monkeypatch.setattr(world, "patient_from", patient_from)
