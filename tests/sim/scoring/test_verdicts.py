"""A session writes down what happened; what it was worth is asked afterwards, and may be asked again by other lights."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim.session
from meshes.space import opposite
from scenarios import files
from scenarios.files import InputError
from scenarios.schema import Scenario, Target
from sim.records.recording import Recording
from sim.records.replay import first_difference, replay
from sim.scoring.distances import past_limit
from sim.scoring.limits import LIMITS, Limits
from sim.scoring.measures import measured
from sim.scoring.rubric import judge
from sim.scoring.site import Site
from sim.session.session import Session
from sim.session.world import World
from tests.sim.played import FEW, Played, made

NAME = "l4_l5_disc_competent"
"""A whole procedure: chosen, prepared, given, read, sent home."""


@pytest.fixture(scope="module")
def attempt(played: Played) -> Recording:
    return played[NAME]


@pytest.fixture(scope="module")
def case() -> Scenario:
    return files.find_scenario("l4_l5_disc")


def values(attempt: Recording, case: Scenario, limits: Limits = LIMITS) -> dict[str, float | None]:
    return {name: None if found is None else found.value for name, found in measured(attempt, case, limits).items()}


def changed(case: Scenario, **fields: Any) -> Scenario:
    return case.model_copy(update=fields)


# --- one recording, judged again -----------------------------------------------------------------------------------------------


def test_by_another_plan_the_choice_was_wrong(attempt: Recording, case: Scenario) -> None:
    assert case.plan is not None
    other = changed(case, plan=case.plan.model_copy(update={"levels": ("L3",), "needles": ("22G Quincke",)}))
    assert values(attempt, case)["plan_right"] == 100.0
    assert values(attempt, other)["plan_right"] == pytest.approx(100 * 5 / 7, abs=1e-3)
    assert values(attempt, other)["level_side_right"] == 0.0
    rubric = files.rubric_of(case)
    assert judge(attempt, rubric, other).total < judge(attempt, rubric, case).total


def test_by_a_plan_that_defers_nobody_should_have_been_needled(attempt: Recording, case: Scenario) -> None:
    assert case.plan is not None
    other = changed(case, plan=case.plan.model_copy(update={"decision": "defer", "reasons": ("infection",)}))
    assert values(attempt, case)["contraindicated"] == 0.0
    assert values(attempt, other)["contraindicated"] == 1.0


def test_by_another_target_the_needle_lies_wrong(attempt: Recording, case: Scenario) -> None:
    """Oracle: L3 is one vertebra up, so the tip is off its level by about a vertebra and a disc; the left is across the middle."""
    own, above = values(attempt, case), values(attempt, changed(case, target=Target(level="L3", side=case.target.side)))
    assert own["tip_to_target"] is not None
    assert own["tip_to_target"] < 10.0
    assert above["tip_to_target"] is not None
    assert above["off_level"] is not None
    assert 25.0 < above["off_level"] < 55.0
    assert above["tip_to_target"] > 25.0
    assert (own["time_out_right"], above["time_out_right"]) == (1.0, 0.0)
    across = values(attempt, changed(case, target=Target(level=case.target.level, side=opposite(case.target.side))))
    assert own["wrong_side"] == 0.0
    assert across["wrong_side"] is not None
    assert across["wrong_side"] > 0.0


def test_by_another_limit_it_went_too_far(attempt: Recording, case: Scenario) -> None:
    """Oracle: a needle between L4 and L5 lies far above the sacral canal, where a caudal one has to stay."""
    assert values(attempt, case)["past_limit"] == 0.0
    past = values(attempt, changed(case, technique="caudal"))["past_limit"]
    assert past is not None
    assert past > 50.0


def test_by_another_depth_window_depth_was_not_looked_at(attempt: Recording, case: Scenario) -> None:
    """Oracle: no C-arm stands to nought degrees where it was steered by hand; one of 180 degrees takes every view for a depth view."""
    assert values(attempt, case)["depth_view_used"] == 1.0
    assert values(attempt, case, Limits(depth_view_deg=-1.0))["depth_view_used"] == 0.0
    assert values(attempt, case, Limits(depth_view_deg=180.0))["depth_steps_guided"] == 100.0


def test_by_other_limits_contrast_was_not_read(attempt: Recording, case: Scenario) -> None:
    assert values(attempt, case)["pattern_right"] == 100.0
    assert values(attempt, case, Limits(named_ml=60.0))["pattern_right"] == 0.0
    assert values(attempt, case, Limits(looked_ml=60.0))["pattern_named"] == 0.0
    assert values(attempt, case, Limits(collimated_share=0.0))["collimated"] == 0.0


def test_by_another_target_the_contrast_did_not_arrive(attempt: Recording, case: Scenario) -> None:
    """Oracle: of what spread round L4-L5 less is within 18 mm of L1-L2, two or three vertebrae up, or of the hiatus."""
    own = values(attempt, case)["contrast_at_target"]
    assert own is not None
    for other in (changed(case, target=Target(level="L1", side="right")), changed(case, technique="caudal")):
        there = values(attempt, other)["contrast_at_target"]
        assert there is not None
        assert there < 0.5 * own


@pytest.mark.parametrize("near_mm", [0.5, 2.0, 9.9])
def test_near_is_what_the_limits_say(attempt: Recording, case: Scenario, near_mm: float) -> None:
    """Oracle: the clearances along the way, summed up by hand."""
    wider = values(attempt, case, Limits(near_miss_mm=near_mm))["near_dura"]
    spent, tips = 0, [e for e in attempt.events if e.kind == "tip_at"]
    out = next(e.step for e in reversed(attempt.events) if e.kind == "needle_removed")
    for tip, until in zip(tips, [*(e.step for e in tips[1:]), out], strict=True):
        spent += until - tip.step if tip.data["dura_mm"] <= near_mm and tip.data["depth_mm"] > 0 else 0
    assert wider == spent / 32


# --- what a session must not say -----------------------------------------------------------------------------------------------


def test_what_is_planned_changes_nothing_that_happens(attempt: Recording, case: Scenario, worlds: dict[str, World]) -> None:
    """The very same commands with another plan: the very same events."""
    assert case.plan is not None
    other = case.plan.model_copy(update={"decision": "defer", "reasons": ("infection",), "levels": ("L2",), "sides": ("left",)})
    session = Session(World.of(changed(case, plan=other), worlds["l4_l5_disc"].anatomy), attempt.header.seed)
    replay(attempt, session)
    assert first_difference(attempt.events, session.events) is None


def test_the_session_knows_no_plan_no_rubric_and_no_limit() -> None:
    """Oracle: the names by which a case is asked for what is right; none is looked up where things happen."""
    asked = {"plan", "rubric", "wants_injection", "limit", "depth_views", "pattern"}
    folder = Path(sim.session.__file__).parent
    found = [
        f"{path.name}:{node.lineno} {node.attr}"
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in asked and ast.unparse(node.value) not in ("command", "self")
    ]
    assert found == []


@pytest.mark.parametrize("name", FEW)
def test_no_event_carries_a_verdict(name: str, played: Played) -> None:
    """Oracle: the words for one. What was not sterile when the needle came is a fact, and told at once."""
    verdicts = {"right", "grade", "looked", "truth", "missing", "needed", "against", "target_mm", "past_mm", "off_level_mm",
                "wrong_side_mm", "depth_view", "collimated", "contrast_there_ml"}  # fmt: skip
    said = {(event.kind, key) for event in played[name].events for key in event.data if key in verdicts}
    assert said <= {("sterility_broken", "missing")}


# --- the recording's body ------------------------------------------------------------------------------------------------------


def test_a_body_that_lacks_what_a_target_asks_for_cannot_be_judged_by_it(attempt: Recording, case: Scenario) -> None:
    bare = (0, "body_described", {"landmarks": {}, "canal": [[0.0, 0.0, 0.0], [0.0, 0.0, -1.0]]})
    tip = next((e.step, e.kind, e.data) for e in attempt.events if e.kind == "tip_at")
    with pytest.raises(InputError, match="has no landmark 'L4-L5/"):
        measured(made(bare, tip), case)


@pytest.mark.parametrize(("x", "y", "past"), [(12.0, 5.0, 3.0), (16.0, 5.0, 0.0), (12.0, -5.0, 0.0), (12.0, 21.0, 0.0)])
def test_the_pedicles_middle_is_a_limit_within_the_foramen_alone(x: float, y: float, past: float) -> None:
    """Oracle: a pedicle at 15 mm, the canal from 0 to 20: three mm on towards the midline, outside, over the lamina, in a disc."""
    landmarks = {"L5/pedicle_right": [15.0, 0.0, 0.0], "L5/canal_back": [0.0, 0.0, 0.0], "L5/canal_front": [0.0, 20.0, 0.0]}
    site = Site.of({"landmarks": landmarks, "canal": [[0.0, 0.0, 0.0], [0.0, 0.0, -9.0]]})
    technique, target = files.technique("lumbar_transforaminal"), Target(level="L5", side="right")
    assert past_limit(site, technique, target, np.array([x, y, 0.0]), "FORAMINAL_FAT") == past


@pytest.mark.parametrize(("height", "past"), [(-8.0, 3.0), (22.0, 0.0)], ids=["under its own", "under the one above"])
def test_a_tip_that_strayed_to_another_foramen_has_that_ones_limit(height: float, past: float) -> None:
    """Oracle: pedicles at 15 mm and, a level higher, at 11: 12 mm from the midline is past the one, and not past the other."""
    landmarks = {
        f"{level}/{name}": place
        for level, x, z in (("L5", 15.0, 0.0), ("L4", 11.0, 30.0))
        for name, place in {
            "pedicle_right": [x, 0.0, z],
            "foramen_centre_right": [x, 5.0, z - 12.0],
            "canal_back": [0.0, 0.0, z],
            "canal_front": [0.0, 20.0, z],
        }.items()
    }
    site = Site.of({"landmarks": landmarks, "canal": [[0.0, 0.0, 40.0], [0.0, 0.0, -40.0]]})
    technique, target = files.technique("lumbar_transforaminal"), Target(level="L5", side="right")
    assert past_limit(site, technique, target, np.array([12.0, 5.0, height]), "FORAMINAL_FAT") == past


@pytest.mark.parametrize(
    ("tip", "past"),
    [
        ((30.0, -20.0, -40.0), 5.7),
        ((30.0, -28.0, -30.0), 0.0),
        ((11.5, -3.3, 18.1), 0.0),
        ((29.9, -25.4, 22.9), 0.0),
        ((62.0, -10.0, -36.0), 0.0),
    ],
    ids=["through it", "in it", "in L5's foramen", "in muscle behind L5", "aside of the sacrum"],
)
def test_the_sacrum_has_its_front_where_it_lies(tip: tuple[float, float, float], past: float) -> None:
    """Oracle: the shipped body's S1 foramen. A tip behind L5's body was told to be 22 mm past the sacrum's front, among iliac vessels."""
    ends = {"dorsal": [24.4, -57.5, 0.3], "ventral": [30.6, -25.7, -36.4]}
    landmarks = {f"sacrum/foramen_S1_{end}_right": place for end, place in ends.items()}
    site = Site.of({"landmarks": landmarks, "canal": [[0.0, 0.0, 0.0], [0.0, 0.0, -9.0]]})
    technique, target = files.technique("s1_transforaminal"), Target(level="S1", side="right")
    assert past_limit(site, technique, target, np.array(tip), "FAT") == pytest.approx(past, abs=1e-9)


def test_a_recording_of_before_keeps_the_verdicts_of_its_day(case: Scenario) -> None:
    """It does not say what its body is like, nor how its contrast lay; what it says of the choice can be judged anew."""
    tip = {"depth_mm": 40.0, "place": [0.0, 0.0, 0.0], "tissue": "DORSAL_FAT", "target_mm": 3.5, "past_mm": 1.5, "off_level_mm": 2.0,
           "wrong_side_mm": 0.5, "dura_mm": 9.0, "vessel_mm": 9.0, "root_mm": 9.0}  # fmt: skip
    seen = {"view": "lateral", "depth_view": True, "depth_mm": 40.0, "target_mm": 3.5}
    run = {"view": "lateral", "seconds": 1.0, "pulses": 8, "kerma_mgy": 0.1, "dap_gycm2": 0.01, "kvp": 80.0, "collimated": True}
    home = {"driver": True, "advice": [], "missing": [], "needed": 0}
    found = values(made((1, "tip_at", tip), (2, "tip_pictured", seen), (3, "exposure_ended", run), (9, "discharged", home)), case)
    assert (found["tip_to_target"], found["past_limit"], found["off_level"], found["wrong_side"]) == (3.5, 1.5, 2.0, 0.5)
    assert (found["depth_view_used"], found["collimated"], found["advice"]) == (1.0, 100.0, 0.0)
