"""Each fault is told of the moment at which it first was one: faults that reading recordings against their remarks has found."""

from __future__ import annotations

from scenarios import files
from scenarios.goal import Goal
from sim.scoring.measures import measured
from sim.scoring.rubric import judge
from tests.sim.played import made
from tests.sim.scoring.test_measures import DRUG, Row, exposure, injection, pictured, step_of, tip, value
from tests.sim.scoring.test_measures_harm import CHOSEN, SKIN, decided, given
from tests.sim.scoring.test_one_cause import CASE, CONSENT, judged


def test_a_broken_order_is_told_of_the_step_that_came_too_late() -> None:
    steps = [(3, "prepared", {"item": "antiseptic"}), (6, "prepared", {"item": "monitors"}), (8, "prepared", {"item": "mask"})]
    assert (value("checklist_order", *steps, SKIN), step_of("checklist_order", *steps, SKIN)) == (0.0, 6)


def test_a_sum_is_told_of_the_moment_at_which_it_became_too_much() -> None:
    """Twenty seconds are enough between laminae: of four looks of eight the third went beyond, whatever came later."""
    looks = [row for step in (100, 200, 300, 400) for row in (pictured(step - 50, 40.0 - step / 50), exposure(step, 8.0))]
    case = files.find_scenario("interlaminar_l4_l5")
    score = judge(made(SKIN, *looks, tip(450), *DRUG, steps=3200), files.rubric_of(case), case)
    assert [r.step for r in score.remarks if r.measure == "fluoroscopy_time"] == [300]


def test_a_goal_is_told_of_the_moment_at_which_it_was_missed() -> None:
    """Four passes were allowed by the goal: it was told of the third, from which on the case takes points."""
    passes: list[Row] = [(10 * n, "pass_begun", {}) for n in range(1, 6)]
    goal = Goal.model_validate({"say": "Few passes", "shown": [{"measure": "passes", "unit": "count", "at_most": 4.0}]})
    case = CASE.model_copy(update={"goals": (goal,)})
    score = judge(made(*passes, tip(200), *DRUG, steps=3200), files.rubric_of(CASE), case)
    (said,) = (remark for remark in score.remarks if "Few passes" in remark.text)
    assert said.step == 50


def test_a_place_is_told_of_when_the_tip_came_there_and_not_of_a_push_that_bone_swallowed() -> None:
    rows = [tip(30, target_mm=20.0), tip(90, target_mm=20.0), *DRUG]
    assert (step_of("tip_to_target", SKIN, *rows), value("tip_to_target", SKIN, *rows)) == (30, 20.0)


def test_what_is_counted_is_told_of_the_one_that_was_too_much() -> None:
    """Seven times upon bone were told of the first, which anybody is allowed, and thirteen passes of the last."""
    passes: list[Row] = [(10 * n, "pass_begun", {}) for n in range(1, 14)]
    bones: list[Row] = [(10 * n + 5, "bone_contact", {"place": [0.0, 0.0, 0.0]}) for n in range(1, 8)]
    score = judged(decided(), CONSENT, *sorted([*passes, *bones], key=lambda row: row[0]), tip(200), *DRUG)
    steps = {remark.measure: remark.step for remark in score.remarks}
    most = {loss.measure: loss.most for loss in score.losses}
    assert steps["bone_contacts"] == 10 * (most["bone_contacts"] + 1) + 5
    assert "many_passes" in score.critical
    assert steps["passes"] == 110


def test_contrast_that_was_not_watched_is_told_of_the_push_in_the_dark() -> None:
    """Two ml were watched, four were not: it was told at the end of the last."""
    rows = [*injection(20, "contrast", {"epidural": 2.0}, live=2.0), *injection(60, "contrast", {"epidural": 4.0})]
    assert (value("contrast_seen_live", SKIN, *rows, *DRUG), step_of("contrast_seen_live", SKIN, *rows, *DRUG)) == (0.0, 60)


def test_an_overdose_of_anaesthetic_is_told_of_the_push_by_which_it_was_too_much() -> None:
    """Forty ml of lidocaine into the skin, and one through the needle as a test: it was told of the test."""
    skin = [(step, "numbed", {"ml": 20.0}) for step in (5, 6)]
    score = judged(decided(), CONSENT, *skin, SKIN, tip(30), *given("lidocaine 1 %", step=100, ml=1.0))
    assert [r.step for r in score.remarks if r.measure == "anaesthetic_load"] == [6]


def test_a_needle_pressed_upon_bone_is_told_of_the_push_that_was_too_much() -> None:
    """Four mm in three pushes: the second went beyond the two that a hand may need to feel it."""
    pressed = [(step, "bone_pressed", {"depth_mm": 40.0, "mm": mm}) for step, mm in ((20, 1.5), (22, 1.5), (24, 1.0))]
    score = judged(decided(), CONSENT, SKIN, *pressed, tip(30), *DRUG)
    (said,) = (remark for remark in score.remarks if remark.measure == "bone_pressed")
    assert "pushed 4 mm further although it was on bone" in said.text
    assert said.step == 22
    assert value("bone_pressed", SKIN, pressed[0]) == 1.5


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


def test_a_loss_that_was_never_felt_is_told_of_the_drug() -> None:
    assert step_of("loss_of_resistance", SKIN, tip(30), *DRUG, (900, "needle_removed", {})) == DRUG[0][0]


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
    (told,) = (remark for remark in score.remarks if "No image was taken" in remark.text)
    assert told.text.startswith("A goal of this case was missed")
    assert told.step == DRUG[0][0]
