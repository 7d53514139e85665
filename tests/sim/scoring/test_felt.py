"""Who pushes on past what was felt has not judged by it. Oracle: millimetres, added by hand."""

from __future__ import annotations

import pytest

from scenarios import files
from sim.scoring.rubric import Score, judge
from tests.sim.played import made
from tests.sim.scoring.test_measures import DRUG, Row, tip, value
from tests.sim.scoring.test_measures_harm import SKIN


def loss(step: int, depth: float, tissue: str = "DORSAL_FAT") -> Row:
    return step, "loss_of_resistance", {"depth_mm": depth, "tissue": tissue}


GAVE = [tip(20, depth_mm=50.0), loss(20, 50.0)]
OTHER: Row = (30, "syringe_attached", {"agent": "iohexol 240"})


@pytest.mark.parametrize(
    ("rows", "mm"),
    [
        ([*GAVE, tip(40, depth_mm=50.0)], 0.0),
        ([*GAVE, tip(40, depth_mm=50.5), tip(41, depth_mm=53.5)], 3.5),
        ([*GAVE, OTHER, tip(40, depth_mm=53.5)], 0.0),
        ([*GAVE, tip(30, depth_mm=48.0), tip(40, depth_mm=54.0)], 0.0),
        ([*GAVE, tip(30, depth_mm=52.0), loss(30, 52.0), tip(40, depth_mm=53.0)], 3.0),
        ([tip(20, depth_mm=40.0), loss(20, 40.0, "INTERSPINOUS"), tip(40, depth_mm=52.0)], None),
        ([*GAVE, (30, "pass_begun", {"number": 2, "entry": [0.0, 0.0, 0.0], "direction": [0.0, 1.0, 0.0]}), tip(40, depth_mm=60.0)], 0.0),
    ],
    ids=["stopped", "went on", "the next syringe first", "drawn back first", "it gave twice", "a gap in the ligament", "another pass"],
)
def test_the_way_past_the_loss_is_counted_until_something_else_is_done(rows: list[Row], mm: float | None) -> None:
    assert value("past_loss", *rows) == mm


def judged(case: str, *rows: Row) -> Score:
    asked = files.find_scenario(case)
    return judge(made(*rows, steps=3200), files.rubric_of(asked), asked)


@pytest.mark.parametrize(("mm", "points", "fails"), [(1.0, 0.0, False), (2.0, 5.0, False), (3.0, 10.0, False), (3.5, 10.0, True)])
def test_who_goes_on_past_the_loss_loses_and_fails_before_the_dura(mm: float, points: float, fails: bool) -> None:
    """Copied commands pushed seven millimetres on, the dura ahead of them, and passed with 96 points."""
    score = judged("interlaminar_l4_l5", SKIN, *GAVE, tip(40, depth_mm=50.0 + mm), *DRUG)
    assert {loss.measure: loss.points for loss in score.losses}.get("past_loss", 0.0) == pytest.approx(points)
    assert ("on_past_loss" in score.critical) is fails
    told = [remark.text for remark in score.remarks if remark.measure == "past_loss"]
    assert len(told) == (points > 0)
    assert all(f"went on for {mm:g} mm" in text for text in told)


def test_a_dura_pushed_ahead_costs_and_is_told_where_nothing_else_tells_it() -> None:
    """A copy that felt no loss at all, in the case where it lies, stopped with the dura ahead of it, and passed with 78 points."""
    tented: Row = (41, "dura_tented", {"depth_mm": 54.0, "place": [0.0, 0.0, 0.0]})
    alone = judged("interlaminar_l4_l5", SKIN, tip(20, depth_mm=50.0), tented, *DRUG)
    assert {loss.measure: loss.points for loss in alone.losses}["dura_tented"] == 10.0
    assert "dura_tented" in {remark.measure for remark in alone.remarks}
    past = judged("interlaminar_l4_l5", SKIN, *GAVE, tip(40, depth_mm=52.0), tented, *DRUG)
    assert {"past_loss", "dura_tented"} <= {loss.measure for loss in past.losses}
    assert "dura_tented" not in {remark.measure for remark in past.remarks}
    (told,) = (remark.text for remark in past.remarks if remark.measure == "past_loss")
    assert "went on for 2 mm, which pushed the dura ahead: the dura lies just beyond" in told
    before = judged("interlaminar_l4_l5", SKIN, (5, *tented[1:]), *GAVE, tip(40, depth_mm=52.0), *DRUG)
    assert all("pushed the dura" not in remark.text for remark in before.remarks if remark.measure == "past_loss")
