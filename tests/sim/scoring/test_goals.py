"""Who misses a goal that the case states has not passed it. Oracle: limits of the goals, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from scenarios import files
from scenarios.goal import Goal, Shown
from scenarios.rubric import Criterion, Rubric
from scenarios.schema import Scenario
from sim.records.recording import Recording
from sim.scoring import rubric as judging
from sim.scoring.measures import Value, measured
from sim.scoring.rubric import Score, judge
from tests.sim.played import COMPETENT, Played, made
from tests.sim.scoring.test_measures import Row

CASE = files.find_scenario("interlaminar_l4_l5")
END: Row = (640, "finished", {"contrast_ml": 0.0, "contrast_outside_ml": 0.0, "contrast_there_ml": 0.0})
FEW = Goal(say="Keep to one pass", shown=(Shown(measure="passes", unit="count", at_most=1.0),))
SEEN = Goal(say="See it live", shown=(Shown(measure="contrast_seen_live", unit="yes", at_least=1.0),))


def scored(goals: tuple[Goal, ...], passes: int, weight: float = 1.0) -> Score:
    case = CASE.model_copy(update={"goals": goals})
    rows: list[Row] = [(32 * n, "pass_begun", {}) for n in range(1, passes + 1)]
    own = Criterion(measure="passes", unit="count", weight=weight, at_most=1.0, fade=9.0, remark="{value} passes.")
    still = Criterion(measure="bone_contacts", unit="count", weight=9.0, at_most=9.0, fade=1.0, remark="bone")
    return judge(made(*rows, END), Rubric(criteria=(own, still)), case)


def test_a_goal_that_is_reached_is_no_matter() -> None:
    score = scored((FEW,), 1)
    assert (score.passed, score.goals_missed, score.remarks) == (True, (), ())


def test_a_goal_that_is_missed_fails_whatever_the_total() -> None:
    score = scored((FEW,), 2)
    assert (score.passed, score.critical, score.goals_missed) == (False, (), ("Keep to one pass",))
    assert score.total > 90.0
    assert score.rating == 2
    assert score.as_json()["goals_missed"] == ["Keep to one pass"]


def test_it_is_told_once_and_first_in_the_words_of_its_measure() -> None:
    (remark,) = scored((FEW,), 2).remarks
    assert remark.text == "A goal of this case was missed, so it is not passed: Keep to one pass. 2 passes."
    assert remark.measure == "passes"


def test_what_there_was_not_is_not_reached() -> None:
    score = scored((SEEN,), 1)
    assert score.goals_missed == ("See it live",)
    assert "nothing to assess" in score.remarks[0].text


@pytest.mark.parametrize(("value", "holds"), [(0.9, False), (1.0, True), (2.0, True), (2.1, False)])
def test_limits_belong_to_what_is_allowed(value: float, holds: bool) -> None:
    assert Shown(measure="passes", unit="count", at_least=1.0, at_most=2.0).holds(value) is holds


def test_goals_in_words_alone_still_are_goals() -> None:
    """As cases had them before: they read as they did, and nobody can miss them."""
    again = Scenario.model_validate({**CASE.model_dump(), "goals": ("Find it", "Stay there")})
    assert list(map(str, again.goals)) == ["Find it", "Stay there"]
    assert all(not goal.shown for goal in again.goals)


def test_a_measure_without_limits_shows_nothing() -> None:
    with pytest.raises(ValidationError, match="neither at_least nor at_most"):
        Shown(measure="passes", unit="count")


# --- every goal of every shipped case ------------------------------------------------------------------------------------------


def short_of(shown: Shown) -> float:
    return shown.at_least - 0.5 if shown.at_least is not None else float(shown.at_most or 0.0) + 0.5


@pytest.mark.parametrize("name", COMPETENT)
def test_whoever_misses_but_one_goal_has_not_passed(name: str, played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: a competent attempt, of which one measure of one goal is taken to be just beyond its limit."""
    attempt = played[name]
    case = files.find_scenario(files.script(files.scripts()[name]).scenario)
    rubric, values = files.rubric_of(case), measured(attempt, case)
    whole = judge(attempt, rubric, case)
    assert (whole.passed, whole.goals_missed) == (True, ())
    for goal in case.goals:
        assert goal.shown
        for shown in goal.shown:
            changed: dict[str, Value | None] = {**values, shown.measure: Value(short_of(shown), attempt.steps)}
            monkeypatch.setattr(judging, "measured", lambda *_, changed=changed: changed)
            score = judge(attempt, rubric, case)
            assert not score.passed
            sharing = [str(one) for one in case.goals if shown.measure in {each.measure for each in one.shown}]
            assert list(score.goals_missed) == sharing


def without(attempt: Recording, name: str) -> Recording:
    """The same attempt, had its decision been made without this page or question."""
    rows = []
    for event in attempt.events:
        if event.kind == "decided":
            event = replace(event, data={**event.data, **{key: [x for x in event.data[key] if x != name] for key in ("pages", "asked")}})
        rows.append(event)
    return replace(attempt, events=tuple(rows))


@pytest.mark.parametrize(
    ("case", "left_out", "goal", "alone"),
    [
        ("transitional", "imaging", "Match image and report before the time-out", True),
        ("closed_foramen", "imaging", "See in the image that the usual approach is closed", True),
        ("cyst", "imaging", "Find the root that the cyst presses on", True),
        ("left_l2_artery", "imaging", "Know where the artery runs", True),
        ("fracture", "imaging", "See the body that lost its height, and that it is fresh", True),
        ("discitis", "laboratory", "Read the laboratory page against the story", True),
        ("boosted", "medication", "Know what keeps a steroid in the blood", True),
        ("boosted", "steroids", "Ask about other injections, and add up the year", True),
        ("pregnant", "pregnancy", "Ask about pregnancy before any exposure, and heed the answer", False),
        ("anticoagulated", "blood thinners", "Ask about blood thinners, by name", False),
        ("old_hives", "allergies", "Grade the old reaction, and ask which agent it was", False),
    ],
)
def test_a_goal_hangs_on_its_own_page_or_question(case: str, left_out: str, goal: str, alone: bool, played: Played) -> None:
    """``alone``: nothing else that fails an attempt is left out with it. All other pages and questions may be left out."""
    asked = files.find_scenario(case)
    attempt, rubric = played[f"{case}_competent"], files.rubric_of(asked)
    missed = judge(without(attempt, left_out), rubric, asked)
    assert missed.goals_missed == (goal,)
    assert not missed.passed
    for rest in ("chart_read", "patient_asked"):  # what the goal tells is not told there again
        value = missed.measures[rest]
        assert value is None or left_out not in str(value.what)
    assert (missed.critical == ()) is alone
    assert missed.total >= rubric.pass_mark
    for other in ("examination", "diabetes"):
        assert judge(without(attempt, other), rubric, asked).passed
