"""A rubric's marks. Oracle: the straight line from 1 to 0 over the fade, and weighted means, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import files
from scenarios.rubric import Criterion, CriticalError, Rubric
from sim.scoring.grading import committed, grade
from sim.scoring.rubric import judge
from sim.session.session import STEP_S
from tests.sim.played import made

CASE = files.find_scenario("interlaminar_l4_l5").model_copy(update={"goals": ()})
"""What is worked out here are marks; goals have their own page of tests."""
FINISHED = (640, "finished", {"contrast_ml": 0.0, "contrast_outside_ml": 0.0, "contrast_there_ml": 0.0})


def criterion(measure: str = "passes", unit: str = "count", weight: float = 10.0, **bounds: Any) -> Criterion:
    return Criterion(measure=measure, unit=unit, weight=weight, remark="{value} of them", **{"fade": 4.0, **bounds})


def passes(count: int) -> list[tuple[int, str, dict[str, Any]]]:
    return [(32 * number, "pass_begun", {}) for number in range(1, count + 1)]


# --- grades ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "wanted"), [(-5.0, 1.0), (0.0, 1.0), (2.0, 1.0), (3.0, 0.75), (4.0, 0.5), (6.0, 0.0), (6.1, 0.0), (1e9, 0.0)]
)
def test_a_grade_falls_in_a_straight_line_above_its_bound(value: float, wanted: float) -> None:
    assert grade(criterion(at_most=2.0), value) == wanted


@pytest.mark.parametrize(("value", "wanted"), [(1e9, 1.0), (2.0, 1.0), (1.0, 0.75), (-1.0, 0.25), (-2.0, 0.0), (-9.0, 0.0)])
def test_and_below_it(value: float, wanted: float) -> None:
    assert grade(criterion(at_least=2.0), value) == wanted


@pytest.mark.parametrize(("value", "wanted"), [(0.0, 0.5), (2.0, 1.0), (2.5, 1.0), (3.0, 1.0), (4.0, 0.75), (7.0, 0.0)])
def test_between_two_bounds_all_is_well(value: float, wanted: float) -> None:
    assert grade(criterion(at_least=2.0, at_most=3.0), value) == wanted


@settings(derandomize=True, deadline=None, database=None)
@given(st.floats(-100, 100), st.floats(0, 100), st.floats(0.01, 100), st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_a_grade_lies_between_0_and_1_and_no_worse_value_gets_a_better_one(
    low: float, span: float, fade: float, a: float, b: float
) -> None:
    rule = criterion(at_least=low, at_most=low + span, fade=fade)
    nearer, further = sorted((a, b), key=lambda value: max(low - value, value - low - span, 0.0))
    assert 0.0 <= grade(rule, further) <= grade(rule, nearer) <= 1.0


@pytest.mark.parametrize(
    ("limit", "value", "wrong"),
    [({"above": 2.0}, 2.0, False), ({"above": 2.0}, 2.01, True), ({"below": 1.0}, 1.0, False), ({"below": 1.0}, 0.99, True)],
)
def test_a_critical_error_lies_beyond_its_limit_not_on_it(limit: dict[str, float], value: float, wrong: bool) -> None:
    error = CriticalError(name="many", measure="passes", unit="count", remark="too many", **limit)
    assert committed(error, value) is wrong


# --- the whole ---------------------------------------------------------------------------------------------------------------


def test_the_total_is_the_mean_by_weight() -> None:
    """4 passes of 2 allowed, fade 4: half of 30 points; no bone contact: all of 10 points; together 25 of 40."""
    rubric = Rubric(criteria=(criterion(weight=30.0, at_most=2.0), criterion("bone_contacts", at_most=0.0)), pass_mark=62.5)
    score = judge(made(*passes(4), FINISHED), rubric, CASE)
    assert score.total == 62.5
    assert score.passed
    assert [(mark.grade, mark.lost) for mark in score.marks] == [(0.5, 15.0), (1.0, 0.0)]
    assert not judge(made(*passes(4), FINISHED), rubric.model_copy(update={"pass_mark": 62.6}), CASE).passed


def test_who_loses_points_is_told_with_the_value_and_the_moment() -> None:
    rubric = Rubric(criteria=(criterion(at_most=2.0), criterion("bone_contacts", at_most=0.0)))
    remarks = judge(made(*passes(4), FINISHED), rubric, CASE).remarks
    assert [(remark.text, remark.step, remark.critical) for remark in remarks] == [("4 of them", 96, False)]  # the third is one too many
    assert remarks[0].time_s == 96 * STEP_S == 3.0


def test_a_critical_error_fails_whatever_else_was_good() -> None:
    error = CriticalError(name="many", measure="passes", unit="count", above=2.0, remark="{value} passes")
    rubric = Rubric(criteria=(criterion("bone_contacts", at_most=0.0),), critical=(error,))
    score = judge(made(*passes(3), FINISHED), rubric, CASE)
    assert (score.total, score.passed, score.critical) == (100.0, False, ("many",))
    assert [(remark.text, remark.critical) for remark in score.remarks] == [("3 passes", True)]
    assert judge(made(*passes(2), FINISHED), rubric, CASE).passed


def test_an_attempt_that_was_broken_off_does_not_pass() -> None:
    rubric = Rubric(criteria=(criterion(at_most=2.0),))
    score = judge(made(*passes(1)), rubric, CASE)
    assert (score.total, score.finished, score.passed) == (100.0, False, False)


def test_what_cannot_be_judged_earns_nothing_commits_nothing_and_is_told_of_the_end() -> None:
    """No needle touched the skin, so there is no distance to the target."""
    error = CriticalError(name="far", measure="tip_to_target", unit="mm", below=5.0, remark="far")
    rubric = Rubric(criteria=(criterion("tip_to_target", "mm", at_most=6.0),), critical=(error,))
    score = judge(made(FINISHED), rubric, CASE)
    assert (score.total, score.critical) == (0.0, ())
    assert score.marks[0].value is None
    assert [(remark.step, "nothing to assess" in remark.text) for remark in score.remarks] == [(640, True)]


def test_a_score_as_json_holds_every_measure_with_its_unit() -> None:
    rubric = Rubric(criteria=(criterion(at_most=2.0),))
    data = judge(made(*passes(4), FINISHED), rubric, CASE).as_json()
    assert data["measures"]["passes"] == {"value": 4.0, "unit": "count", "step": 128}
    assert data["measures"]["tip_to_target"] is None
    assert data["remarks"] == [{"text": "4 of them", "measure": "passes", "time_s": 3.0, "critical": False}]


def test_only_the_events_are_judged() -> None:
    """Header, commands and pictures decide nothing."""
    rubric = Rubric(criteria=(criterion(at_most=2.0),))
    recording = made(*passes(4), FINISHED)
    other = replace(recording, header=replace(recording.header, operator="another", seed=99), ended=False)
    assert judge(other, rubric, CASE) == judge(recording, rubric, CASE)


def test_a_theme_is_the_mean_of_its_grades_by_weight() -> None:
    """Oracle: by hand: (3 * 0.5 + 1 * 1) / 4."""
    rubric = Rubric(criteria=(criterion(weight=3.0, at_most=1.0), criterion("bone_contacts", weight=1.0, at_most=1.0)))
    score = judge(made(*passes(3), FINISHED), rubric, CASE)
    assert score.themes["the way"] == pytest.approx(0.625)
