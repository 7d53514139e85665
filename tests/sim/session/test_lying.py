"""The pillow under the belly, in a session: without it the body is another, for pictures, needle, fluid and score."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from meshes.morphometry import Lying
from scenarios import care_script as s
from scenarios import files
from scenarios.script import Script
from sim.exchange.album import Album
from sim.exchange.trace import row_of
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.picture import opened
from sim.operators.script import ScriptHands
from sim.records.recording import Recorder, Recording
from sim.records.reel import NEAR, reel_of
from sim.records.replay import parting, played, replay, resume
from sim.scoring.limits import Limits
from sim.scoring.rubric import judge
from sim.scoring.verdicts import Verdicts
from sim.session import commands as c
from sim.session.care_commands import Pillow, PositionPatient, Posture
from sim.session.lying import lain_at_end
from sim.session.observation import Observation
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform

NAME = "l4_l5_disc"
SMALL = 128
FLAT = PositionPatient(posture="prone", pillow="none")
PILLOW = PositionPatient(posture="prone", pillow="abdomen")


@pytest.fixture
def world(worlds: dict[str, World]) -> World:
    return worlds[NAME]


@pytest.fixture
def session(world: World) -> Session:
    return Session(world, 1)


def kinds(session: Session) -> list[str]:
    return [event.kind for event in session.events]


@pytest.mark.parametrize(
    ("posture", "pillow", "lies"),
    [
        ("prone", "abdomen", "pillow"), ("prone", "none", "flat"), ("prone", "chest", "flat"), ("prone", "knees", "flat"),
        ("supine", "none", "pillow"), ("lateral", "none", "pillow"),
    ],
)  # fmt: skip
def test_prone_without_a_pillow_under_the_belly_is_flat(posture: Posture, pillow: Pillow, lies: Lying, session: Session) -> None:
    session.do(PositionPatient(posture=posture, pillow=pillow))
    assert session.world.lies == lies
    assert lain_at_end(session.events) == lies


def test_laid_flat_the_body_is_the_flat_one_and_is_described_anew(session: Session, world: World, flat: Anatomy) -> None:
    """Oracle: the body built from the tables without the pillow."""
    session.do(FLAT)
    assert session.world.anatomy.fingerprint() == flat.fingerprint()
    described = [event.data["landmarks"] for event in session.events if event.kind == "body_described"]
    assert len(described) == 2
    name = "L4-L5/window_right"
    for told, body in zip(described, (world.anatomy, flat), strict=True):
        assert told[name] == pytest.approx(body.landmark(name), abs=1e-5)
    assert session.truth().flow.anatomy is session.world.anatomy
    assert session.look().palpable == session.world.palpable


def test_back_on_the_pillow_all_is_as_it_was(session: Session, world: World) -> None:
    session.do(PILLOW)
    assert kinds(session).count("body_described") == 1
    session.do(FLAT)
    session.do(PILLOW)
    assert session.world is world
    assert kinds(session).count("body_described") == 3
    assert session.events[0].data == session.events[-1].data


def test_every_attempt_begins_on_the_pillow_in_whichever_world_it_is_begun(world: World) -> None:
    assert Session(world.lain("flat"), 1).world is world


@pytest.mark.parametrize("gone_in", [False, True], ids=["on the skin", "it was in"])
def test_nobody_is_laid_anew_round_a_needle_nor_after_one(gone_in: bool, session: Session, world: World) -> None:
    needle = world.scenario.tray.needles[0]
    right, up = world.place("{interspace}/window_{side}")[[0, 2]]
    session.do(PILLOW)
    session.do(c.TakeNeedle(needle=needle))
    session.do(c.PlaceNeedle(right_mm=float(right), superior_mm=float(up)))
    if gone_in:
        session.do(c.AdvanceNeedle(mm=5.0))
        session.do(c.AdvanceNeedle(mm=-5.0))
        session.do(c.RemoveNeedle())
    session.do(FLAT)
    assert session.events[-1].data == {"code": "needle_was_in"}
    assert session.world is world
    assert session.look().care.pillow == "abdomen"


def test_who_has_but_one_body_lies_alike_and_is_said_to(sound_case: World) -> None:
    session = Session(sound_case, 1)
    session.do(FLAT)
    assert session.world is sound_case
    assert kinds(session)[-2:] == ["positioned", "lies_alike"]
    assert session.look().care.pillow == "none"


def shot(session: Session) -> Observation:
    session.do(c.PressPedal())
    seen = session.wait(40)
    session.do(c.ReleasePedal())
    return session.step() if seen.live is None else seen


def test_a_picture_opens_as_it_was_taken_however_he_lies_since(session: Session, world: World, flat: Anatomy) -> None:
    before = shot(session).live
    session.do(c.KeepImage())
    session.do(FLAT)
    after = shot(session).live
    assert before is not None
    assert after is not None
    assert before.view == after.view  # the C-arm stands where it stood
    imager = world.imager()
    shown, anew = imager.greys(opened(before), SMALL), imager.greys(opened(after), SMALL)
    assert np.abs(shown.astype(int) - anew).mean() > 2.0
    np.testing.assert_array_equal(shown, Imager(world.anatomy).greys(opened(before), SMALL))
    np.testing.assert_array_equal(anew, Imager(flat).greys(opened(after), SMALL))
    assert dict(before.sights) != dict(after.sights)
    np.testing.assert_array_equal(world.screen.greys(before), session.world.screen.greys(before))
    assert (world.screen.greys(after) != world.screen.greys(before)).mean() > 0.3


def test_no_mask_of_the_other_body_is_taken_away(session: Session) -> None:
    shot(session)
    session.do(c.TakeMask())
    session.do(FLAT)
    assert "mask_dropped" in kinds(session)
    assert not session.look().images.has_mask


def test_what_was_made_ready_for_the_other_body_is_not_used(session: Session, flat: Anatomy) -> None:
    """Oracle: a session that was never made ready."""
    session.make_ready()
    session.do(FLAT)
    place = session.world.place("{interspace}/window_{side}")
    tissue = int(flat.tissue_at(place)[0])
    bare = Session(session.world, 1)
    bare.do(FLAT)
    spaces = [one.truth().flow.deposit_for(place, tissue) for one in (session, bare)]
    assert spaces[0] is not None
    assert spaces[1] is not None
    np.testing.assert_array_equal(spaces[0].space.places, spaces[1].space.places)


# --- a whole attempt without the pillow -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def script() -> Script:
    whole = files.script(files.scripts()[f"{NAME}_competent"])
    steps = tuple(step.model_copy(update={"pillow": "none"}) if isinstance(step, s.Lay) else step for step in whole.steps)
    return whole.model_copy(update={"steps": steps})


@pytest.fixture(scope="module")
def attempt(script: Script, worlds: dict[str, World]) -> Recording:
    world = worlds[NAME]
    return perform(ScriptHands(script, world.scenario.target), Session(world, 1))


def test_competent_hands_get_there_without_the_pillow_and_lose_by_it(attempt: Recording, world: World) -> None:
    score = judge(attempt, files.rubric_of(world.scenario), world.scenario)
    assert score.passed
    assert {mark.measure: mark.grade for mark in score.marks}["position_right"] == 0.0
    assert attempt.header.patient_hash == world.anatomy.fingerprint()


def test_its_needle_is_judged_by_the_body_as_it_lay(attempt: Recording, world: World) -> None:
    """Oracle: the same events where one body alone is described."""
    first, second = (i for i, event in enumerate(attempt.events) if event.kind == "body_described")

    def told_without(*left_out: int) -> list[object]:
        events = [event for i, event in enumerate(attempt.events) if i not in left_out]
        return [event.data for event in Verdicts(world.scenario, Limits()).all(events) if event.kind == "tip_at"]

    assert told_without() == told_without(first)
    assert told_without() != told_without(second)


def test_played_again_all_is_the_same(attempt: Recording, world: World) -> None:
    assert parting(attempt, played(attempt, Session(world, 1))) is None
    assert parting(attempt, played(attempt, Session(world.lain("flat"), 1))) is None


def test_broken_off_and_resumed_he_still_lies_flat(attempt: Recording, world: World) -> None:
    recorder = Recorder(Session(world, 1), "user")
    resume(attempt, recorder)
    assert recorder.session.world.lies == "flat"


def test_film_and_trace_measure_in_the_body_as_it_lay(attempt: Recording, world: World, flat: Anatomy) -> None:
    """Oracle: the flat body's own clearances at the last tip; the trace, which asks a session of its own."""
    reel = reel_of(attempt, world)
    session, album = Session(world, 1), Album()
    at, rows = next(event.step for event in attempt.events if event.kind == "injection_started"), {}

    def watch(seen: Observation) -> None:
        album.watch(seen)
        if session.step_number - 1 == at:
            rows[at] = row_of(session)

    replay(attempt, session, watch)
    tip = reel.frame(at).tip
    assert tip is not None
    clear = world.lain("flat").body.clearances(tip.shaft[-1])
    for name, kind in NEAR.items():
        assert reel.figures_at(at)[name] == pytest.approx(float(clear[kind]), nan_ok=True, rel=1e-5)
        assert rows[at][name] == pytest.approx(float(clear[kind]), nan_ok=True)
    title, last = album.exposures[-1]
    assert last.lies == "flat"
    np.testing.assert_array_equal(album.shots(world.imager(), SMALL)[-1].greys, Imager(flat).greys(last, SMALL))
    assert title
