"""Contrast in who reacted to it once. Oracle: what each grade asks for (``contrast_reactions.csv``), counted by hand."""

from __future__ import annotations

from typing import Literal

import pytest

from scenarios import files
from scenarios.chart import Allergic
from scenarios.schema import Scenario
from scenarios.words import clause
from sim.scoring.measures import measured
from sim.scoring.rubric import judge
from tests.sim.played import made
from tests.sim.scoring.test_measures import Row, injection, tip
from tests.sim.scoring.test_measures_harm import SKIN, decided

CASE = files.find_scenario("old_hives")
BEFORE: Row = (1, "premedicated", {"regimen": "oral, thirteen hours"})
LATE: Row = (1, "premedicated", {"regimen": "last hour"})
AGENT = "a different agent"
HOURS = "premedication hours beforehand"
WITHOUT = "Contrast was given despite a previous reaction, without this precaution"
Grade = Literal["mild", "moderate", "severe"]


def reacted(grade: Grade | None, agent: str = "iopamidol") -> Scenario:
    chart = CASE.chart
    assert chart is not None
    old = Allergic(to="contrast", reaction="told", grade=grade, agent=agent)
    return CASE.model_copy(update={"chart": chart.model_copy(update={"allergies": (old,)})})


def given(agent: str, *before: Row) -> list[Row]:
    return [*before, *((n, kind, {**data, "agent": agent}) for n, kind, data in injection(40, "contrast", {"epidural": 1.0}))]


@pytest.mark.parametrize(
    ("grade", "rows", "value", "left_out"),
    [
        ("mild", given("iohexol 240"), 100.0, ""),
        ("mild", given("iopamidol 200", BEFORE), 0.0, AGENT),
        ("moderate", given("iohexol 240", BEFORE), 100.0, ""),
        ("moderate", given("iohexol 240"), 50.0, HOURS),
        ("moderate", given("iohexol 240", LATE), 50.0, HOURS),
        ("moderate", given("iopamidol 200"), 0.0, f"{AGENT} and {HOURS}"),
        ("severe", given("iohexol 240", BEFORE), 0.0, "doing without contrast altogether"),
    ],
)
def test_what_the_grade_asks_for_is_looked_for(grade: Grade, rows: list[Row], value: float, left_out: str) -> None:
    found = measured(made(*rows), reacted(grade))["contrast_readied"]
    assert found is not None
    assert found.value == value
    assert clause(found.what) == (f"{WITHOUT}: {left_out}" if left_out else "")


def test_where_nobody_knows_the_agent_none_is_another() -> None:
    found = measured(made(*given("iohexol 240", BEFORE)), reacted("moderate", ""))["contrast_readied"]
    assert found is not None
    assert (found.value, clause(found.what)) == (50.0, f"{WITHOUT}: {AGENT}")


def test_it_is_asked_of_iodine_and_of_who_reacted_alone() -> None:
    assert measured(made(*given("gadobutrol")), reacted("moderate"))["contrast_readied"] is None
    assert measured(made(*given("iohexol 240")), reacted(None))["contrast_readied"] is None
    assert measured(made(BEFORE), reacted("moderate"))["contrast_readied"] is None


@pytest.mark.parametrize(
    ("grade", "instead", "before", "value", "said"),
    [
        ("moderate", "another agent, premedicated", [BEFORE], 100.0, ""),
        (
            "moderate",
            "another agent",
            [],
            50.0,
            f"was planned despite a previous reaction, without this precaution: {HOURS}",
        ),
        ("moderate", "premedication", [LATE], 0.0, f"{AGENT} and {HOURS}"),
        ("moderate", "without contrast", [], 0.0, "Contrast was left out, although this would have made it safe enough"),
        ("moderate", None, [BEFORE], 50.0, AGENT),
        ("severe", "without contrast", [], 100.0, ""),
    ],
)
def test_where_none_went_in_it_is_judged_by_what_was_decided(
    grade: Grade, instead: str | None, before: list[Row], value: float, said: str
) -> None:
    """The goal to grade the old reaction was missed by "the attempt gave nothing to judge", after the right decision and premedication."""
    found = measured(made(decided(instead=instead), *before), reacted(grade))["contrast_readied"]
    assert found is not None
    assert found.value == value
    assert said in clause(found.what)


def test_to_go_without_contrast_is_ready_where_the_case_takes_that_for_right() -> None:
    plan = CASE.plan
    assert plan is not None
    case = reacted("moderate").model_copy(update={"plan": plan.model_copy(update={"instead": ("without contrast",)})})
    found = measured(made(decided(instead="without contrast")), case)["contrast_readied"]
    assert found is not None
    assert (found.value, clause(found.what)) == (100.0, "")


def test_old_hives_goal_is_not_missed_by_who_stopped_before_the_contrast() -> None:
    """Decided, premedicated and asked as the case wants, the needle on bone and out again."""
    (graded, _) = CASE.goals
    chosen = decided(instead="another agent, premedicated", pages=["allergies"])
    score = judge(made(chosen, BEFORE, SKIN, tip(30), steps=3200), files.rubric_of(CASE), CASE)
    assert str(graded) not in score.goals_missed
    wrong = judge(made(decided(instead="premedication", pages=["allergies"]), SKIN, tip(30), steps=3200), files.rubric_of(CASE), CASE)
    assert str(graded) in wrong.goals_missed
    assert not any("nothing to assess" in remark.text and str(graded) in remark.text for remark in wrong.remarks)


def test_premedication_adds_to_the_steroid_of_the_year() -> None:
    """Oracle: prednisone 150 mg are 120 of methylprednisolone."""
    drug = [(n, kind, {**data, "agent": "dexamethasone 10 mg"}) for n, kind, data in injection(400, "drug", {"epidural": 3.0})]
    without, besides = (measured(made(*rows), CASE)["steroid_year"] for rows in (drug, [BEFORE, *drug]))
    assert without is not None
    assert besides is not None
    assert besides.value - without.value == pytest.approx(120.0)


def test_the_agent_of_the_reaction_is_told_of_the_push_that_brought_it() -> None:
    """Another agent had gone in first, and the old one after it: the harmless push was told, at its end."""
    later = [(n + 100, kind, {**data, "agent": "iopamidol 200"}) for n, kind, data in injection(40, "contrast", {"epidural": 1.0})]
    for rows, step in (([*given("iohexol 240", BEFORE), *later], 140), (given("iohexol 240"), 40)):
        found = measured(made(*rows, steps=3200), reacted("moderate"))["contrast_readied"]
        assert found is not None
        assert (found.value, found.step) == (50.0, step)
