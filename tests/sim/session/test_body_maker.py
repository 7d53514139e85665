"""A body made by a process of its own: its words are passed on, and it ends with the wish for it."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from meshes.anatomy import Anatomy
from meshes.morphometry import Lying
from meshes.person import Person
from sim.session import body_maker, patients

pytestmark = pytest.mark.usefixtures("nobody_made")

SHE = Person(sex="female", seed=3, age=50.0)
PATIENCE_S = 30.0
MAKER = """
import os, pathlib, sys, time
pathlib.Path(os.environ["TUOHY_HOME"], "told").write_text(sys.stdin.read())
for share in (0.25, 0.5):
    print(f'["bones", {share}]', flush=True)
pathlib.Path(os.environ["TUOHY_HOME"], "pid").write_text(str(os.getpid()))
ENDS
"""


@pytest.fixture
def heard(reference: Anatomy, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """Of a body that takes no time to be made here."""
    own_home.mkdir()
    monkeypatch.setattr(patients, "built", lambda person, name, progress, lying: progress("here", 1.0) or reference)
    return []


def stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str) -> None:
    """Another maker in the place of the real one, by the same way."""
    (tmp_path / "stand_in.py").write_text(MAKER.replace("ENDS", ends), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(body_maker, "MODULE", "stand_in")


def test_its_words_are_passed_on_and_the_body_is_read(
    heard: list[tuple[str, float]], tmp_path: Path, own_home: Path, reference: Anatomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails there is done here, which says why."""
    stands_in(tmp_path, monkeypatch, "sys.exit(1)")
    found = body_maker.patient_beside(SHE, lambda *words: heard.append(words))
    assert found.fingerprint() == reference.fingerprint()
    who, lying = json.loads((own_home / "told").read_text())
    assert (Person.model_validate_json(who), lying) == (SHE, "pillow")
    assert [one for i, one in enumerate(heard) if one not in heard[:i]][-3:] == [("bones", 0.25), ("bones", 0.5), ("here", 1.0)]


def test_what_is_made_already_needs_no_process(heard: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch) -> None:
    patients.patient_of(SHE)
    monkeypatch.setattr(body_maker, "_have_made", None)
    assert body_maker.patient_beside(SHE, lambda *words: heard.append(words)).surfaces


@pytest.mark.skipif(sys.platform == "win32", reason="a process is asked after by a signal")
def test_whoever_does_not_want_it_any_more_ends_it_at_once(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_home.mkdir()
    stands_in(tmp_path, monkeypatch, "time.sleep(600)")

    def until_it_works(stage: str, share: float) -> None:
        if (own_home / "pid").exists() and (own_home / "pid").read_text():
            raise InterruptedError

    began = time.monotonic()
    with pytest.raises(InterruptedError):
        body_maker.patient_beside(SHE, until_it_works)
    assert time.monotonic() - began < PATIENCE_S
    with pytest.raises(ProcessLookupError):
        os.kill(int((own_home / "pid").read_text()), 0)


class Written(io.StringIO):
    """What is written at once, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def write(self, text: str) -> int:
        self.pieces.append(text)
        return len(text)


def test_as_a_program_it_makes_whom_it_is_told_and_says_each_word_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: threads that told their share together wrote two words into one line."""
    made: list[tuple[Person, Lying]] = []
    out = Written()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(body_maker, "patient_of", lambda person, progress, lying: (made.append((person, lying)), progress("bones", 0.5)))
    monkeypatch.setattr(os, "nice", lambda _: 0, raising=False)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps([SHE.model_dump_json(), "flat"])))
    body_maker.main()
    assert made == [(SHE, "flat")]
    assert [one.endswith("\n") for one in out.pieces] == [True]
    assert json.loads(out.pieces[0]) == ["bones", 0.5]
