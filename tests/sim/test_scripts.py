"""Every shipped script: the competent pass, the careless fail by the error that they commit, and every remark names its moment."""

from __future__ import annotations

import pytest

from scenarios import files
from scenarios.equipment import agent
from sim.scoring.rubric import Score, judge
from sim.session import STEP_S
from sim.world import World
from tests.sim.played import CARELESS, COMPETENT, SCRIPTS, played


def scored(name: str, worlds: dict[str, World]) -> Score:
    recording = played(worlds, name)
    return judge(recording, files.rubric_of(worlds[recording.header.scenario].scenario))


def test_there_is_a_competent_and_a_careless_script_for_each_case() -> None:
    assert len(COMPETENT) == len(CARELESS) == len(files.library())
    assert {files.script(files.scripts()[name]).scenario for name in CARELESS} == set(files.library())


@pytest.mark.parametrize("name", COMPETENT)
def test_the_competent_pass(name: str, worlds: dict[str, World]) -> None:
    score = scored(name, worlds)
    assert score.passed, [remark.text for remark in score.remarks]
    assert (score.critical, score.finished) == ((), True)
    assert score.total >= 90.0


@pytest.mark.parametrize("name", CARELESS)
def test_the_careless_fail_by_the_errors_that_they_commit(name: str, worlds: dict[str, World]) -> None:
    score = scored(name, worlds)
    assert not score.passed
    assert files.script(files.scripts()[name]).critical in score.critical


@pytest.mark.parametrize("name", CARELESS)
def test_every_remark_names_a_moment_of_the_attempt(name: str, worlds: dict[str, World]) -> None:
    recording, score = played(worlds, name), scored(name, worlds)
    assert len(score.remarks) > len(score.critical) > 0
    for remark in score.remarks:
        assert 0 <= remark.step <= recording.steps, remark.text
        assert remark.time_s == remark.step * STEP_S
        assert "{" not in remark.text


def test_the_puncture_is_told_of_the_moment_of_the_puncture(worlds: dict[str, World]) -> None:
    recording, score = played(worlds, "interlaminar_l4_l5_careless"), scored("interlaminar_l4_l5_careless", worlds)
    puncture = next(event for event in recording.events if event.kind == "dural_puncture")
    assert next(remark.step for remark in score.remarks if remark.measure == "dural_punctures") == puncture.step


@pytest.mark.parametrize("name", COMPETENT)
def test_who_loses_nothing_is_told_nothing(name: str, worlds: dict[str, World]) -> None:
    score = scored(name, worlds)
    lost = [mark.measure for mark in score.marks if mark.lost > 0]
    assert [remark.measure for remark in score.remarks] == lost


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_attempt_ends_with_everything_let_go(name: str, worlds: dict[str, World]) -> None:
    """As many exposures and injections end as begin, and the end is the last event."""
    kinds = [event.kind for event in played(worlds, name).events]
    for thing in ("exposure", "injection"):
        assert kinds.count(f"{thing}_started") == kinds.count(f"{thing}_ended")
    assert kinds[-1] == "finished"
    assert "skin_entered" not in kinds or "needle_removed" in kinds
    assert "refused" not in kinds


@pytest.mark.parametrize("name", SCRIPTS)
def test_events_are_in_order_and_hold_plain_values(name: str, worlds: dict[str, World]) -> None:
    events = played(worlds, name).events
    assert [event.step for event in events] == sorted(event.step for event in events)

    def plain(value: object) -> bool:
        if isinstance(value, dict):
            return all(type(key) is str and plain(inner) for key, inner in value.items())
        return all(map(plain, value)) if type(value) is list else type(value) in (str, int, float, bool)

    assert [event for event in events if not plain(event.data)] == []


@pytest.mark.parametrize("name", COMPETENT)
def test_the_drug_given_is_what_the_script_gives(name: str, worlds: dict[str, World]) -> None:
    """Oracle: the sum over the script's own steps, 0.1 ml for what a step's rounding and back pressure may add."""
    script = files.script(files.scripts()[name])
    asked, drug = 0.0, False
    for step in script.steps:
        if step.do == "attach":
            drug = agent(step.agent).kind == "drug"
        elif step.do == "inject" and drug:
            asked += step.ml
    given = scored(name, worlds).measures["drug_given"]
    assert given is not None
    assert given.value == pytest.approx(asked, abs=0.1)
