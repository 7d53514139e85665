"""What was done is told, what was not is not, and nobody earns by it: faults that reading recordings against their remarks has found."""

from __future__ import annotations

from dataclasses import replace

from scenarios import files
from scenarios.rubric import measures
from scenarios.words import clause
from sim.scoring.guard import Loss
from sim.scoring.measures import THEMES, Value, measured
from sim.scoring.remarks import Remark
from sim.scoring.themes import ALSO_OF, NEIGHBOURS
from sim.session.care_commands import TOPICS
from sim.session.world import World
from tests.sim.played import made
from tests.sim.scoring.test_measures import DRUG, Row, injection, pictured, step_of, tip, value
from tests.sim.scoring.test_measures_harm import DEXA, SKIN, decided, given
from tests.sim.scoring.test_one_cause import CASE, CONSENT, judged


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


def test_contrast_of_places_that_were_left_is_told_so_though_no_drug_followed() -> None:
    """A ml in muscle and two in veins, the needle moved each time, the last where it should be: "33 %: reposition before you inject"."""
    rows = [
        *injection(20, "contrast", {"soft tissue": 1.0}, (0.0, 0.0, 0.0)),
        *injection(40, "contrast", {"venous": 2.0}, (0.0, 0.0, 9.0)),
        *injection(60, "contrast", {"epidural": 1.0}, (0.0, 0.0, 18.0)),
        tip(61, place=[0.0, 0.0, 18.0]),
        (90, "finished", {"contrast_ml": 4.0, "contrast_outside_ml": 3.0}),
    ]
    found = measured(made(SKIN, *rows), CASE)["outside_space"]
    assert found is not None
    assert (found.value, found.what) == (50.0, ", all of it where the needle no longer lay")


def test_contrast_that_was_decided_is_held_against_what_went_in_though_no_drug_followed() -> None:
    pushes = injection(20, "contrast", {"epidural": 6.0})
    assert value("contrast_over_decided", decided(contrast_ml=2.0), SKIN, *pushes) == 4.0


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
    elsewhere = judged(decided(), CONSENT, SKIN, tip(30, target_mm=3.0, tissue="DORSAL_FAT"), *given(DEXA, into="soft tissue", ml=4.0))
    assert "drug_outside" in elsewhere.critical
    spotless = replace(elsewhere, themes=dict.fromkeys(elsewhere.themes, 1.0))
    assert {"the drug", "safety"} == set(elsewhere.themes) - set(spotless.went_well) - {
        "choice and care",
        "contrast",
        "the place",
        "mistaken",
        "economy",
    }
    assert "looking" in spotless.went_well


def test_nobody_is_praised_for_the_theme_of_what_is_to_be_changed_first() -> None:
    """ "Went well: choice and care" stood over "You did not ask about cancer, injury ...", for want of which the attempt had not passed."""
    score = judged(decided(), CONSENT, SKIN, tip(30, target_mm=3.0, tissue="DORSAL_FAT"), *DRUG)
    spotless = replace(score, critical=(), losses=(), remarks=(), fell_short=frozenset(), themes=dict.fromkeys(score.themes, 1.0))
    spotless = replace(spotless, passed=True, measures={**score.measures, "contrast_given": Value(2.0)})
    assert spotless.went_well == tuple(spotless.themes)
    assert "contrast" not in replace(spotless, measures={**score.measures, "contrast_given": Value(0.0)}).went_well
    assert "looking" not in replace(spotless, fell_short=frozenset({"unseen_before_drug"})).went_well
    poor = replace(spotless, passed=False, themes={**spotless.themes, "economy": 1.0})
    assert "economy" not in poor.went_well
    assert "choice and care" not in replace(spotless, fell_short=frozenset({"red_flags_asked"})).went_well
    assert "contrast" not in replace(spotless, remarks=(Remark("", "pattern_right", 3, False),)).went_well
    assert (
        "looking" not in replace(spotless, losses=(Loss("deep_blind", 9.0, "mm", 4.2, 8.0, 3, ""),)).went_well
    )  # the last of the way was not looked at
    for harm in ("aspirated", "level_as_decided"):
        assert "the drug" not in replace(spotless, losses=(Loss(harm, 1.0, "", 9.0, 9.0, 3, ""),)).went_well
    assert score.goals_missed
    assert score.fell_short
    assert "choice and care" not in replace(spotless, fell_short=frozenset({"deciding_grounds"})).went_well  # in a theme without a bar
    assert "safety" not in replace(spotless, remarks=(Remark("", "driver", 8, False), Remark("", "needle_out", 9, False))).went_well
    assert "safety" not in replace(spotless, remarks=(Remark("", "driver", 8, False), Remark("", "root_contacts", 9, False))).went_well
    fair = replace(spotless, themes={"the way": 0.5, "contrast": 0.8, "the drug": 0.7})
    assert (fair.went_well, replace(fair, passed=False).went_well) == (("contrast",), ())
    guessed = replace(spotless, critical=("guessed_reading",), remarks=(Remark("", "pattern_guesses", 9, True),))
    assert ("contrast" in guessed.erred_in, "choice and care" in guessed.erred_in) == (True, False)  # no error of the decision's
    assert "the drug" not in replace(spotless, fell_short=frozenset({"contrast_before_drug"})).went_well
    assert (
        "safety"
        not in replace(
            spotless, losses=(Loss("past_loss", 2.0, "mm", 4.0, 8.0, 3, ""),), remarks=(Remark("", "past_loss", 3, False),)
        ).went_well
    )
    assert "aftercare" not in replace(spotless, losses=(Loss("restart_right", 0.0, "yes", 12.0, 12.0, None, ""),)).went_well


def test_who_goes_on_with_contrast_though_it_itches_has_ignored_a_warning() -> None:
    """Two ml more of what had made the skin itch were told by nothing; a metallic taste of saline hides no contrast."""
    itches, rings = ((40, "sign", {"of": sign, "level": 0.5}) for sign in ("allergy", "toxicity"))
    first, again = injection(20, "contrast", {"epidural": 1.0}), injection(60, "contrast", {"epidural": 1.0})
    assert value("warning_ignored", SKIN, *first, itches, *again) == 1.0
    assert step_of("warning_ignored", SKIN, *first, itches, *again) == 60
    assert value("warning_ignored", SKIN, *first, rings, *again) == 0.0


def test_a_tip_at_another_level_is_told_that_it_lies_along_the_spine() -> None:
    """34 mm from the foramen, 30 of them along the spine, were told with advice on aim and depth."""
    far = measured(made(SKIN, tip(30, target_mm=34.0, off_level_mm=30.0), *DRUG), CASE)["tip_to_target"]
    near = measured(made(SKIN, tip(30, target_mm=34.0, off_level_mm=5.0), *DRUG), CASE)["tip_to_target"]
    assert far is not None
    assert near is not None
    assert (clause(far.what), clause(near.what)) == (", 30 mm of it along the spine", "")


def test_premedication_for_whom_nothing_calls_for_it_is_no_right_plan() -> None:
    """It was decided for a man without allergies, and counted as right."""
    usual, needless = (value("plan_right", decided(instead=instead), SKIN) for instead in (None, "premedication"))
    assert usual is not None
    assert needless is not None
    assert needless < usual


def test_the_tables_of_themes_name_measures_and_themes_that_there_are() -> None:
    assert {name for names in ALSO_OF.values() for name in names} <= set(measures())
    assert {*ALSO_OF, *NEIGHBOURS, *NEIGHBOURS.values()} <= {*THEMES, "safety"}


def test_who_lies_in_a_nerve_has_not_left_it() -> None:
    """Drawn back by a millimetre, within the ganglion: what was pushed on it then counted for nothing."""
    sore = [tip(30, depth_mm=82.0, root_mm=0.0), (30, "pain", {"level": 9.0, "cause": "root_contact"})]
    here = tip(40, depth_mm=81.0, root_mm=0.0, place=[0.0, 3.0, 0.0])
    free = tip(40, depth_mm=81.0, root_mm=3.0, place=[0.0, 3.0, 0.0])
    pushes = injection(60, "contrast", {"epidural": 1.0}, (0.0, 3.0, 0.0))
    assert value("given_on_nerve", SKIN, *sore, here, *pushes) == 1.0
    assert value("given_on_nerve", SKIN, *sore, free, *pushes) == 0.0


def test_heed_the_answer_is_more_than_to_ask_and_to_take_no_picture() -> None:
    """A needle went into a pregnant woman who had been asked, without beam: "heed the answer" counted as reached."""
    goal = next(goal for goal in files.find_scenario("pregnant").goals if "heed" in str(goal))
    assert "contraindicated" in {shown.measure for shown in goal.shown}


def test_who_took_no_picture_has_spared_nothing() -> None:
    """Thirteen blind passes had full marks for little beam, and lost nothing of economy."""
    blind = judged(decided(), CONSENT, SKIN, tip(30), *DRUG)
    assert blind.measures["fluoroscopy_time"] is None
    assert {one.points == one.of for one in blind.economy if one.measure in ("fluoroscopy_time", "air_kerma", "dose_area")} == {True}
    assert sum("No image was taken" in remark.text for remark in blind.remarks) == 1


def test_who_was_near_and_went_on_is_told_that_and_not_to_aim_again() -> None:
    """A millimetre beside the target at 78 mm, and on to 84: "2.9 mm past the pedicle" and "aim again"."""

    def told_by(nearest: float) -> tuple[str, ...]:
        past = {"past_mm": 2.9, "target_mm": 6.3, "at_tip": "FORAMINAL_FAT"}
        found = measured(made(SKIN, tip(30, target_mm=nearest), tip(40, **past), *DRUG, steps=3200), CASE)["tip_to_target"]
        assert found is not None
        return found.told_by

    assert told_by(1.06) == ("past_limit",)
    assert told_by(5.0) == ()


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
