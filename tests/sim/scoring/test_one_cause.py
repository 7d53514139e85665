"""One cause is told once, at its own moment, of whom it concerns: faults that reading recordings against their remarks has found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scenarios import files
from scenarios.chart import PAGES
from scenarios.goal import Shown
from sim.scoring.grounds import topics_of, unknown_grounds
from sim.scoring.guard import Loss
from sim.scoring.measures import Value, measured
from sim.scoring.remarks import Remarks
from sim.scoring.rubric import REACHED, Score, judge
from sim.session.care_commands import RED_FLAGS, TOPICS
from tests.sim.played import made
from tests.sim.scoring.test_measures import DRUG, Row, exposure, injection, pictured, tip, value
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
    assert len(topics_of(young.patient)) == len(topics_of(CASE.patient)) + 1
    assert "pregnancy" not in topics_of(young.patient.model_copy(update={"age": 70.0}))
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
    assert "in the right order: drape came before antiseptic." in remark.text


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
    assert "Right approach chosen: no." in goal
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
        "A goal of this case was missed, so it is not passed: Say which. There was no time-out before the needle."
    )


def test_a_joint_without_contrast_is_told_once_that_none_was_given() -> None:
    """ "Contrast in the joint: the attempt gave nothing to judge" stood beside "The drug was given without contrast"."""
    case = files.find_scenario("facet_joint")
    score = judge(
        made(SKIN, tip(30, tissue="FACET_JOINT", target_mm=1.0), *injection(100, "drug", {"facet": 1.0})), files.rubric_of(case), case
    )
    assert "drug_without_contrast" in score.critical
    assert "contrast_in_joint" not in {remark.measure for remark in score.remarks}


def test_a_shallow_needle_that_leans_is_not_told_to_count_levels() -> None:
    """Eleven mm deep, 43 from the target: the 20 along the canal were those that it had not gone yet."""
    score = judged(decided(), CONSENT, SKIN, tip(30, target_mm=43.0, off_level_mm=20.0), *DRUG)
    assert "off_level" not in {remark.measure for remark in score.remarks}


def test_what_a_hidden_measure_tells_is_told_with_it() -> None:
    """At the wrong level, under the lateral: "turn to the lateral" stood beside "you decided L5, and the drug went in 24 mm off it"."""
    lost = {"level_as_decided": 12.0, "tip_to_target": 14.0, "depth_view_used": 10.0}
    taken = [Loss(name, 0.0, "", points, points, 30, name) for name, points in lost.items()]
    names = ["level_as_decided"]
    for telling in ((), ("tip_to_target",)):
        values = {**measured(made(SKIN), CASE), **dict.fromkeys(lost, Value(0.0, 30))}
        values["depth_view_used"] = Value(0.0, 30, told_by=telling)
        told = [remark.measure for remark in Remarks(values, 100).of_losses([], [], (), {}, taken)]
        assert told == (names if telling else [*names, "depth_view_used"])


def looks(many: int, seconds: float) -> list[Row]:
    """So many, two seconds apart or as long as they take, the needle elsewhere in each."""
    each = max(64, round(32 * seconds) + 8)
    return [
        row
        for n in range(many)
        for row in (
            tip(100 + each * n - 4, depth_mm=10.0 + n),
            (100 + each * n, "exposure_started", {"view": "AP"}),
            exposure(100 + each * n + round(32 * seconds), seconds),
        )
    ]


def test_many_single_shots_are_told_as_many_and_not_to_take_single_shots() -> None:
    """A hundred and eleven looks of 0.4 s were told of the attempt's end, and beside it that single shots were enough."""
    many, few = (measured(made(SKIN, *rows), CASE) for rows in (looks(111, 0.4), looks(11, 4.0)))
    pressed, total, held = many["exposures"], many["fluoroscopy_time"], few["fluoroscopy_time"]
    assert pressed is not None
    assert total is not None
    assert held is not None
    assert (pressed.value, pressed.passed(60.0)) == (111.0, 100 + 64 * 60)
    assert (total.told_by, held.told_by) == (("exposures",), ())


def test_beam_without_a_needle_costs_what_it_harms() -> None:
    """Twenty seconds of beam, no lead worn, then no needle at all: it was told by nothing and cost nothing."""
    case = files.find_scenario("sugar")
    home = decided(decision="defer", reason="diabetes", pages=list(PAGES), asked=[topic for topic in TOPICS if topic != "now"])
    on: list[Row] = [(40, "exposure_started", {"view": "AP"}), exposure(40 + 640, 20.0)]
    dark, beam = (judge(made(home, *rows, steps=3200), files.rubric_of(case), case) for rows in ([], on))
    assert dark.total > 90.0
    assert told(beam) - told(dark) >= {"longest_exposure", "shielded"}
    assert beam.total < dark.total - 5.0


def test_a_way_that_was_not_gone_to_its_end_is_not_praised() -> None:
    """One pass, no bone, and 58 mm from the target: "went well: needle path"."""
    score = judged(decided(), CONSENT, SKIN, tip(30, target_mm=58.0), *DRUG)
    spotless = replace(score, critical=(), losses=(), remarks=(), fell_short=frozenset(), themes=dict.fromkeys(score.themes, 1.0))
    assert "the way" not in spotless.went_well
    near = tuple(replace(mark, grade=1.0) if mark.measure in REACHED else mark for mark in score.marks)
    assert "the way" in replace(spotless, marks=near).went_well


def test_who_asked_all_and_never_decided_has_asked() -> None:
    """All five red flags were asked, and none of it was judged; that nobody had decided was told three times."""
    case = files.find_scenario("annular_tear")
    asked: list[Row] = [(3 + n, "asked", {"about": about}) for n, about in enumerate(RED_FLAGS)]
    found, silent = (judge(made(*rows, steps=3200), files.rubric_of(case), case) for rows in (asked, []))
    assert found.measures["red_flags_asked"] == Value(100.0, 3200, told_by=("decision_right",))
    assert silent.measures["red_flags_asked"] is None
    assert "red_flags_asked" not in told(found)
    for score in (found, silent):
        assert "reason_right" not in told(score)
        assert "decision_right" in told(score)


def test_a_way_that_a_deferral_did_not_need_is_not_told_as_nothing_to_judge() -> None:
    case = files.find_scenario("closed_foramen")
    rows = [decided(decision="defer", reason="no benefit"), CONSENT, SKIN, tip(30, target_mm=3.0), *DRUG]
    score = judge(made(*rows, steps=3200), files.rubric_of(case), case)
    assert "wrong_decision" in score.critical
    assert not told(score) & {"approach_right", "needle_right"}


def test_a_laminectomy_that_the_report_of_the_slices_names_was_told_there() -> None:
    case = files.find_scenario("narrow_hiatus")
    pages = [page for page in PAGES if page != "history"]
    assert unknown_grounds(case, pages, ["pain"]) == []
    assert unknown_grounds(case, [page for page in pages if page != "imaging"], ["pain"])
