"""Measures of the decision, the preparation, the reading and the hand, on recordings made by hand. Oracle: the catalogue's definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from scenarios import files
from sim.scoring.advice import advice_needed
from sim.scoring.measures import measured
from sim.session import commands as c
from sim.session.session import STEP_S
from tests.sim.played import made
from tests.sim.scoring.test_measures import CASE, Row, exposure, injection, step_of, tip, value

SKIN = (100, "pass_begun", {"entry": [0.0, 0.0, 0.0], "direction": [0.0, 1.0, 0.0]})
RIGHT = {"decision": "inject", "reason": "radicular_pain", "level": "L4", "side": "right", "approach": "lumbar_interlaminar",
         "needle": "18G Tuohy", "steroid": "methylprednisolone 80 mg", "contrast_ml": 2.0, "drug_ml": 4.0}  # fmt: skip
"""By the plan of the case."""


def decided(step: int, pages: int = 0, asked: Sequence[str] = (), **wrong: str) -> Row:
    return step, "decided", {**RIGHT, **wrong, "pages": ["p"] * pages, "asked": list(asked)}


def at(step: int, x: float, y: float, z: float, **data: object) -> Row:
    """The tip at a place, as deep as it is far from an entry at the origin."""
    return tip(step, place=[x, y, z], depth_mm=float(np.sqrt(x * x + y * y + z * z)), **data)


# --- choice --------------------------------------------------------------------------------------------------------------------


def test_the_last_decision_before_the_skin_counts() -> None:
    assert value("decision_right", decided(10, decision="defer"), decided(20), SKIN) == 1.0
    assert value("decision_right", decided(10), SKIN, decided(200, decision="defer")) == 1.0
    assert value("decision_right", decided(10, decision="defer"), SKIN) == 0.0


def test_pages_and_questions_are_counted_when_it_is_decided() -> None:
    assert value("chart_read", decided(10, pages=7), SKIN) == 100.0
    assert value("chart_read", decided(10, pages=2), SKIN) == pytest.approx(100 * 2 / 7, abs=1e-3)
    asked = ["pain", "allergies", "steroids", "cancer", "infection"]
    assert value("patient_asked", decided(10, asked=asked), SKIN) == pytest.approx(100 * 3 / 5, abs=1e-3)  # two of them are red flags


def test_a_plan_is_right_by_the_share_of_its_choices() -> None:
    assert value("plan_right", decided(10), SKIN) == 100.0
    assert value("plan_right", decided(10, needle="22G Quincke"), SKIN) == pytest.approx(100 * 6 / 7, abs=1e-3)
    assert value("level_side_right", decided(10, side="left"), SKIN) == 0.0
    assert value("level_side_right", decided(10, steroid="triamcinolone 40 mg"), SKIN) == 1.0


def test_who_should_not_have_been_needled_was() -> None:
    entered: Row = (101, "skin_entered", {})
    assert value("contraindicated", SKIN, entered, case=files.find_scenario("pregnant")) == 1.0
    assert value("contraindicated", SKIN, entered) == 0.0


# --- preparation ---------------------------------------------------------------------------------------------------------------


def prepared(*items: str, start: int = 1) -> list[Row]:
    kinds = {"consent": ("consent", {"risks": ["bleeding"]}), "position": ("positioned", {"posture": "prone", "pillow": "abdomen"}),
             "sedation": ("sedated", {"level": "none"}),
             "time-out": ("time_out", {"level": "L4", "side": "right"}), "numb": ("numbed", {"ml": 2.0})}  # fmt: skip
    rows = []
    for i, item in enumerate(items):
        kind, data = kinds.get(item, ("prepared", {"item": item}))
        rows.append((start + i, kind, data))
    return rows


ALL = ("consent", "sedation", "position", "lead apron", "thyroid shield", "monitors", "mask", "hand hygiene", "antiseptic", "gloves",
       "drape", "time-out", "numb")  # fmt: skip


def test_the_checklist_counts_what_was_done_before_the_skin() -> None:
    assert value("checklist", *prepared(*ALL), SKIN) == 100.0
    assert value("checklist", *prepared(*ALL[:6]), SKIN, *prepared(*ALL[6:], start=200)) == pytest.approx(100 * 6 / 13, abs=1e-3)


def test_its_order_is_that_of_pairs() -> None:
    assert value("checklist_order", *prepared(*ALL), SKIN) == 100.0
    swapped = ("consent", "position", "monitors", "hand hygiene", "gloves", "mask", "antiseptic", "drape", "time-out", "numb")
    assert value("checklist_order", *prepared(*swapped), SKIN) == pytest.approx(100 * 9 / 10, abs=1e-3)
    shield = ("hand hygiene", "lead apron", "thyroid shield", "monitors", "gloves")
    assert value("checklist_order", *prepared(*shield), SKIN) == 25.0  # what lead and cuffs carry is on the clean hands
    assert value("checklist_order", *prepared("mask"), SKIN) is None


def test_position_time_out_and_skin() -> None:
    assert value("position_right", *prepared("position"), SKIN) == 1.0
    assert value("position_right", (5, "positioned", {"posture": "prone", "pillow": "none"}), SKIN) == 0.0
    assert value("position_right", SKIN) == 0.0
    assert value("time_out_right", (5, "time_out", {"level": "L4", "side": "left"}), SKIN) == 0.0
    assert value("skin_numbed", (5, "numbed", {"ml": 0.5}), SKIN) == 0.0
    assert value("skin_numbed", (5, "numbed", {"ml": 0.5}), (6, "numbed", {"ml": 0.5}), SKIN) == 1.0
    assert value("sterility_breaks", SKIN, (101, "sterility_broken", {"by": "x"})) == 1.0


def test_a_break_that_new_gloves_made_good_is_none() -> None:
    """A page turned in sterile gloves, new gloves, then the needle; or read when the needle was out: "change gloves and begin again"."""
    page: Row = (50, "sterility_broken", {"by": "page_turned"})
    gloves: Row = (60, "prepared", {"item": "gloves"})
    assert value("sterility_breaks", page, SKIN) == 1.0
    assert value("sterility_breaks", page, gloves, SKIN) == 0.0
    assert value("sterility_breaks", page, SKIN, (110, *gloves[1:])) == 1.0
    out: Row = (300, "needle_removed", {})
    after: Row = (310, *page[1:])
    assert value("sterility_breaks", SKIN, out, after) == 0.0
    assert value("sterility_breaks", SKIN, out, after, (400, *SKIN[1:])) == 1.0


# --- comfort and after -----------------------------------------------------------------------------------------------------------


def test_pain_is_kept_by_its_worst_and_its_sum() -> None:
    rows = [(10, "pain", {"level": 4.0, "cause": "bone_contact"}), (20, "pain", {"level": 6.0, "cause": "skin"}),
            (30, "pain", {"level": 1.0, "cause": "skin numb"})]  # fmt: skip
    assert (value("pain_peak", *rows), step_of("pain_peak", *rows), value("pain_burden", *rows)) == (6.0, 20, 11.0)


def test_asking_counts_while_the_needle_is_in() -> None:
    how = {"about": "now"}
    assert value("talked", (50, "asked", how), SKIN, (150, "asked", how), (160, "asked", {"about": "pain"})) == 1.0
    assert value("talked", SKIN, (200, "needle_removed", {}), (210, "asked", how)) == 0.0


def test_afterwards() -> None:
    needed = advice_needed(CASE)
    home = (900, "discharged", {"driver": True, "advice": [one for one in needed if one != "fever"]})
    assert value("advice", home) == pytest.approx(100 * (1 - 1 / len(needed)), abs=1e-3)
    assert value("driver", home) == 1.0
    assert value("observed", (800, "observed_after", {"minutes": 20.0}), (801, "observed_after", {"minutes": 10.0})) == 30.0
    assert (value("advice", SKIN), value("driver", SKIN), value("observed", SKIN)) == (0.0, 0.0, 0.0)
    assert (value("advice"), value("driver"), value("observed"), value("examined")) == (None, None, None, None)
    home = (900, "discharged", {"driver": True, "advice": []})
    assert value("observed", home) is None  # no needle went in: no block can come
    assert value("observed", SKIN, home) == 0.0


# --- contrast and drug -----------------------------------------------------------------------------------------------------------


def named(step: int, view: str, grade: float = 1.0, looked: bool = True) -> Row:
    return step, "pattern_named", {"view": view, "pattern": "x", "truth": ["y"], "grade": grade, "looked": looked}


def test_contrast_is_named_in_two_views_before_the_drug_and_after_a_look() -> None:
    contrast, drug = injection(100, "contrast", {"epidural": 1.0}), injection(400, "drug", {"epidural": 2.0})
    assert value("pattern_named", *contrast, named(200, "AP"), named(210, "clo"), *drug) == 100.0
    assert value("pattern_named", *contrast, named(200, "AP"), named(210, "AP"), *drug) == 50.0
    assert value("pattern_named", *contrast, named(200, "AP", looked=False), *drug, named(500, "lateral")) == 0.0
    assert value("pattern_right", *contrast, named(200, "AP", 0.0), named(210, "clo"), *drug) == 50.0


def test_drawing_back_counts_if_the_tip_has_not_moved_since() -> None:
    contrast, drug = injection(100, "contrast", {"epidural": 1.0}), injection(400, "drug", {"epidural": 2.0})
    pull = (90, "aspirated", {"result": "nothing"})
    assert value("aspirated", at(50, 0, 40, 0), pull, *contrast, *drug) == 1.0
    assert value("aspirated", at(50, 0, 40, 0), pull, *contrast, at(300, 0, 41, 0), *drug) == 0.0
    elsewhere = at(300, 0, 60, 0), *injection(400, "contrast", {"epidural": 1.0}, at=(0.0, 0.0, 20.0))
    assert value("aspirated", at(50, 0, 40, 0), pull, *contrast, *elsewhere) == 0.0
    assert value("aspirated", at(50, 0, 40, 0), pull, *contrast, *elsewhere[:1], (350, *pull[1:]), *elsewhere[1:]) == 1.0


def test_the_drug_by_speed_dose_and_flush() -> None:
    drug = injection(100, "drug", {"epidural": 2.0})  # in 32 steps: a second
    assert value("injection_rate", *drug) == 2.0
    given = (132, "steroid_given", {"mg": 40.0, "particulate": True, "into": {}})
    assert (value("steroid_dose", *drug, given), value("particulate", *drug, given)) == (40.0, 1.0)
    assert value("flushed", *drug, *injection(200, "saline", {"epidural": 0.5})) == 1.0
    assert value("flushed", *injection(10, "saline", {"epidural": 0.5}), *drug) == 0.0


def test_contrast_elsewhere_was_wasted() -> None:
    there, here = injection(100, "contrast", {"epidural": 1.0}, at=(9.0, 0.0, 0.0)), injection(200, "contrast", {"epidural": 0.5})
    assert value("contrast_wasted", *there, *here, *injection(300, "drug", {"epidural": 2.0})) == 1.0
    assert value("contrast_given", *there, *here) == 1.5
    half = injection(100, "contrast", {"epidural": 2.0}, live=1.0)
    assert value("live_contrast", *half) == 50.0


# --- the hand --------------------------------------------------------------------------------------------------------------------


def straight(*depths: float, step: int = 32) -> list[Row]:
    return [SKIN, *(at(101 + i * step, 0.0, depth, 0.0) for i, depth in enumerate(depths))]


def test_a_straight_way_in_is_its_own_length_and_sweeps_nothing() -> None:
    rows = straight(10.0, 20.0, 30.0)
    assert value("path_length", *rows) == 20.0
    assert value("path_inefficiency", *rows) == 1.0
    assert value("swept_area", *rows) == 0.0
    assert value("reversals", *rows) == 0.0


def test_going_back_and_in_again_is_a_longer_way() -> None:
    rows = straight(10.0, 30.0, 10.0, 30.0)
    assert value("path_length", *rows) == 60.0
    assert value("path_inefficiency", *rows) == 2.0
    assert value("reversals", *rows) == 2.0


def test_the_way_out_after_the_drug_is_no_way_there() -> None:
    """Who drew the needle out by hand paid for it, who took it out at once did not."""
    way = straight(10.0, 20.0, 30.0)
    out = [at(600, 0.0, 20.0, 0.0), at(700, 0.0, 10.0, 0.0)]
    assert value("path_inefficiency", *way, *injection(400, "drug", {"epidural": 2.0}), *out) == 1.0


def test_turning_a_shaft_sweeps_a_sector() -> None:
    """Small turns of a shaft of 40 mm through 0.5 radians in all: r r phi / 2 = 400 mm2."""
    angles = np.linspace(0.0, 0.5, 51)
    rows = [SKIN, *(at(101 + i, 40 * float(np.sin(a)), 40 * float(np.cos(a)), 0.0) for i, a in enumerate(angles))]
    assert value("swept_area", *rows) == pytest.approx(400.0, rel=1e-3)


def test_time_in_tissue_and_near_things() -> None:
    rows = [at(0, 0, 10, 0), at(320, 0, 20, 0, dura_mm=0.5, tissue="DORSAL_FAT"), at(480, 0, 30, 0), (640, "needle_removed", {})]
    assert value("time_in_patient", *rows) == 20.0
    assert value("near_dura", *rows) == 5.0
    assert value("time_in_canal", *rows) == 5.0
    assert value("near_root", *rows) == 0.0


def test_an_even_push_is_smoother_than_a_jerky_one() -> None:
    even = straight(*(float(d) for d in range(1, 30)), step=8)
    jerky = straight(*(float(d + (2 if d % 2 else 0)) for d in range(1, 30)), step=8)
    smooth, rough = value("smoothness", *even), value("smoothness", *jerky)
    assert smooth is not None
    assert rough is not None
    assert smooth > rough


def test_depth_steps_under_the_right_view() -> None:
    def pictured(step: int, depth: float, right: bool) -> Row:
        return step, "tip_pictured", {"depth_mm": depth, "target_mm": 10.0, "depth_view": right}

    near = {"target_mm": 10.0}
    rows = [SKIN, at(101, 0, 30, 0, **near), pictured(102, 30.0, True), at(103, 0, 33, 0, **near), pictured(104, 33.0, False),
            at(105, 0, 34, 0, **near)]  # fmt: skip
    assert value("depth_steps_guided", *rows) == 75.0
    assert value("largest_push", *rows) == 3.0


# --- looking ---------------------------------------------------------------------------------------------------------------------


def look(start: int, seconds: float) -> list[Row]:
    return [(start, "exposure_started", {"view": "AP"}), exposure(start + round(seconds / STEP_S), seconds)]


def test_a_picture_after_nothing_changed_was_not_needed() -> None:
    assert value("unneeded_exposures", *look(10, 0.5), *look(100, 0.5)) == 1.0
    assert value("unneeded_exposures", *look(10, 0.5), at(50, 0, 10, 0), *look(100, 0.5)) == 0.0
    assert value("exposures", *look(10, 0.5), *look(100, 0.5)) == 2.0


def test_the_first_picture_after_something_flowed_shows_whether_it_stays() -> None:
    """Who let go of the plunger before the pedal was told that nothing had changed, and who did both at once was not."""
    flow = injection(40, "contrast", {"epidural": 1.0})
    assert flow[1][0] > 60
    under = [(20, "exposure_started", {"view": "AP"}), exposure(flow[1][0] + 5, (flow[1][0] - 15) * STEP_S)]
    assert value("unneeded_exposures", SKIN, *flow, *under, *look(300, 0.5)) == 0.0
    assert value("unneeded_exposures", SKIN, *flow, *under, *look(300, 0.5), *look(400, 0.5)) == 1.0


@pytest.mark.parametrize(
    "command", [c.MoveTable(head_mm=30.0), c.SetCollimator(width=0.5, height=0.5), c.SetBeam(dose="low"), c.HoldBreath(holding=True)]
)
def test_a_picture_after_something_was_set_otherwise_was_needed(command: c.Command) -> None:
    """The table was slid under the beam, and it was told that nothing had changed."""
    looks = made(*look(10, 0.5), *look(100, 0.5))
    for step, needless in ((50, 0.0), (150, 1.0)):
        found = measured(replace(looks, commands=((step, command),)), CASE)["unneeded_exposures"]
        assert found is not None
        assert found.value == needless


def test_beam_by_phase_adds_up_to_the_whole() -> None:
    rows = [*look(10, 1.0), SKIN, *look(150, 2.0), *injection(300, "contrast", {"epidural": 1.0}), *look(400, 0.5),
            *injection(500, "drug", {"epidural": 1.0}), *look(700, 0.25)]  # fmt: skip
    phases = [value(f"beam_{name}", *rows) for name in ("plan", "approach", "contrast", "after")]
    assert phases == [1.0, 2.0, 0.5, 0.25]
    assert sum(x or 0.0 for x in phases) == value("fluoroscopy_time", *rows)


def test_the_longest_look_leaves_out_what_was_looked_at_for_the_contrast() -> None:
    flowing = injection(300, "contrast", {"epidural": 1.0})
    assert value("longest_exposure", *look(10, 1.0), *look(290, 3.0)[:1], *flowing, look(290, 3.0)[1]) == 1.0


def test_an_empty_recording_has_every_measure_or_none() -> None:
    from scenarios.rubric import measures

    assert set(measured(made(steps=10), CASE)) == set(measures())
