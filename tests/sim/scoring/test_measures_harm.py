"""Measures of harm, of mistakes and of what was decided, on a few events. Oracle: the catalogue's definitions, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from scenarios import files
from scenarios.schema import Scenario
from scenarios.words import clause
from scenarios.words.said import Clause
from sim.scoring.choice import assessed
from sim.scoring.measures import Value, measured
from tests.sim.played import made
from tests.sim.scoring.test_measures import CASE, DRUG, Row, injection, pictured, tip

SKIN: Row = (10, "pass_begun", {"number": 1, "entry": [0.0, 0.0, 0.0], "direction": [0.0, 1.0, 0.0]})
PAIN: Row = (30, "pain", {"level": 9.0, "cause": "root_contact"})
PREGNANT = files.find_scenario("pregnant")
DISC: Row = (30, "disc_entered", {"depth_mm": 79.0, "place": [0.0, 0.0, 40.0]})
BODY: Row = (
    0,
    "body_described",
    {
        "canal": [[0.0, 0.0, 100.0], [0.0, 0.0, 0.0]],
        "landmarks": {
            "L4-L5/window_right": [5.0, 0.0, 40.0],
            "L4-L5/window_left": [-5.0, 0.0, 40.0],
            "L4/foramen_centre_right": [25.0, 10.0, 50.0],
            "L2/foramen_centre_left": [-25.0, 10.0, 90.0],
            "L4/foramen_right": [25.0, 10.0, 56.0],
        },
    },
)
LOW: Row = (0, "body_described", {**BODY[2], "landmarks": {**BODY[2]["landmarks"], "sacral_canal/target": [0.0, 0.0, -60.0]}})
GAP: Row = (0, "body_described", {**BODY[2], "landmarks": {**BODY[2]["landmarks"], "L4-L5/window": [0.0, -5.0, 40.0]}})
CHOSEN: dict[str, Any] = {
    "decision": "inject", "reason": "radicular_pain", "level": "L4", "side": "right", "approach": "lumbar_interlaminar",
    "needle": "18G Tuohy", "steroid": "dexamethasone 10 mg", "contrast_ml": 1.0, "drug_ml": 4.0, "pages": [], "asked": [],
}  # fmt: skip


def found(name: str, *rows: Row, case: Scenario = CASE) -> Value | None:
    return measured(made(*rows, steps=3200), case)[name]


def decided(step: int = 5, **other: Any) -> Row:
    return step, "decided", {**CHOSEN, **other}


def given(
    agent: str, at: tuple[float, float, float] = (0.0, 0.0, 0.0), into: str = "epidural", ml: float = 2.0, step: int = 100, **lies: str
) -> list[Row]:
    start, end = injection(step, "drug", {into: ml}, at)
    return [(start[0], start[1], {**start[2], "agent": agent, **lies}), (end[0], end[1], {**end[2], "agent": agent})]


def asked(step: int, about: str = "pregnancy") -> Row:
    return step, "asked", {"about": about}


def beam(step: int, seconds: float) -> Row:
    return step, "exposure_ended", {"view": "AP", "seconds": seconds, "kerma_mgy": 0.1, "dap_gycm2": 0.01, "open_share": 0.5}


def named(step: int, pattern: str, view: str = "AP") -> Row:
    return step, "pattern_named", {"view": view, "pattern": pattern, "looked": True, "grade": 1.0}


TRIAM, METHYL, DEXA = "triamcinolone 40 mg", "methylprednisolone 80 mg", "dexamethasone 10 mg"
BLOOD: Row = (90, "aspirated", {"result": "blood"})
NUMBERS: dict[str, tuple[str, list[Row], float | None]] = {
    "a ml of contrast in a second": ("contrast_rate", injection(40, "contrast", {"epidural": 1.0}), 1.0),
    "no contrast has no speed": ("contrast_rate", DRUG, None),
    "one steroid": ("steroids_mixed", given(DEXA), 1.0),
    "two steroids": ("steroids_mixed", [*given(DEXA), *given(METHYL, step=300)], 2.0),
    "one steroid of two vials": ("steroids_mixed", [*given(DEXA), *given(f"{DEXA} multi-dose", step=300)], 1.0),
    "two in one syringe": ("steroids_mixed", given(f"3 ml {DEXA} + 3 ml {METHYL}"), 2.0),
    "half the tray's syringe is half the most": ("steroid_load", given(METHYL, ml=3.0), 0.5),
    "a year": ("steroid_year", given(METHYL, ml=3.0), 40.0),
    "both add up": ("steroid_load", [*given(METHYL, ml=6.0), *given(DEXA, ml=6.0, step=300)], 1.667),
    "particles in a foramen": ("particulate_foraminal", [BODY, *given(TRIAM, (25.0, 10.0, 60.0))], 1.0),
    "particles beside it": ("particulate_foraminal", [BODY, *given(TRIAM, (25.0, 10.0, 60.1))], 0.0),
    "high in a wide foramen": ("particulate_foraminal", [BODY, *given(TRIAM, (25.0, 10.0, 62.6), tissue="FORAMINAL_FAT")], 1.0),
    "behind the sac, near a narrow one": ("particulate_foraminal", [BODY, *given(TRIAM, (25.0, 10.0, 59.0), tissue="DORSAL_FAT")], 0.0),
    "particles in the sac": ("particulate_foraminal", [BODY, *given(TRIAM, (25.0, 10.0, 56.0), "intrathecal")], 0.0),
    "high in L2's": ("particulate_great_artery", [BODY, *given(TRIAM, (-25.0, 10.0, 102.6), tissue="FORAMINAL_FAT")], 1.0),
    "none without particles": ("particulate_foraminal", [BODY, *given(DEXA, (25.0, 10.0, 50.0))], 0.0),
    "particles into a joint": ("particulate_foraminal", [BODY, *given(TRIAM, (25.0, 10.0, 50.0), "facet")], 0.0),
    "particles into the muscle beside it": ("particulate_foraminal", [BODY, *given(TRIAM, (25.0, 10.0, 60.0), "soft tissue")], 0.0),
    "no great artery at L4": ("particulate_great_artery", [BODY, *given(TRIAM, (25.0, 10.0, 50.0))], 0.0),
    "the great artery at L2": ("particulate_great_artery", [BODY, *given(TRIAM, (-25.0, 10.0, 90.0))], 1.0),
    "anaesthetic in the sac": ("anaesthetic_astray", injection(40, "anaesthetic", {"intrathecal": 0.5, "epidural": 0.5}), 5.0),
    "the drug where there was no contrast": ("drug_unproved", [SKIN, *DRUG], 1.0),
    "no drug is not unproved": ("drug_unproved", [SKIN], None),
    "two seconds unseen": ("unseen_before_drug", [SKIN, beam(36, 0.4), *DRUG], 2.0),
    "no picture at all": ("unseen_before_drug", [SKIN, *DRUG], None),
    "seen before the needle alone": ("unseen_before_drug", [beam(4, 0.1), SKIN, *DRUG], 3.0),
    "seen as the drug went in": ("unseen_before_drug", [SKIN, beam(20, 0.1), pictured(100, 50.0), *DRUG, beam(140, 1.3)], 0.0),
    "blood passed over": ("return_ignored", [tip(80), BLOOD, *DRUG], 1.0),
    "blood, and moved": ("return_ignored", [tip(80), BLOOD, tip(95, place=[0.0, 5.0, 0.0]), *DRUG], 0.0),
    "blood dripped, and was passed over": ("return_ignored", [tip(80), (90, "blood_drips", {}), *DRUG], 1.0),
    "liquor dripped, and the needle was moved": (
        "return_ignored",
        [tip(80), (90, "fluid_drips", {}), tip(95, place=[0.0, 5.0, 0.0]), *DRUG],
        0.0,
    ),
    "blood, and the syringe nudged the hub": (
        "return_ignored",
        [tip(80), BLOOD, (92, "needle_nudged", {"mm": -0.5}), tip(92), *DRUG],
        1.0,
    ),
    "on into the pain": ("pain_ignored", [tip(30, depth_mm=40.0), PAIN, tip(40, depth_mm=41.5)], 1.0),
    "the push that met it": ("pain_ignored", [tip(20, depth_mm=38.0), tip(30, depth_mm=40.0), PAIN, tip(40, depth_mm=40.2)], 0.0),
    "back from the pain": ("pain_ignored", [tip(30, depth_mm=40.0), PAIN, tip(40, depth_mm=39.0), tip(50, depth_mm=42.0)], 0.0),
    "a pause, and on": ("pain_ignored", [tip(30, depth_mm=40.0), PAIN, tip(200, depth_mm=42.0)], 0.0),
    "the drug into the pain is no way on": ("pain_ignored", [tip(30, depth_mm=40.0), PAIN, *injection(50, "drug", {"epidural": 1.0})], 0.0),
    "on the right side": ("drug_wrong_side", [BODY, *given(DEXA, (2.0, 0.0, 40.0))], 0.0),
    "on the wrong side": ("drug_wrong_side", [BODY, *given(DEXA, (-4.0, 0.0, 40.0))], 4.0),
    "the next push on the wrong side": (
        "drug_wrong_side",
        [BODY, *given(DEXA, (2.0, 0.0, 40.0)), *given(DEXA, (-4.0, 0.0, 40.0), step=300)],
        4.0,
    ),
    "a drop on the wrong side": (
        "drug_wrong_side",
        [BODY, *given(DEXA, (2.0, 0.0, 40.0)), *given(DEXA, (-4.0, 0.0, 40.0), ml=0.05, step=300)],
        0.0,
    ),
    "the next push off the level": (
        "drug_off_level",
        [BODY, *given(DEXA, (5.0, 0.0, 40.0)), *given(DEXA, (5.0, 0.0, 70.0), step=300)],
        30.0,
    ),
    "the next push long unseen": ("unseen_before_drug", [SKIN, beam(36, 0.4), *DRUG, *given(DEXA, step=1636)], 50.0),
    "off the level": ("drug_off_level", [BODY, *given(DEXA, (5.0, 0.0, 70.0))], 30.0),
    "a time-out too late": ("time_out_done", [SKIN, (50, "time_out", {"level": "L4", "side": "right"})], 0.0),
    "a time-out": ("time_out_done", [(5, "time_out", {"level": "L4", "side": "right"}), SKIN], 1.0),
    "a wrong time-out": ("time_out_wrong", [(5, "time_out", {"level": "L4", "side": "left"}), SKIN], 1.0),
    "corrected in time": (
        "time_out_wrong",
        [(5, "time_out", {"level": "L4", "side": "left"}), (7, "time_out", {"level": "L4", "side": "right"}), SKIN],
        0.0,
    ),
    "four of seventeen": ("grounds", [decided(pages=["a", "b", "c"], asked=["pain", "now"])], 23.529),
    "a name taken back": ("pattern_guesses", [named(10, "venous"), named(11, "neurogram"), named(12, "neurogram")], 1.0),
    "two views are two names": ("pattern_guesses", [named(10, "venous"), named(11, "neurogram", "lateral")], 0.0),
    "named anew after more contrast": (
        "pattern_guesses",
        [named(10, "venous"), *injection(40, "contrast", {"epidural": 1.0}), named(90, "neurogram")],
        0.0,
    ),
    "a disc twice": ("disc_entries", [DISC, (31, *DISC[1:])], 2.0),
    "drug in a disc": ("drug_in_disc", [*given(DEXA, into="disc", ml=0.5), *given(DEXA, step=200)], 0.5),
    "anaesthetic in a disc": ("drug_in_disc", injection(40, "anaesthetic", {"disc": 0.25, "epidural": 0.5}), 0.25),
    "contrast in a disc is no drug": ("drug_in_disc", injection(40, "contrast", {"disc": 1.0}), None),
    # as decided
    "at the level": ("level_as_decided", [BODY, decided(), *given(DEXA, (5.0, 0.0, 54.0))], 1.0),
    "at another": ("level_as_decided", [BODY, decided(), *given(DEXA, (5.0, 0.0, 56.0))], 0.0),
    "from below": ("level_as_decided", [LOW, decided(approach="caudal", level="S1"), *given(DEXA, (0.0, 0.0, -80.0))], None),
    "on the side": ("side_as_decided", [BODY, decided(), *given(DEXA, (-2.9, 0.0, 40.0))], 1.0),
    "on the other": ("side_as_decided", [BODY, decided(), *given(DEXA, (-3.1, 0.0, 40.0))], 0.0),
    "by the way": ("approach_as_decided", [BODY, decided(), *given(DEXA, (5.0, 0.0, 40.0))], 1.0),
    "beside the midline's way, which ends farther back": ("approach_as_decided", [GAP, decided(), *given(DEXA, (1.6, -5.0, 40.0))], 1.0),
    "by another way": ("approach_as_decided", [BODY, decided(), *given(DEXA, (25.0, 10.0, 56.0))], 0.0),
    "by nobody's way, in muscle behind the foramina": ("approach_as_decided", [BODY, decided(), *given(DEXA, (25.0, -2.0, 56.0))], None),
    "by nobody's way, under the skin": ("approach_as_decided", [BODY, decided(), *given(DEXA, (5.0, -60.0, 40.0))], None),
    "a plunger that would not go down gave no drug": ("drug_unproved", [SKIN, *given(DEXA, ml=0.0)], None),
    "with the needle": ("needle_as_decided", [decided(), (8, "needle_taken", {"needle": "18G Tuohy"}), *DRUG], 1.0),
    "with another": ("needle_as_decided", [decided(), (8, "needle_taken", {"needle": "20G Tuohy"}), *DRUG], 0.0),
    "with the steroid": ("steroid_as_decided", [decided(), *given(DEXA)], 1.0),
    "with one more": ("steroid_as_decided", [decided(), *given(DEXA), *given(METHYL, step=300)], 0.0),
    "half of it": ("drug_off_decided", [decided(), *given(DEXA)], 50.0),
    "as last decided": ("drug_off_decided", [decided(), decided(8, drug_ml=2.0), *given(DEXA)], 0.0),
    "half a ml more contrast": ("contrast_over_decided", [decided(), *injection(40, "contrast", {"epidural": 1.5}), *DRUG], 0.5),
    "decided not to": ("decided_for_drug", [decided(decision="defer"), *DRUG], 0.0),
    "decided to": ("decided_for_drug", [decided(), *DRUG], 1.0),
    "nothing to hold against a decision": ("level_as_decided", [BODY, decided(), SKIN], None),
}  # fmt: skip


@pytest.mark.parametrize("what", NUMBERS)
def test_a_measure_is_what_a_hand_would_work_out(what: str) -> None:
    name, rows, expected = NUMBERS[what]
    value = found(name, *rows)
    assert (None if value is None else value.value) == (None if expected is None else pytest.approx(expected, abs=1e-3))


@pytest.mark.parametrize(
    ("rows", "seconds", "words"),
    [
        ([asked(5), beam(40, 3.0), beam(80, 2.0)], 5.0, ", who had said so"),
        ([beam(40, 3.0)], 3.0, ", who was not asked"),
        ([asked(5)], 0.0, ", who was not asked"),
    ],
)
def test_the_beam_over_a_pregnant_woman_is_counted_asked_or_not(rows: list[Row], seconds: float, words: str) -> None:
    value = found("beam_on_pregnant", *rows, case=PREGNANT)
    assert value is not None
    assert value.value == seconds
    assert not seconds or value.what == words
    assert found("beam_on_pregnant", *rows) is None


def test_why_it_must_not_be_is_said() -> None:
    value = found("contraindicated", SKIN, (12, "skin_entered", {}), case=PREGNANT)
    assert value is not None
    assert "pregnancy" in value.what


@pytest.mark.parametrize(
    ("steroid", "proved", "told"),
    [(TRIAM, False, 1.0), (DEXA + " multi-dose", False, 1.0), (DEXA, False, 0.0), (METHYL, False, 0.0), (TRIAM, True, 0.0)],
)
def test_a_preservative_matters_where_nothing_showed_the_place(steroid: str, proved: bool, told: float) -> None:
    """Oracle: the labels; with contrast before it the place is known."""
    contrast = [*injection(40, "contrast", {"epidural": 1.0}, contrast_ml=0.0), pictured(80, 50.0)] if proved else []
    drug = [(n, kind, {**data, "agent": steroid, "contrast_ml": 1.0 if proved else 0.0}) for n, kind, data in DRUG]
    told_now = found("preserved_unproved", *contrast, *drug)
    assert told_now is not None
    assert told_now.value == told


def test_contrast_without_iodine_is_counted() -> None:
    """Oracle: gadobutrol holds none."""
    given = [(n, kind, {**data, "agent": "gadobutrol"}) for n, kind, data in injection(40, "contrast", {"epidural": 1.5})]
    assert found("gadolinium_given", *given) == Value(1.5, 40)
    assert found("gadolinium_given", *injection(40, "contrast", {"epidural": 1.5})) == Value(0.0)


def test_contrast_without_iodine_proves_no_place() -> None:
    """Oracle: no X-ray shows gadolinium, so that the drug behind it is given in the dark."""
    dark = [(n, kind, {**data, "agent": "gadobutrol"}) for n, kind, data in injection(40, "contrast", {"epidural": 1.5}, live=1.5)]
    why = Clause("unproved", "no iodine")
    assert clause(why) == "the agent given contains no iodine and shows on no image"
    assert found("contrast_before_drug", *dark, *DRUG) == Value(0.0, 100, why)
    assert found("drug_unproved", *dark, *DRUG) == Value(1.0, 100, why)
    assert found("contrast_seen_live", *dark, *DRUG) is None
    shown = injection(40, "contrast", {"epidural": 1.5}, live=1.5)
    assert found("drug_unproved", *shown, pictured(80, 50.0), *DRUG) == Value(0.0, 100)


@pytest.mark.parametrize(("instead", "right"), [("without contrast", True), ("gadolinium", False), ("premedication", False), (None, False)])
def test_what_is_done_instead_of_contrast_is_part_of_the_plan(instead: str | None, right: bool) -> None:
    case = files.find_scenario("contrast_allergy")
    assert assessed(case, {**CHOSEN, "instead": instead})["instead"] is right
    assert "instead" not in assessed(CASE, CHOSEN)


@pytest.mark.parametrize(
    ("skin_ml", "pushes", "share"),
    [
        (2.0, [], 20 / 300),
        (40.0, [], 400 / 300),
        (2.0, [("lidocaine 1 %", 10.0)], 120 / 300),
        (0.0, [("lidocaine 1.5 % adrenaline", 3.0)], 45 / 500),
        (2.0, [("bupivacaine 0.25 %", 10.0)], 20 / 300 + 25 / (2 * 77.0)),
    ],
)
def test_anaesthetic_is_added_up_by_drug_and_weight(skin_ml: float, pushes: list[tuple[str, float]], share: float) -> None:
    """Oracle: 300 mg of lidocaine or 4.5 mg/kg, 500 with adrenaline, 2 mg/kg of bupivacaine; a man of 1755 mm and 25 kg/m2 weighs 77 kg."""
    rows: list[Row] = [(5, "numbed", {"ml": skin_ml})] if skin_ml else []
    for at, (name, ml) in enumerate(pushes):
        rows += [(n, kind, {**data, "agent": name}) for n, kind, data in injection(100 + 300 * at, "anaesthetic", {"epidural": ml})]
    found_now = found("anaesthetic_load", *rows)
    assert found_now is not None
    assert found_now.value == pytest.approx(share, abs=0.006)


def entered(step: int, tissue: str, left: str = "MUSCLE") -> Row:
    return step, "tissue_entered", {"depth_mm": 70.0, "place": [0.0, 0.0, 0.0], "tissue": tissue, "left": left}


@pytest.mark.parametrize(
    ("rows", "entries", "named"),
    [
        ([entered(20, "KIDNEY")], 1.0, "a kidney"),
        ([entered(20, "VISCERA"), entered(24, "BOWEL", "VISCERA"), entered(28, "GAS", "BOWEL")], 1.0, "an organ of the belly"),
        ([entered(20, "KIDNEY"), entered(24, "FAT", "KIDNEY"), entered(28, "BOWEL", "FAT")], 2.0, "a kidney and the colon"),
        ([entered(20, "FASCIA")], 0.0, ""),
    ],
)
def test_an_organ_is_entered_from_outside_and_named(rows: list[Row], entries: float, named: str) -> None:
    found = measured(made(*rows), CASE)["organ_entries"]
    assert found is not None
    assert (found.value, clause(found.what)) == (entries, named)


@pytest.mark.parametrize(("tissue", "fluid", "ml"), [("KIDNEY", "drug", 2.0), ("BOWEL", "anaesthetic", 2.0), ("MUSCLE", "drug", 0.0)])
def test_what_is_given_in_an_organ_is_measured(tissue: str, fluid: str, ml: float) -> None:
    rows = [tip(20, tissue=tissue), *injection(40, fluid, {"soft tissue": 2.0}), tip(90), *injection(100, "drug", {"epidural": 2.0})]
    found = measured(made(*rows), CASE)["drug_in_organ"]
    assert found is not None
    assert found.value == ml
