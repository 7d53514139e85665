"""Competent hands in other bodies: who is treated, what is kept, and how it is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from meshes.anatomy import Anatomy
from scenarios import files
from sim.command_line.entry import run
from sim.studies import competent, people
from sim.studies.run import Record


def record(case: str, seed: int, total: float, why: str = "") -> Record:
    return {"case": case, "seed": seed, "total": total, "passed": not why, "why": why}


def test_the_same_case_is_done_in_another_person_each_time(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the case's own file: all that it says of its person stays, but the seed; where it names nobody, the shipped body."""
    asked = []
    monkeypatch.setattr(people, "sketched", lambda who, folder: asked.append(who) or reference)
    case = files.find_scenario("high_bmi")
    person = case.patient.person
    assert person is not None
    for seed in (None, 3, 4):
        assert people.of_case(case, seed) is reference
    assert [who.seed for who in asked] == [person.seed, 3, 4]
    assert {who.model_copy(update={"seed": 0}).model_dump_json() for who in asked} == {
        person.model_copy(update={"seed": 0}).model_dump_json()
    }
    assert people.of_case(files.find_scenario("caudal"), 3).fingerprint() == reference.fingerprint()


def test_where_nothing_is_to_be_injected_no_body_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "sketched", lambda who, folder: pytest.fail("a body was made"))
    assert competent.treated("anticoagulated", 5, None) == record("anticoagulated", 5, 100.0)


def test_what_is_kept_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Oracle: by hand: two seeds of every case, of which one attempt was kept, and one fails."""
    worked = []

    def treated(name: str, seed: int, folder: Path | None) -> Record:
        worked.append((name, seed))
        return record(name, seed, 60.0, "drug_outside") if (name, seed) == ("caudal", 2) else record(name, seed, 95.0)

    monkeypatch.setattr(competent, "treated", treated)
    kept = tmp_path / "kept.jsonl"
    kept.write_text(json.dumps(record("caudal", 1, 97.0)) + "\n", encoding="utf-8")
    assert run(["study", "competent", "--seed", "1", "--count", "2", "--kept", str(kept), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert set(found) == set(files.library())
    assert found["caudal"] == {"attempts": 2, "passed": 1, "lowest": 60.0, "failed": {"2": "drug_outside"}}
    assert worked == [(name, seed) for seed in (1, 2) for name in files.library() if (name, seed) != ("caudal", 1)]
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 2 * len(files.library())
