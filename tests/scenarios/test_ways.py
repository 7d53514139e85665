"""A plan is judged as a whole: the way with its level, needle, drug and volume. Oracle: which root leaves where."""

from __future__ import annotations

from typing import Any

import pytest

from scenarios import files
from scenarios.schema import Scenario
from scenarios.ways import by_way, place_of
from sim.scoring.choice import assessed
from sim.scoring.rubric import judge
from tests.sim.played import made

DISC = files.find_scenario("l4_l5_disc")
STENOSIS = files.find_scenario("central_stenosis")
CHOSEN: dict[str, Any] = {
    "decision": "inject", "reason": "radicular_pain", "level": "L5", "side": "right", "approach": "lumbar_transforaminal",
    "needle": "22G Quincke", "steroid": "dexamethasone 10 mg", "contrast_ml": 1.0, "drug_ml": 2.0,
}  # fmt: skip


def wrong(case: Scenario, **chosen: Any) -> set[str]:
    data = {**CHOSEN, **chosen}
    return {name for name, right in assessed(by_way(case, data["approach"]), data).items() if not right}


def test_the_traversing_root_is_reached_under_its_own_pedicle() -> None:
    assert wrong(DISC) == set()
    assert wrong(DISC, level="L4") == {"level"}


@pytest.mark.parametrize(
    ("chosen", "fault"),
    [
        ({"needle": "18G Tuohy"}, "needle"),
        ({"steroid": "methylprednisolone 80 mg"}, "steroid"),
        ({"drug_ml": 6.0}, "volume"),
        ({"contrast_ml": 5.0}, "contrast"),
        ({"side": "left"}, "side"),
    ],
)
def test_what_belongs_between_the_laminae_does_not_belong_into_a_foramen(chosen: dict[str, Any], fault: str) -> None:
    assert wrong(DISC, **chosen) == {fault}


def test_from_below_it_is_the_sacrum_and_more_volume() -> None:
    way = by_way(STENOSIS, "caudal")
    assert (way.technique, way.target.level) == ("caudal", "S1")
    below = {"approach": "caudal", "level": "S1", "needle": "20G Tuohy", "contrast_ml": 3.0}
    assert wrong(STENOSIS, **below, drug_ml=10.0) == set()
    assert wrong(STENOSIS, **below, drug_ml=4.0) == {"volume"}


def test_the_cases_own_way_and_one_that_it_does_not_allow_change_nothing() -> None:
    for approach in (DISC.technique, "lumbar_kambin", "no_such_way", None):
        assert by_way(DISC, approach) is DISC


def test_another_side_of_the_midline_is_the_same_level() -> None:
    case = files.find_scenario("midline_l3")
    way = by_way(case, "lumbar_interlaminar")
    assert case.plan is not None
    assert way.plan is not None
    assert (way.target, way.plan.needles, way.plan.drug_ml) == (case.target, case.plan.needles, case.plan.drug_ml)


def test_the_last_way_decided_is_the_one_that_is_judged() -> None:
    """By its own technique's rubric: a foramen asks for no loss of resistance."""
    rows = [
        (5, "decided", {**CHOSEN, "approach": "lumbar_interlaminar", "pages": [], "asked": []}),
        (6, "decided", {**CHOSEN, "pages": [], "asked": []}),
        (640, "finished", {"contrast_ml": 0.0, "contrast_outside_ml": 0.0}),
    ]
    score = judge(made(*rows), files.rubric_of(DISC), DISC)
    assert "loss_of_resistance" not in {mark.measure for mark in score.marks}
    assert score.measures["level_side_right"] is not None
    assert score.measures["level_side_right"].value == 1.0
    first = judge(made(rows[0], rows[2]), files.rubric_of(DISC), DISC)
    assert "loss_of_resistance" in {mark.measure for mark in first.marks}
    own = files.technique("caudal").rubric
    assert {mark.measure for mark in judge(made(*rows), own, DISC).marks} == {row.measure for row in own.criteria}


@pytest.mark.parametrize(
    ("way", "level", "place"),
    [
        ("lumbar_interlaminar", "L4", "L4-L5"),
        ("lumbar_facet", "L5", "L5-S1"),
        ("lumbar_transforaminal", "L4", "L4"),
        ("s1_transforaminal", "S1", "S1"),
        ("caudal", "S1", "S1"),
        ("caudal", "L4", "L4-L5"),
        ("of_somebody", "L4", "L4"),
        (None, None, ""),
    ],
)
def test_a_level_between_two_vertebrae_is_told_by_both(way: str | None, level: str | None, place: str) -> None:
    """Fault: "Decided: L4 right" of a needle that went in between L4 and L5."""
    assert place_of(way, level) == place
