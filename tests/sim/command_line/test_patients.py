"""Patients are written where they are asked for, and what was inferred of them is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from meshes import anatomy as anatomy_module
from meshes.anatomy import Anatomy
from sim.command_line import patients
from sim.command_line.entry import run
from sim.session.patients import own_patients
from tests.scenarios.refusal import refused
from tests.sim.command_line.told import Output, told


def test_build_writes_a_patient_that_can_be_replayed(
    reference: Anatomy, glance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    """Building itself is tested with the bodies; here it hands out the one that is there."""
    monkeypatch.setattr(patients, "reference_built", lambda progress: reference)
    found = told(capsys, "build", "--out", tmp_path / "patient")
    assert found == {"out": str(tmp_path / "patient"), "name": "reference", "fingerprint": reference.fingerprint(), "inferred": []}
    assert anatomy_module.load(tmp_path / "patient").fingerprint() == reference.fingerprint()
    own = told(capsys, "replay", glance)
    assert told(capsys, "replay", glance, "--patient", tmp_path / "patient") == own


def test_import_tells_what_it_had_to_infer(reference: Anatomy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(patients, "labelled", lambda sources: {})
    monkeypatch.setattr(patients, "patient_of_surfaces", lambda *_: replace(reference, name="jane", inferred=("sac",)))
    assert run(["import", "bones", "--out", str(tmp_path / "jane")]) == 0
    out, err = capsys.readouterr()
    assert f"jane: written to {tmp_path / 'jane'}" in out
    assert "inferred, not seen in the source: sac" in out
    assert err == ""


def test_an_import_without_a_folder_goes_among_ones_own_by_its_name(
    reference: Anatomy, own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(patients, "labelled", lambda sources: {})
    monkeypatch.setattr(patients, "patient_of_surfaces", lambda newcomer, _: replace(reference, name=newcomer.name))
    assert told(capsys, "import", "bones", "--name", "jane")["out"] == str(own_home / "patients" / "jane")
    assert own_patients() == {"jane": own_home / "patients" / "jane"}
    assert "name: 'jane' is taken by another patient of yours" in refused(capsys, "import", "bones", "--name", "jane")
    assert told(capsys, "import", "bones", "--name", "jane", "--replace")["name"] == "jane"
    assert "is a shipped patient's" in refused(capsys, "import", "bones", "--name", "reference", "--replace")
    assert "should be up to 60 letters" in refused(capsys, "import", "bones", "--name", "../jane")
    assert "--name is missing" in refused(capsys, "import", "bones")


def test_an_import_of_nothing_is_bad_input(tmp_path: Path, capsys: Output) -> None:
    assert str(tmp_path / "absent") in refused(capsys, "import", tmp_path / "absent", "--out", tmp_path / "patient")
    assert not (tmp_path / "patient").exists()
