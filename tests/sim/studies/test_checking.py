"""Checks: what is shipped is good, and what does not do as it says is told why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from meshes.anatomy import Anatomy
from scenarios import files
from sim.command_line.entry import run
from sim.session import patients, world
from sim.studies import checking
from sim.studies.checking import check, script_in_world
from tests.scenarios.refusal import CASE, SCRIPT, changed
from tests.sim.played import FEW

RUBRIC = """
[rubric]
pass_mark = 90.0
[[rubric.criteria]]
measure = "duration"
unit = "s"
weight = 1.0
at_most = 1.0
fade = 1.0
remark = "It took {value} s."
"""


@pytest.fixture(autouse=True)
def loaded_once(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patients, "patient_from", lambda folder: reference)
    # bodies of cases take long to build: here all lie in the shipped one
    monkeypatch.setattr(world, "patient_of", lambda person, progress: reference)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["transforaminal_l5", "scar_caudal", "pregnant"])
def test_a_shipped_case_can_be_passed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Some of them; that every case is passed by its own script is shown with the scripts."""
    assert run(["check", str(files.library()[name]), "--json"]) == 0
    (verdict,) = json.loads(capsys.readouterr().out)
    assert (verdict["kind"], verdict["good"]) == ("case", True)
    assert verdict["score"] >= files.rubric_of(files.find_scenario(name)).pass_mark
    assert "competent hands pass" in verdict["why"]


@pytest.mark.parametrize("name", FEW)
def test_a_shipped_script_does_as_it_says(name: str) -> None:
    verdict = check(files.scripts()[name])
    assert (verdict.kind, verdict.good) == ("script", True), verdict.why
    assert ("passes" if name.endswith("competent") else "fails") + " as it says" in verdict.why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (('expect = "fail"\ncritical = "dural_puncture"', 'expect = "pass"'), "should pass and does not: critical errors dural puncture"),
        (('critical = "dural_puncture"', 'critical = "wrong_level"'), "should commit wrong_level, commits dural_puncture"),
        (('{ do = "remove" }', '{ do = "attach", agent = "saline" }'), "steps.15 (attach): take the other syringe off"),
    ],
    ids=["a pass that fails", "another error", "stuck"],
)
def test_a_script_that_does_otherwise_is_not_so(
    change: tuple[str, str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "script.toml", changed(SCRIPT, *change))
    assert run(["check", str(path), "--json"]) == 1
    (verdict,) = json.loads(capsys.readouterr().out)
    assert (verdict["file"], verdict["good"]) == (str(path), False)
    assert why in verdict["why"]


def test_a_careful_script_that_should_fail_is_not_so(tmp_path: Path) -> None:
    text = files.scripts()["transforaminal_l5_competent"].read_text(encoding="utf-8")
    verdict = check(written(tmp_path / "script.toml", changed(text, 'expect = "pass"', 'expect = "fail"')))
    assert not verdict.good
    assert "should fail and does not" in verdict.why


def test_a_case_that_asks_for_the_impossible_is_not_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "case.toml", CASE + RUBRIC)
    assert run(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert "not so" in said
    assert "competent hands did not pass: 0.0 points; It took" in said


def test_a_case_in_which_hands_are_stuck_is_not_so(tmp_path: Path) -> None:
    text = changed(CASE, '    { agent = "iohexol 240", ml = 6.0 },\n', "")
    verdict = check(written(tmp_path / "case.toml", text))
    assert (verdict.good, verdict.score) == (False, None)
    assert "could not go on at steps." in verdict.why
    assert "'iohexol 240' is not on the tray" in verdict.why


def test_a_chart_that_names_an_unknown_medicine_is_refused_by_its_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = files.library()["l4_l5_disc"].read_text(encoding="utf-8").replace('name = "ibuprofen"', 'name = "Eliqis"')
    path = written(tmp_path / "l4_l5_disc.toml", text)
    assert run(["check", str(path)]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "chart.medication.1.name: 'Eliqis' is in no list of medicines" in said
    assert "did you mean 'Eliquis'?" in said


def test_a_slice_at_no_place_of_this_body_is_told_by_its_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was left out of the chart's pictures without a word."""
    monkeypatch.setattr(checking, "rehearse", lambda *_, **__: [])
    verdict = check(written(tmp_path / "mine.toml", changed(WHOLE, 'at = "L4-L5/window"', 'at = "L4-L5/windo"')))
    assert not verdict.good
    assert "chart.slices.1.at: 'L4-L5/windo' is no landmark of the patient" in verdict.why
    assert "so that no slice is shown; did you mean 'L4-L5/window'?" in verdict.why


def test_competent_hands_must_pass_with_more_than_one_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def nobody(case: object, operator: str, seeds: list[int], anatomy: object) -> list[Any]:
        asked.append((operator, seeds))
        return []

    monkeypatch.setattr(checking, "rehearse", nobody)
    check(files.library()["caudal"])
    assert asked == [("reference", [1, 2])]


def test_a_script_is_checked_against_the_patient_it_will_be_played_on(reference: Anatomy) -> None:
    script, found = script_in_world(files.scripts()["caudal_careless"], reference)
    assert (script.scenario, found.scenario.name) == ("caudal", "caudal")
    assert found.anatomy is reference


# --- an author's own whole case, for which there is no script yet -------------------------------------------------------------

WHOLE = files.library()["l4_l5_disc"].read_text(encoding="utf-8")


def test_a_case_without_a_script_is_tried_by_hands_that_read_its_chart(tmp_path: Path) -> None:
    verdict = check(written(tmp_path / "mine.toml", WHOLE.replace('name = "l4_l5_disc"', 'name = "mine"')))
    assert verdict.good, verdict.why


def test_they_defer_where_the_chart_asks_for_it(tmp_path: Path) -> None:
    text = files.library()["anticoagulated"].read_text(encoding="utf-8").replace('name = "anticoagulated"', 'name = "mine"')
    verdict = check(written(tmp_path / "mine.toml", text))
    assert verdict.good, verdict.why
