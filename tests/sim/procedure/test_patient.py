"""The patient feels, speaks and shows it. Oracle: the table of sensations, and first-order decay in closed form."""

from __future__ import annotations

from math import exp

import pytest

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.chart import Medication
from scenarios.medicines import medicines
from scenarios.words import catalogue, sentence
from scenarios.words.said import Answer, Said
from sim.procedure.answers import answer
from sim.procedure.body_signs import PAIN_FADES_S, sensations, vitals
from sim.procedure.symptoms import symptoms
from sim.session import care_commands as c
from sim.session.commands import AdvanceNeedle, AttachSyringe, PlaceNeedle, PressPlunger, TakeNeedle
from sim.session.events import Event
from sim.session.session import STEP_S, Session
from sim.session.stations import patient, poisons
from sim.session.stations.log import log
from sim.session.stations.poisons import SPINAL_COMES_S, TOXIC_COMES_S
from sim.session.world import World


@pytest.fixture(scope="module")
def disc(reference: object) -> World:
    return World.of(files.find_scenario("l4_l5_disc"), reference)  # type: ignore[arg-type]


def needled(world: World, *before: c.CareCommand) -> Session:
    session = Session(world, 1)
    for command in (*before, TakeNeedle(needle="18G Tuohy"), PlaceNeedle(right_mm=12.0, superior_mm=30.0), AdvanceNeedle(mm=8.0)):
        session.do(command)  # type: ignore[arg-type]
    return session


def pains(session: Session) -> list[tuple[str, float]]:
    return [(event.data["cause"], event.data["level"]) for event in session.events if event.kind == "pain"]


def test_skin_that_is_not_numb_hurts_and_says_so(disc: World) -> None:
    session = needled(disc)
    assert pains(session) == [("skin", sensations()["skin"].pain)]
    assert session.look().care.says == Said("skin")


def test_numb_skin_hardly_does(disc: World) -> None:
    session = needled(disc, c.NumbSkin(ml=2.0))
    assert [cause for cause, _ in pains(session)] == ["numbing"]  # the wheal hurts more than the needle behind it


@pytest.mark.parametrize("organ", ["KIDNEY", "VISCERA", "BOWEL"])
def test_a_needle_in_an_organ_hurts_where_that_lies(organ: str, disc: World) -> None:
    session = needled(disc, c.NumbSkin(ml=2.0))
    log(session.truth(), "tissue_entered", tissue=organ, left="FAT", depth_mm=80.0, place=[0.0, 0.0, 0.0])
    session.step()
    assert pains(session)[-1] == (organ, sensations()[organ].pain)
    assert ("flank" if organ == "KIDNEY" else "belly") in sentence(Said(organ))
    assert session.look().care.says == Said(organ)


def test_a_pain_fades_in_its_time(disc: World) -> None:
    session = needled(disc)
    for _ in range(round(PAIN_FADES_S / STEP_S)):
        session.step()
    assert session.truth().care.pain == pytest.approx(sensations()["skin"].pain * exp(-1), rel=1e-6)


def test_a_pain_has_all_but_gone_when_the_next_question_is_asked(disc: World) -> None:
    """Oracle: a needle's prick is over in seconds: after three more than half of it is left, after fifteen less than a tenth."""
    session = needled(disc)
    first = session.truth().care.pain
    left = []
    for seconds in (3.0, 12.0):
        for _ in range(round(seconds / STEP_S)):
            session.step()
        left.append(session.truth().care.pain / first)
    assert left[0] > 0.5
    assert left[1] < 0.1


def test_without_preparation_the_needle_breaks_sterility(disc: World) -> None:
    broken = [event.data["by"] for event in needled(disc).events if event.kind == "sterility_broken"]
    assert broken == ["needle_unprepared"]
    ready = [c.Prepare(item=item) for item in c.ITEMS]
    assert [event for event in needled(disc, *ready).events if event.kind == "sterility_broken"] == []


def test_some_faint_and_are_helped(disc: World) -> None:
    world = World.of(disc.scenario.model_copy(update={"faints": 1.0}), disc.anatomy)
    session = needled(world)
    assert [event.kind for event in session.events].count("fainted") == 1
    assert session.look().care.vitals.heart_rate < 50
    session.do(c.Treat(by="legs up"))
    for _ in range(round(13.0 / STEP_S)):
        session.step()
    assert session.look().care.vitals.heart_rate > 60
    assert [event for event in needled(World.of(disc.scenario.model_copy(update={"faints": 0.0}), disc.anatomy)).events
            if event.kind == "fainted"] == []  # fmt: skip


@pytest.mark.parametrize(
    ("where", "constant", "ml", "sign"),
    [
        ("venous", TOXIC_COMES_S, 6.0, "toxicity"),
        ("arterial", TOXIC_COMES_S, 1.2, "toxicity"),
        ("intrathecal", SPINAL_COMES_S, 3.0, "spinal_block"),
    ],
)
def test_a_test_dose_in_the_wrong_place_tells_after_a_while(where: str, constant: float, ml: float, sign: str, disc: World) -> None:
    """So that one waits a minute or two: 1 - 1/e of the effect after one time constant."""
    session = Session(disc, 1)
    state = session.truth()
    state.events.append(Event(0, "injection_ended", {"agent": "lidocaine 1 %", "fluid": "anaesthetic", "ml": ml, "into": {where: ml}}))
    patient.attend(state, disc, 0.0)
    coming = state.care.toxic_coming + state.care.spinal_coming
    assert coming > 1.0
    for _ in range(round(constant / STEP_S)):
        session.step()
    assert state.care.toxic + state.care.spinal == pytest.approx(coming * (1 - exp(-1)), rel=1e-3)
    for _ in range(round(3 * constant / STEP_S)):
        session.step()
    assert sign in [event.data["of"] for event in state.events if event.kind == "sign"]


def test_in_the_epidural_space_it_says_nothing(disc: World) -> None:
    session = Session(disc, 1)
    state = session.truth()
    state.events.append(
        Event(0, "injection_ended", {"agent": "lidocaine 1 %", "fluid": "anaesthetic", "ml": 2.0, "into": {"epidural": 2.0}})
    )
    for _ in range(400):
        session.step()
    assert [event for event in state.events if event.kind == "sign"] == []


def test_steroid_is_counted_by_the_share_of_its_syringe(disc: World) -> None:
    """4 of the 6 ml in which 80 mg stand: 53.3 mg; in a mixture by its part."""
    assert patient.steroid_in("methylprednisolone 80 mg", 4.0, disc) == pytest.approx(80 * 4 / 6)
    assert patient.steroid_in("3 ml dexamethasone 10 mg + 1 ml lidocaine 1 %", 2.0, disc) == pytest.approx(10 * 1.5 / 6)
    assert patient.steroid_in("saline", 4.0, disc) == 0.0


def test_vital_signs_go_the_usual_way() -> None:
    rest = vitals(40, 0.0, False, 0.0, 0.0)
    assert 60 <= rest.heart_rate <= 90
    assert 100 <= rest.systolic <= 140
    assert vitals(40, 8.0, False, 0.0, 0.0).heart_rate > rest.heart_rate
    assert vitals(40, 8.0, True, 0.0, 0.0).heart_rate < 50
    assert vitals(40, 0.0, False, 0.0, 5.0).systolic < 80
    assert vitals(40, 0.0, False, 0.0, 5.0).spo2 < 85


def test_the_worst_pain_makes_a_pulse_that_the_monitor_would_call_fast() -> None:
    """Oracle: tachycardia begins at 100 a minute: pain of ten reaches it in somebody at rest, pain of four, which is borne, does not;
    and a step of the scale is seen on a monitor that shows whole beats as more than the one by which a resting pulse varies."""
    assert vitals(40, 10.0, False, 0.0, 0.0).heart_rate >= 100
    assert vitals(40, 4.0, False, 0.0, 0.0).heart_rate < 90
    assert vitals(40, 1.0, False, 0.0, 0.0).heart_rate - vitals(40, 0.0, False, 0.0, 0.0).heart_rate >= 2


VITALS: dict[str, tuple[tuple[float, float, bool, float, float], tuple[int, int, int, int]]] = {
    "at rest": ((60.0, 0.0, False, 0.0, 0.0), (74, 133, 82, 97)),
    "younger": ((20.0, 0.0, False, 0.0, 0.0), (74, 119, 74, 97)),
    "in pain": ((60.0, 4.0, False, 0.0, 0.0), (86, 145, 90, 97)),
    "in a faint, whatever hurts": ((60.0, 4.0, True, 0.0, 0.0), (42, 72, 45, 95)),
    "not yet a high spinal": ((60.0, 0.0, False, 0.0, 1.0), (74, 133, 82, 97)),
    "half of a high spinal": ((60.0, 0.0, False, 0.0, 3.0), (59, 103, 64, 88)),
    "all of it": ((60.0, 0.0, False, 0.0, 9.0), (44, 73, 45, 80)),
    "not yet toxic": ((60.0, 0.0, False, 1.0, 0.0), (74, 133, 82, 97)),
    "excited": ((60.0, 0.0, False, 1.9, 0.0), (99, 148, 92, 94)),
    "depressed": ((60.0, 0.0, False, 4.0, 0.0), (29, 83, 51, 87)),
}


@pytest.mark.parametrize("how", VITALS)
def test_vital_signs_by_hand(how: str) -> None:
    """Oracle: the function's own description worked out on paper: 112 + 0.35 age, 3 a point of pain, shares of the block's height."""
    given, expected = VITALS[how]
    found = vitals(*given)
    assert (found.heart_rate, found.systolic, found.diastolic, found.spo2) == expected


@pytest.mark.parametrize(
    ("toxic", "by", "left"),
    [(3.0, "lipid emulsion", (1.5, 0.0)), (1.0, "lipid emulsion", (1.0, 0.5)), (3.0, "atropine", (3.0, 0.5))],
)
def test_lipid_takes_half_of_a_poisoning_and_what_was_still_to_come(toxic: float, by: str, left: tuple[float, float], disc: World) -> None:
    """Oracle: by hand; nothing else does, and it does nothing to somebody who shows no sign yet."""
    session = Session(disc, 1)
    care = session.truth().care
    care.toxic, care.toxic_coming = toxic, 0.5
    session.do(c.Treat(by=by))
    assert (care.toxic, care.toxic_coming) == pytest.approx(left)


def sign_after_s(world: World, agent: str, ml: float, where: str) -> float | None:
    """When the first sign shows after so much went into the wrong place; None if none does within ten minutes."""
    session = Session(world, 1)
    state = session.truth()
    state.events.append(Event(0, "injection_ended", {"agent": agent, "fluid": "anaesthetic", "ml": ml, "into": {where: ml}}))
    patient.attend(state, world, 0.0)
    for second in range(600):
        patient.attend(state, world, 1.0)
        if any(event.kind == "sign" for event in state.events):
            return second + 1.0
    return None


def test_a_test_dose_tells_in_the_time_and_from_the_dose_that_is_published(disc: World) -> None:
    """Oracles: Pratt 2013, 30 mg of lidocaine in the sac are felt within three minutes; 10 mg of plain lidocaine show neither sac nor vein;
    bupivacaine is four times as toxic in a vein by mass [known]."""
    in_sac = sign_after_s(disc, "lidocaine 1 %", 3.0, "intrathecal")
    assert in_sac is not None
    assert 30.0 < in_sac < 180.0
    assert sign_after_s(disc, "lidocaine 1 %", 1.0, "intrathecal") is None
    assert sign_after_s(disc, "lidocaine 1 %", 1.0, "venous") is None
    for agent, ml in (("lidocaine 1 %", 6.0), ("bupivacaine 0.25 %", 6.0)):
        assert sign_after_s(disc, agent, ml, "venous") == sign_after_s(disc, "lidocaine 1 %", 6.0, "venous"), agent


def worked(world: World, agent: str, ml: float, where: str, seconds: float = 0.0) -> Session:
    """So long after so much went there."""
    session = Session(world, 1)
    state = session.truth()
    state.events.append(Event(0, "injection_ended", {"agent": agent, "fluid": "anaesthetic", "ml": ml, "into": {where: ml}}))
    for _ in range(round(seconds / STEP_S)):
        session.step()
    return session


@pytest.mark.parametrize("name", [one.name for one in medicines() if one.thins] + ["Eliquis", "an unknown drug"])
def test_nobody_who_takes_what_thins_the_blood_says_that_nothing_does(name: str, disc: World) -> None:
    chart = disc.scenario.chart
    assert chart is not None
    taking = chart.model_copy(update={"medication": (Medication(name=name, last_taken_days=1.0, hidden=True),)})
    assert answer(taking, "blood thinners", False) == (Answer("taken", name, 1.0),)


def test_who_hears_ringing_or_turns_faint_does_not_say_that_all_is_well(disc: World) -> None:
    """Oracle: fifty milligrams of lidocaine in a vein give the first signs (the table's dose); half of it makes light-headed."""
    assert asked(worked(disc, "lidocaine 1 %", 5.0, "venous", 60.0), "now") == ["toxic_first"]
    assert asked(worked(disc, "lidocaine 1 %", 2.6, "venous", 60.0), "now") == ["light_headed"]
    assert asked(worked(disc, "lidocaine 1 %", 5.0, "epidural", 60.0), "now") == ["well"]
    session = worked(disc, "saline", 1.0, "epidural")
    session.truth().care.faint_s = 60.0
    assert asked(session, "now") == ["faint"]


@pytest.fixture(scope="module")
def allergic(reference: Anatomy) -> World:
    return World.of(files.find_scenario("contrast_allergy"), reference)


def contrast(world: World, seed: int, seconds: float) -> Session:
    session = Session(world, seed)
    state = session.truth()
    state.events.append(Event(0, "injection_ended", {"agent": "iohexol 240", "fluid": "contrast", "ml": 1.0, "into": {"epidural": 1.0}}))
    for _ in range(round(seconds / STEP_S)):
        session.step()
    return session


def test_contrast_in_the_allergic_is_felt_and_seen(allergic: World, disc: World) -> None:
    """In a third of them as gravely as before; in who is not allergic nothing."""
    ends = [contrast(allergic, seed, 240.0) for seed in range(1, 13)]
    signs = [[event.data["level"] for event in end.events if event.kind == "sign"] for end in ends]
    assert all(0.5 in levels for levels in signs)
    grave = next(end for end, levels in zip(ends, signs, strict=True) if 2.0 in levels)
    assert 1 <= sum(2.0 in levels for levels in signs) <= 8
    assert asked(grave, "now") == ["throat_tight"]
    before = grave.look().care.vitals
    assert before.heart_rate > 100
    assert before.systolic < 90
    grave.do(c.Treat(by="adrenaline into the muscle"))
    grave.step()
    assert grave.look().care.vitals.systolic > before.systolic + 30
    assert [event for event in contrast(disc, 1, 240.0).events if event.kind == "sign"] == []


def test_a_shock_is_told_by_root_and_side_and_not_for_ever(disc: World) -> None:
    """Oracle: the issue's: after 45 s nobody still says that it shoots."""
    session = Session(disc, 1)
    state = session.truth()
    assert asked(session, "shooting") == ["no_shooting"]
    state.events.append(Event(0, "root_contact", {"nerve": "root", "depth_mm": 50.0, "place": [0.0, 0.0, 0.0], "entered": True}))
    state.events.append(Event(0, "patient_says", {"cause": "root", "root": "L2", "side": "left"}))
    patient.attend(state, disc, 0.0)
    assert session.look().care.says == Said("root", "L2", "left")
    assert session.look().care.vitals.heart_rate >= 100
    session.do(c.Ask(about="shooting"))
    session.step()
    said = session.look().care.says
    assert said is not None
    assert said.answers == (Answer("shoots", "L2 left"),)
    assert "my left thigh" in sentence(said)
    for _ in range(round(45.0 / STEP_S)):
        session.step()
    assert session.look().care.says is None
    assert asked(session, "shooting") == ["shot_gone"]
    assert asked(session, "now") == ["well"]


def test_ten_ml_under_the_skin_are_felt(disc: World) -> None:
    session = needled(disc, c.NumbSkin(ml=2.0))
    for command in (AttachSyringe(agent="saline"), PressPlunger(rate_ml_s=2.0)):
        session.do(command)
    for _ in range(round(4.0 / STEP_S)):
        session.step()
    assert Said("swelling") in session.look().care.said
    assert session.truth().care.pain > 2.0


def asked(session: Session, about: str) -> list[str]:
    session.do(c.Ask.model_validate({"about": about}))
    session.step()
    said = session.look().care.says
    assert said is not None
    return [one.code for one in said.answers]


def test_legs_are_warm_at_three_minutes_and_weak_at_five_from_thirty_milligrams_in_the_sac(disc: World) -> None:
    """Oracle: Pratt 2013."""
    session = worked(disc, "lidocaine 1 %", 3.0, "intrathecal", 180.0)
    assert asked(session, "legs") == ["spinal_first"]
    for _ in range(round(120.0 / STEP_S)):
        session.step()
    assert asked(session, "legs") == ["legs_weak"]
    assert asked(worked(disc, "lidocaine 1 %", 3.0, "epidural", 300.0), "legs") == ["legs_well"]


@pytest.mark.parametrize("seconds", [15.0, 30.0, 59.0])
def test_adrenaline_in_a_vein_makes_ten_beats_more_within_the_minute(seconds: float, disc: World) -> None:
    """Oracle: the classic test dose, 15 micrograms; plain lidocaine does not, nor does it in the epidural space."""

    def pulse(agent: str, where: str) -> int:
        session = worked(disc, agent, 3.0, where, seconds)
        session.do(c.CountPulse())
        return int(next(event.data["per_min"] for event in session.events if event.kind == "pulse_counted"))

    rest = pulse("lidocaine 1 %", "venous")
    assert rest == pulse("lidocaine 1.5 % adrenaline", "epidural") == 74
    assert pulse("lidocaine 1.5 % adrenaline", "venous") >= rest + 10


def test_after_five_minutes_the_heart_has_calmed_down(disc: World) -> None:
    session = worked(disc, "lidocaine 1.5 % adrenaline", 3.0, "venous", 300.0)
    assert session.look().care.vitals.heart_rate <= 76


def test_before_the_way_home_a_block_is_found_and_wears_off(disc: World) -> None:
    """Oracle: 45 mg of lidocaine in the sac block for an hour or two; half an hour is not enough, four are."""
    session = worked(disc, "lidocaine 1 %", 4.5, "intrathecal", 300.0)

    def found() -> list[str]:
        for of in ("legs", "sensation", "bladder"):
            session.do(c.Examine.model_validate({"of": of}))
        return [str(event.data["finding"]) for event in session.events if event.kind == "examined"][-3:]

    assert found() == ["weak", "dull", "not_emptied"]
    session.do(c.ObserveAfter(minutes=240.0))
    assert found() == ["strong", "normal", "emptied"]


def test_what_comes_late_comes_under_observation(disc: World) -> None:
    """Who is watched for half an hour is seen to get warm legs, though the needle was out before they were."""
    session = worked(disc, "lidocaine 1 %", 3.0, "intrathecal")
    session.step()
    session.do(c.ObserveAfter(minutes=30.0))
    assert [event.data["of"] for event in session.events if event.kind == "sign"] == ["spinal_block"]


def test_every_symptom_has_its_words_and_every_remedy_is_a_treatment() -> None:
    words = catalogue()
    for row in symptoms():
        assert row.code in (words["says"] if row.unasked else words["answers"]), row.code
        assert set(row.remedy.split(";")) - {""} <= set(c.TREATMENTS)
        assert set(row.asked.split()) <= {"now", *c.FEELINGS}


def test_another_agent_after_premedication_is_mostly_borne(reference: Anatomy) -> None:
    """Oracle: four of a hundred, as the tables have it; all of them with the old agent and nothing before it."""
    hives = World.of(files.find_scenario("old_hives"), reference)

    def reacted(agent: str, before: c.Premedicate | None) -> int:
        count = 0
        for seed in range(1, 41):
            session = Session(hives, seed)
            if before is not None:
                session.do(before)
            end = Event(0, "injection_ended", {"agent": agent, "fluid": "contrast", "ml": 1.0, "into": {"epidural": 1.0}})
            poisons.given(session.truth(), hives, end)
            count += session.truth().care.allergy_coming > 0
        return count

    assert reacted("iopamidol 200", None) == 40
    assert reacted("iopamidol 200", c.Premedicate(regimen="last hour")) == 40
    assert reacted("iohexol 240", c.Premedicate(regimen="oral, thirteen hours")) <= 6
