"""Each measure on a few events, its value and its moment worked out by hand; limits from both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.scoring.measures import Value
from tests.sim.played import made
from tests.sim.scoring.test_measures import CASE, DRUG, Row, exposure, injection, measured, pictured, tip

PASS: Row = (10, "pass_begun", {"number": 1, "entry": [0.0, 0.0, 0.0], "direction": [0.0, 1.0, 0.0]})
END: Row = (320, "finished", {"contrast_ml": 0.0, "contrast_outside_ml": 0.0, "contrast_there_ml": 0.0, "patterns": {}})


def at(step: int, depth: float, tissue: str = "MUSCLE", **data: float) -> Row:
    """The tip so deep, straight down."""
    return tip(step, depth_mm=depth, place=[0.0, depth, 0.0], tissue=tissue, **data)


def found(name: str, *rows: Row) -> Value | None:
    return measured(made(*rows, steps=320), CASE)[name]


COUNTS = {
    "bone_contacts": "bone_contact",
    "vessel_entries": "vessel_entered",
    "root_contacts": "root_contact",
    "disc_entries": "disc_entered",
    "punctures": "skin_entered",
    "dural_punctures": "dural_puncture",
}


@pytest.mark.parametrize("name", COUNTS)
def test_what_happens_is_counted_from_the_first_time(name: str) -> None:
    kind = COUNTS[name]
    assert found(name) == Value(0.0)
    twice = found(name, (7, kind, {}), (9, kind, {}))
    assert twice is not None
    assert replace(twice, what="") == Value(2.0, 7)


FAINT: Row = (15, "fainted", {})


def treated(step: int, faint_s: float) -> list[Row]:
    """Somebody does something for a patient who is, or is no longer, faint."""
    return [(step, "ailing", {"faint_s": faint_s, "toxic": 0.0, "spinal": 0.0}), (step, "treated", {"by": "legs up"})]


FLUSH = injection(200, "saline", {"epidural": 1.0})
CONTRAST = injection(40, "contrast", {"epidural": 1.0})

FIVE = "headache, nerve injury, steroid effects, no relief, allergy"
MEASURED: dict[str, tuple[str, list[Row], Value | None]] = {
    # where the tip was when the drug was given
    "distance at the drug": ("tip_to_target", [at(90, 40.0, target_mm=3.5), *DRUG, at(140, 30.0, target_mm=9.0)], Value(3.5, 90)),
    "distance at the end": ("tip_to_target", [at(90, 40.0, target_mm=3.5), at(140, 30.0, target_mm=9.0)], Value(9.0, 140)),
    "other side": ("wrong_side", [at(90, 40.0, wrong_side_mm=2.5), *DRUG], Value(2.5, 90)),
    "off the level": ("off_level", [at(90, 40.0, off_level_mm=12.5), *DRUG], Value(12.5, 90, told_by=("tip_to_target",))),
    "in the joint": ("tip_in_joint", [at(90, 40.0, "FACET_JOINT"), *DRUG], Value(1.0, 90)),
    "beside the joint": ("tip_in_joint", [at(90, 40.0, "FACET_CAPSULE"), *DRUG], Value(0.0, 90)),
    # how near it came
    "nearest to the dura": (
        "clearance_dura",
        [at(20, 30.0, dura_mm=4.0), at(30, 40.0, dura_mm=1.5), at(40, 35.0, dura_mm=3.0)],
        Value(1.5, 30),
    ),
    "nearest to a vessel": ("clearance_vessel", [at(20, 30.0, vessel_mm=4.0), at(30, 40.0, vessel_mm=0.5)], Value(0.5, 30)),
    "nearest to a root": ("clearance_root", [at(20, 30.0, root_mm=2.0), at(30, 40.0, root_mm=2.5)], Value(2.0, 20)),
    "a second near a vessel": ("near_vessel", [at(32, 30.0, vessel_mm=1.0), at(64, 31.0, vessel_mm=1.1)], Value(1.0, 32)),
    "not near a vessel": ("near_vessel", [at(32, 30.0, vessel_mm=1.1), at(64, 31.0, vessel_mm=9.0)], Value(0.0)),
    # the way
    "way in muscle": ("path_in_muscle", [at(20, 10.0), at(30, 15.0), at(40, 19.0, "FASCIA"), at(50, 16.0)], Value(8.0)),
    "three millimetres blind": (
        "blind_advance",
        [pictured(15, 40.0), at(20, 40.0, target_mm=25.0), at(30, 43.0, target_mm=22.0)],
        Value(3.0, 30),
    ),
    "far is not blind": ("blind_advance", [pictured(15, 40.0), at(20, 40.0, target_mm=30.0), at(30, 43.0, target_mm=25.1)], Value(0.0)),
    "largest push": (
        "largest_push",
        [at(20, 40.0, target_mm=20.0), at(30, 46.0, target_mm=14.0), at(40, 48.0, target_mm=12.0), at(50, 48.5, target_mm=11.5)],
        Value(2.0, 40),  # of the 6 mm before only the last one lay within 15 mm of the target
    ),
    # by Pythagoras: 9 mm beside the target, from 16 mm before it to 16 mm beyond; within 15 mm of it from 12 before to 12 beyond
    "a push that went by": (
        "largest_push",
        [at(20, 40.0, target_mm=337**0.5), at(30, 72.0, target_mm=337**0.5)],
        Value(24.0, 30),
    ),
    "half of the steps guided": (
        "depth_steps_guided",
        [
            at(10, 40.0, target_mm=25.0),
            pictured(15, 40.0, depth_view=True),
            at(20, 42.0, target_mm=23.0),
            pictured(25, 42.0),
            at(30, 44.0, target_mm=21.0),
        ],
        Value(50.0, 30),
    ),
    "a probe just near enough": (
        "probes_before_loss",
        [
            (20, "plunger_tried", {"depth_mm": 25.0}),
            (30, "plunger_tried", {"depth_mm": 24.9}),
            (50, "loss_of_resistance", {"depth_mm": 40.0, "tissue": "DORSAL_FAT"}),
            (60, "plunger_tried", {"depth_mm": 40.0}),
        ],
        Value(1.0, 50),
    ),
    "from the first push to the last injection": ("duration", [PASS, *DRUG, END], Value((132 - 10) / 32, 132)),
    "to the last of two injections": (
        "duration",
        [PASS, *DRUG, *injection(200, "saline", {"epidural": 1.0}), END],
        Value((232 - 10) / 32, 232),
    ),
    "to the end if nothing is given": ("duration", [PASS, END], Value((320 - 10) / 32, 320)),
    "two passes": ("passes", [PASS, (50, "pass_begun", PASS[2])], Value(2.0, 50)),
    "turns": ("reversals", [at(10, 5.0), at(20, 10.0), at(30, 8.0), at(40, 8.0), at(50, 6.0), at(60, 9.0)], Value(2.0, 30)),
    "swept": ("swept_area", [PASS, at(20, 10.0), tip(30, depth_mm=10.0, place=[6.0, 10.0, 0.0])], Value(30.0, 30)),
    "straight in sweeps nothing": ("swept_area", [PASS, at(20, 10.0), at(30, 14.0)], Value(0.0)),
    "twice the straight line": ("path_inefficiency", [PASS, at(20, 5.0), at(30, 15.0), at(40, 10.0)], Value(1.5, 40)),
    "too short for a line": ("path_inefficiency", [PASS, at(20, 4.0), at(40, 5.0)], None),
    # the beam by phase
    "beam before the skin": ("beam_plan", [exposure(5, 2.0), PASS, exposure(20, 3.0), *CONTRAST, *DRUG], Value(2.0, 5)),
    "beam on the way": ("beam_approach", [exposure(5, 2.0), PASS, exposure(20, 3.0), *CONTRAST, exposure(75, 4.0), *DRUG], Value(3.0, 20)),
    "beam on the way without contrast": ("beam_approach", [PASS, exposure(20, 3.0), *DRUG, exposure(140, 1.0)], Value(3.0, 20)),
    "beam at the contrast": (
        "beam_contrast",
        [PASS, exposure(20, 3.0), *CONTRAST, exposure(75, 4.0), *DRUG, exposure(140, 1.0)],
        Value(4.0, 75),
    ),
    "beam without contrast": ("beam_contrast", [PASS, exposure(20, 3.0), *DRUG], Value(0.0)),
    "beam since the drug": ("beam_after", [PASS, exposure(20, 3.0), *DRUG, exposure(140, 1.5)], Value(1.5, 140)),
    "beam without a drug": ("beam_after", [PASS, exposure(20, 3.0)], Value(0.0)),
    # contrast and drug
    "contrast 2 mm away is used": (
        "contrast_wasted",
        [*injection(40, "contrast", {"epidural": 1.5}, at=(0.0, 2.0, 0.0)), *DRUG],
        Value(0.0),
    ),
    "contrast farther away is wasted": (
        "contrast_wasted",
        [*injection(40, "contrast", {"epidural": 1.5}, at=(0.0, 2.1, 0.0)), *DRUG],
        Value(1.5, 40),
    ),
    "a quarter in the joint": ("drug_in_joint", injection(100, "drug", {"facet": 0.5, "epidural": 1.5}), Value(25.0, 100)),
    "needle out": ("needle_out", [PASS, (90, "needle_removed", {})], Value(1.0, 90)),
    "needle left in": ("needle_out", [PASS], Value(0.0, 320)),
    # care
    "two of seven risks": ("consent_risks", [(5, "consent", {"risks": ["infection", "bleeding"]}), PASS], Value(28.571, 5, FIVE)),
    "two of five grave risks": (
        "consent_grave",
        [(5, "consent", {"risks": ["bleeding", "death", "stroke"]}), PASS],
        Value(40.0, 5, "paralysis, blindness, off-label use"),
    ),
    "risks named too late": (
        "consent_risks",
        [PASS, (50, "consent", {"risks": ["infection", "bleeding"]})],
        Value(0.0, 10, f"bleeding, infection, {FIVE}", told_by=("consented",)),
    ),
    "a faint that is treated": ("faints_treated", [FAINT, *treated(20, faint_s=30.0)], Value(100.0, 15)),
    "treated when it was over": ("faints_treated", [FAINT, *treated(20, faint_s=0.0)], Value(0.0, 15)),
    "one treatment for two faints": ("faints_treated", [FAINT, *treated(20, faint_s=30.0), (90, "fainted", {})], Value(50.0, 90)),
    "two treatments for the first of two": (
        "faints_treated",
        [FAINT, *treated(20, faint_s=30.0), *treated(25, faint_s=25.0), (90, "fainted", {})],
        Value(50.0, 90),
    ),
    "three treatments for one faint": (
        "faints_treated",
        [FAINT, *(row for n in (20, 21, 22) for row in treated(n, faint_s=9.0))],
        Value(100.0, 15),
    ),
}


@pytest.mark.parametrize("what", MEASURED)
def test_a_measure_is_what_a_hand_would_work_out(what: str) -> None:
    name, rows, expected = MEASURED[what]
    assert found(name, *rows) == expected


def test_a_needle_that_came_out_stands_nowhere_any_more() -> None:
    """Oracle: by hand: near from step 64 until it is out at 128; one that was taken out before it went in again stays to the end.

    Until the next needle moved, the place where the one before had been taken out counted on.
    """
    near = at(64, 30.0, dura_mm=0.5)
    assert found("near_dura", near, (128, "needle_removed", {}), END) == Value(2.0, 64)
    assert found("near_dura", (32, "needle_removed", {}), near, END) == Value((320 - 64) / 32, 64)
    again = [at(200, 0.0), at(232, 10.0)]
    assert found("near_dura", near, (128, "needle_removed", {}), *again, END) == Value(2.0, 64)
    assert found("time_in_patient", near, (128, "needle_removed", {}), *again, END) == Value(2.0 + (320 - 232) / 32, 64)
