"""A case that names one of its author's own patients takes them along, and whoever opens it has them where the case looks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from meshes.anatomy import Anatomy, save
from scenarios import files
from scenarios.files import InputError
from sim.exchange.package.installing import install, unpack
from sim.exchange.package.opening import opened
from sim.exchange.package.packing import Enclosed, pack
from sim.session.own_cases import case_named, patient_of_case
from sim.session.patients import own_patients
from sim.session.world import World
from tests.sim.exchange.package.conftest import OWN, own_case

HERS = "mrs_b"


@pytest.fixture
def parcel(tmp_path: Path, sound: Anatomy, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Packed at its author's, with nothing said of a patient; the test goes on at somebody else's."""
    with monkeypatch.context() as author:
        author.setenv("TUOHY_HOME", str(tmp_path / "authors"))
        save(replace(sound, name="called otherwise"), tmp_path / "authors" / "patients" / HERS)
        return pack(str(about_her(tmp_path)), Enclosed(), tmp_path / "hers.tuohy").path


def about_her(folder: Path) -> Path:
    path = own_case(folder / "author")
    text = path.read_text(encoding="utf-8")
    assert 'anatomy = "reference"' in text
    path.write_text(text.replace('anatomy = "reference"', f'anatomy = "{HERS}"'), encoding="utf-8")
    return path


def test_the_patient_comes_along_without_being_asked_for(parcel: Path, sound: Anatomy, own_home: Path) -> None:
    assert opened(parcel).manifest.patient == HERS
    assert install(parcel).patient == HERS
    assert own_patients() == {HERS: own_home / "patients" / HERS}
    assert World.of(case_named(OWN)).anatomy.fingerprint() == sound.fingerprint()
    assert patient_of_case(case_named(OWN)) is None, "the case says itself whose it is"
    install(parcel, replace=True)  # the same body again is one


def test_what_is_unpacked_to_be_changed_can_be_played(parcel: Path, tmp_path: Path, sound: Anatomy) -> None:
    done = unpack(parcel, tmp_path / "mine")
    assert World.of(files.scenario(done.folder / f"{OWN}.toml")).anatomy.fingerprint() == sound.fingerprint()


def test_another_patient_of_that_name_stays_and_is_said(parcel: Path, own_home: Path, reference: Anatomy, tmp_path: Path) -> None:
    save(replace(reference, name=HERS), own_home / "patients" / HERS)
    for take in (lambda: install(parcel), lambda: unpack(parcel, tmp_path / "mine")):
        with pytest.raises(InputError, match="you have another patient 'mrs_b'; rename that one's folder first"):
            take()
    assert World.of(files.scenario(about_her(tmp_path / "other"))).anatomy.fingerprint() == reference.fingerprint()
    assert not (own_home / "cases" / OWN).exists()
    assert not (tmp_path / "mine").exists()


def test_whom_nobody_knows_is_not_packed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"patient\.anatomy: is 'mrs_b', should be a shipped patient or one of your own"):
        pack(str(about_her(tmp_path)), Enclosed(), tmp_path / "hers.tuohy")
    assert not (tmp_path / "hers.tuohy").exists()


def test_a_folder_that_is_named_goes_as_whom_the_case_names(tmp_path: Path, sound: Anatomy) -> None:
    save(replace(sound, name="jane"), tmp_path / "imported")
    made = pack(str(about_her(tmp_path)), Enclosed(patient=tmp_path / "imported"), tmp_path / "hers.tuohy")
    install(made.path)
    assert World.of(case_named(OWN)).anatomy.fingerprint() == sound.fingerprint()


def test_a_package_without_whom_its_case_names_is_refused(tmp_path: Path, own_home: Path) -> None:
    """Made by hand: the shipped case's package, with another case in it."""
    from tests.sim.exchange.package.test_package import forged

    plain = pack(str(own_case(tmp_path / "plain")), Enclosed(), tmp_path / "plain.tuohy").path
    hers = about_her(tmp_path).read_bytes()
    with pytest.raises(InputError, match="patient: is '', should be 'mrs_b', whom the case names"):
        install(forged(plain, {f"{OWN}.toml": hers}))
    assert not (own_home / "cases" / OWN).exists()
