"""A year's steroid, what keeps it in the blood, and how long the last one must have helped. Oracle: equal doses worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from meshes.table import read
from scenarios import files
from scenarios.chart import Chart, Earlier
from scenarios.medicines import medicine
from scenarios.parting import parting_words
from scenarios.rules import concerns
from scenarios.steroids import as_methylprednisolone, interactions, year_before
from sim.exchange.afterword import afterword
from sim.procedure.answers import answer
from sim.procedure.course import TABLES, Complication
from sim.session.events import Event

GIVEN = [Event(9, "steroid_given", {"mg": 10.0})]


def chart(**fields: Any) -> Chart:
    return Chart(**{"history": "Pain.", "conservative_weeks": 8.0, "imaging": "MRI.", "diagnosis": "disc herniation", **fields})


def shot(weeks: float, steroid: str = "triamcinolone", mg: float = 80.0, **fields: Any) -> Earlier:
    told = {"weeks_ago": weeks, "what": "knee", "relief_pct": 60.0, "relief_weeks": 20.0, "joint": True, **fields}
    return Earlier.model_validate({**told, "steroid": steroid, "steroid_mg": mg})


def stopping(**fields: Any) -> list[tuple[str, str]]:
    return [(c.reason, c.must) for c in concerns(chart(**fields)) if c.stops]


@pytest.mark.parametrize(
    ("name", "mg", "equal"),
    [("dexamethasone 10 mg", 10.0, 53.333), ("triamcinolone", 40.0, 40.0), ("betamethasone 12 mg", 12.0, 64.0), ("saline", 5.0, 0.0)],
)
def test_equal_doses(name: str, mg: float, equal: float) -> None:
    """4 mg of methylprednisolone or triamcinolone are 0.75 mg of dexamethasone or betamethasone ([@steroids_known])."""
    assert as_methylprednisolone(name, mg) == pytest.approx(equal, abs=1e-3)


def test_a_year_is_added_up_over_all_joints_and_no_longer() -> None:
    assert year_before((shot(10.0), shot(30.0, "dexamethasone", 7.5), shot(60.0), shot(51.0, mg=40.0))) == pytest.approx(160.0)


def test_two_hundred_mg_a_year_are_enough_whatever_joint_they_went_into() -> None:
    assert stopping(earlier=(shot(10.0), shot(20.0))) == []
    assert stopping(earlier=(shot(10.0), shot(20.0), shot(30.0, mg=40.0))) == [("steroid_burden", "defer")]


def test_a_joint_elsewhere_is_no_session_of_this_region() -> None:
    """Four a year, three in half a year, two weeks between: of the spine's own."""
    assert stopping(earlier=tuple(shot(weeks, mg=10.0) for weeks in (1.0, 5.0, 9.0, 13.0))) == []
    assert stopping(earlier=(shot(1.0, mg=10.0, joint=False),)) == [("too_soon", "defer")]


@pytest.mark.parametrize(("weeks_ago", "helped", "found"), [(20.0, 13.0, []), (20.0, 2.0, [("no_benefit", "defer")]), (6.0, 6.0, [])])
def test_a_repeat_asks_how_long_the_last_one_helped(weeks_ago: float, helped: float, found: list[tuple[str, str]]) -> None:
    """Three months ([@cms_lcd]), or all the time since; where it is another way or level, the question is another."""
    assert stopping(earlier=(shot(weeks_ago, joint=False, relief_weeks=helped),)) == found
    assert stopping(earlier=(shot(weeks_ago, joint=False, relief_weeks=helped, same_again=False),)) == []


@pytest.mark.parametrize("name", ["Symtuza", "Norvir", "Kaletra 200 mg", "Reyataz", "Prezista 800 mg", "Invirase"])
def test_a_booster_is_known_by_the_packets_name_and_defers(name: str) -> None:
    assert stopping(medication=[{"name": name}]) == [("interaction", "defer")]


@pytest.mark.parametrize(("days", "found"), [(13.0, [("interaction", "defer")]), (14.0, []), (400.0, [])])
def test_what_was_stopped_two_weeks_ago_brakes_no_longer(days: float, found: list[tuple[str, str]]) -> None:
    """Paxlovid of last year keeps no steroid in the blood today."""
    assert stopping(medication=[{"name": "Paxlovid", "last_taken_days": days}]) == found


def test_every_interaction_is_of_a_medicine_that_the_list_knows() -> None:
    assert all(medicine(name) is not None for name in interactions())
    assert [c.must for c in concerns(chart(medication=[{"name": "Klacid"}]))] == ["heed"]


def test_other_injections_are_told_to_who_asks() -> None:
    case = files.find_scenario("boosted")
    assert [one.number for one in answer(case.chart, "steroids", True)] == [0, 1, 2]
    assert [one.code for one in answer(chart(), "steroids", True)] == ["no_steroids"]


def test_a_diabetic_is_told_how_the_sugar_goes_day_by_day() -> None:
    """[@even_2012]: 126 mg/dl, half of it gone each 1.06 days."""
    case = files.find_scenario("l4_l5_disc")
    assert "Sugar" not in afterword(case, GIVEN)
    assert case.chart is not None
    sweet = case.model_copy(update={"chart": case.chart.model_copy(update={"diabetic": True})})
    assert "7 (126 mg/dl) on day 0, 3.6 (66 mg/dl) on day 1" in afterword(sweet, GIVEN)
    assert "Sugar" not in afterword(sweet, [])  # nothing was given that could raise it


def test_what_a_steroid_does_to_sugar_is_told_one_way() -> None:
    """Highest on the day, down over days, measured for a week ([@even_2012], [@sis_sugar]): at home, later and in the afterword."""
    later = next(row.do for row in read(TABLES / "complications.csv", Complication) if row.name == "high sugar")
    for told in (
        parting_words()["sugar"].say,
        later,
        afterword(files.find_scenario("scar_caudal"), GIVEN),
    ):
        assert "for a week" in told
        assert "three to five days" not in told


def test_who_takes_cortisone_tablets_says_so() -> None:
    """ "No cortisone tablets" was answered by somebody whom prednisolone had broken a vertebra."""
    said = answer(files.find_scenario("fracture").chart, "steroids", False)
    assert [(one.code, one.name) for one in said] == [("taken_today", "prednisolone")]
    other = chart(medication=[{"name": "ibuprofen", "last_taken_days": 0.0}])
    assert [one.code for one in answer(other, "steroids", True)] == ["no_steroids"]
