"""Two programs on one home, one that is killed, and a clock that was set back: each attempt stays one, and each body is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from meshes.anatomy import Anatomy, PatientError
from meshes.person import Person
from sim.records.recording import Recorder
from sim.records.store import Claim, claim_new, unfinished
from sim.session import patients
from sim.session.commands import TakeNeedle
from sim.session.home import bodies
from sim.session.session import Session
from sim.session.world import World
from tests.conftest import PROJECT

pytestmark = pytest.mark.usefixtures("nobody_made")

PERSON = Person(sex="male", seed=4)
CLAIMS = """
import sys
from sim.records.store import claim_new
sys.stdin.read(1)
print([claim_new(sys.argv[1]).path.name for _ in range(20)])
"""


def test_programs_that_begin_at_once_share_no_number() -> None:
    """Both begin when both are there."""
    pipe = subprocess.PIPE
    cases = ("caudal", "transforaminal_l5")
    both = [subprocess.Popen([sys.executable, "-c", CLAIMS, case], stdin=pipe, stdout=pipe, text=True, cwd=PROJECT) for case in cases]
    for one in both:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    told = [one.communicate()[0] for one in both]
    names = [name for text in told for name in text.strip("[]\n").replace("'", "").split(", ")]
    assert sorted(int(name[:5]) for name in names) == list(range(1, 41))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be split on this system")
def test_an_attempt_that_is_killed_is_there_to_its_last_second(interlaminar: World) -> None:
    """Oracle: what was handed to the system before; its lock is free, and the next attempt gets the next number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of other threads, which the child does not need
        child = os.fork()
    if child == 0:
        recorder = Recorder(Session(interlaminar, 1), "user", claim_new(interlaminar.scenario.name).path)
        recorder.do(TakeNeedle(needle=interlaminar.scenario.tray.needles[0]))
        for _ in range(40):
            recorder.session.step()
            recorder.after_step()
        recorder.flush()
        recorder.do(TakeNeedle(needle=interlaminar.scenario.tray.needles[-1]))
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    (kept,) = unfinished()
    assert (kept.held_by, kept.recording.steps, len(kept.recording.commands)) == ("", 40, 1)
    Claim(kept.path).release()
    assert claim_new("caudal").path.name == "00002_caudal.jsonl"


def test_a_clock_that_was_set_back_changes_no_order(interlaminar: World) -> None:
    """Neither the day written in them nor that of their files counts, but their number."""
    paths = []
    for day, age_s in (("2026-11-27", 0), ("1970-01-01", 10**9)):
        claim = claim_new(interlaminar.scenario.name)
        recorder = Recorder(Session(interlaminar, 1), "user", claim.path, started=day)
        recorder.do(TakeNeedle(needle=interlaminar.scenario.tray.needles[0]))
        recorder.leave()
        claim.release()
        os.utime(claim.path, (age_s, age_s))
        paths.append(claim.path)
    assert [kept.path for kept in unfinished()] == paths[::-1]
    assert [kept.recording.header.started for kept in unfinished()] == ["1970-01-01", "2026-11-27"]


def test_a_body_that_two_ask_for_at_once_is_built_once(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first builds until the other is seen to wait, and says so."""
    waits = threading.Event()
    built: list[str] = []

    def slowly(person: Person, name: str, *_: object) -> Anatomy:
        built.append(name)
        assert waits.wait(60)
        return reference

    def told(stage: str, share: float) -> None:
        if stage.startswith("another window"):
            waits.set()

    monkeypatch.setattr(patients, "built", slowly)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: patients.patient_of(PERSON, told), range(2)))
    assert built == ["drawn"]
    assert {anatomy.fingerprint() for anatomy in found} == {reference.fingerprint()}


def test_who_waits_for_a_body_and_is_stopped_ends(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    class Left(Exception):
        pass

    def told(stage: str, share: float) -> None:
        raise Left

    goes_on = threading.Event()
    begun = threading.Event()

    def slowly(*_: object) -> Anatomy:
        begun.set()
        assert goes_on.wait(60)
        return reference

    monkeypatch.setattr(patients, "built", slowly)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(patients.patient_of, PERSON)
        assert begun.wait(60)
        with pytest.raises(Left):
            patients.patient_of(PERSON, told)
        goes_on.set()
        assert first.result().fingerprint() == reference.fingerprint()


@pytest.mark.parametrize("left", ["half", "no text", "empty"])
def test_what_a_killed_build_left_is_no_body(left: str, reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Path] = []
    monkeypatch.setattr(patients, "built", lambda *_: built.append(bodies()) or reference)
    folder = bodies() / patients._key(PERSON)
    place = folder if left != "half" else bodies() / ".half-1" / folder.name
    place.mkdir(parents=True)
    if left == "no text":
        (place / "fine.seg.nrrd").write_bytes(b"NRRD")
    assert patients.patient_of(PERSON).fingerprint() == reference.fingerprint()
    assert patients.patient_of(PERSON).fingerprint() == reference.fingerprint()
    assert len(built) == 1


def test_a_patient_of_ones_own_is_whole_or_not_there(reference: Anatomy, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong while it is written."""
    monkeypatch.setattr(patients, "built", lambda *_: reference)

    def torn(anatomy: Anatomy, folder: Path) -> None:
        folder.mkdir()
        (folder / "patient.json").write_text("{", encoding="utf-8")
        raise PatientError("torn")

    with monkeypatch.context() as patched:
        patched.setattr(patients, "save", torn)
        with pytest.raises(PatientError):
            patients.keep(PERSON, "somebody")
    assert patients.own_patients() == {}
    assert list((own_home / "patients").iterdir()) == []
    assert patients.keep(PERSON, "somebody").is_dir()
