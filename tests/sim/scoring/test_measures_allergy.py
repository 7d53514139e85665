"""Contrast in who reacted to it once. Oracle: what each grade asks for (``contrast_reactions.csv``), counted by hand."""

from __future__ import annotations

from typing import Literal

import pytest

from scenarios import files
from scenarios.chart import Allergic
from scenarios.schema import Scenario
from sim.scoring.measures import measured
from tests.sim.played import made
from tests.sim.scoring.test_measures import Row, injection

CASE = files.find_scenario("old_hives")
BEFORE: Row = (1, "premedicated", {"regimen": "oral, thirteen hours"})
LATE: Row = (1, "premedicated", {"regimen": "last hour"})
AGENT = "another agent than that of the reaction"
HOURS = "premedication with hours to work"
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
        ("severe", given("iohexol 240", BEFORE), 0.0, "leaving it out altogether"),
    ],
)
def test_what_the_grade_asks_for_is_looked_for(grade: Grade, rows: list[Row], value: float, left_out: str) -> None:
    found = measured(made(*rows), reacted(grade))["contrast_readied"]
    assert found is not None
    assert (found.value, found.what) == (value, left_out)


def test_where_nobody_knows_the_agent_none_is_another() -> None:
    found = measured(made(*given("iohexol 240", BEFORE)), reacted("moderate", ""))["contrast_readied"]
    assert found is not None
    assert (found.value, found.what) == (50.0, AGENT)


def test_it_is_asked_of_iodine_and_of_who_reacted_alone() -> None:
    assert measured(made(*given("gadobutrol")), reacted("moderate"))["contrast_readied"] is None
    assert measured(made(*given("iohexol 240")), reacted(None))["contrast_readied"] is None
    assert measured(made(BEFORE), reacted("moderate"))["contrast_readied"] is None


def test_premedication_adds_to_the_steroid_of_the_year() -> None:
    """Oracle: prednisone 150 mg are 120 of methylprednisolone."""
    drug = [(n, kind, {**data, "agent": "dexamethasone 10 mg"}) for n, kind, data in injection(400, "drug", {"epidural": 3.0})]
    without, besides = (measured(made(*rows), CASE)["steroid_year"] for rows in (drug, [BEFORE, *drug]))
    assert without is not None
    assert besides is not None
    assert besides.value - without.value == pytest.approx(120.0)
