"""What is shipped: every case, technique and script is valid, teaches something, and says where its rules come from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.equipment import agents
from scenarios.medicines import medicine
from scenarios.needle_script import Take
from scenarios.rubric import measures
from scenarios.schema import Target, Technique
from scenarios.script import Attach, Inject
from tests.conftest import PROJECT

CASES, SCRIPTS = sorted(files.library()), sorted(files.scripts())
TECHNIQUES = sorted(path.stem for path in files.TECHNIQUES.glob("*.toml"))


def test_there_is_a_case_for_each_way_in() -> None:
    """Interlaminar beside and in the midline, transforaminal by both ways and at S1, caudal, and the facet joint to tell apart."""
    assert {files.find_scenario(name).technique for name in CASES} == set(TECHNIQUES)
    assert len(TECHNIQUES) == 7


def test_the_cases_are_graded_from_the_first_day_to_the_examination() -> None:
    assert len(CASES) >= 16
    assert {files.find_scenario(name).difficulty for name in CASES} == {"first day", "beginner", "intermediate", "advanced", "examination"}


def test_not_injecting_is_right_in_some() -> None:
    assert {case.plan.decision for case in map(files.find_scenario, CASES) if case.plan} == {"inject", "defer", "refer"}


@pytest.mark.parametrize("name", CASES)
def test_a_case_has_goals_sources_and_hints_and_what_its_exercise_needs(name: str) -> None:
    case = files.find_scenario(name)
    assert (case.chart is None) == (case.plan is None) == (not case.exercise)
    assert len(case.goals) >= 2
    assert all(goal.shown for goal in case.goals)
    assert "verify locally" in case.sources
    assert case.hints


@pytest.mark.parametrize("name", CASES)
def test_the_page_of_cases_tells_grade_and_goals(name: str) -> None:
    """Oracle: the case's own file."""
    case = files.find_scenario(name)
    row = next(line for line in (PROJECT / "docs" / "cases.md").read_text(encoding="utf-8").splitlines() if f"`{name}`" in line)
    assert row.startswith(f"| {case.difficulty} |")
    assert "; ".join(map(str, case.goals)) in row


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_named_as_its_file_and_has_a_note_for_the_learner(name: str) -> None:
    case = files.find_scenario(name)
    assert case.name == name
    assert len(case.learning.split()) >= 30
    assert case.patient.complaint


@pytest.mark.parametrize("name", CASES)
def test_a_tray_holds_what_the_technique_needs_and_no_more_than_is_usual(name: str) -> None:
    """Oracle for the volumes: the column most_ml of the table of agents ([@volumes_known])."""
    fluids = files.find_scenario(name).tray.fluids
    assert {"contrast", "drug"} <= {agents()[fluid.agent].kind for fluid in fluids}
    assert all(fluid.ml <= agents()[fluid.agent].most_ml for fluid in fluids)


@pytest.mark.parametrize("name", CASES)
def test_a_case_has_one_script_that_passes_and_one_that_fails(name: str) -> None:
    of_case = [s for s in map(files.script, files.scripts().values()) if s.scenario == name]
    assert sorted(s.expect for s in of_case) == ["fail", "pass"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_takes_from_its_tray_and_gives_no_more_than_stands_there(name: str) -> None:
    script = files.script(files.scripts()[name])
    tray = files.find_scenario(script.scenario).tray
    left = {fluid.agent: fluid.ml for fluid in tray.fluids}
    agent = ""
    for step in script.steps:
        if isinstance(step, Take):
            assert step.needle in tray.needles
        elif isinstance(step, Attach):
            agent = step.agent
            assert agent in left
        elif isinstance(step, Inject):
            left[agent] -= step.ml
    assert min(left.values()) >= 0


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_failing_script_commits_an_error_of_its_rubric(name: str) -> None:
    script = files.script(files.scripts()[name])
    errors = [error.name for error in files.rubric_of(files.find_scenario(script.scenario)).critical]
    assert (script.critical in errors) == (script.expect == "fail")


@pytest.mark.parametrize("name", TECHNIQUES)
def test_clinical_rules_name_their_source_and_ask_to_be_verified(name: str) -> None:
    way = files.technique(name)
    assert "For teaching; verify locally." in way.approach
    assert "[@technique_known]" in way.source or "[@patterns_known]" in way.source


@pytest.mark.parametrize("table", ["agents", "needles"])
def test_tables_of_equipment_name_their_source(table: str) -> None:
    path = Path(files.HERE) / f"{table}.csv"
    assert path.read_text(encoding="utf-8").startswith("#")
    assert "[@" in path.read_text(encoding="utf-8").splitlines()[0]


def test_doses_ask_to_be_verified() -> None:
    assert "For teaching; verify locally." in files.HERE.joinpath("agents.csv").read_text(encoding="utf-8").splitlines()[0]


def _places(way: Technique, level: str) -> list[str]:
    target = Target(level=level, side="left")
    return [target.landmark(t) for t in (way.entry, way.target, way.reach, *way.sights, *way.palpable)]


@pytest.mark.parametrize("name", TECHNIQUES)
def test_a_techniques_landmarks_are_in_the_patient_at_every_level(name: str, reference: Anatomy) -> None:
    way = files.technique(name)
    for level in way.levels:
        assert [place for place in _places(way, level) if place not in reference.landmarks] == []


@pytest.mark.parametrize("name", TECHNIQUES)
def test_a_rubric_grades_known_measures_and_each_once(name: str) -> None:
    rubric = files.technique(name).rubric
    graded = [criterion.measure for criterion in rubric.criteria]
    assert len(set(graded)) == len(graded)
    assert {*graded, *(error.measure for error in rubric.critical)} <= set(measures())


@pytest.mark.parametrize("name", TECHNIQUES)
def test_what_must_never_happen_fails_the_attempt_by_every_way(name: str) -> None:
    """Oracle: [@rathmell_2015] (contrast first) and 7 (dural puncture, drug in the sac, in a vessel)."""
    errors = {error.name for error in files.technique(name).rubric.critical}
    assert {"dural_puncture", "intrathecal_drug", "intravascular_drug", "drug_without_contrast", "drug_outside", "no_drug"} <= errors


@pytest.mark.parametrize("name", TECHNIQUES)
def test_a_remark_that_fills_in_a_value_is_about_a_number(name: str) -> None:
    """ "1" is no way to say yes."""
    rubric = files.technique(name).rubric
    for row in (*rubric.criteria, *rubric.critical):
        assert "{" not in row.remark.replace("{value}", "").replace("{what}", "").replace("{then}", "")
        if row.unit == "yes":
            assert "{value}" not in row.remark


@pytest.mark.parametrize("name", CASES)
def test_what_the_history_says_is_taken_stands_on_the_page_of_medication(name: str) -> None:
    """Oracle: the list of medicines, by any of their names."""
    chart = files.find_scenario(name).chart
    if chart is None:
        return
    noted = {found for drug in chart.medication if (found := medicine(drug.name)) is not None}
    told = {found for word in re.findall(r"[A-Za-z]+", chart.history) if (found := medicine(word)) is not None}
    assert [drug.name for drug in told - noted] == []


@pytest.mark.parametrize("name", CASES)
def test_the_title_of_a_case_that_asks_where_does_not_say_where(name: str) -> None:
    """Fault: "L4-L5 disc" stood over the form that asked for the level. Oracle: no level and no name of an approach."""
    case = files.find_scenario(name)
    if case.plan is not None:
        assert not re.search(r"\b[LST]\d|interlaminar|transforaminal|caudal|hiatus|stenosis", case.title)
