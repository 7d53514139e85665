"""Every shipped script: the competent pass, the careless fail by the error that they commit, and every remark names its moment."""

from __future__ import annotations

import pytest

from scenarios import files
from scenarios.equipment import agent
from sim.records.recording import Recording
from sim.scoring.rubric import Score, judge
from sim.session.session import STEP_S
from tests.sim.played import CARELESS, COMPETENT, SCRIPTS, Played


def scored(recording: Recording) -> Score:
    case = files.find_scenario(recording.header.scenario)
    return judge(recording, files.rubric_of(case), case)


def test_there_is_a_competent_and_a_careless_script_for_each_case() -> None:
    assert len(COMPETENT) == len(CARELESS) == len(files.library())
    assert {files.script(files.scripts()[name]).scenario for name in CARELESS} == set(files.library())


@pytest.mark.parametrize("name", COMPETENT)
def test_the_competent_pass(name: str, played: Played) -> None:
    score = scored(played[name])
    assert score.passed, [remark.text for remark in score.remarks]
    assert (score.critical, score.finished) == ((), True)
    assert score.total >= 90.0


@pytest.mark.parametrize("name", CARELESS)
def test_the_careless_fail_by_the_errors_that_they_commit(name: str, played: Played) -> None:
    score = scored(played[name])
    assert not score.passed
    assert files.script(files.scripts()[name]).critical in score.critical


@pytest.mark.parametrize("name", CARELESS)
def test_every_remark_names_a_moment_of_the_attempt(name: str, played: Played) -> None:
    recording, score = played[name], scored(played[name])
    assert score.critical
    assert score.remarks[0].critical  # the worst first; what says the same is said once
    for remark in score.remarks:
        assert 0 <= remark.step <= recording.steps, remark.text
        assert remark.time_s == remark.step * STEP_S
        assert "{" not in remark.text


def test_the_puncture_is_told_of_the_moment_of_the_puncture(played: Played) -> None:
    recording = played["interlaminar_l4_l5_careless"]
    score = scored(recording)
    puncture = next(event for event in recording.events if event.kind == "dural_puncture")
    assert next(remark.step for remark in score.remarks if remark.measure == "dural_punctures") == puncture.step


@pytest.mark.parametrize("name", COMPETENT)
def test_who_loses_nothing_is_told_nothing(name: str, played: Played) -> None:
    score = scored(played[name])
    whole = sum(mark.weight for mark in score.marks)
    points = {mark.measure: 100.0 * mark.lost / whole for mark in score.marks if mark.lost > 0}
    for loss in score.losses:
        points[loss.measure] = points.get(loss.measure, 0.0) + loss.points
    assert [remark.measure for remark in score.remarks] == sorted(points, key=lambda name: -points[name])


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_attempt_ends_with_everything_let_go(name: str, played: Played) -> None:
    """As many exposures and injections end as begin, and the end is the last event."""
    kinds = [event.kind for event in played[name].events]
    for thing in ("exposure", "injection"):
        assert kinds.count(f"{thing}_started") == kinds.count(f"{thing}_ended")
    assert kinds[-1] == "finished"
    assert "skin_entered" not in kinds or "needle_removed" in kinds
    assert "refused" not in kinds


@pytest.mark.parametrize("name", SCRIPTS)
def test_events_are_in_order(name: str, played: Played) -> None:
    steps = [event.step for event in played[name].events]
    assert steps == sorted(steps)


@pytest.mark.parametrize("name", COMPETENT)
def test_the_drug_given_is_what_the_script_gives(name: str, played: Played) -> None:
    """Oracle: the sum over the script's own steps, 0.1 ml for what a step's rounding and back pressure may add."""
    script = files.script(files.scripts()[name])
    asked, drug = 0.0, False
    for step in script.steps:
        if step.do == "attach":
            drug = agent(step.agent).kind == "drug"
        elif step.do == "inject" and drug:
            asked += step.ml
    given = scored(played[name]).measures["drug_given"]
    assert given is not None
    assert given.value == pytest.approx(asked, abs=0.1)
