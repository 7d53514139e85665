"""One cause is told once, at its own moment, of whom it concerns: faults that reading recordings against their remarks has found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scenarios import files
from scenarios.chart import PAGES
from scenarios.goal import Shown
from scenarios.words import clause
from sim.scoring.measures import measured
from sim.scoring.rubric import Score, judge
from sim.session.care_commands import TOPICS
from sim.session.world import World
from tests.sim.played import made
from tests.sim.scoring.test_measures import DRUG, Row, exposure, injection, pictured, step_of, tip, value
from tests.sim.scoring.test_measures_harm import BODY, CHOSEN, DEXA, SKIN, decided, given

CASE = files.find_scenario("l4_l5_disc")
CONSENT: Row = (5, "consent", {"risks": ["infection"]})


def judged(*rows: Row) -> Score:
    return judge(made(*rows, steps=3200), files.rubric_of(CASE), CASE)


def told(score: Score) -> set[str]:
    return {remark.measure for remark in score.remarks}


def test_no_consent_fails_and_is_told_once() -> None:
    score = judged(decided(), SKIN, tip(30), *DRUG)
    assert "no_consent" in score.critical
    assert told(score) & {"consented", "consent_risks", "consent_grave"} == {"consented"}
    assert "no_consent" not in judged(decided(), CONSENT, SKIN, tip(30), *DRUG).critical
    assert "no_consent" not in judged(decided(decision="defer")).critical  # without a needle nothing was done to anybody


def test_only_who_may_be_pregnant_is_asked_about_it() -> None:
    asked = decided(asked=["pain"])
    young = CASE.model_copy(update={"patient": CASE.patient.model_copy(update={"sex": "female", "age": 30.0})})
    assert value("patient_asked", asked, SKIN, case=young) == 16.667
    assert value("patient_asked", asked, SKIN, case=young.model_copy(update={"patient": CASE.patient})) == 20.0


def test_a_wrong_side_alone_is_not_told_of_the_plan_too() -> None:
    side = "left" if CHOSEN["side"] == "right" else "right"
    score = judged(decided(side=side), CONSENT, SKIN, tip(30), *DRUG)
    assert "level_side_right" in told(score)
    assert "plan_right" not in told(score)
    assert "plan_right" in told(judged(decided(side=side, needle="22G Quincke"), CONSENT, SKIN, tip(30), *DRUG))


def test_the_push_that_went_through_the_loss_is_told_of_the_loss() -> None:
    loss: Row = (40, "loss_of_resistance", {"depth_mm": 50.0, "tissue": "DORSAL_FAT"})
    near = [tip(step, depth_mm=depth, target_mm=5.0) for step, depth in ((30, 49.0), (50, 54.0))]
    through, before = (judged(SKIN, *rows, *DRUG).measures for rows in ((near[0], loss, near[1]), (*near, (60, *loss[1:]))))
    assert through["past_loss"] is not None
    assert through["past_loss"].value == 4.0
    assert through["largest_push"] is not None
    assert through["largest_push"].told_by == ("past_loss",)
    assert before["largest_push"] is not None
    assert before["largest_push"].told_by == ()


def test_who_did_not_go_home_did_not_go_without_a_driver() -> None:
    assert "driver" not in told(judged(decided(), CONSENT, SKIN, tip(30), *DRUG))
    assert "driver" in told(judged(decided(), CONSENT, SKIN, tip(30), *DRUG, (3000, "discharged", {"driver": False, "advice": []})))


def test_contrast_beyond_the_decision_is_told_of_the_push_that_went_beyond() -> None:
    wanted = float(CHOSEN["contrast_ml"])
    first = injection(40, "contrast", {"epidural": wanted})
    second, third = (injection(step, "contrast", {"epidural": 1.0}) for step in (60, 80))
    found = judged(decided(), SKIN, *first, *second, *third, *DRUG).measures["contrast_over_decided"]
    assert found is not None
    assert (found.value, found.step) == (2.0, 60)
    late = injection(40, "contrast", {"epidural": wanted + 0.002})  # as much as a thumb needs to let go
    found = judged(decided(), SKIN, *late, *second, *DRUG).measures["contrast_over_decided"]
    assert found is not None
    assert found.step == 60


def read(step: int, pattern: str) -> Row:
    return step, "pattern_named", {"view": "AP", "pattern": pattern, "truth": {}, "grade": 1.0, "looked": True}


def test_a_drug_against_ones_own_reading() -> None:
    contrast = injection(40, "contrast", {"epidural": 1.0})
    assert value("reading_overridden", SKIN, *contrast, read(60, "venous"), *DRUG) == 1.0
    assert value("reading_overridden", SKIN, *contrast, read(60, "dorsal epidural"), *DRUG) == 0.0
    again = injection(70, "contrast", {"epidural": 1.0})  # moved, and looked at anew: the name was of what lay there before
    assert value("reading_overridden", SKIN, *contrast, read(60, "venous"), *again, *DRUG) == 0.0
    assert value("reading_overridden", SKIN, *contrast, *DRUG, read(200, "venous")) == 0.0


def test_a_time_out_against_ones_own_decision() -> None:
    level, side = CHOSEN["level"], CHOSEN["side"]
    assert value("time_out_as_decided", decided(), (6, "time_out", {"level": level, "side": side}), SKIN) == 1.0
    assert value("time_out_as_decided", decided(), (6, "time_out", {"level": "L1", "side": side}), SKIN) == 0.0
    assert value("time_out_as_decided", decided(), SKIN) is None


def test_contrast_that_was_given_and_never_named_is_told_beside_the_unproved_drug() -> None:
    astray = injection(40, "contrast", {"muscle": 1.0})
    score = judge(made(decided(), CONSENT, SKIN, tip(30), *astray, tip(80), *DRUG, steps=3200), files.rubric_of(CASE), CASE)
    assert "drug_without_contrast" in score.critical
    assert "pattern_named" in told(score)


def test_a_wait_that_was_too_short_tells_the_looks_that_fell_after_it() -> None:
    dose = injection(40, "anaesthetic", {"epidural": 4.0})
    dose = [(step, kind, data | {"agent": "lidocaine 1 %"}) for step, kind, data in dose]
    found = judged(decided(), CONSENT, SKIN, *dose, *DRUG).measures["test_dose_answers"]
    assert found is not None
    assert found.told_by == ("test_dose",)


def test_a_look_that_was_left_out_is_told_beside_the_wait_that_was_too_short() -> None:
    """Legs at three minutes were not asked; at five the drug had gone in, which is the wait's remark."""
    dose = injection(40, "anaesthetic", {"epidural": 4.0})
    dose = [(step, kind, data | {"agent": "lidocaine 1 %"}) for step, kind, data in dose]
    later = [(step + 280 * 32, kind, data) for step, kind, data in DRUG]
    found = judge(made(decided(), CONSENT, SKIN, *dose, *later, steps=12800), files.rubric_of(CASE), CASE).measures["test_dose_answers"]
    assert found is not None
    assert (found.what, found.told_by) == ("legs at three minutes", ())


def test_no_loss_of_resistance_is_asked_of_who_used_no_needle() -> None:
    """One picture, and home: told was that no drug was given, and that no loss of resistance was felt."""
    beam: list[Row] = [(100, "exposure_started", {"view": "AP"}), exposure(132, 1.0)]
    assert judged(decided(), *beam).measures["loss_of_resistance"] is None
    assert judged(decided(), *beam, SKIN, tip(30)).measures["loss_of_resistance"] is not None


def test_contrast_in_the_allergic_is_told_once() -> None:
    """That it was to be left out, and that the test dose was to witness instead, is what the error says."""
    case = files.find_scenario("contrast_allergy")
    contrast = injection(40, "contrast", {"epidural": 2.0})
    score = judge(made(decided(), CONSENT, SKIN, tip(30), *contrast, *DRUG), files.rubric_of(case), case)
    assert "contrast_in_allergy" in score.critical
    assert not told(score) & {"contrast_readied", "test_dose", "test_dose_answers"}


def test_a_red_flag_that_decides_the_case_is_told_as_that() -> None:
    """Bladder, bowel and weakness were told as what decides, and once more as red flags, of which the case's goal was missed."""
    case = files.find_scenario("cauda_equina")
    decisive, flags = ["bladder and bowel", "weakness"], [about for about in TOPICS if about != "now"]

    def remarks(*unasked: str) -> dict[str, str]:
        asked = [about for about in flags if about not in unasked]
        chosen = decided(decision="refer", reason="emergency", pages=[page for page in PAGES if page != "history"], asked=asked)
        return {remark.measure: remark.text for remark in judge(made(chosen, steps=320), files.rubric_of(case), case).remarks}

    both = remarks(*decisive)
    assert "bladder and bowel" in both["deciding_grounds"]
    assert "red_flags_asked" not in both
    more = remarks(*decisive, "cancer")
    assert "asking about: cancer. " in more["red_flags_asked"]
    one = remarks("weakness")  # bladder and bowel were asked, and decide as well
    assert "deciding_grounds" not in one
    assert "asking about: weakness. " in one["red_flags_asked"]


def ready(*items: str) -> list[Row]:
    return [(6, "prepared", {"item": item}) for item in items]


def test_gloves_that_went_on_too_early_are_told_once() -> None:
    """By the hands that had not been cleaned, or by the mask that was put on in them, and as an order of steps besides."""
    unwashed = judged(decided(), CONSENT, *ready("gloves", "hand hygiene", "drape"), SKIN, tip(30), *DRUG)
    assert {"hands_clean", "checklist_order"} <= told(unwashed) | {mark.measure for mark in unwashed.marks if mark.grade < 1.0}
    assert told(unwashed) & {"hands_clean", "checklist_order"} == {"hands_clean"}
    handled: Row = (6, "sterility_broken", {"by": "handled", "item": "mask"})
    masked = judged(decided(), CONSENT, *ready("hand hygiene", "gloves"), handled, *ready("mask", "drape"), SKIN, tip(30), *DRUG)
    assert told(masked) & {"sterility_breaks", "checklist_order"} == {"sterility_breaks"}
    both = judged(decided(), CONSENT, *ready("gloves", "hand hygiene", "drape", "antiseptic"), SKIN, tip(30), *DRUG)
    (remark,) = (one for one in both.remarks if one.measure == "checklist_order")
    assert "kept it: drape came before antiseptic." in remark.text


def test_contrast_planned_where_none_may_go_is_no_wrong_volume() -> None:
    case = files.find_scenario("contrast_allergy")
    score = judge(made(decided(contrast_ml=2.0, instead="without contrast"), CONSENT, SKIN, tip(30), *DRUG), files.rubric_of(case), case)
    (remark,) = (one for one in score.remarks if one.measure == "plan_right")
    assert "not right: contrast at all." in remark.text


def test_a_way_that_misses_the_goal_is_not_told_of_the_plan_too() -> None:
    case = files.find_scenario("left_l2_artery")
    contrast = [
        injection(40, "contrast", {"epidural": 1.0}, live=1.0)[0],
        pictured(60, 10.0),
        injection(40, "contrast", {"epidural": 1.0}, live=1.0)[1],
    ]
    way: dict[str, Any] = {
        "level": "L2",
        "side": "left",
        "approach": "lumbar_transforaminal",
        "needle": "22G Quincke 125 mm",
        "drug_ml": 2.0,
    }

    def remarks(*rows: Row, **other: Any) -> list[str]:
        score = judge(made(decided(**way, **other), CONSENT, SKIN, tip(30), *rows, *DRUG), files.rubric_of(case), case)
        assert "plan_right" in {mark.measure for mark in score.marks if mark.grade < 1.0}
        return [remark.text for remark in score.remarks if remark.measure in ("approach_right", "plan_right")]

    (goal,) = remarks(*contrast)
    assert "Right way decided: no." in goal
    assert any("not right: way in, steroid." in text for text in remarks(*contrast, steroid="triamcinolone 40 mg"))
    (plan,) = remarks()  # what contrast did not prove fails, and the goal is not told
    assert "not right: way in." in plan


def test_what_an_error_tells_tells_the_plan_that_led_to_it() -> None:
    """Premedicated, and given contrast, after a throat that had closed: "88 % of the plan fitted this patient", and not what did not."""
    case = files.find_scenario("contrast_allergy")
    chosen = decided(contrast_ml=0.0, instead="premedication")
    contrast = injection(40, "contrast", {"epidural": 2.0})
    score = judge(made(chosen, CONSENT, SKIN, tip(30), *contrast, *DRUG), files.rubric_of(case), case)
    assert "contrast_in_allergy" in score.critical
    assert "plan_right" in {mark.measure for mark in score.marks if mark.grade < 1.0}
    assert "plan_right" not in told(score)


def test_a_tip_in_the_sac_is_told_of_the_dura_alone() -> None:
    """A wet tap was told as a bevel outside the space, and as one 10.8 mm from it, besides."""
    pierced: Row = (30, "dural_puncture", {"depth_mm": 65.0, "place": [0.0, 0.0, 0.0]})
    for tissue, besides in (("CAUDA", set()), ("MUSCLE", {"tip_in_space", "tip_to_target"})):
        score = judged(decided(), CONSENT, SKIN, pierced, tip(31, tissue=tissue, target_mm=10.8))
        assert told(score) & {"dural_punctures", "tip_in_space", "tip_to_target"} == {"dural_punctures"} | besides


def test_a_tip_that_is_not_in_the_joint_is_told_that_once() -> None:
    """Where the drug went elsewhere that is told instead, and with it how far off the bevel was."""
    case = files.find_scenario("facet_joint")
    missed, astray = (judge(made(SKIN, tip(30, target_mm=21.0), *drug, steps=3200), files.rubric_of(case), case) for drug in ([], DRUG))
    assert told(missed) & {"tip_in_joint", "tip_to_target", "drug_in_joint"} == {"tip_in_joint"}
    assert told(astray) & {"tip_in_joint", "tip_to_target", "drug_in_joint"} == {"drug_in_joint", "tip_to_target"}


@pytest.mark.parametrize(("past", "target", "besides"), [(7.0, 9.0, set()), (3.0, 9.0, {"tip_to_target"})], ids=["most", "a part"])
def test_a_tip_beyond_the_limit_is_told_of_the_limit_alone(past: float, target: float, besides: set[str]) -> None:
    case = files.find_scenario("transforaminal_l5")
    score = judge(made(SKIN, tip(30, past_mm=past, target_mm=target), *DRUG), files.rubric_of(case), case)
    assert told(score) & {"past_limit", "tip_to_target"} == {"past_limit"} | besides


def test_above_s3_and_through_the_dura_is_told_once() -> None:
    case = files.find_scenario("caudal")
    pierced: Row = (30, "dural_puncture", {"depth_mm": 65.0, "place": [0.0, 0.0, 0.0]})
    score = judge(made(SKIN, pierced, tip(31, past_mm=36.0, target_mm=51.0, tissue="CSF"), *DRUG), files.rubric_of(case), case)
    assert {"above_s3", "dural_puncture"} <= set(score.critical)
    assert told(score) & {"past_limit", "dural_punctures", "tip_to_target"} == {"dural_punctures"}


@pytest.mark.parametrize(("needless", "told_by"), [(3, ("unneeded_exposures",)), (1, ())])
def test_pictures_of_the_same_are_told_as_that(needless: int, told_by: tuple[str, ...]) -> None:
    """Thirty pictures though nothing had changed were told as so many seconds of beam besides."""
    rows: list[Row] = []
    for n in range(6):
        rows += [tip(100 * n, depth_mm=5.0 + n)] if n >= needless else []
        rows += [(100 * n + 10, "exposure_started", {"view": "AP", "contrast_ml": 0.0}), exposure(100 * n + 42, 1.0)]
    found = judged(*rows).measures
    unneeded, seconds, pressed = (found[name] for name in ("unneeded_exposures", "fluoroscopy_time", "exposures"))
    assert unneeded is not None
    assert seconds is not None
    assert pressed is not None
    assert unneeded.value == needless - 1
    assert (seconds.told_by, pressed.told_by) == (told_by, told_by)


def test_a_drug_at_another_level_is_not_told_of_another_way_too() -> None:
    """Kambin's way was decided at L2, the drug went in 24 mm lower, under L3's pedicle: "another way has other dangers" was told of it."""
    third = {**BODY[2]["landmarks"], "L3/foramen_right": [25.0, 10.0, 70.0]}
    body: Row = (0, "body_described", {**BODY[2], "landmarks": third})
    score = judged(body, decided(), CONSENT, SKIN, tip(30, at_tip="FORAMINAL_FAT"), *given(DEXA, (25.0, 10.0, 70.0)))
    assert score.measures["approach_as_decided"] is not None
    assert score.measures["approach_as_decided"].value == 0.0
    assert told(score) & {"drug_off_level", "approach_as_decided"} == {"drug_off_level"}


def test_a_time_out_that_was_left_out_is_told_once_whatever_goals_ask_for_it() -> None:
    """Two goals ask for a time-out that is right, and safety takes points for none: the first goal tells it, in the words of safety."""
    first, second = (
        CASE.goals[0].model_copy(update={"say": say, "shown": (Shown(measure=measure, unit="yes", **bounds),)})
        for say, measure, bounds in (("Say which", "time_out_wrong", {"at_most": 0.0}), ("Match it", "time_out_right", {"at_least": 1.0}))
    )
    case = CASE.model_copy(update={"goals": (first, second)})
    rows = [decided(), CONSENT, SKIN, tip(30), pictured(35, 50.0), tip(40)]
    about = [r for r in judge(made(*rows, steps=3200), files.rubric_of(case), case).remarks if r.measure.startswith("time_out")]
    assert [(r.measure, r.step) for r in about] == [("time_out_done", SKIN[0])]
    assert about[0].text.startswith(
        "A goal of this case is missed, so it is not passed: Say which. There was no time-out before the needle."
    )


def test_a_broken_order_is_told_of_the_step_that_came_too_late() -> None:
    steps = [(3, "prepared", {"item": "antiseptic"}), (6, "prepared", {"item": "monitors"}), (8, "prepared", {"item": "mask"})]
    assert (value("checklist_order", *steps, SKIN), step_of("checklist_order", *steps, SKIN)) == (0.0, 6)


def test_a_sum_is_told_of_the_moment_at_which_it_became_too_much() -> None:
    """Twenty seconds are enough between laminae: of four looks of eight the third went beyond, whatever came later."""
    looks = [row for step in (100, 200, 300, 400) for row in (pictured(step - 50, 40.0 - step / 50), exposure(step, 8.0))]
    case = files.find_scenario("interlaminar_l4_l5")
    score = judge(made(SKIN, *looks, tip(450), *DRUG, steps=3200), files.rubric_of(case), case)
    assert [r.step for r in score.remarks if r.measure == "fluoroscopy_time"] == [300]


def test_contrast_that_a_vein_took_from_a_place_that_was_left_lies_nowhere() -> None:
    """Half a ml into a vein, recognised, the needle moved: "a third lay outside". Where it still lies, and of muscle, it is told."""
    here, there = (0.0, 0.0, 0.0), (0.0, 0.0, 12.0)

    def outside(space: str, first: tuple[float, float, float]) -> float:
        lies = {"contrast_ml": 1.5, "contrast_outside_ml": 0.5}
        drug = [(step, kind, {**data, **(lies if kind == "injection_started" else {})}) for step, kind, data in given(DEXA, there)]
        found = value(
            "outside_space",
            SKIN,
            *injection(30, "contrast", {space: 0.5}, first),
            *injection(60, "contrast", {"epidural": 1.0}, there),
            *drug,
        )
        assert found is not None
        return found

    assert outside("venous", here) == 0.0
    assert outside("venous", there) == outside("soft tissue", here) == 33.333


def test_contrast_that_was_not_watched_is_told_of_the_push_in_the_dark() -> None:
    """Two ml were watched, four were not: it was told at the end of the last."""
    rows = [*injection(20, "contrast", {"epidural": 2.0}, live=2.0), *injection(60, "contrast", {"epidural": 4.0})]
    assert (value("contrast_seen_live", SKIN, *rows, *DRUG), step_of("contrast_seen_live", SKIN, *rows, *DRUG)) == (0.0, 60)


def test_an_overdose_of_anaesthetic_is_told_of_the_push_by_which_it_was_too_much() -> None:
    """Forty ml of lidocaine into the skin, and one through the needle as a test: it was told of the test."""
    skin = [(step, "numbed", {"ml": 20.0}) for step in (5, 6)]
    score = judged(decided(), CONSENT, *skin, SKIN, tip(30), *given("lidocaine 1 %", step=100, ml=1.0))
    assert [r.step for r in score.remarks if r.measure == "anaesthetic_load"] == [6]


def test_contrast_that_met_no_joint_fills_none() -> None:
    """0.3 ml at each of three places in muscle were told to have filled the joint."""
    pushes = [row for step in (20, 40, 60) for row in injection(step, "contrast", {"soft tissue": 0.3})]
    assert value("contrast_in_joint", SKIN, *pushes) == 0.0
    assert value("contrast_in_joint", SKIN, *injection(20, "contrast", {"facet": 0.5, "soft tissue": 0.4})) == 0.5
    assert value("contrast_in_joint", SKIN) is None


def test_who_gave_contrast_and_no_drug_earned_nothing_by_it_but_by_stopping_rightly() -> None:
    """Six ml into fat under the skin, and no drug: "contrast before the drug" had full marks."""
    pushes = injection(20, "contrast", {"soft tissue": 6.0})
    assert value("contrast_before_drug", SKIN, *pushes) is None


def test_questions_that_a_measure_of_their_own_counts_are_not_paid_twice() -> None:
    """All was asked but the red flags: seven in a hundred points went for them in both measures."""
    asked = [about for about in TOPICS if about not in ("cancer", "injury", "infection", "weakness", "bladder and bowel", "now")]
    assert value("patient_asked", decided(asked=asked), SKIN) == 100.0
    assert value("red_flags_asked", decided(asked=asked), SKIN) == 0.0


def test_nobody_is_praised_for_a_theme_in_which_an_error_was_made() -> None:
    """ "Went well: the drug" stood over "Most of the drug did not go into the epidural space"."""
    elsewhere = judged(decided(), CONSENT, SKIN, tip(30), *given(DEXA, into="soft tissue", ml=4.0))
    assert "drug_outside" in elsewhere.critical
    spotless = replace(elsewhere, themes=dict.fromkeys(elsewhere.themes, 1.0))
    assert {"the drug", "safety"} == set(elsewhere.themes) - set(spotless.went_well) - {
        "choice and care",
        "contrast",
        "the place",
        "mistaken",
    }
    assert "looking" in spotless.went_well


def test_a_needle_pressed_upon_bone_is_told_of_the_push_that_was_too_much() -> None:
    """Four mm in three pushes: the second went beyond the two that a hand may need to feel it."""
    pressed = [(step, "bone_pressed", {"depth_mm": 40.0, "mm": mm}) for step, mm in ((20, 1.5), (22, 1.5), (24, 1.0))]
    score = judged(decided(), CONSENT, SKIN, *pressed, tip(30), *DRUG)
    (said,) = (remark for remark in score.remarks if remark.measure == "bone_pressed")
    assert "pushed on by 4 mm though it stood on bone" in said.text
    assert said.step == 22
    assert value("bone_pressed", SKIN, pressed[0]) == 1.5


def test_who_took_no_picture_has_spared_nothing() -> None:
    """Thirteen blind passes had full marks for little beam, and lost nothing of economy."""
    blind = judged(decided(), CONSENT, SKIN, tip(30), *DRUG)
    assert blind.measures["fluoroscopy_time"] is None
    assert {one.points == one.of for one in blind.economy if one.measure in ("fluoroscopy_time", "air_kerma", "dose_area")} == {True}
    assert sum("No picture was taken" in remark.text for remark in blind.remarks) == 1


def test_who_was_near_and_went_on_is_told_that_and_not_to_aim_again() -> None:
    """A millimetre beside the target at 78 mm, and on to 84: "2.9 mm past the pedicle" and "aim again"."""

    def told_by(nearest: float) -> tuple[str, ...]:
        past = {"past_mm": 2.9, "target_mm": 6.3, "at_tip": "FORAMINAL_FAT"}
        found = measured(made(SKIN, tip(30, target_mm=nearest), tip(40, **past), *DRUG, steps=3200), CASE)["tip_to_target"]
        assert found is not None
        return found.told_by

    assert told_by(1.06) == ("past_limit",)
    assert told_by(5.0) == ()


def test_that_nobody_was_asked_is_told_of_when_the_needle_came_out() -> None:
    rows: list[Row] = [SKIN, tip(30), *DRUG, (400, "needle_removed", {}), (900, "discharged", {"driver": True, "advice": []})]
    assert (value("talked", *rows), step_of("talked", *rows)) == (0.0, 400)


def test_a_look_is_told_of_its_start_and_one_too_long_of_when_it_was() -> None:
    """Twenty seconds of beam: the shield was told at its start, the collimator and the distance at its end."""
    start, end = (100, "exposure_started", {"view": "AP", "contrast_ml": 0.0, "levels": []}), exposure(740, 20.0, collimated=False)
    score = judged(decided(), CONSENT, start, end, (745, *SKIN[1:]), tip(750))
    steps = {remark.measure: remark.step for remark in score.remarks}
    assert (steps["collimated"], steps["stood_back"]) == (100, 100)
    assert steps["longest_exposure"] == 100 + 10 * 32 + 1


def test_who_went_on_after_a_hole_is_told_of_the_first() -> None:
    """The second hole was told as the moment to stop."""
    holes: list[Row] = [(step, "dural_puncture", {"depth_mm": 50.0, "place": [0.0, 0.0, 0.0]}) for step in (40, 60)]
    assert step_of("puncture_handled", SKIN, *holes, *DRUG) == 40
    assert step_of("puncture_handled", SKIN, holes[0], decided(50), holes[1], *DRUG) == 60


def test_a_sum_is_told_of_the_moment_within_a_look_at_which_it_became_too_much() -> None:
    """Twelve seconds, then one look of 28: twenty were passed eight seconds into it, and not at its end."""
    looks = [(0, 400, 12.5), (1000, 1900, 28.125)]
    rows: list[Row] = []
    for start, end, seconds in looks:
        rows += [(start, "exposure_started", {"view": "AP", "contrast_ml": 0.0, "levels": []}), exposure(end, seconds)]
    found = measured(made(*rows), CASE)["fluoroscopy_time"]
    assert found is not None
    assert found.value == 40.625
    assert found.passed(20.0) == 1000 + int(7.5 * 32) + 1
    assert found.passed(12.0) == 385
    assert found.passed(41.0) is None


def test_who_stood_in_a_vessel_in_turns_is_told_of_when_it_was_too_long() -> None:
    """Ten seconds, and much later 160: it was told of the first touch."""
    near = [tip(320, vessel_mm=0.0), tip(640, vessel_mm=9.0), tip(3200, vessel_mm=0.0)]
    found = measured(made(SKIN, *near, steps=3200 + 160 * 32), CASE)["near_vessel"]
    assert found is not None
    assert (found.value, found.step) == (170.0, 320)
    assert found.passed(150.0) == 3200 + 140 * 32 + 1


def test_a_millimetre_further_in_a_vein_the_blood_that_came_is_not_forgotten() -> None:
    """Blood dripped, the needle went a millimetre on in the same vein, nobody drew back, and contrast went in."""
    blood: Row = (35, "blood_drips", {})
    push = injection(60, "contrast", {"venous": 1.0})
    assert value("contrast_on_return", SKIN, tip(30, place=[0.0, 0.0, 0.0]), blood, tip(40, place=[0.0, 1.0, 0.0]), *push) == 1.0
    assert value("contrast_on_return", SKIN, tip(30, place=[0.0, 0.0, 0.0]), blood, tip(40, place=[0.0, 6.0, 0.0]), *push) == 0.0


def test_who_comes_back_to_where_a_root_hurt_pushes_on_a_nerve() -> None:
    hurt: Row = (30, "pain", {"level": 9.0, "cause": "root_contact"})
    on = [tip(40, place=[0.0, 3.0, 0.0], depth_mm=53.0), tip(50, place=[0.0, 0.2, 0.0], depth_mm=50.2)]
    push = injection(60, "contrast", {"epidural": 0.5})
    assert value("given_on_nerve", SKIN, tip(30, place=[0.0, 0.0, 0.0], depth_mm=50.0), hurt, *on, *push) == 1.0
    assert value("given_on_nerve", SKIN, tip(30, place=[0.0, 0.0, 0.0], depth_mm=50.0), hurt, on[0], *push) == 0.0


def test_a_needle_driven_past_the_target_s_depth_is_told_wherever_it_went(interlaminar: World) -> None:
    """85 mm straight into the flank without a picture: nothing told it, since it never came near the target."""
    body: Row = (0, "body_described", interlaminar.description)
    right, front, up = (float(x) for x in interlaminar.target)

    def told(*beyond_mm: float, looked: bool = False) -> tuple[float, int | None]:
        places = [[right + 43.0, front + mm, up] for mm in beyond_mm]
        tips = [tip(30 + 10 * n, at_tip="MUSCLE", place=place) for n, place in enumerate(places)]
        if looked:
            step, kind, seen = pictured(35, 50.0)
            tips.insert(1, (step, kind, {**seen, "place": places[0]}))
        found = measured(made(body, SKIN, *tips), interlaminar.scenario)["deep_blind"]
        assert found is not None
        return found.value, found.step

    assert told(8.0, 40.0) == (40.0, 40)
    assert told(8.0, 40.0, looked=True) == (32.0, 40)
    assert told(-8.0) == (0.0, None)


def test_a_loss_that_was_never_felt_is_told_of_the_drug() -> None:
    assert step_of("loss_of_resistance", SKIN, tip(30), *DRUG, (900, "needle_removed", {})) == DRUG[0][0]


def test_a_push_that_bone_stopped_moved_nothing_since_the_plunger_was_drawn_back() -> None:
    """Drawn back, a push against bone that moved nothing, and the drug: "you did not draw back"."""
    back: Row = (40, "aspirated", {"result": "nothing"})
    there = [tip(30, place=[0.0, 0.0, 0.0]), back]
    assert value("aspirated", SKIN, *there, tip(50, place=[0.0, 0.0, 0.0]), *DRUG) == 1.0
    assert value("aspirated", SKIN, *there, tip(50, place=[0.0, 0.5, 0.0]), *DRUG) == 0.0


def test_saline_that_went_into_fat_is_a_loss_elsewhere_and_no_want_of_a_syringe() -> None:
    """A syringe was on and pressed, and "put a syringe on" was said."""
    pushes = [
        (step, kind, {**data, "fluid": "saline", "agent": "saline"}) for step, kind, data in injection(40, "contrast", {"soft tissue": 1.0})
    ]
    (told,) = (one for one in judged(SKIN, tip(30), *pushes, *DRUG).remarks if one.measure == "loss_of_resistance")
    assert told.text.startswith("The plunger gave way, but not in the epidural space")
    assert told.step == 40


def test_what_is_given_beyond_the_decision_is_told_of_the_ml_that_was_beyond() -> None:
    """Six ml in one push, two decided: told of its start, when nothing had gone in yet."""
    wanted = float(CHOSEN["contrast_ml"])
    found = judged(decided(), SKIN, tip(30), *injection(40, "contrast", {"epidural": 2 * wanted}), *DRUG).measures["contrast_over_decided"]
    assert found is not None
    assert (found.value, found.step) == (wanted, 40 + 16)


def test_who_went_on_into_a_pain_is_told_of_the_move_on() -> None:
    pain: Row = (30, "pain", {"level": 9.0, "cause": "root_contact"})
    assert step_of("pain_ignored", SKIN, tip(30, depth_mm=40.0), pain, tip(40, depth_mm=41.5)) == 40


def test_a_goal_missed_for_want_of_any_picture_is_told_of_its_own_moment() -> None:
    """Depth was to be judged before the drug, and no picture was ever taken: it was told eight seconds after the way home."""
    case = files.find_scenario("false_loss")
    score = judge(made(SKIN, tip(30), *DRUG, (900, "needle_removed", {}), steps=3200), files.rubric_of(case), case)
    (told,) = (remark for remark in score.remarks if "No picture was taken" in remark.text)
    assert told.text.startswith("A goal of this case is missed")
    assert told.step == DRUG[0][0]


def test_what_would_not_go_into_a_nerve_is_not_told_as_given() -> None:
    """The plunger was blocked at each push: "contrast and the drug" were told to have been pushed on the nerve."""
    hurt: Row = (30, "pain", {"level": 9.0, "cause": "root_contact"})
    start, end = injection(60, "contrast", {"epidural": 0.5})
    blocked = [start, (end[0], end[1], {**end[2], "ml": 0.0, "into": {}})]
    at = [SKIN, tip(30, depth_mm=50.0), hurt]
    found = measured(made(*at, *blocked), CASE)["given_on_nerve"]
    assert found is not None
    assert (found.value, clause(found.what)) == (1.0, "contrast, which would not go in")
    found = measured(made(*at, *injection(60, "contrast", {"epidural": 0.5})), CASE)["given_on_nerve"]
    assert found is not None
    assert clause(found.what) == "contrast"
