"""Whom a case names: a shipped patient or one of the user's own, wherever the case is played; a name and nothing else."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from meshes.anatomy import Anatomy, save
from scenarios import files
from scenarios.files import InputError
from sim.exchange.agents.environment import InjectionEnv
from sim.records.recording import Recorder, Recording, read
from sim.scoring.judged import Judging
from sim.session.commands import Finish
from sim.session.patients import shipped_patient
from sim.session.session import Session
from sim.session.world import World
from sim.studies.people import of_case
from sim.studies.rehearsal import rehearse_once
from tests.scenarios.refusal import CASE, changed, refused
from tests.sim.command_line.told import Output, told

HERS = "Mrs B. 2"
"""As the window names patients too"""


@pytest.fixture
def her(sound: Anatomy, own_home: Path) -> Anatomy:
    """One of the user's own, with another body than the shipped one's."""
    mine = replace(sound, name=HERS)
    save(mine, own_home / "patients" / HERS)
    return mine


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return written(tmp_path, HERS)


def written(folder: Path, whom: str) -> Path:
    path = folder / "mine.toml"
    text = changed(changed(CASE, 'name = "interlaminar_l4_l5"', 'name = "mine"'), '"reference"', f'"{whom}"')
    path.write_text(text, encoding="utf-8")
    return path


def finished(world: World, path: Path) -> Recording:
    """An attempt that ended at once, as it lies on disk."""
    recorder = Recorder(Session(world, 1), "user", path)
    recorder.do(Finish())
    recorder.session.step()
    recorder.after_step()
    recorder.close()
    return read(path)


def test_it_is_played_judged_and_studied_in_that_body(her: Anatomy, case: Path, tmp_path: Path, reference: Anatomy) -> None:
    asked = files.scenario(case)
    world = World.of(asked)
    assert world.anatomy.fingerprint() == her.fingerprint() != reference.fingerprint()
    assert of_case(asked).fingerprint() == InjectionEnv(str(case))._world.anatomy.fingerprint() == her.fingerprint()
    recording = finished(world, tmp_path / "attempt.jsonl")
    assert (recording.header.patient, recording.header.patient_hash) == (HERS, her.fingerprint())
    assert Judging().judged(tmp_path / "attempt.jsonl", recording).basis == "replayed"


def test_an_attempt_on_who_is_gone_is_judged_as_a_later_version_judges_another_body(
    her: Anatomy, case: Path, tmp_path: Path, own_home: Path
) -> None:
    path = tmp_path / "attempt.jsonl"
    before = finished(World.of(files.scenario(case)), path)
    shutil.rmtree(own_home / "patients" / HERS)
    with pytest.raises(InputError, match=r"line 1: patient: mine: patient\.anatomy: is 'Mrs B\. 2'.*, or --as-recorded"):
        Judging().judged(path, before)
    assert Judging(as_recorded=True).judged(path, before).basis == "as recorded"
    found = Judging().judged(path, replace(before, stamp=replace(before.made_with, program="0.0.1")))
    assert found.basis == "as recorded"
    assert found.note == "made with 0.0.1, on another body than this version's: judged as recorded, unproved"


def test_it_can_be_passed(her: Anatomy, case: Path, capsys: Output) -> None:
    (checked,) = told(capsys, "check", case)
    assert checked["good"], checked["why"]


def test_it_is_rehearsed_in_that_body_here_and_by_workers(her: Anatomy, case: Path, capsys: Output) -> None:
    asked = files.scenario(case)
    mine = [rehearse_once(asked, World.of(asked, her), "novice", seed, varied=True).as_json() for seed in (1, 2)]
    alone = told(capsys, "rehearse", case, "--operator", "novice", "--count", 2)
    assert alone["attempts"] == mine
    assert told(capsys, "rehearse", case, "--operator", "novice", "--count", 2, "--workers", 2) == alone


def test_a_shipped_name_is_the_shipped_body_whatever_is_called_so(sound: Anatomy, own_home: Path, reference: Anatomy) -> None:
    """Else somebody's folder would make another case of every shipped one."""
    save(replace(sound, name="reference"), own_home / "patients" / "reference")
    assert World.of(files.shipped("interlaminar_l4_l5")).anatomy.fingerprint() == reference.fingerprint()
    assert shipped_patient("reference").fingerprint() == reference.fingerprint()


def test_a_name_that_nobody_has_is_one_sentence_by_file_and_field(case: Path, capsys: Output) -> None:
    said = f"patient.anatomy: is {HERS!r}, should be a shipped patient or one of your own; there are reference"
    assert refused(capsys, "check", case) == f"tuohy: {case}: {said}"
    assert refused(capsys, "rehearse", case) == f"tuohy: mine: {said}"
    with pytest.raises(InputError, match=r"^mine: patient\.anatomy: is 'Mrs B\. 2'"):
        World.of(files.scenario(case))


def test_a_patient_who_is_damaged_is_said_by_the_field_that_names_them(her: Anatomy, own_home: Path, case: Path, capsys: Output) -> None:
    (own_home / "patients" / HERS / "fine.seg.nrrd").write_bytes(b"cut short")
    said = refused(capsys, "check", case)
    assert said.startswith(f"tuohy: {case}: patient.anatomy: ")
    assert "fine.seg.nrrd" in said


@pytest.mark.parametrize("name", ["../reference", "/etc", "a/b", "a\\\\b", ".hidden", "", "dot.", "x" * 61])
def test_no_name_leads_elsewhere(name: str, tmp_path: Path, own_home: Path, her: Anatomy, capsys: Output) -> None:
    (own_home / "patients" / HERS).rename(own_home / "reference")  # where the first of them would lead
    said = refused(capsys, "check", written(tmp_path, name))
    assert "patient.anatomy: is " in said
    assert "should be up to 60 letters" in said


def test_a_case_has_one_patient(tmp_path: Path, capsys: Output) -> None:
    text = files.library()["l4_l5_disc"].read_text(encoding="utf-8")
    path = tmp_path / "two.toml"
    path.write_text(changed(text, "[patient]\n", f'[patient]\nanatomy = "{HERS}"\n'), encoding="utf-8")
    assert "gives anatomy (a patient who is there) and body (one to be made); should be one of them" in refused(capsys, "check", path)
