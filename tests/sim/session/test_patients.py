"""Where patients come from; bodies are stood in for by the shipped one, whose making is tested elsewhere."""

from __future__ import annotations

import gc
import json
import shutil
import weakref
from pathlib import Path

import pytest

from meshes.anatomy import Anatomy
from meshes.morphometry import Lying
from meshes.person import Person
from meshes.telling import Progress, silent
from scenarios.files import InputError
from sim.session import patients
from sim.session.home import home

pytestmark = pytest.mark.usefixtures("nobody_made")

SHE = Person(sex="female", seed=3)


@pytest.fixture
def builds(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> list[Person]:
    """Who was built."""
    asked: list[Person] = []

    def built(person: Person, name: str, progress: Progress = silent, lying: Lying = "pillow") -> Anatomy:
        asked.append(person)
        progress("making", 0.5)
        return reference

    monkeypatch.setattr(patients, "built", built)
    return asked


@pytest.mark.usefixtures("own_home")
def test_a_person_is_built_once_and_read_afterwards(builds: list[Person], reference: Anatomy) -> None:
    first, second = patients.patient_of(SHE), patients.patient_of(SHE)
    assert builds == [SHE]
    assert first.fingerprint() == second.fingerprint() == reference.fingerprint()


@pytest.mark.usefixtures("own_home")
def test_somebody_else_or_another_way_of_building_is_built_anew(builds: list[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    patients.patient_of(SHE)
    patients.patient_of(SHE.model_copy(update={"bmi": 31.0}))
    monkeypatch.setattr(patients, "_builder", lambda: "another")
    patients.patient_of(SHE)
    assert len(builds) == 3


@pytest.mark.usefixtures("own_home")
def test_a_damaged_body_is_built_again(builds: list[Person]) -> None:
    patients.patient_of(SHE)
    (folder,) = (path for path in (home() / "bodies").iterdir() if path.is_dir())  # beside it lies its lock
    (folder / "fine.seg.nrrd").write_bytes(b"cut short")
    patients.patient_of(SHE)
    assert len(builds) == 2


@pytest.mark.usefixtures("own_home", "builds")
def test_ones_own_patients_are_listed_by_name_and_a_name_is_taken_once() -> None:
    folder = patients.keep(SHE, "Mrs A. 3")
    assert patients.own_patients() == {"Mrs A. 3": folder}
    with pytest.raises(InputError, match=r"name: 'Mrs A. 3' is taken"):
        patients.keep(SHE, "Mrs A. 3")
    with pytest.raises(InputError, match=r"name: 'reference' is a shipped patient's, should be a new one"):
        patients.keep(SHE, "reference")


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 61, "dot.", "a\nb"])
@pytest.mark.usefixtures("own_home", "builds")
def test_a_name_that_can_be_no_folders_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"^name: is .* should be up to 60 letters"):
        patients.keep(SHE, name)
    assert patients.own_patients() == {}


@pytest.mark.usefixtures("own_home", "builds")
def test_who_cancels_leaves_nothing_behind(own_home: Path) -> None:
    def stop(stage: str, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        patients.keep(SHE, "nobody", stop)
    assert not list(own_home.rglob("patient.json"))


def test_a_body_that_cannot_be_is_refused(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meshes.building.build", lambda *_, **__: reference)
    monkeypatch.setattr("meshes.plausibility.faults_of_anatomy", lambda anatomy: ["the canal is closed"])
    with pytest.raises(InputError, match="the canal is closed"):
        patients.built(SHE, "she")


def test_a_body_is_read_once_while_somebody_holds_it(tmp_path: Path) -> None:
    """And anew once a file of it was touched, or when nobody has held it meanwhile."""
    folder = tmp_path / "own"
    shutil.copytree(patients.SHIPPED / "reference", folder)
    held = patients.patient_from(folder)
    assert patients.patient_from(folder) is held
    text = json.loads((folder / "patient.json").read_text())
    (folder / "patient.json").write_text(json.dumps(text | {"name": "another"}))
    other = patients.patient_from(folder)
    assert (held.name, other.name) == ("reference", "another")
    seen = weakref.ref(other)
    del other
    gc.collect()
    assert seen() is None
