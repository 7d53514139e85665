"""Remarks are true of the events that they speak of: faults that reading recordings against their remarks has found."""

from __future__ import annotations

from typing import Any

import pytest

from scenarios import files
from scenarios.chart import PAGES
from scenarios.rubric import CriticalError
from scenarios.words import clause
from sim.scoring.guard import Loss, guards, losses
from sim.scoring.measures import measured
from sim.scoring.measures.story import Value
from sim.scoring.remarks import Remarks
from sim.scoring.rubric import Score, judge
from sim.session.care_commands import ITEMS, RED_FLAGS, TOPICS
from tests.sim.played import made
from tests.sim.scoring.test_measures import CASE, DRUG, Row, injection, pictured, tip
from tests.sim.scoring.test_measures_harm import BLOOD, BODY, DEXA, DISC, SKIN, TRIAM, beam, decided, given, named

CAUDAL = files.find_scenario("caudal")


def judged(*rows: Row) -> Score:
    """The first-day interlaminar case."""
    return judge(made(*rows, steps=3200), files.rubric_of(CASE), CASE)


def said(score: Score, measure: str) -> str:
    return " ".join(remark.text for remark in score.remarks if remark.measure == measure)


def contrast(live_ml: float) -> list[Row]:
    """With a picture as it flows, if the beam was on."""
    start, end = injection(40, "contrast", {"epidural": 1.0})
    changed: dict[str, Any] = {**end[2], "live_ml": live_ml}
    return [start, *([pictured(60, 50.0)] if live_ml > 0 else []), (end[0], end[1], changed)]


def test_nothing_is_said_of_a_drug_that_was_not_given() -> None:
    """A needle in muscle and out again: "when the drug was given" was told of it three times."""
    score = judged(SKIN, tip(30, tissue="MUSCLE", target_mm=10.0), *contrast(1.0))
    assert said(score, "tip_in_space").startswith("The bevel was not in the epidural space at the end")
    assert not any("when the drug was first given" in remark.text for remark in score.remarks)
    assert "when the drug was first given" in said(judged(SKIN, tip(30, tissue="MUSCLE", target_mm=10.0), *DRUG), "tip_in_space")
    assert not said(judged(SKIN, tip(30, tissue="MUSCLE", target_mm=20.0), *DRUG), "tip_in_space")  # so far off, how far is told


def test_drawing_back_is_told_by_what_went_in_without_it() -> None:
    """Blood had come into the syringe with contrast, and the remark said that nobody had drawn back."""
    before_contrast: Row = (35, "aspirated", {"result": "nothing"})
    assert said(judged(SKIN, tip(30), before_contrast, *contrast(1.0), tip(80, place=[0.0, 1.0, 0.0]), *DRUG), "aspirated").startswith(
        "You did not aspirate before the drug, with the needle in its final position. "
    )
    assert "before the contrast and the drug" in said(judged(SKIN, tip(30), *contrast(1.0), *DRUG), "aspirated")


def test_some_contrast_watched_live_is_not_called_none() -> None:
    assert said(judged(SKIN, tip(30), *contrast(0.3), *DRUG), "contrast_seen_live").startswith(
        "Less than half of the contrast here was watched live"
    )


def test_many_passes_are_told_once() -> None:
    """Each went through the skin anew: its wounds were told beside its passes."""
    begun: list[Row] = [(10 + n, "pass_begun", {"number": n, "entry": [0.0, 0.0, 0.0], "direction": [0.0, 1.0, 0.0]}) for n in range(1, 6)]
    entered: list[Row] = [(10 + n, "skin_entered", {}) for n in range(1, 6)]
    score = judged(*sorted([*begun, *entered], key=lambda row: row[0]), tip(30), *DRUG)
    assert said(score, "passes")
    assert not said(score, "punctures")


def test_blood_before_the_drug_is_told() -> None:
    assert "came back, and the drug was injected in the same position" in said(judged(SKIN, tip(80), BLOOD, *DRUG), "return_ignored")


def test_a_drug_that_would_not_go_in_was_not_given_without_contrast() -> None:
    """Told side by side: that no drug was given, and that it went in unproved."""
    start, end = injection(100, "drug", {"epidural": 0.0})
    score = judged(SKIN, tip(30), start, end)
    assert "no_drug" in score.critical
    assert "drug_without_contrast" not in score.critical
    assert not said(score, "aspirated")


def test_who_took_no_picture_is_not_told_of_two() -> None:
    deep: list[Row] = [tip(20, depth_mm=5.0, target_mm=60.0), tip(30, depth_mm=60.0, target_mm=5.0)]
    assert "mm deeper without an image" in said(judged(SKIN, *deep, *DRUG), "blind_advance")


def test_who_stopped_far_from_a_foramen_did_not_go_down_to_it() -> None:
    """60 mm "down to the target" were told of a needle that stopped 22 mm from it."""
    case = files.find_scenario("transforaminal_l5")
    score = judge(
        made(SKIN, tip(20, depth_mm=2.0, target_mm=80.0), tip(30, depth_mm=62.0, target_mm=22.3), *DRUG), files.rubric_of(case), case
    )
    assert said(score, "blind_advance").startswith("On the way to the target the tip went 62 mm deeper without an image")


def test_a_little_more_than_the_most_is_not_called_once_the_most() -> None:
    """Oracle: the caps, 80 mg and 15 mg for one session: 78 mg of the one of 80 and 1 mg of the other of 10 make 1.04 of the most."""
    drug = [*given("methylprednisolone 80 mg", ml=5.85), *given(DEXA, ml=0.6, step=300)]
    text = said(judge(made(decided(), SKIN, tip(30), *drug, steps=3200), files.rubric_of(CASE), CASE), "steroid_load")
    assert text.startswith("The steroid dose was 1.04 times the maximum for one session")


def test_who_never_used_a_needle_is_not_told_what_to_watch_for_after_it() -> None:
    """ "A high block shows within twenty to forty minutes", of a patient into whom nothing had gone."""
    case = files.find_scenario("l4_l5_disc")
    afterwards = {"observed", "examined", "advice", "driver"}
    for rows, told in (([decided()], set()), ([decided(), SKIN, tip(30)], afterwards - {"driver"})):
        score = judge(made(*rows, (60, "finished", {}), steps=3200), files.rubric_of(case), case)
        assert "no_drug" in score.critical
        assert {remark.measure for remark in score.remarks} & afterwards == told


def test_what_is_named_as_left_out_was_left_out() -> None:
    """The risks that nobody can agree to were listed whole, those that had been named among them; so were advice and questions."""
    case = files.find_scenario("l4_l5_disc")
    consent: Row = (5, "consent", {"risks": ["bleeding", "infection", "headache"]})
    home: Row = (3000, "discharged", {"driver": True, "advice": ["fever", "follow-up"]})
    chosen = decided(pages=["history", "imaging", "medication"], asked=["pain", "allergies"])
    score = judge(made(chosen, consent, SKIN, tip(30), *DRUG, home, steps=3200), files.rubric_of(case), case)
    assert said(score, "consent_risks").endswith("a risk that was not explained: nerve injury, steroid effects, no relief, allergy.")
    assert "of the chart before you decided; not: examination, allergies, earlier injections, laboratory." in said(score, "chart_read")
    assert "of the questions; not: blood thinners, steroids, diabetes. " in said(score, "patient_asked")
    assert "fever" not in said(score, "advice")
    assert "headache when upright" in said(score, "advice")


def test_a_wrong_decision_says_what_the_chart_has_against_it() -> None:
    case = files.find_scenario("pregnant")
    score = judge(made(decided(), steps=320), files.rubric_of(case), case)
    assert said(score, "decision_right").startswith("The decision was wrong for this patient: Fluoroscopy and steroid in pregnancy")
    assert not said(score, "decision_right").endswith("..")


def test_one_day_is_no_days() -> None:
    case = files.find_scenario("anticoagulated")
    told = said(judge(made(decided(), steps=320), files.rubric_of(case), case), "decision_right")
    assert "it was taken 1 day ago" in told


def test_where_the_drug_lay_on_nobodys_way_no_way_is_told_to_be_missed() -> None:
    """Drug under the skin, in a case whose goal is a way: "the attempt gave nothing to judge" was told of the way."""
    case = files.find_scenario("cyst")
    there = (0.0, -60.0, 40.0)
    chosen = decided(approach="lumbar_transforaminal", level="L4", side="right")
    rows = [chosen, SKIN, tip(30, place=list(there), at_tip="FAT"), *given(DEXA, there, "soft tissue")]
    score = judge(made(*rows, steps=3200), files.rubric_of(case), case)
    assert score.measures["approach_as_decided"] is None
    assert "Go where the cyst is not" in [str(goal) for goal in case.goals if str(goal) in score.goals_missed]
    assert not said(score, "approach_as_decided")


def test_who_read_the_page_that_a_goal_asks_for_has_not_missed_it() -> None:
    """Another page was left unread, and the goal to look at the laboratory page was called missed."""
    case = files.find_scenario("sugar")
    pages = [page for page in PAGES if page != "examination"]
    asked = [topic for topic in TOPICS if topic != "now"]
    score = judge(made(decided(decision="defer", reason="diabetes", pages=pages, asked=asked), steps=320), files.rubric_of(case), case)
    assert score.goals_missed == ()
    assert score.total > 90.0


def test_a_remark_that_begins_with_a_number_of_times_begins_as_a_sentence() -> None:
    pain: Row = (30, "pain", {"level": 9.0, "cause": "root_contact"})
    score = judged(SKIN, tip(29, depth_mm=40.0), pain, tip(40, depth_mm=41.5), *DRUG)
    assert said(score, "pain_ignored").startswith("The needle was advanced into shooting pain once")


def losing(score: Score) -> set[str]:
    return {mark.measure for mark in score.marks if mark.grade < 1} | {loss.measure for loss in score.losses}


def test_another_level_than_decided_is_told_once() -> None:
    case = files.find_scenario("l4_l5_disc")
    there = (0.0, 0.0, 80.0)
    rows = [BODY, decided(), SKIN, tip(30, place=list(there), at_tip="DORSAL_FAT"), *given(DEXA, there)]
    score = judge(made(*rows, steps=3200), files.rubric_of(case), case)
    assert "wrong_level" in score.critical
    assert "level_as_decided" in losing(score)
    assert not said(score, "level_as_decided")


def test_half_a_level_off_is_told_once() -> None:
    """It was told four times: off the level, far from the target, by another way, and with depth not checked near the target."""
    case = files.find_scenario("l4_l5_disc")
    there = (5.0, 0.0, 60.0)
    rows = [BODY, decided(), SKIN, tip(30, place=list(there), at_tip="DORSAL_FAT"), *contrast(0.0), *given(DEXA, there)]
    score = judge(made(*rows, steps=3200), files.rubric_of(case), case)
    assert "wrong_level" not in score.critical
    assert {"level_as_decided", "tip_to_target", "depth_view_used"} <= losing(score)
    assert said(score, "level_as_decided")
    assert not said(score, "tip_to_target")
    assert not said(score, "depth_view_used")


def test_gloves_left_out_are_told_by_the_needle_that_came_without() -> None:
    case = files.find_scenario("l4_l5_disc")
    rows: list[Row] = [(6, "prepared", {"item": item}) for item in ITEMS if item != "gloves"]
    rows += [(7, "consent", {"risks": []}), (7, "sedated", {"level": "none"}), (7, "positioned", {"posture": "prone", "pillow": "abdomen"})]
    rows += [(7, "numbed", {"ml": 2.0}), (8, "sterility_broken", {"by": "needle_unprepared", "missing": ["gloves"]})]
    score = judge(made(decided(), *rows, SKIN, tip(30), *DRUG, steps=3200), files.rubric_of(case), case)
    assert "checklist" in losing(score)
    assert "without gloves" in said(score, "needled_unsterile")
    assert not said(score, "checklist")


def test_a_drug_under_the_skin_was_not_given_at_another_level() -> None:
    """It was told to have gone to another level, though it was near to none; and that no contrast stood at the asked one."""
    case = files.find_scenario("l4_l5_disc")
    there = (0.0, -50.0, 60.0)
    rows = [BODY, decided(), SKIN, tip(30, place=list(there), at_tip="FAT"), *contrast(0.0), *given(DEXA, there, "soft tissue")]
    score = judge(made(*rows, steps=3200), files.rubric_of(case), case)
    assert "drug_outside" in score.critical
    assert "level_as_decided" not in losing(score)
    assert "contrast_at_target" in losing(score)
    assert not said(score, "contrast_at_target")


def test_red_flags_are_named_once() -> None:
    """And not beside a guess, which says that nothing was asked."""
    case = files.find_scenario("l4_l5_disc")
    harmless = [topic for topic in TOPICS if topic not in ("now", *RED_FLAGS)]
    some = judge(made(decided(asked=harmless), SKIN, tip(30), *DRUG, steps=3200), files.rubric_of(case), case)
    assert "weakness" in said(some, "red_flags_asked")
    assert "weakness" not in said(some, "patient_asked")
    guess = judge(made(decided(asked=["pain"]), SKIN, tip(30), *DRUG, steps=3200), files.rubric_of(case), case)
    assert "guessed_decision" in guess.critical
    assert not said(guess, "red_flags_asked")
    only = [topic for topic in TOPICS if topic not in ("now", "cancer", "injury", "infection")]
    score = judge(made(decided(asked=only), SKIN, tip(30), *DRUG, steps=3200), files.rubric_of(case), case)
    assert "patient_asked" not in losing(score)
    assert said(score, "red_flags_asked")
    assert not said(score, "patient_asked")


def test_the_checklist_names_what_was_left_out_and_nothing_that_is_told_already() -> None:
    case = files.find_scenario("l4_l5_disc")
    rows: list[Row] = [(6, "prepared", {"item": item}) for item in ITEMS]
    score = judge(made(decided(), *rows, SKIN, tip(30), *DRUG, steps=3200), files.rubric_of(case), case)
    assert "not: sedation, what other remarks name. " in said(score, "checklist")
    more: list[Row] = [(7, "consent", {"risks": []}), (7, "sedated", {"level": "none"}), (7, "positioned", {"posture": "prone"})]
    score = judge(made(decided(), *rows, *more, (7, "numbed", {"ml": 2.0}), SKIN, tip(30), *DRUG, steps=3200), files.rubric_of(case), case)
    assert "checklist" in losing(score)
    assert said(score, "time_out_done")
    assert not said(score, "checklist")


def test_a_pain_is_told_once_by_what_it_came_of() -> None:
    case = files.find_scenario("l4_l5_disc")
    pain: Row = (20, "pain", {"level": 6.0, "cause": "skin"})
    score = judge(made(decided(), SKIN, pain, tip(30), *DRUG, steps=3200), files.rubric_of(case), case)
    assert "pain_peak" in losing(score)
    assert said(score, "skin_numbed")
    assert not said(score, "pain_peak")


def test_a_name_before_any_picture_is_told_as_that() -> None:
    """Named in both views, in AP before a picture: "named in 50 % of the two views. Name it in AP" was told of it."""
    case = files.find_scenario("l4_l5_disc")
    names: list[Row] = [
        (90, "pattern_named", {"view": "AP", "pattern": "dorsal epidural", "looked": False, "grade": 1.0}),
        (91, "pattern_named", {"view": "clo", "pattern": "dorsal epidural", "looked": True, "grade": 1.0}),
    ]
    score = judge(made(decided(), SKIN, tip(30), *contrast(1.0), *names, *DRUG, steps=3200), files.rubric_of(case), case)
    assert "50 % of the two views; in AP before a picture there showed it, so that does not count. " in said(score, "pattern_named")


def test_names_before_any_picture_are_told_once() -> None:
    """Beside what was amiss with them "Pattern right: the attempt gave nothing to judge" was told of the same names."""
    case = files.find_scenario("l4_l5_disc")
    name: Row = (90, "pattern_named", {"view": "AP", "pattern": "dorsal epidural", "looked": False, "grade": 1.0})
    score = judge(made(decided(), SKIN, tip(30), *contrast(1.0), name, *DRUG, steps=3200), files.rubric_of(case), case)
    assert {"pattern_named", "pattern_right"} <= losing(score)
    assert said(score, "pattern_named")
    assert not said(score, "pattern_right")


def test_a_goal_missed_by_names_before_any_picture_is_still_told() -> None:
    case = files.find_scenario("vascular_s1")
    name: Row = (90, "pattern_named", {"view": "AP", "pattern": "venous", "looked": False, "grade": 1.0})
    score = judge(made(decided(), SKIN, tip(30), *contrast(1.0), name, *DRUG, steps=3200), files.rubric_of(case), case)
    assert any("Recognise a vein" in goal for goal in score.goals_missed)
    assert "A goal of this case was missed" in said(score, "pattern_named")  # which says that it was named unseen
    assert not said(score, "pattern_right")


def test_what_was_amiss_with_a_test_dose_is_told() -> None:
    """Dose and place were right, and the wait too short: that "less shows no sac" was told of it."""
    case = files.find_scenario("contrast_allergy")

    def told(*rows: Row) -> str:
        return said(judge(made(decided(), SKIN, tip(30), *rows, *DRUG, steps=3200), files.rubric_of(case), case), "test_dose")

    dose = injection(40, "anaesthetic", {"epidural": 4.0})
    little = injection(40, "anaesthetic", {"epidural": 1.0})
    assert told().endswith("Here none was given.")
    assert "Here the drug followed after " in told(*dose)
    assert "Here it was too little and the drug followed after " in told(*little)


def test_a_goal_is_hidden_by_an_error_and_by_no_loss() -> None:
    """Between another level than decided and the wrong level no error tells why the attempt has not passed: its goal does."""
    case = files.find_scenario("false_loss")
    goal = next(goal for goal in case.goals if any(one.measure == "off_level" for one in goal.shown))
    values: dict[str, Value | None] = {one.measure: Value(one.at_least or 0.0) for one in goal.shown}
    values |= {"off_level": Value(18.0), "level_as_decided": Value(0.0)}
    taken = [Loss("level_as_decided", 0.0, "yes", 12.0, 12.0, None, "You decided otherwise.")]
    told = Remarks(values, 100).of_losses([], [goal], files.rubric_of(case).criteria, {"off_level": 1.0}, taken)
    assert [remark.measure for remark in told] == ["off_level", "level_as_decided"]
    assert told[0].text.startswith("A goal of this case was missed")


def test_an_unproved_place_is_told_once_and_with_its_reason() -> None:
    """Contrast that nobody pictured was told as "not watched live", and proved the place."""
    case = files.find_scenario("transforaminal_l5")
    unseen = judge(made(SKIN, tip(30), *contrast(0.0), *DRUG, steps=3200), files.rubric_of(case), case)
    assert {"drug_without_contrast", "contrast_not_live"} <= set(unseen.critical)
    assert said(unseen, "contrast_before_drug").endswith(
        "confirmed the position: 1 ml had been given, but no image showed it before the drug."
    )
    assert not said(unseen, "contrast_seen_live")
    looked_late = judge(made(SKIN, tip(30), *contrast(0.0), pictured(90, 50.0), *DRUG, steps=3200), files.rubric_of(case), case)
    assert "drug_without_contrast" not in looked_late.critical
    assert said(looked_late, "contrast_seen_live")


def test_a_vein_that_contrast_had_shown_is_told_as_the_drug_in_it() -> None:
    (step, kind, start), end = injection(100, "drug", {"venous": 2.0}, contrast_ml=1.0)
    shown: dict[str, Any] = {**start, "patterns": {"venous": 1.0}}
    score = judged(SKIN, tip(30), *contrast(1.0), (step, kind, shown), end)
    assert {"drug_without_contrast", "intravascular_drug"} <= set(score.critical)
    assert said(score, "drug_intravascular")
    assert not said(score, "contrast_before_drug")


def test_another_level_is_told_of_the_drug_and_of_its_moment() -> None:
    """The remark carried the time of the needle's last move, and came where no drug had been given."""
    there = (0.0, 0.0, 80.0)
    rows = [BODY, SKIN, tip(30, place=list(there), at_tip="DORSAL_FAT")]
    score = judged(*rows, *given(DEXA, there))
    (remark,) = (one for one in score.remarks if "wrong level" in one.text)
    assert (remark.measure, remark.step, remark.critical) == ("drug_off_level", 100, True)
    assert "wrong_level" not in judged(*rows).critical


def test_where_no_picture_was_taken_none_is_called_uncollimated() -> None:
    """ "Collimated: the attempt gave nothing to judge", and seconds of beam while planning that never was."""
    score = judged(SKIN, tip(30), *DRUG)
    assert [one.text for one in score.remarks if "image" in one.text] == ["No image was taken: no points."]
    assert score.measures["collimated"] is None
    assert score.measures["beam_plan"] is None
    assert judged(beam(5, 1.0), SKIN).measures["beam_plan"] == Value(1.0, 5)


def test_germs_are_not_told_to_go_where_the_needle_does_not() -> None:
    """The epidural space was spoken of where a joint was the target."""
    broken: Row = (20, "sterility_broken", {"by": "page_turned"})
    for case in (files.find_scenario(name) for name in ("facet_joint", "l4_l5_disc")):
        score = judge(made(broken, decided(), SKIN, tip(30), steps=3200), files.rubric_of(case), case)
        (text,) = (one.text for one in score.remarks if one.measure in ("sterility_breaks", "needled_unsterile"))
        assert "epidural" not in text


def test_one_touch_of_a_root_is_told_with_what_to_do() -> None:
    touched: Row = (25, "root_contact", {"depth_mm": 40.0, "place": [0.0, 0.0, 0.0], "nerve": "L4", "entered": False})
    assert said(judged(SKIN, touched, tip(30), *DRUG), "root_contacts").startswith("A root was touched once: withdraw")


def test_a_decision_without_its_grounds_is_told_once() -> None:
    case = files.find_scenario("l4_l5_disc")
    chosen = decided(
        pages=["history", "allergies", "laboratory"], asked=[topic for topic in TOPICS if topic not in ("now", "blood thinners")]
    )
    score = judge(made(chosen, SKIN, tip(30), *DRUG, steps=3200), files.rubric_of(case), case)
    assert "unfounded_decision" in score.critical
    assert said(score, "deciding_grounds")
    assert not said(score, "chart_read")
    assert not said(score, "patient_asked")


def test_a_hole_in_the_dura_is_told_before_a_wrong_level() -> None:
    there = (0.0, 0.0, 80.0)
    hole: Row = (25, "dural_puncture", {"depth_mm": 60.0, "place": [0.0, 0.0, 0.0]})
    score = judged(BODY, SKIN, hole, tip(30, place=list(there), at_tip="DORSAL_FAT"), *given(DEXA, there))
    told = [one.measure for one in score.remarks if one.critical]
    assert told.index("dural_punctures") < told.index("drug_off_level")


def test_a_drug_in_a_disc_is_told_and_the_disc_s_entry_with_it() -> None:
    score = judged(SKIN, DISC, DISC, tip(30), *given(DEXA, into="disc", ml=0.5))
    assert "given into a disc" in said(score, "drug_in_disc")
    assert {loss.measure: loss.points for loss in score.losses}["drug_in_disc"] == 15.0
    assert not said(score, "disc_entries")


def test_who_has_not_counted_from_the_ribs_has_missed_that_goal() -> None:
    """The goal to count from above was reached by who had pictured nothing but the target."""
    case = files.find_scenario("transitional")

    def missed(*shown: Row) -> bool:
        score = judge(made(*shown, decided(level="L4", side="left"), SKIN, tip(30), *DRUG, steps=3200), files.rubric_of(case), case)
        return score.measures["counted_from_above"] != Value(1.0, 4)

    def picture(step: int, *levels: str) -> Row:
        return step, "exposure_started", {"view": "AP", "contrast_ml": 0.0, "levels": list(levels)}

    assert missed(picture(4, "L2", "L3", "L4", "L5"))
    assert missed(picture(2, "T12", "L1"), picture(4, "L3", "L4"))
    assert not missed(picture(2, "T12", "L1", "L2"), picture(4, "L2", "L3", "L4"))
    goal = case.goals[0]
    assert "counted_from_above" in {one.measure for one in goal.shown}


def test_a_drug_in_muscle_on_nobody_s_way_was_given_at_no_level() -> None:
    """The right line, 30 mm deep of 75, was told as "another level", 24 mm off along a canal that slants."""
    muscle, window = (5.0, -40.0, 70.0), (5.0, 0.0, 70.0)
    rows = [BODY, SKIN, tip(30, place=list(muscle), tissue="MUSCLE", at_tip="MUSCLE")]
    lost = judged(*rows, *given(DEXA, muscle, into="soft tissue"))
    assert "wrong_level" not in lost.critical
    assert "drug_outside" in lost.critical
    assert "wrong_level" in judged(*rows, *given(DEXA, window)).critical
    near = (25.0, 10.0, 65.0)
    assert "wrong_level" in judged(*rows, *given(DEXA, near, into="soft tissue")).critical


def test_a_vein_that_was_read_as_something_else_is_told_beside_the_drug_in_it() -> None:
    """Only the drug in the vessel was told; that the picture had shown it and was misread was not."""
    (step, kind, start), end = injection(100, "drug", {"venous": 2.0}, contrast_ml=1.0)
    shown: dict[str, Any] = {**start, "patterns": {"venous": 1.0}}
    named: Row = (90, "pattern_named", {"view": "AP", "pattern": "neurogram", "looked": True, "grade": 0.0})
    score = judged(SKIN, tip(30), *contrast(1.0), named, (step, kind, shown), end)
    assert not said(score, "contrast_before_drug")
    assert said(score, "drug_intravascular")
    assert said(score, "pattern_right").startswith("Your reading of the contrast was 0 % correct")


def test_nothing_is_called_a_landing_or_a_fit_that_was_none() -> None:
    """ "Passes until one landed", the drug in muscle; "until one fitted", and the last name was wrong."""
    begun: list[Row] = [(10 + n, "pass_begun", {"number": n, "entry": [0.0, 0.0, 0.0], "direction": [0.0, 1.0, 0.0]}) for n in range(1, 13)]
    text = said(judged(*begun, tip(30, tissue="MUSCLE"), *given(DEXA, into="soft tissue")), "passes")
    assert text.startswith("12 passes, more than three times the usual")
    patterns = [{"view": "AP", "pattern": ("venous", "arterial")[n % 2], "looked": True, "grade": 0.0} for n in range(8)]
    names: list[Row] = [(80 + n, "pattern_named", pattern) for n, pattern in enumerate(patterns)]
    case = files.find_scenario("l4_l5_disc")
    score = judge(made(decided(), SKIN, tip(30), *contrast(1.0), *names, *DRUG, steps=3200), files.rubric_of(case), case)
    assert said(score, "pattern_guesses").startswith(
        "You named one pattern after another although no more contrast had been given (changed 7 times)"
    )


def test_contrast_in_muscle_is_not_told_as_contrast_in_a_foramen() -> None:
    case = files.find_scenario("transforaminal_l5")
    score = judge(made(SKIN, tip(30, tissue="MUSCLE"), *contrast(0.3), *DRUG, steps=3200), files.rubric_of(case), case)
    assert said(score, "contrast_seen_live").startswith("Less than half of the contrast here was watched live: in a foramen")


def test_a_drug_into_the_sac_is_told_once() -> None:
    """The same push was told as a drug in the sac and as something given at the hole."""
    hole: Row = (25, "dural_puncture", {"depth_mm": 60.0, "place": [0.0, 0.0, 0.0]})
    score = judged(SKIN, hole, tip(30), *given(DEXA, into="intrathecal"))
    assert said(score, "drug_intrathecal")
    assert not said(score, "given_at_hole")
    assert said(judged(SKIN, hole, tip(30), *given(DEXA)), "given_at_hole")


def test_particles_in_a_foramen_are_told_once() -> None:
    """As "Particulate: yes" under the goal that they missed, and as a harm."""
    case = files.find_scenario("transforaminal_l5")
    values: dict[str, Value | None] = {one.measure: Value(1.0, 100) for goal in case.goals for one in goal.shown}
    text = "A steroid with particles went into a foramen."
    taken = [Loss("particulate_foraminal", 1.0, "yes", 15.0, 15.0, 100, text)]
    (goal,) = (goal for goal in case.goals if "particulate" in {one.measure for one in goal.shown})
    (told,) = Remarks(values, 100).of_losses([], [goal], files.rubric_of(case).criteria, {}, taken)
    assert told.text == f"A goal of this case was missed, so it is not passed: {goal}. {text}"


def test_a_root_that_was_gone_into_is_not_told_as_touched_alone() -> None:
    def touched(entered: bool) -> str:
        row: Row = (25, "root_contact", {"depth_mm": 40.0, "place": [0.0, 0.0, 0.0], "nerve": "L4", "entered": entered})
        return said(judged(SKIN, row, tip(30), *DRUG), "root_contacts")

    assert touched(True).startswith("A root was touched once, and the needle went into it: withdraw")
    assert touched(False).startswith("A root was touched once: withdraw")


def test_who_did_not_inject_is_told_what_else_there_is_to_do() -> None:
    """Who referred the patient was told why no needle is right, which had not escaped him."""
    case = files.find_scenario("sugar")

    def told(decision: str) -> str:
        return said(judge(made(decided(decision=decision), steps=3200), files.rubric_of(case), case), "decision_right")

    assert told("inject").startswith("The decision was wrong for this patient: HbA1c")
    assert told("refer").startswith(
        "The decision was wrong for this patient: not to inject was right, but to defer is the answer here, not to refer. HbA1c"
    )


def test_what_is_left_unsaid_hides_nothing() -> None:
    """Beside a drug in muscle its level is left unsaid, and with it was how far off the needle lay, and that nobody had looked."""
    case = files.find_scenario("wrong_root")
    rubric = files.rubric_of(case)
    values: dict[str, Value | None] = {"drug_in_space": Value(0.0), "tip_to_target": Value(46.9), "level_as_decided": Value(0.0)}
    taken = [Loss("level_as_decided", 0.0, "yes", 12.0, 12.0, None, "You decided otherwise.")]
    error = next(error for error in rubric.critical if error.name == "drug_outside")
    told = Remarks(values, 100).of_losses([error], [], rubric.criteria, {"tip_to_target": 6.0}, taken)
    assert [remark.measure for remark in told] == ["tip_to_target"]


def test_a_disc_s_pain_is_told_with_the_disc() -> None:
    """ "Skin, bone and nerve hurt" was said of the pain of an annulus, beside the disc itself."""
    case = files.find_scenario("l4_l5_disc")
    pain: Row = (30, "pain", {"level": 6.0, "cause": "ANNULUS"})
    for drug in (given(DEXA, into="disc", ml=0.5), DRUG):
        score = judge(made(decided(), SKIN, DISC, pain, tip(30), *drug, steps=3200), files.rubric_of(case), case)
        assert any(remark.measure in ("disc_entries", "drug_in_disc") for remark in score.remarks)
        assert not said(score, "pain_peak")


def test_no_change_of_syringes_is_told_where_there_was_one() -> None:
    """The drug was the first that came on the hub: "syringes were changed, after contrast has shown where it lies"."""
    case = files.find_scenario("transforaminal_l5")
    text = said(judge(made(SKIN, tip(30), *DRUG, steps=3200), files.rubric_of(case), case), "tubing_used")
    assert text.startswith("No extension tubing was on the hub from contrast to drug")


def test_seven_holes_in_the_dura_are_not_told_as_one() -> None:
    hole: Row = (25, "dural_puncture", {"depth_mm": 60.0, "place": [0.0, 0.0, 0.0]})
    assert said(judged(SKIN, hole, tip(30)), "dural_punctures").startswith("The needle went through the dura: ")
    assert said(judged(SKIN, *([hole] * 7), tip(30)), "dural_punctures").startswith("The needle went through the dura, 7 times: ")


def test_a_leak_through_a_hole_is_not_a_drug_given_into_the_sac() -> None:
    """The bevel lay beside the hole, a tenth of the drug went through it: "the drug was given into the thecal sac", as critical as that."""
    hole: Row = (25, "dural_puncture", {"depth_mm": 60.0, "place": [0.0, 0.0, 0.0]})

    def through(fat: float, sac: float) -> Score:
        return judged(SKIN, hole, tip(30), *injection(100, "drug", {"epidural": fat, "intrathecal": sac}))

    some = through(1.36, 0.14)
    assert "intrathecal_drug" not in some.critical
    assert {loss.measure: loss.points for loss in some.losses}["drug_leaked"] == pytest.approx(10 * 0.04 / 0.4)
    assert said(some, "drug_leaked").startswith("0.14 ml of the drug leaked through the dural hole")
    assert not said(some, "given_at_hole")
    trace = through(1.9, 0.09)
    assert "drug_leaked" not in losing(trace)
    assert said(trace, "given_at_hole")
    much = through(9.0, 1.1)
    assert "leaked_drug" in much.critical
    assert said(much, "drug_leaked").endswith("enough to act there. After a dural puncture nothing more is injected at that level.")
    inside = through(0.5, 1.5)
    assert "intrathecal_drug" in inside.critical
    assert said(inside, "drug_intrathecal") == "The drug was given into the thecal sac."


def test_volumes_are_told_of_the_place_where_they_went() -> None:
    """ "Ten ml went into a foramen" was told of a drug in muscle."""
    case = files.find_scenario("transforaminal_l5")
    there = (25.0, 10.0, 50.0)
    rows = [SKIN, tip(30, place=list(there), tissue="MUSCLE", at_tip="MUSCLE")]
    muscle = judge(made(*rows, *given(TRIAM, there, "soft tissue", 10.0), steps=3200), files.rubric_of(case), case)
    assert said(muscle, "drug_given").startswith("10 ml of drug was forced into muscle and fat, at least twice the usual for this approach")
    inside = judge(made(*rows, *given(TRIAM, there, ml=6.0), steps=3200), files.rubric_of(case), case)
    assert said(inside, "drug_given").startswith("6 ml of drug was given into the epidural space; 1.5 to 4 ml is usual for this approach")
    joint = files.find_scenario("facet_joint")
    burst = injection(100, "drug", {"facet": 1.0, "soft tissue": 1.2, "retrodural": 0.1})
    told = said(judge(made(SKIN, tip(30), *burst, steps=3200), files.rubric_of(joint), joint), "drug_given")
    assert "2.3 ml of drug was given into muscle and fat and a facet joint. A joint holds 1 to 1.5" in told
    contrast_there = injection(60, "contrast", {"soft tissue": 6.0})
    score = judge(made(SKIN, tip(30), *contrast_there, steps=3200), files.rubric_of(case), case)
    assert said(score, "contrast_given").startswith("6 ml of contrast was given into muscle and fat; with this approach")


@pytest.mark.parametrize(
    ("case", "lies"), [("wrong_root", "the middle of the pedicle: the dura"), ("vascular_s1", "the sacrum's front: iliac")]
)
def test_a_needle_too_far_is_told_of_the_limit_that_its_way_has(case: str, lies: str) -> None:
    """A lumbar needle was told of "the middle of the pedicle, or past the sacrum's front"."""
    found = files.find_scenario(case)
    values = measured(made(SKIN, tip(30, past_mm=7.3), tip(60)), found)
    taken = [loss for loss in losses(guards(found, True), values, {}, 6) if loss.measure == "past_limit"]
    assert Remarks(values, 100).of_losses([], [], (), {}, taken)[0].text.startswith(f"The tip went 7.3 mm past {lies}")


def test_a_page_that_a_goal_names_is_not_named_again_among_the_pages() -> None:
    """A missed look at the image was told as the goal, and once more as one page of seven."""
    found = files.find_scenario("closed_foramen")
    pages = [page for page in PAGES if page != "imaging"]
    told = measured(made(decided(pages=pages)), found)["chart_read"]
    assert told is not None
    assert (told.what, told.told_by) == ("", ("imaging_read",))
    other = measured(made(decided(pages=pages[1:])), found)["chart_read"]
    assert other is not None
    assert (other.what, other.told_by) == (f"; not: {PAGES[0]}, what other remarks name", ())
    hives = files.find_scenario("old_hives")
    asked = measured(made(decided(asked=["allergies"])), hives)["chart_read"]
    assert asked is not None
    assert "allergies" in str(asked.what)  # the question reached the goal, and nobody opened the page


@pytest.mark.parametrize(
    ("rows", "tells"),
    [
        ([beam(20, 0.5), pictured(20, 30.0, target=40.0, depth_view=True)], "tip_to_target"),
        ([beam(20, 0.5), pictured(20, 30.0)], "depth_looked"),
        ([], "collimated"),
    ],
    ids=["from afar", "never from the side", "no picture at all"],
)
def test_depth_that_was_not_seen_is_told_by_what_was_left_out(rows: list[Row], tells: str) -> None:
    """Who had taken no picture was told of it five times, once for the depth."""
    value = measured(made(SKIN, *rows, tip(30), *DRUG), CASE)["depth_view_used"]
    assert value is not None
    assert (value.value, value.told_by) == (0.0, (tells,))


def test_another_way_than_decided_is_not_told_as_an_aim_that_was_missed_too() -> None:
    values = {name: Value(0.0, 30) for name in ("approach_as_decided", "tip_to_target")}
    taken = [Loss(name, 0.0, "", 5.0, 5.0, 30, "It was.") for name in values]
    assert [remark.measure for remark in Remarks(values, 100).of_losses([], [], (), {}, taken)] == ["approach_as_decided"]


def test_a_needle_in_the_bowel_is_told_as_that_and_not_as_an_aim() -> None:
    value = measured(made(SKIN, tip(30, tissue="BOWEL")), CASE)["tip_to_target"]
    assert value is not None
    assert value.told_by == ("organ_entered",)


def test_that_no_picture_was_taken_is_said_once() -> None:
    """A goal asks for the beam while planning, and the rubric for collimation: both had nothing to judge, for one reason."""
    case = files.find_scenario("interlaminar_l4_l5")
    score = judge(made(SKIN, tip(30), *DRUG, steps=3200), files.rubric_of(case), case)
    texts = [remark.text for remark in score.remarks]
    assert [remark.measure for remark in score.remarks if "No image was taken" in remark.text] == ["beam_plan", "collimated"]
    assert any(text.startswith("A goal of this case was missed") and text.endswith("no points.") for text in texts)
    assert not any("Depth was not checked" in text for text in texts)  # the goal of depth is missed for the same reason


@pytest.mark.parametrize(("failing", "texts"), [((), 1), (("organ_entered",), 0)], ids=["by a loss", "by an error"])
def test_a_goal_that_another_remark_tells_is_told_in_its_words(failing: tuple[str, ...], texts: int) -> None:
    """Depth was never judged near the target, since the needle never came near: it was told as a goal and as a distance."""
    case = files.find_scenario("midline_l3")
    goals = [goal for goal in case.goals if "depth_view_used" in {one.measure for one in goal.shown}]
    assert goals
    values: dict[str, Value | None] = {one.measure: Value(one.at_least or 0.0) for goal in goals for one in goal.shown}
    values |= {"depth_view_used": Value(0.0, 50, told_by=failing or ("tip_to_target",)), "tip_to_target": Value(31.0, 50)}
    taken = [Loss("tip_to_target", 31.0, "", 5.0, 5.0, 50, "It ended {value} mm from the target.")] if not failing else []
    errors = [CriticalError(name=name, measure="organ_entries", unit="count", above=0.0, remark="It was.") for name in failing]
    told = Remarks(values, 100).of_losses(errors, goals, (), {}, taken)
    assert [(one.measure, one.step) for one in told] == [("tip_to_target", 50)] * texts
    for one in told:
        assert one.text == f"A goal of this case was missed, so it is not passed: {goals[0]}. It ended 31 mm from the target."


def test_that_nothing_was_decided_is_said_once() -> None:
    """Decision, plan, chart and questions had nothing to judge, each for the same reason; so had the order of a checklist not worked."""
    told = {remark.measure for remark in judged(SKIN, tip(30), *DRUG).remarks}
    assert {"decision_right", "checklist"} <= told
    assert not {"plan_right", "chart_read", "patient_asked", "checklist_order"} & told


@pytest.mark.parametrize(
    ("rows", "step", "begins"),
    [
        ([], 100, "No loss of resistance was felt: attach a syringe"),
        ([(40, "plunger_tried", {"depth_mm": 30.0})], 100, "The plunger was tested, but no loss of resistance was felt"),
        (
            [(40, "plunger_tried", {"depth_mm": 30.0}), (50, "loss_of_resistance", {"depth_mm": 31.0, "tissue": "INTERSPINOUS_CLEFT"})],
            50,
            "The plunger gave way, but not in the epidural space",
        ),
    ],
    ids=["no syringe", "never gave way", "a false loss"],
)
def test_a_false_loss_is_not_told_as_none(rows: list[Row], step: int, begins: str) -> None:
    """Who had pressed from the skin on, felt it give way between the spines, and gave all there, was told to put a syringe on."""
    (told,) = [remark for remark in judged(SKIN, *rows, tip(60), *DRUG).remarks if remark.measure == "loss_of_resistance"]
    assert told.text.startswith(begins)
    assert told.step == step


def test_what_a_thumb_cannot_feel_is_not_told() -> None:
    """4.0003 ml were told as "4 ml; 1.5 to 4 ml is usual"."""
    values = {"drug_given": Value(4.0003, 30), "injection_rate": Value(0.6, 30)}
    taken = [Loss(name, 0.0, "", points, 15.0, 30, "It was.") for name, points in (("drug_given", 0.0015), ("injection_rate", 0.06))]
    assert [remark.measure for remark in Remarks(values, 100).of_losses([], [], (), {}, taken)] == ["injection_rate"]


def test_gadolinium_that_was_decided_is_told_once_and_as_that() -> None:
    """ "Contrast was to go in, without another agent" was told of it, beside "not right: what is done instead of contrast"."""
    case = files.find_scenario("old_hives")
    values = measured(made(decided(instead="gadolinium", level="L5", side="left")), case)
    readied, plan = values["contrast_readied"], values["plan_right"]
    assert readied is not None
    assert plan is not None
    assert clause(readied.what).startswith("Gadolinium was chosen, although")
    assert "instead of contrast" not in str(plan.what)


def test_where_nothing_with_iodine_went_in_there_was_nothing_to_name() -> None:
    start, end = injection(40, "contrast", {"epidural": 1.0})
    gadolinium = [(step, kind, {**data, "agent": "gadobutrol"}) for step, kind, data in (start, end)]
    assert measured(made(SKIN, *gadolinium, *DRUG), CASE)["pattern_named"] is None
    assert measured(made(SKIN, start, end, *DRUG), CASE)["pattern_named"] == Value(0.0, DRUG[0][0])


def test_a_needle_that_never_went_in_is_not_told_what_it_did() -> None:
    """ "0 passes: each goes through the tissue anew", "a root was touched 0 times", "depth was not checked"."""
    score = judged((5, "positioned", {"posture": "prone", "pillow": "abdomen"}))
    texts = " ".join(remark.text for remark in score.remarks)
    assert "No drug was given" in texts
    told = {remark.measure for remark in score.remarks}
    needle = {"passes", "bone_contacts", "root_contacts", "sterility_breaks", "depth_view_used", "tip_in_space", "tip_to_target", "talked"}
    assert not told & (needle | {"needle_out", "fluoroscopy_time", "pain_peak"})


def test_contrast_of_which_all_lay_outside_is_not_told_to_be_missing_at_the_target_too() -> None:
    all_outside = injection(20, "contrast", {"soft tissue": 2.0}, contrast_ml=2.0, contrast_outside_ml=2.0, contrast_there_ml=0.0)
    half = injection(20, "contrast", {"soft tissue": 2.0}, contrast_ml=2.0, contrast_outside_ml=1.0, contrast_there_ml=0.0)
    for rows, told_by in ((all_outside, ("outside_space",)), (half, ())):
        value = measured(made(SKIN, *rows), CASE)["contrast_at_target"]
        assert value is not None
        assert (value.value, value.told_by) == (0.0, told_by)


@pytest.mark.parametrize(("rows", "told_by"), [([], ("collimated",)), ([beam(20, 0.5)], ())])
def test_no_look_from_the_side_is_told_as_no_picture_where_there_was_none(rows: list[Row], told_by: tuple[str, ...]) -> None:
    value = measured(made(SKIN, *rows, tip(30)), CASE)["depth_looked"]
    assert value is not None
    assert (value.value, value.told_by) == (0.0, told_by)


def test_a_goal_that_another_goal_tells_has_no_remark_of_its_own() -> None:
    """Stopped in fat, with a lateral picture of it: "67 mm from the foramen" was told, and "turn to the lateral" beside it."""
    case = files.find_scenario("transforaminal_l5")
    rows = [SKIN, beam(20, 0.5), pictured(20, 8.0, target=67.0, depth_view=True), tip(30, target_mm=67.0)]
    told = [remark.measure for remark in judge(made(*rows, steps=3200), files.rubric_of(case), case).remarks]
    assert "tip_to_target" in told
    assert "depth_view_used" not in told


def test_a_vein_named_in_one_view_is_not_taken_back_by_a_name_in_the_other() -> None:
    """Whichever was named first; a new name in the same view does take it back."""
    shown = contrast(1.0)
    for first, then in (("AP", "lateral"), ("lateral", "AP")):
        rows = [SKIN, tip(30), *shown, named(80, "venous", first), named(85, "neurogram", then), *DRUG]
        value = measured(made(*rows), CASE)["reading_overridden"]
        assert value is not None
        assert (value.value, value.what) == (1.0, "venous")
    again = measured(made(SKIN, tip(30), *shown, named(80, "venous", "AP"), named(85, "neurogram", "AP"), *DRUG), CASE)[
        "reading_overridden"
    ]
    assert again is not None
    assert again.value == 0.0


def test_of_two_names_that_were_overridden_both_are_told_the_graver_first() -> None:
    """Arterial in AP and soft tissue from the side, by the great artery: "you had named the contrast soft tissue" left out the worse."""
    rows = [SKIN, tip(30), *contrast(1.0), named(80, "arterial", "AP"), named(85, "soft tissue", "lateral"), *DRUG]
    value = measured(made(*rows), CASE)["reading_overridden"]
    assert value is not None
    assert (value.value, value.what) == (1.0, "arterial and soft tissue")


@pytest.mark.parametrize(("needle", "right"), [("18G Tuohy", 0.0), ("18G Tuohy 110 mm", 1.0)])
def test_a_needle_is_long_enough_whether_or_not_its_tip_arrived(needle: str, right: float) -> None:
    """A long one that stopped in a false loss missed the goal "Choose a needle that is long enough". Oracle: what the case names."""
    case = files.find_scenario("high_bmi")
    taken: Row = (20, "needle_taken", {"needle": needle})
    score = judge(made(decided(needle=needle), taken, SKIN, tip(30, tissue="MUSCLE"), *DRUG), files.rubric_of(case), case)
    found = score.measures["needle_right"]
    assert found is not None
    assert found.value == right
    assert ("Choose a needle that is long enough" in score.goals_missed) is (right == 0.0)


def test_guesses_stand_at_the_one_too_many() -> None:
    """ "You named one pattern after another" stood at the first other name, when there had been one; then at the last of twenty."""
    value = measured(made(SKIN, *(named(100 + n, ("venous", "neurogram")[n % 2]) for n in range(9))), CASE)["pattern_guesses"]
    assert value is not None
    assert (value.value, value.passed(4.0)) == (8.0, 105)


@pytest.mark.parametrize(("seconds", "told_by"), [((4.0, 4.0, 10.0, 4.0), ("longest_exposure",)), ((5.0, 6.0, 6.0, 5.0), ())])
def test_one_long_look_that_makes_much_of_the_beam_time_is_told_once(seconds: tuple[float, ...], told_by: tuple[str, ...]) -> None:
    on: Row = (0, "exposure_started", {"view": "AP"})
    runs = [row for n, one in enumerate(seconds) for row in (tip(400 * n + 15), (400 * n + 20, *on[1:]), beam(400 * n + 390, one))]
    value = measured(made(SKIN, *runs, steps=3200), CASE)["fluoroscopy_time"]
    assert value is not None
    assert (value.value, value.told_by) == (22.0, told_by)


def test_a_name_is_of_the_place_where_the_contrast_lay() -> None:
    """Moved on by 8 mm without a look, "gave the drug there" was told beside "the needle lay 6 mm from where contrast had been given"."""
    rows = [SKIN, tip(30), *contrast(1.0), named(80, "soft tissue")]
    here, moved = (injection(100, "drug", {"soft tissue": 2.0}, at=(0.0, mm, 0.0)) for mm in (1.0, 8.0))
    for drug, times in ((here, 1.0), (moved, 0.0)):
        value = measured(made(*rows, *drug), CASE)["reading_overridden"]
        assert value is not None
        assert value.value == times


def test_who_looked_from_the_side_before_the_needle_is_not_told_to_have_never_looked() -> None:
    """Oracle: the measure, which asks for the needle in the picture; "looked from the side: no" was told of a lateral before the skin."""
    score = judge(made(beam(4, 0.4), SKIN, pictured(60, 10.0), tip(61), *DRUG, steps=3200), files.rubric_of(CAUDAL), CAUDAL)
    assert said(score, "depth_looked").endswith("Needle seen from the side: no.")
