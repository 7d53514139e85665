"""Harm takes points off any total. Oracle: the rows of the table, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from scenarios import files
from scenarios.rubric import Criterion, Rubric
from scenarios.schema import Scenario
from sim.scoring.rubric import Score, judge
from tests.sim.played import made
from tests.sim.scoring.test_measures import CASE, Row, filmed, injection, pictured, tip
from tests.sim.scoring.test_measures_harm import CHOSEN

SKIN: Row = (10, "pass_begun", {"number": 1, "entry": [0.0, 0.0, 0.0], "direction": [0.0, 1.0, 0.0]})
END: Row = (3200, "finished", {"contrast_ml": 0.0, "contrast_outside_ml": 0.0, "contrast_there_ml": 0.0})
TIME_OUT: Row = (5, "time_out", {"level": "L4", "side": "right"})
PULLED: Row = (95, "aspirated", {"result": "nothing"})


def rubric(*criteria: Criterion) -> Rubric:
    """One that hardly asks for anything."""
    plain = Criterion(measure="reversals", unit="count", weight=10.0, at_most=9.0, fade=1.0, remark="to and fro")
    return Rubric(criteria=(plain, *criteria))


FIRST_DAY = files.find_scenario("interlaminar_l4_l5")
"""Where nothing but the needle is asked for."""


def scored(*rows: Row, asks: Rubric | None = None, case: Scenario = FIRST_DAY) -> Score:
    return judge(made(TIME_OUT, SKIN, tip(20), PULLED, *rows, END), asks or rubric(), case)


def contrast_and(*drug: Row) -> list[Row]:
    return [*filmed(*injection(96, "contrast", {"epidural": 1.0}, live=1.0)), pictured(129, 50.0), *drug]


def drug(ml: float, seconds: int = 1) -> list[Row]:
    """Given in so many pushes of a second each."""
    return [row for n in range(seconds) for row in injection(130 + 40 * n, "drug", {"epidural": ml / seconds})]


def lost(score: Score) -> dict[str, float]:
    return {loss.measure: loss.points for loss in score.losses}


def test_what_harms_nobody_loses_nothing() -> None:
    score = scored(*contrast_and(*drug(4.0, 8)))
    assert lost(score) == {"contrast_rate": pytest.approx(8.0 * 0.4 / 0.9, abs=1e-5)}  # a millilitre within a second
    assert score.critical == ()


def test_a_volume_loses_by_its_row_and_far_beyond_fails() -> None:
    """12.5 ml of 10, fade 5: half of 15 points; 15 ml all of them, and no error yet; 15.1 ml fails."""
    assert lost(scored(*contrast_and(*drug(12.5, 25))))["drug_given"] == pytest.approx(7.5)
    limit = scored(*contrast_and(*drug(15.0, 30)))
    assert lost(limit)["drug_given"] == pytest.approx(15.0)
    assert limit.critical == ()
    assert scored(*contrast_and(*drug(15.1, 31))).critical == ("flooded",)


def test_points_come_off_the_total_whatever_the_case_weighs() -> None:
    score = scored(*contrast_and(*drug(12.5, 25)))
    assert score.total == pytest.approx(100.0 - sum(lost(score).values()))
    assert score.themes["safety"] == pytest.approx(score.total / 100.0)


@pytest.mark.parametrize(("weight", "took"), [(10.0, 0.0), (1.0, 7.5 - 100.0 * 0.5 / 11.0)])
def test_where_case_and_table_grade_the_same_the_stricter_counts_once(weight: float, took: float) -> None:
    """The case's own row takes half of its weight of the whole; the table what is then left of its 7.5."""
    own = Criterion(measure="drug_given", unit="ml", weight=weight, at_most=10.0, fade=5.0, remark="much")
    score = scored(*contrast_and(*drug(12.5, 25)), asks=rubric(own))
    assert lost(score).get("drug_given", 0.0) == pytest.approx(took, abs=1e-5)
    assert [remark.measure for remark in score.remarks].count("drug_given") == 1


def test_no_total_falls_below_nothing() -> None:
    nothing = Criterion(measure="reversals", unit="count", weight=10.0, at_least=9.0, fade=1.0, remark="to and fro")
    score = scored(*drug(16.0), asks=Rubric(criteria=(nothing,)))
    assert sum(lost(score).values()) > 0.0
    assert score.total == 0.0


def test_an_attempt_without_a_needle_harms_nobody() -> None:
    score = judge(made(END), rubric(), CASE)
    assert score.losses == ()
    assert "safety" not in score.themes


def test_one_cause_is_told_once_and_the_worst_comes_first() -> None:
    """The drug without contrast: no word of contrast that was not watched, not named, not at the target."""
    score = judge(made(TIME_OUT, SKIN, tip(20), PULLED, *drug(16.0), END), files.rubric_of(CASE), CASE)
    about = [remark.measure for remark in score.remarks]
    assert {"flooded", "forced_injection", "drug_without_contrast"} <= set(score.critical)
    assert about.index("drug_given") < about.index("contrast_before_drug")
    assert not {"contrast_seen_live", "contrast_at_target", "pattern_named", "outside_space"} & set(about)
    assert len(about) == len(set(about))
    criticals = [remark.critical for remark in score.remarks]
    assert criticals == sorted(criticals, reverse=True)


def test_nothing_given_at_all_is_one_remark() -> None:
    """Begun and finished at once: that no drug was given, and no word of what did not come before it."""
    score = judge(made(SKIN, END), files.rubric_of(files.find_scenario("interlaminar_l4_l5")), files.find_scenario("interlaminar_l4_l5"))
    assert "no_drug" in score.critical
    assert "drug_without_contrast" not in score.critical
    about = {remark.measure for remark in score.remarks}
    assert not {"contrast_before_drug", "contrast_seen_live", "contrast_at_target", "drug_volume"} & about


WORDS: dict[str, tuple[list[Row], str]] = {
    "soiled": ([(3, "sterility_broken", {"by": "page_turned"})], "a page of the chart was turned in sterile gloves"),
    "unprepared": ([(3, "sterility_broken", {"by": "needle_unprepared", "missing": ["mask", "drape"]})], "without mask and drape"),
    "wrong side": ([(6, "time_out", {"level": "L4", "side": "left"})], "L4 left"),
}


@pytest.mark.parametrize("what", WORDS)
def test_a_remark_says_what_it_was(what: str) -> None:
    rows, words = WORDS[what]
    assert any(words in remark.text for remark in scored(*rows, case=CASE).remarks)


def test_soiled_gloves_are_one_break_though_the_needle_is_set_in_them() -> None:
    rows: list[tuple[int, str, dict[str, Any]]] = [
        (2, "consent", {"risks": []}),
        (3, "sterility_broken", {"by": "handled", "item": "mask"}),
        (9, "sterility_broken", {"by": "needle_in_soiled_gloves"}),
    ]
    score = scored(*rows, case=CASE)
    assert score.critical == ("unsterile",)
    assert score.measures["sterility_breaks"] is not None
    assert score.measures["sterility_breaks"].value == 1.0


@pytest.mark.parametrize(("changed", "unsterile"), [((), True), (((25, "prepared", {"item": "gloves"}),), False)])
def test_a_needle_that_goes_in_after_the_gloves_were_soiled_is_unsterile(changed: tuple[Any, ...], unsterile: bool) -> None:
    """It had been set clean; new gloves before the skin make it good, and what is soiled with the needle in is a break alone."""
    placed = (9, "needle_placed", {"pass": 1, "entry": [0.0, 0.0, 0.0]})
    entered, soiled = (30, "skin_entered", {}), {"by": "page_turned"}
    rows = [(2, "consent", {"risks": []}), placed, (20, "sterility_broken", soiled), *changed, entered]
    assert ("unsterile" in scored(*rows, case=CASE).critical) == unsterile
    late = [(2, "consent", {"risks": []}), placed, (20, "skin_entered", {}), (30, "sterility_broken", soiled)]
    assert "unsterile" not in scored(*late, case=CASE).critical


def test_what_is_usual_is_usual_by_the_way_that_was_gone() -> None:
    """A needle between the laminae, in a case for a foramen, was told of the root and the artery beside it, and of four ml as too many."""
    found = files.find_scenario("cyst")
    rows = [SKIN, tip(30), *injection(200, "drug", {"soft tissue": 6.0}), END]

    def lost(approach: str) -> set[str]:
        way = (5, "decided", {**CHOSEN, "approach": approach, "side": "left"})
        return {loss.measure for loss in judge(made(way, *rows), files.rubric_of(found), found).losses}

    assert {"drug_given", "tubing_used"} <= lost("lumbar_transforaminal")
    assert not {"drug_given", "tubing_used"} & lost("lumbar_interlaminar")
    assert lost("by the moon") == lost("lumbar_transforaminal")  # no way at all: as the case has it
