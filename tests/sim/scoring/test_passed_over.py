"""What came back through the needle, or was felt, and was passed over. Oracle: the catalogue's definitions, counted by hand."""

from __future__ import annotations

import pytest

from scenarios import files
from scenarios.words import clause
from sim.scoring.rubric import Score, judge
from tests.sim.played import made
from tests.sim.scoring.test_measures import Row, filmed, injection, pictured, tip
from tests.sim.scoring.test_measures_harm import BLOOD, PAIN, SKIN, found

DRUG = injection(200, "drug", {"epidural": 1.0})
CONTRAST = injection(100, "contrast", {"epidural": 1.0}, live=1.0)
DOSE = injection(150, "anaesthetic", {"epidural": 1.0})
HERE, BACK, ON = (tip(30, depth_mm=40.0), tip(60, depth_mm=39.0), tip(60, depth_mm=40.9, place=[0.0, 0.9, 0.0]))
PAST = tip(60, depth_mm=42.5, place=[0.0, 2.5, 0.0])
NUDGED: list[Row] = [(60, "needle_nudged", {"mm": -0.8}), tip(60, depth_mm=39.2, place=[0.0, -0.8, 0.0])]
SALINE = injection(250, "saline", {"epidural": 1.0})


@pytest.mark.parametrize(
    ("rows", "times", "what"),
    [
        ([HERE, PAIN, *DRUG], 1.0, "the drug"),
        ([PAIN, HERE, *CONTRAST, *DRUG], 2.0, "contrast and the drug"),
        ([HERE, PAIN, *DOSE], 1.0, "local anaesthetic"),
        ([HERE, PAIN, *SALINE], 0.0, ""),
        ([HERE, PAIN, BACK, *CONTRAST, *DRUG], 0.0, ""),
        ([HERE, PAIN, ON, *DRUG], 1.0, "the drug"),
        ([HERE, PAIN, PAST, *DRUG], 0.0, ""),
        ([HERE, PAIN, *NUDGED, *DRUG], 1.0, "the drug"),
        ([HERE, PAIN, (70, "pass_begun", {}), *DRUG], 0.0, ""),
        ([HERE, (30, "pain", {"level": 9.0, "cause": "bone_contact"}), *DRUG], 0.0, ""),
        ([HERE, *DRUG], 0.0, ""),
    ],
    ids=["drug", "both", "test dose", "saline", "drawn back", "a hair on", "past it", "nudged", "another pass", "bone", "no pain"],
)
def test_what_is_pushed_on_a_nerve_that_answered_is_counted(rows: list[Row], times: float, what: str) -> None:
    value = found("given_on_nerve", SKIN, *rows)
    assert value is not None
    assert (value.value, clause(value.what)) == (times, what)


@pytest.mark.parametrize(
    ("rows", "contrast", "drug"),
    [
        ([tip(80), BLOOD, *CONTRAST], 1.0, 0.0),
        ([tip(80), BLOOD, *CONTRAST, *DRUG], 1.0, 1.0),
        ([tip(80), BLOOD, tip(95, place=[0.0, 5.0, 0.0]), *CONTRAST, *DRUG], 0.0, 0.0),
        ([tip(80), *CONTRAST, (150, "aspirated", {"result": "blood"}), *DRUG], 0.0, 1.0),
        ([tip(80), (90, "aspirated", {"result": "clear fluid"}), *CONTRAST], 1.0, 0.0),
    ],
    ids=["contrast", "both", "moved", "blood before the drug", "liquor"],
)
def test_contrast_and_drug_into_what_came_back_are_counted_apart(rows: list[Row], contrast: float, drug: float) -> None:
    values = [found(name, SKIN, *rows) for name in ("contrast_on_return", "return_ignored")]
    assert [value.value for value in values if value is not None] == [contrast, drug]


def judged(*rows: Row) -> Score:
    case = files.find_scenario("interlaminar_l4_l5")
    return judge(made(SKIN, *rows, steps=3200), files.rubric_of(case), case)


def test_each_loses_in_its_own_measure_and_is_told_by_its_own_remark() -> None:
    film = filmed(*CONTRAST)
    score = judged(HERE, PAIN, tip(80, depth_mm=40.0), BLOOD, *film, pictured(140, 50.0), *DRUG)
    lost = {loss.measure: loss.points for loss in score.losses}
    assert (lost["contrast_on_return"], lost["return_ignored"], lost["given_on_nerve"]) == (3.0, 15.0, 10.0)
    told = {remark.measure: remark.text for remark in score.remarks}
    assert told["given_on_nerve"].startswith("After shooting pain at this position, this was injected on the nerve:")
    assert "contrast and the drug" in told["given_on_nerve"]
    assert "contrast was injected anyway" in told["contrast_on_return"]
    assert "the drug was injected in the same position" in told["return_ignored"]
    assert "pain_ignored" not in told
