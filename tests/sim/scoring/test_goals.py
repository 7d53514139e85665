"""Who misses a goal that the case states has not passed it. Oracle: limits of the goals, worked out by hand."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from scenarios import files
from scenarios.goal import Goal, Shown
from scenarios.rubric import Criterion, Rubric
from scenarios.schema import Scenario
from sim.scoring.rubric import Score, judge
from tests.sim.played import made
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
    assert remark.text == "A goal of this case is missed, so it is not passed: Keep to one pass. 2 passes."
    assert remark.measure == "passes"


def test_what_there_was_not_is_not_reached() -> None:
    score = scored((SEEN,), 1)
    assert score.goals_missed == ("See it live",)
    assert "nothing to judge" in score.remarks[0].text


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
