"""Surfaces become a patient by a process of its own: the same one as by the command, whole or not at all; what is refused is said."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import trimesh

from meshes.anatomy import Anatomy, load, save
from meshes.morphometry import LUMBAR
from meshes.reading.levels import labelled
from meshes.reading.posture import Stated
from meshes.reading.refusal import ImportRefused
from meshes.telling import silent
from scenarios.files import InputError
from sim.session import newcomers
from sim.session.newcomers import Newcomer, brought_beside, look, looked_at_beside, patient_of_surfaces
from sim.session.patients import own_patients
from tests.meshes.bodies import small

PATIENCE_S = 30.0
MAKER = """
import json, os, pathlib, sys, time
told = json.loads(sys.stdin.read())
half = pathlib.Path(told["half"])
half.mkdir()
(half / "fine.seg.nrrd").write_text("half written")
print('["bones", 0.5]', flush=True)
pathlib.Path(os.environ["TUOHY_HOME"], "pid").write_text(str(os.getpid()))
ENDS
"""


@pytest.fixture
def bones(reference: Anatomy, tmp_path: Path) -> Path:
    """Our own as files: in mm, +y to the belly, +z to the head."""
    folder = tmp_path / "bones"
    folder.mkdir()
    for name in (*LUMBAR, "sacrum"):
        reference.surfaces[name].export(folder / f"{name}.stl")
    return folder


@pytest.fixture
def her(tmp_path: Path) -> Newcomer:
    """Whose files nobody reads."""
    return Newcomer("Mrs B. 2", {"L1": tmp_path / "L1.stl"}, Stated())


def stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str) -> None:
    """Another program in the place of the real one, by the same way."""
    (tmp_path / "stand_in_newcomers.py").write_text(MAKER.replace("ENDS", ends), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(newcomers, "MODULE", "stand_in_newcomers")


def lying_there(own_home: Path) -> list[str]:
    """Every file among the user's patients."""
    return sorted(path.name for path in (own_home / "patients").rglob("*") if path.is_file())


def test_what_the_process_makes_is_what_the_command_makes_in_whatever_order_the_files_come(bones: Path, own_home: Path) -> None:
    files, heard = labelled([bones]), []
    found = brought_beside(Newcomer("Mrs B. 2", files, Stated()), False, lambda *words: heard.append(words))
    assert found.folder == own_patients()["Mrs B. 2"] == own_home / "patients" / "Mrs B. 2"
    here = patient_of_surfaces(Newcomer("Mrs B. 2", dict(reversed(files.items())), Stated("+y", "+z", "mm")))
    assert found.fingerprint == here.fingerprint() == load(found.folder).fingerprint()
    assert found.inferred == here.inferred
    assert "skin" in found.inferred
    assert found.person["sex"] == "male"
    shares = [share for _, share in heard]
    assert shares == sorted(shares)
    assert shares[-1] > 0.9
    assert [path.name for path in (own_home / "patients").iterdir()] == ["Mrs B. 2"]


def test_a_look_tells_how_the_files_lie_and_what_is_wrong_with_each(bones: Path) -> None:
    """Oracle: how our own bones lie."""
    found = looked_at_beside(Newcomer("", labelled([bones]), Stated()), silent)
    assert found == newcomers.Looked({}, Stated("+y", "+z", "mm"), "")
    files = labelled([bones])
    refused = look(Newcomer("", files, Stated(unit="m")))
    assert refused.lying is None
    assert refused.why.endswith("is --unit right?")
    (bones / "L2.stl").write_bytes(b"Dear aunt")
    half = trimesh.load(bones / "L4.stl", force="mesh")
    trimesh.Trimesh(half.vertices, half.faces[:-40]).export(bones / "L4.stl")
    (bones / "L5.stl").unlink()
    found = look(Newcomer("", files, Stated()))
    assert list(found.faults) == ["L2", "L4", "L5"]
    assert found.faults["L2"].startswith("L2.stl: ")
    assert found.faults["L4"] == "L4.stl: the surface is not closed: repair it first"
    assert found.faults["L5"] == "L5.stl: No such file or directory"
    assert found.lying is None


@pytest.mark.skipif(sys.platform == "win32", reason="a process is asked after by a signal")
def test_whoever_stops_ends_the_process_at_once_and_leaves_nothing(
    her: Newcomer, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands_in(tmp_path, monkeypatch, "time.sleep(600)")

    def until_it_works(stage: str, share: float) -> None:
        if (own_home / "pid").exists() and (own_home / "pid").read_text():
            assert lying_there(own_home) == ["fine.seg.nrrd"], "it is at work"
            raise InterruptedError

    began = time.monotonic()
    with pytest.raises(InterruptedError):
        brought_beside(her, False, until_it_works)
    assert time.monotonic() - began < PATIENCE_S
    with pytest.raises(ProcessLookupError):
        os.kill(int((own_home / "pid").read_text()), 0)
    assert list((own_home / "patients").iterdir()) == []


@pytest.mark.parametrize(
    ("ends", "error", "said"),
    [
        ("sys.exit(1)", ImportRefused, "the work broke off without a reason"),
        ("""print('{"refused": "L3.stl: holds no triangles"}')""", ImportRefused, "^L3.stl: holds no triangles$"),
        ("""print('{"failed": [28, "No space left on device", null]}')""", OSError, "No space left on device"),
    ],
)
def test_what_comes_to_nothing_says_why_and_whoever_was_to_be_replaced_stays(
    ends: str, error: type[Exception], said: str, her: Newcomer, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands_in(tmp_path, monkeypatch, ends)
    save(small(), own_home / "patients" / her.name)
    before = lying_there(own_home)
    with pytest.raises(error, match=said):
        brought_beside(her, True, silent)
    assert lying_there(own_home) == before
    assert load(own_home / "patients" / her.name).fingerprint() == small().fingerprint()


def test_a_name_is_taken_once_unless_that_one_is_to_be_replaced(
    her: Newcomer, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of who was there before is left, and nothing is made beside them."""
    ends = """print('{"fingerprint": "f", "person": {}, "inferred": []}')"""
    stands_in(tmp_path, monkeypatch, ends)
    save(small(), own_home / "patients" / her.name)
    with pytest.raises(InputError, match=r"^name: 'Mrs B\. 2' is taken"):
        brought_beside(her, False, silent)
    with pytest.raises(InputError, match=r"^name: 'reference' is a shipped patient's"):
        brought_beside(replace(her, name="reference"), True, silent)
    assert brought_beside(her, True, silent).fingerprint == "f"
    assert lying_there(own_home) == ["fine.seg.nrrd"], "as the stand-in wrote it"
