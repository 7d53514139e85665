"""What is done beside the needle, through the one door. Oracle: the chart, the plan and the checklist of the case."""

from __future__ import annotations

import pytest

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.risks import grave, risks
from scenarios.words import notice, sentence
from sim.scoring.advice import advice_needed
from sim.scoring.choice import assessed
from sim.session import care_commands as c
from sim.session.commands import Command, Finish, PlaceNeedle, TakeNeedle
from sim.session.session import STEP_S, Session
from sim.session.world import World


def done(world: World, *commands: Command) -> Session:
    session = Session(world, 1)
    for command in commands:
        session.do(command)
        session.step()
    return session


def heard(session: Session) -> str:
    said = session.look().care.says
    assert said is not None
    return sentence(said, session.world.scenario.chart)


def data(session: Session, kind: str) -> list[dict[str, object]]:
    return [event.data for event in session.events if event.kind == kind]


@pytest.fixture(scope="module")
def disc(worlds: dict[str, World], reference: object) -> World:
    """The whole procedure, on the shipped body: what is asked here does not depend on it."""
    return World.of(files.find_scenario("l4_l5_disc"), reference)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def thinned(reference: object) -> World:
    return World.of(files.find_scenario("anticoagulated"), reference)  # type: ignore[arg-type]


def decide(**fields: object) -> c.Decide:
    given = {"decision": "inject", "reason": "radicular_pain", "level": "L4", "side": "right", "approach": "lumbar_interlaminar"}
    given |= {"needle": "18G Tuohy", "steroid": "methylprednisolone 80 mg", "contrast_ml": 2.0, "drug_ml": 4.0, **fields}
    return c.Decide.model_validate(given)


def test_pages_that_were_read_are_known_at_the_decision(disc: World) -> None:
    session = done(disc, c.OpenChart(page="history"), c.OpenChart(page="imaging"), decide())
    (decided,) = data(session, "decided")
    assert decided["pages"] == ["history", "imaging"]
    assert session.look().care.decision == decide()


def test_reasons_are_recorded_as_they_were_named_and_change_nothing_else(disc: World) -> None:
    """Who names none leaves the recording that it was."""
    named = ["way_target", "level_imaging"]
    (silent,), (said,) = data(done(disc, decide()), "decided"), data(done(disc, decide(rationales=named)), "decided")
    assert "rationales" not in silent
    assert said == silent | {"rationales": named}
    assert assessed(disc.scenario, said) == assessed(disc.scenario, silent)
    with pytest.raises(ValueError, match="rationales"):
        decide(rationales=["because"])


@pytest.mark.parametrize(
    ("wrong", "which"),
    [
        ({"decision": "defer"}, "decision"),
        ({"reason": "axial_pain"}, "reason"),
        ({"level": "L3"}, "level"),
        ({"side": "left"}, "side"),
        ({"approach": "caudal"}, "approach"),
        ({"needle": "22G Quincke"}, "needle"),
        ({"steroid": "triamcinolone 40 mg"}, "steroid"),
        ({"contrast_ml": 9.0}, "contrast"),
        ({"drug_ml": 1.0}, "volume"),
    ],
)
def test_each_choice_is_judged_by_itself(wrong: dict[str, object], which: str, disc: World) -> None:
    (all_right,) = data(done(disc, decide()), "decided")
    assert set(assessed(disc.scenario, all_right).values()) == {True}
    (chosen,) = data(done(disc, decide(**wrong)), "decided")
    assert [name for name, right in assessed(disc.scenario, chosen).items() if not right] == [which]


def test_who_is_asked_tells_what_no_page_says(thinned: World) -> None:
    session = done(thinned, c.Ask(about="blood thinners"))
    assert "apixaban" in heard(session)
    assert "the last one was yesterday" in heard(session)
    assert "apixaban" not in heard(done(thinned, c.Ask(about="allergies")))


def test_a_man_is_not_pregnant(thinned: World) -> None:
    assert "I am a man" in heard(done(thinned, c.Ask(about="pregnancy")))


def test_deferring_ends_the_attempt_properly(thinned: World) -> None:
    session = done(thinned, c.Decide(decision="defer", reason="anticoagulant"), Finish())
    assert session.look().finished
    assert [event.kind for event in session.events if event.kind in ("decided", "finished")] == ["decided", "finished"]


def test_consent_remembers_what_was_named(disc: World) -> None:
    session = done(disc, c.Consent(risks=("bleeding", "infection")), c.Consent(risks=("headache",)))
    last = data(session, "consent")[-1]
    assert last["risks"] == ["bleeding", "headache", "infection"]


def test_the_risks_that_can_be_named_are_those_of_the_table() -> None:
    assert tuple(row.name for row in risks()) == c.RISKS
    assert grave() == ("stroke", "paralysis", "blindness", "death", "off-label use")  # [@fda_2014]


def test_gloves_that_touch_what_is_not_sterile_are_sterile_no_more_until_changed(disc: World) -> None:
    session = done(disc, c.Prepare(item="gloves"), c.PositionPatient(posture="prone", pillow="abdomen"))
    assert not session.look().care.sterile
    assert data(session, "sterility_broken") == [{"by": "patient_moved"}]
    session.do(c.Prepare(item="gloves"))
    assert session.look().care.sterile


def test_each_break_of_sterility_that_an_operator_perceives_can_be_told(disc: World) -> None:
    """What is missing, and what was handled, are among what is perceived: the sentence asks for them."""
    needle = PlaceNeedle(right_mm=0.0, superior_mm=40.0)
    session = done(disc, TakeNeedle(needle="18G Tuohy"), needle, c.Prepare(item="gloves"), c.Prepare(item="mask"))
    broken = [event.sealed() for event in session.events if event.kind == "sterility_broken"]
    told = [str(notice(event.kind, event.data)) for event in broken]
    assert [words.split("sterility broken: ")[1] for words in told] == [
        "needle used without mask, antiseptic, gloves, drape",
        "handled the mask",
    ]


def test_before_the_gloves_everything_may_be_touched(disc: World) -> None:
    session = done(disc, c.PositionPatient(posture="prone", pillow="abdomen"), c.OpenChart(page="imaging"), c.Prepare(item="gloves"))
    assert data(session, "sterility_broken") == []


def test_vital_signs_are_seen_with_the_monitors_on(disc: World) -> None:
    assert not done(disc).look().care.monitored
    assert done(disc, c.Prepare(item="monitors")).look().care.monitored


def test_two_vials_make_one_syringe_and_leave_the_tray(disc: World) -> None:
    parts = (c.Part(agent="dexamethasone 10 mg", ml=2.0), c.Part(agent="lidocaine 1 %", ml=1.0))
    session = done(disc, TakeNeedle(needle="18G Tuohy"), c.DrawUp(parts=parts))
    fluids = session.look().fluids
    name = "2 ml dexamethasone 10 mg + 1 ml lidocaine 1 %"
    assert (fluids[name], fluids["dexamethasone 10 mg"], fluids["lidocaine 1 %"]) == (3.0, 4.0, 4.0)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ((("iohexol 240", 1.0), ("saline", 1.0)), "is not mixed"),
        ((("saline", 1.0), ("plasma", 1.0)), "is not on the tray"),
        ((("saline", 50.0), ("lidocaine 1 %", 1.0)), "there are only 10 ml of saline"),
        ((("saline", 1.0), ("saline", 1.0)), "chosen twice"),
    ],
)
def test_what_cannot_be_drawn_up_is_refused_and_changes_nothing(parts: tuple[tuple[str, float], ...], why: str, disc: World) -> None:
    session = done(disc)
    before = session.look().fluids
    session.do(c.DrawUp(parts=tuple(c.Part(agent=a, ml=ml) for a, ml in parts)))
    assert why in str(notice("refused", data(session, "refused")[0]))
    assert session.look().fluids == before


def test_nobody_goes_home_with_a_needle(disc: World) -> None:
    session = done(disc, TakeNeedle(needle="18G Tuohy"), PlaceNeedle(right_mm=0.0, superior_mm=40.0), c.Discharge(driver=True, advice=()))
    assert not session.look().care.discharged
    assert "still in the patient" in str(notice("refused", data(session, "refused")[0]))


def test_advice_is_measured_by_what_this_patient_needs(disc: World) -> None:
    assert "sugar" not in advice_needed(disc.scenario)
    assert "sugar" in advice_needed(files.find_scenario("scar_caudal"))


def test_a_case_of_the_needle_alone_finds_everything_prepared(interlaminar: World) -> None:
    care = Session(interlaminar, 1).look().care
    assert set(care.prepared) == set(c.ITEMS)
    assert care.numb_ml >= 1.0
    assert care.posture == "prone"


def test_time_does_not_run_for_an_observation_of_half_an_hour(disc: World) -> None:
    """Nobody waits at the screen: the minutes are written down."""
    session = done(disc, c.ObserveAfter(minutes=30.0))
    assert session.look().care.observed_min == 30.0
    assert session.step_number * STEP_S < 1.0


RED_FLAGS: dict[str, tuple[c.Topic, str, str]] = {
    "discitis": ("infection", "shiver at night", "infection"),
    "cauda_equina": ("bladder and bowel", "numb when I wipe", "emergency"),
    "fracture": ("injury", "sat down hard", "fracture"),
}


@pytest.mark.parametrize("name", RED_FLAGS)
def test_a_red_flag_is_told_to_who_asks_that_question_and_stands_on_no_page(name: str, reference: Anatomy) -> None:
    """Oracle: the case's own file."""
    about, words, reason = RED_FLAGS[name]
    world = World.of(files.find_scenario(name), reference)
    assert words in heard(done(world, c.Ask(about=about)))
    others = [topic for topic in c.TOPICS if topic not in (about, "now")]
    assert not [topic for topic in others if words in heard(done(world, c.Ask(about=topic)))]
    assert world.scenario.plan is not None
    assert (world.scenario.plan.decision, world.scenario.plan.reasons) == ("refer", (reason,))


@pytest.mark.parametrize("about", c.RED_FLAGS)
def test_who_has_no_red_flag_says_so(about: c.Topic, disc: World) -> None:
    answered = heard(done(disc, c.Ask(about=about)))
    assert answered.startswith(("No", "It has not"))
