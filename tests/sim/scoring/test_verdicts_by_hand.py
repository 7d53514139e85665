"""Verdicts on single facts, worked out by hand in a body of a few points; limits from both sides."""

from __future__ import annotations

from typing import Any

import pytest

from scenarios import files
from scenarios.chart import Medication
from scenarios.schema import Scenario, Target
from sim.exchange.afterword import afterword
from sim.scoring.advice import advice_needed
from sim.scoring.distances import looks_along
from sim.scoring.limits import LIMITS, Limits
from sim.scoring.reading import graded, patterns_named
from sim.scoring.verdicts import Verdicts
from sim.session.events import Event

CANAL = [[0.0, 0.0, 200.0], [0.0, 0.0, 0.0]]
"""Straight, from above down."""


def judged(case: Scenario, landmarks: dict[str, tuple[float, float, float]], *facts: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The facts of one attempt with their verdicts."""
    described = Event(0, "body_described", {"landmarks": {name: list(place) for name, place in landmarks.items()}, "canal": CANAL})
    events = [described, *(Event(n, kind, data) for n, (kind, data) in enumerate(facts, 1))]
    return [dict(event.data) for event in Verdicts(case, LIMITS).all(events)[1:]]


def on(case: str, level: str, side: str) -> Scenario:
    return files.find_scenario(case).model_copy(update={"target": Target(level=level, side=side)})  # type: ignore[arg-type]


def test_a_tips_place_is_judged_in_its_units_digits() -> None:
    """Oracle: Pythagoras and the straight canal; distances to a micrometre, the level to a tenth, the side to a hundredth."""
    case = on("interlaminar_l4_l5", "L4", "right")
    target = files.technique(case.technique).target
    tip = {"place": [-1.234567, 2.0, 103.333333], "depth_mm": 40.0, "tissue": "MUSCLE", "at_tip": "MUSCLE"}
    (found,) = judged(case, {case.target.landmark(target): (1.0, 0.0, 100.0)}, ("tip_at", tip))
    exact = (2.234567**2 + 4.0 + 3.333333**2) ** 0.5
    assert found["place"] == [-1.235, 2.0, 103.333]
    assert found["target_mm"] == round(exact, 3) != round(exact, 2)
    assert found["off_level_mm"] == 3.3
    assert found["wrong_side_mm"] == 1.23
    assert found["past_mm"] == 0.0


@pytest.mark.parametrize(("side", "x", "wrong"), [("right", 3.0, 0.0), ("right", -3.0, 3.0), ("left", 3.0, 3.0), ("left", -3.0, 0.0)])
def test_the_other_side_begins_at_the_canals_middle(side: str, x: float, wrong: float) -> None:
    """The patient's right is positive."""
    case = on("interlaminar_l4_l5", "L4", side)
    target = case.target.landmark(files.technique(case.technique).target)
    tip = {"place": [x, 0.0, 100.0], "depth_mm": 40.0, "tissue": "MUSCLE", "at_tip": "MUSCLE"}
    (found,) = judged(case, {target: (0.0, 0.0, 100.0)}, ("tip_at", tip))
    assert found["wrong_side_mm"] == wrong


@pytest.mark.parametrize(("z", "lies_in", "past"), [(35.5, "SACRAL_FAT", 5.5), (29.0, "SACRAL_FAT", 0.0), (35.5, "CANCELLOUS", 0.0)])
def test_a_caudal_needle_may_go_no_higher_than_s3_in_the_canal(z: float, lies_in: str, past: float) -> None:
    case = files.find_scenario("caudal")
    places = {case.target.landmark(files.technique(case.technique).target): (0.0, 0.0, 20.0), "sacral_canal/s3": (0.0, 0.0, 30.0)}
    tip = {"place": [0.0, 0.0, z], "depth_mm": 40.0, "tissue": lies_in, "at_tip": lies_in}
    (found,) = judged(case, places, ("tip_at", tip))
    assert found["past_mm"] == past


@pytest.mark.parametrize(("share", "counts"), [(0.75, True), (0.751, False)])
def test_three_quarters_of_the_field_is_collimated(share: float, counts: bool) -> None:
    (found,) = judged(files.find_scenario("caudal"), {}, ("exposure_ended", {"view": "AP", "open_share": share, "contrast_ml": 0.0}))
    assert found["collimated"] is counts


@pytest.mark.parametrize(("ml", "looked"), [(0.1, False), (0.11, True)])
def test_a_view_was_looked_at_if_it_showed_contrast(ml: float, looked: bool) -> None:
    facts = (
        ("exposure_ended", {"view": "lateral", "open_share": 1.0, "contrast_ml": ml}),
        ("contrast_lay", {"contrast_ml": 2.0, "patterns": {"neurogram": 2.0}}),
        ("pattern_named", {"view": "lateral", "pattern": "neurogram"}),
        ("pattern_named", {"view": "AP", "pattern": "neurogram"}),
    )
    *_, lateral, ap = judged(files.find_scenario("caudal"), {}, *facts)
    assert (lateral["looked"], ap["looked"]) == (looked, False)
    assert lateral["grade"] == 1.0


def _pushed(x: float, ml: float, before_ml: float, **patterns: float) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Contrast pushed at a place; ``patterns``: what lay when the push began."""
    start = {"fluid": "contrast", "place": [x, 0.0, 0.0], "contrast_ml": before_ml, "patterns": dict(patterns), "contrast_near_ml": {}}
    return ("injection_started", start), ("injection_ended", {"fluid": "contrast", "ml": ml, "contrast_near_ml": {}})


def _named(x: float, ml: float = 1.0) -> list[dict[str, Any]]:
    """A ml in a nerve's sheath, seen in AP; then ``ml`` at x, of which some is in a muscle; then both views are named, the AP looked at
    before, the lateral since."""
    facts = (
        *_pushed(0.0, 1.0, 0.0),
        ("exposure_ended", {"view": "AP", "open_share": 1.0, "contrast_ml": 1.0}),
        *_pushed(x, ml, 1.0, neurogram=1.0),
        ("exposure_ended", {"view": "lateral", "open_share": 1.0, "contrast_ml": 1.0 + ml}),
        ("contrast_lay", {"contrast_ml": 1.0 + ml, "patterns": {"neurogram": 1.0, "intramuscular": ml}}),
        *[
            ("pattern_named", {"view": v, "pattern": p})
            for v, p in (("lateral", "neurogram"), ("lateral", "intramuscular"), ("AP", "neurogram"))
        ],
    )
    return judged(files.find_scenario("caudal"), {}, *facts)[-3:]


def test_a_reading_is_of_what_went_in_where_the_needle_is() -> None:
    """Contrast of a pass that was left is no reading of this one, nor is a look at it; a second push at the same place is both."""
    assert [(one["grade"], one["looked"]) for one in _named(5.0)] == [(0.0, True), (1.0, True), (0.0, False)]
    assert [(one["grade"], one["looked"]) for one in _named(1.9)] == [(1.0, True), (1.0, True), (1.0, True)]


def test_a_plunger_that_did_not_go_down_is_no_other_place() -> None:
    assert [(one["grade"], one["looked"]) for one in _named(5.0, 0.0)] == [(1.0, True), (0.0, True), (1.0, True)]


@pytest.mark.parametrize(
    ("faint_s", "toxic", "spinal", "against"),
    [
        (0.0, 1.0, 1.0, []),
        (0.1, 0.0, 0.0, ["faint"]),
        (0.0, 1.01, 0.0, ["toxicity"]),
        (0.0, 0.0, 1.01, ["high_spinal"]),
        (5.0, 2.0, 2.0, ["faint", "toxicity", "high_spinal"]),
    ],
)
def test_a_treatment_is_against_what_ails(faint_s: float, toxic: float, spinal: float, against: list[str]) -> None:
    facts = (("ailing", {"faint_s": faint_s, "toxic": toxic, "spinal": spinal}), ("treated", {"by": "fluids"}))
    assert judged(files.find_scenario("caudal"), {}, *facts)[1]["against"] == against


NAMED: dict[str, tuple[float, dict[str, float], list[str]]] = {
    "next to nothing was given": (0.09, {"neurogram": 0.09}, ["none seen"]),
    "just enough": (0.1, {"neurogram": 0.1}, ["neurogram"]),
    "a tenth of what was given": (5.0, {"dorsal epidural": 4.5, "neurogram": 0.5}, ["dorsal epidural", "neurogram"]),
    "less than a tenth": (5.0, {"dorsal epidural": 4.51, "neurogram": 0.49}, ["dorsal epidural"]),
    "a tenth of little": (0.5, {"dorsal epidural": 0.41, "neurogram": 0.09}, ["dorsal epidural"]),
    "the largest first": (3.0, {"venous": 1.0, "neurogram": 2.0}, ["neurogram", "venous"]),
    "as large by name": (2.0, {"venous": 1.0, "neurogram": 1.0}, ["neurogram", "venous"]),
    "all too thin": (5.0, {"venous": 0.4, "neurogram": 0.3}, ["none seen"]),
}


@pytest.mark.parametrize("what", NAMED)
def test_what_is_to_be_named_is_what_there_is_enough_of(what: str) -> None:
    given, patterns, expected = NAMED[what]
    assert patterns_named(given, patterns, LIMITS) == expected


def test_another_share_is_named_by_other_limits() -> None:
    assert patterns_named(5.0, {"dorsal epidural": 4.51, "neurogram": 0.49}, Limits(named_share=0.05)) == ["dorsal epidural", "neurogram"]


def test_another_epidural_name_is_half_right_and_any_other_wrong() -> None:
    assert graded("neurogram", ["neurogram", "venous"]) == 1.0
    assert graded("ventral epidural", ["dorsal epidural"]) == 0.5
    assert graded("venous", ["dorsal epidural"]) == 0.0
    assert graded("dorsal epidural", ["venous"]) == 0.0


@pytest.mark.parametrize(
    ("orbit", "wanted", "holds"),
    [
        (-33.0, (-45.0,), True),
        (-32.9, (-45.0,), False),
        (-57.0, (-45.0,), True),
        (45.0, (-45.0,), False),
        (-78.0, (90.0,), True),
        (-77.9, (90.0,), False),
        (70.0, (-75.0,), False),
        (70.0, (-75.1,), True),
    ],
)
def test_a_view_is_near_enough_to_the_named_one_a_lateral_from_either_side(orbit: float, wanted: tuple[float, ...], holds: bool) -> None:
    assert looks_along(orbit, wanted, LIMITS.depth_view_deg) is holds


def test_what_a_case_of_choice_teaches_is_told_when_it_is_over() -> None:
    """Before, it names the drug that no page names; where nothing is chosen it is read before."""
    asked, shown = files.find_scenario("anticoagulated"), files.find_scenario("caudal")
    assert " ".join(asked.learning.split()) in afterword(asked, [])
    assert " ".join(shown.learning.split()) not in afterword(shown, [])


def test_sugar_and_blood_thinner_are_told_to_whom_they_concern() -> None:
    usual = advice_needed(files.find_scenario("interlaminar_l4_l5"))
    assert len(usual) == 8
    assert "sugar" in advice_needed(files.find_scenario("sugar"))
    assert not {"sugar", "restart blood thinner"} & set(usual)
    pained = files.find_scenario("false_loss")
    assert pained.chart is not None
    assert "restart blood thinner" not in advice_needed(pained)  # diclofenac need not be stopped
    stopped = (Medication(name="Plavix", last_taken_days=8.0),)
    thinned = pained.model_copy(update={"chart": pained.chart.model_copy(update={"medication": stopped})})
    assert "restart blood thinner" in advice_needed(thinned)
    assert "Clopidogrel: restart after 24 hours at the earliest." in afterword(thinned, [])
