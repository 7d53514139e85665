"""Whether contrast was watched as it went in, and what is told beside it. Oracle: ml and seconds of pushes and beam, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from scenarios import files
from sim.scoring.rubric import Score, judge
from tests.sim.played import made
from tests.sim.scoring.test_measures import DRUG, Row, filmed, injection, pictured, tip, value
from tests.sim.scoring.test_measures_harm import SKIN

AWAY = (0.0, 0.0, 9.0)


def push(step: int, live: float, at: tuple[float, ...] = (0.0, 0.0, 0.0), ml: float = 3.0) -> list[Row]:
    return injection(step, "contrast", {"epidural": ml}, at, live=live)


def told(score: Score) -> set[str]:
    return {remark.measure for remark in score.remarks}


def judged(case: str, *rows: Row) -> Score:
    asked = files.find_scenario(case)
    return judge(made(*sorted(rows, key=lambda row: row[0]), steps=3200), files.rubric_of(asked), asked)


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        (filmed(*push(20, 3.0)), 1.0),
        (filmed(*push(20, 2.8), since=22), 1.0),
        (filmed(*push(20, 2.7), since=23), 0.0),
        ([*push(20, 0.0), *filmed(*push(60, 3.0))], 0.0),
        ([*push(20, 0.0, AWAY), *filmed(*push(60, 3.0))], 0.0),
        ([*push(20, 0.0, AWAY, 1.0), *filmed(*push(60, 3.0), pulses=1)], 0.0),
        (push(20, 0.0), None),
        ([], None),
    ],
    ids=["live", "after two steps of 32", "after three", "three ml in the dark first", "dark elsewhere", "one picture", "all dark", "none"],
)
def test_the_first_contrast_at_each_place_is_what_must_be_seen(rows: list[Row], first: float | None) -> None:
    """3 ml a second: two steps of time are 0.19 ml, three 0.28, of 0.2 that may go in before the beam is on."""
    assert value("contrast_first_live", *rows, *DRUG) == first


@pytest.mark.parametrize(("case", "points"), [("interlaminar_l4_l5", 5.0), ("transforaminal_l5", 10.0)])
def test_three_ml_in_the_dark_and_three_live_are_not_as_good_as_six_live(case: str, points: float) -> None:
    """Half was watched, and that was enough."""
    late = judged(case, SKIN, tip(12), *push(20, 0.0), *filmed(*push(60, 3.0)), pictured(93, 10.0), *DRUG)
    live = judged(case, SKIN, tip(12), *filmed(*push(20, 3.0)), *filmed(*push(60, 3.0)), pictured(93, 10.0), *DRUG)
    lost = {loss.measure: loss.points for loss in late.losses}
    assert lost["contrast_first_live"] == points
    assert "contrast_not_live" not in late.critical
    (text,) = (remark.text for remark in late.remarks if remark.measure == "contrast_first_live")
    assert text.startswith("The first contrast here was given unseen, 3 ml, before the beam was on")
    assert "contrast_first_live" not in told(live)


def elsewhere(live: float) -> list[Row]:
    """Contrast that a picture showed in muscle, and the drug there."""
    (step, kind, start), end = injection(100, "drug", {"epidural": 2.0}, contrast_ml=3.0)
    lay: dict[str, Any] = {**start, "patterns": {"soft tissue": 3.0}}
    return [*push(40, live), pictured(80, 10.0), (step, kind, lay), end]


UNPROVED = {
    "elsewhere": elsewhere(0.0),
    "moved": [*push(40, 0.0, AWAY), pictured(80, 10.0), *DRUG],
    "too little": [*push(40, 0.0, ml=0.2), pictured(80, 10.0), *DRUG],
}


@pytest.mark.parametrize("case", ["interlaminar_l4_l5", "transforaminal_l5"])
@pytest.mark.parametrize("why", UNPROVED)
def test_what_was_unproved_and_unwatched_is_told_as_both(why: str, case: str) -> None:
    """Two true faults: that it was not watched was left unsaid beside any cause of an unproved place."""
    score = judged(case, SKIN, tip(30), *UNPROVED[why])
    assert "drug_without_contrast" in score.critical
    assert {"contrast_before_drug", "contrast_seen_live"} <= told(score)


def test_what_nobody_pictured_was_not_watched_either() -> None:
    score = judged("interlaminar_l4_l5", SKIN, tip(30), *push(40, 0.0), *DRUG)
    assert "contrast_before_drug" in told(score)
    assert "contrast_seen_live" not in told(score)


def test_contrast_in_a_vein_and_the_drug_in_the_sac_are_two_faults() -> None:
    """Either told the unproved place: a vein was told by the drug in the sac."""
    (step, kind, start), end = injection(100, "drug", {"intrathecal": 2.0}, contrast_ml=3.0)
    shown: dict[str, Any] = {**start, "tissue": "CSF", "patterns": {"venous": 3.0}}
    score = judged("interlaminar_l4_l5", SKIN, tip(30), *filmed(*push(40, 3.0)), pictured(80, 10.0), (step, kind, shown), end)
    assert {"drug_intrathecal", "contrast_before_drug"} <= told(score)


def test_contrast_elsewhere_does_not_make_good_for_what_was_not_watched_here() -> None:
    """A ml in muscle was watched, the one at the place of the drug was not: half of it all, "seen live"."""
    rows = [*filmed(*push(20, 3.0, AWAY)), *push(60, 0.0)]
    assert value("contrast_seen_live", *rows, *DRUG) == 0.0
    assert value("contrast_seen_live", *push(20, 0.0, AWAY), *filmed(*push(60, 3.0)), *DRUG) == 1.0


def test_contrast_after_the_drug_names_nothing_before_it() -> None:
    """ "Contrast was named in 0 % of the two views" stood beside "none had been given"."""
    assert value("pattern_named", SKIN, *DRUG, *injection(200, "contrast", {"epidural": 1.0})) is None
