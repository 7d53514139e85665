"""Whose body has to be built has it built by a process of its own; all others are but read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from meshes.anatomy import Anatomy
from meshes.person import Person
from scenarios import files
from sim.qt import case_world
from sim.session import body_maker, world
from sim.session.world import World
from tests.conftest import PROJECT

DRAWN, SHIPPED = "l4_l5_disc", "interlaminar_l4_l5"


@pytest.fixture
def asked(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Person]]:
    """Who was made beside, and who was asked for here, in their order."""
    found = list[tuple[str, Person]]()

    def read(person: Person, progress: object) -> Anatomy:
        found.append(("here", person))
        return reference

    monkeypatch.setattr(case_world, "made_beside", lambda person, progress: found.append(("beside", person)))
    monkeypatch.setattr(world, "patient_of", read)
    return found


def test_a_person_who_was_drawn_is_made_beside_before_he_is_read(asked: list[tuple[str, Person]]) -> None:
    case = files.find_scenario(DRAWN)
    found = case_world.case_world(case, None, lambda *_: None)
    assert asked == [("beside", case.patient.person), ("here", case.patient.person)]
    assert isinstance(found, World)


@pytest.mark.parametrize("name", [SHIPPED, DRAWN])
def test_whoever_lies_there_is_made_by_nobody(asked: list[tuple[str, Person]], reference: Anatomy, name: str) -> None:
    patient = None if name == SHIPPED else reference
    assert case_world.case_world(files.find_scenario(name), patient, lambda *_: None).anatomy.surfaces
    assert asked == []


def test_what_is_kept_already_is_made_no_more(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_maker, "is_made", lambda person, lying="pillow": True)
    monkeypatch.setattr(body_maker, "_have_made", None)
    person = files.find_scenario(DRAWN).patient.person
    assert person is not None
    body_maker.made_beside(person, lambda *_: None)


def test_what_builds_is_never_loaded_into_the_window(own_home: Path) -> None:
    """Oracle: the interpreter's own list of what it has loaded, in a process that takes a case with a patient to be built."""
    told = (
        "import sys, json; from scenarios import files; from sim.qt.case_world import case_world;"
        f"case_world(files.find_scenario({DRAWN!r}), None, lambda *_: None);"
        "print(json.dumps([name for name in ('meshes.building', 'SimpleITK', 'pyvista') if name in sys.modules]))"
    )
    environment = os.environ | {"TUOHY_HOME": str(own_home), "PYTHONPATH": str(PROJECT)}
    done = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, text=True, timeout=600, check=True)
    assert json.loads(done.stdout) == []
