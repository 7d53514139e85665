"""Drills that begin with a needle: where the seed puts it, what they refuse, how they are judged. Oracles: shadows and the body."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from meshes.tissues import ADIPOSE, BONE, CANAL_FAT, Tissue
from scenarios import files
from sim.operators.script import ScriptHands
from sim.records.recording import Recorder, Recording
from sim.records.replay import first_difference, played
from sim.scoring.rubric import Score, judge
from sim.session import commands as c
from sim.session.drill_commands import SayDepth, SayLevel
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform

SEEDS = (1, 2, 3)


def world_of(name: str, reference: Anatomy) -> World:
    return World.of(files.find_scenario(name), reference)


def judged(recording: Recording, world: World) -> Score:
    return judge(recording, files.rubric_of(world.scenario), world.scenario)


def value(score: Score, measure: str) -> float:
    found = score.measures[measure]
    assert found is not None
    return found.value


def acted(world: World, seed: int, *commands: c.Command) -> Recording:
    """Commands one after another, a step between, and Finish."""
    recorder = Recorder(session := Session(world, seed), "user")
    for command in commands:
        recorder.do(command)
        session.step()
        recorder.after_step()
    recorder.do(c.Finish())
    return recorder.close()


def refusals(session: Session) -> list[str]:
    return [str(event.data["code"]) for event in session.events if event.kind == "refused"]


def shadows(session: Session) -> tuple[tuple[float, float], tuple[float, float]]:
    """Of hub and tip in a picture taken now, mm on the detector."""
    session.do(c.PressPedal())
    picture = session.step().live
    session.do(c.ReleasePedal())
    assert picture is not None
    return picture.shaft[0], picture.shaft[-1]


# --- down the beam ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_the_needle_stands_on_the_skin_in_the_beam_with_its_hub_off_it(reference: Anatomy, seed: int) -> None:
    """Oracle: the shadows; 5 degrees at least of a needle of 90 mm, enlarged more than at the isocentre, are 12 mm."""
    session = Session(world_of("down_the_beam_l4", reference), seed)
    seen = session.look()
    assert seen.needle is not None
    assert seen.needle.depth_mm == 0.0
    hub, tip = shadows(session)
    assert np.hypot(*tip) < 12.0, "near the middle, where the target is"
    assert np.hypot(hub[0] - tip[0], hub[1] - tip[1]) > 12.0


@pytest.mark.parametrize("name", ["down_the_beam_l4", "down_the_beam_l5"])
def test_a_dot_is_a_needle_down_the_beam(reference: Anatomy, name: str) -> None:
    """Oracle: hub and tip in one place of the last picture, taken by hands that follow the shipped script."""
    world = world_of(name, reference)
    script = files.script(files.drill_scripts()[f"{name}_competent"])
    session = Session(world, 4)
    recording = perform(ScriptHands(script, world.scenario.target), session)
    score = judged(recording, world)
    live = session.truth().carm.live
    assert live is not None
    assert np.hypot(live.shaft[0][0] - live.shaft[-1][0], live.shaft[0][1] - live.shaft[-1][1]) < 1.0
    assert value(score, "off_beam") < 0.5
    assert value(score, "depth_off") == 0.0
    assert score.total == 100.0
    assert first_difference(recording.events, played(recording, Session(world, 4)).events) is None


def test_as_it_stood_it_is_off_by_what_the_seed_leaned_it(reference: Anatomy) -> None:
    """Oracle: the angle seen from the hub's and the tip's shadows at the needle's own enlargement."""
    world = world_of("down_the_beam_l4", reference)
    hub, tip = shadows(Session(world, 2))
    recording = acted(world, 2, c.AdvanceNeedle(mm=0.01))
    gap = np.hypot(hub[0] - tip[0], hub[1] - tip[1]) / 1.35  # the back lies nearer to the detector than the isocentre
    assert value(judged(recording, world), "off_beam") == pytest.approx(np.degrees(np.arcsin(gap / 90.0)), abs=1.5)


def test_leaning_twice_without_a_push_or_a_look_is_one_correction(reference: Anatomy) -> None:
    world = world_of("down_the_beam_l4", reference)
    lean = [c.AimNeedle(lateral_deg=-20.0 - k, cephalad_deg=-7.0) for k in range(4)]
    recording = acted(world, 1, lean[0], lean[1], c.AdvanceNeedle(mm=2.0), lean[2], c.PressPedal(), c.ReleasePedal(), lean[3])
    assert value(judged(recording, world), "corrections") == 3.0


def test_who_does_nothing_has_nothing(reference: Anatomy) -> None:
    world = world_of("down_the_beam_l4", reference)
    assert judged(acted(world, 1), world).total == 0.0


def test_a_drill_leaves_out_what_it_has_no_use_for(reference: Anatomy) -> None:
    session = Session(world_of("down_the_beam_l4", reference), 1)
    for command in (c.RemoveNeedle(), c.AttachSyringe(agent="iohexol 240"), c.PlaceOnBeam(u_mm=0.0, v_mm=0.0)):
        session.do(command)
    assert refusals(session) == ["not_in_drill"] * 3
    session.do(c.AdvanceNeedle(mm=5.0))
    needle = session.look().needle
    assert needle is not None
    assert needle.depth_mm == 5.0


# --- the loss of resistance ---------------------------------------------------------------------------------------------------

LOSS = "loss_of_resistance_l4"


@pytest.mark.parametrize("seed", range(1, 9))
def test_between_tip_and_space_lies_flavum_and_nothing_that_gives_before_it(reference: Anatomy, seed: int) -> None:
    """Oracle: the body's own labels, straight on from the tip."""
    session = Session(world_of(LOSS, reference), seed)
    needle = session.truth().needle
    assert needle is not None
    assert not needle.on_bone
    ahead = [Tissue(session.world.body.at(needle.tip + mm * needle.direction)) for mm in np.arange(0.0, 15.0, 0.1)]
    before = ahead[: next(i for i, tissue in enumerate(ahead) if tissue in CANAL_FAT)]
    assert Tissue.FLAVUM in before
    assert not ADIPOSE & set(before)
    assert not BONE & set(before)


def test_stopped_at_the_loss_it_is_less_than_a_millimetre_past_the_flavum(reference: Anatomy) -> None:
    """Oracle for the place: the labels at the tip and a millimetre behind it."""
    world = world_of(LOSS, reference)
    for seed in SEEDS:
        session = Session(world, seed)
        script = files.script(files.drill_scripts()[f"{LOSS}_competent"])
        score = judged(perform(ScriptHands(script, world.scenario.target), session), world)
        needle = session.truth().needle
        assert needle is not None
        assert world.body.at(needle.tip) in CANAL_FAT
        assert world.body.at(needle.tip - needle.direction) == Tissue.FLAVUM
        assert value(score, "past_flavum") < 1.0
        assert score.passed


def test_who_goes_on_meets_the_dura_and_fails(reference: Anatomy) -> None:
    world = world_of(LOSS, reference)
    recording = acted(world, 1, *[c.AdvanceNeedle(mm=1.0)] * 12)
    score = judged(recording, world)
    assert value(score, "past_flavum") > 4.0
    assert value(score, "dura_met") >= 1.0
    assert not score.passed
    assert len(score.goals_missed) == 2


def test_the_first_push_is_one_of_the_pushes(reference: Anatomy) -> None:
    """Six millimetres at once from where the needle stood, and half a one: the half was called the longest."""
    world = world_of(LOSS, reference)
    score = judged(acted(world, 1, c.AdvanceNeedle(mm=6.0), c.AdvanceNeedle(mm=0.5)), world)
    assert value(score, "largest_push") == pytest.approx(6.0, abs=0.01)


def test_who_stops_in_the_ligament_has_not_come_through(reference: Anatomy) -> None:
    world = world_of(LOSS, reference)
    score = judged(acted(world, 1, c.AdvanceNeedle(mm=0.5)), world)
    assert value(score, "flavum_passed") == 0.0
    assert score.measures["past_flavum"] is None
    assert not score.passed


def test_pushes_with_a_rest_between_are_counted(reference: Anatomy) -> None:
    world = world_of(LOSS, reference)
    push, rest = c.AdvanceNeedle(mm=0.25), [c.SetLaser(on=False)] * 20
    assert value(judged(acted(world, 1, push, push, *rest, push, *rest, push), world), "pushes") == 3.0


# --- the depth ----------------------------------------------------------------------------------------------------------------

DEPTH = "read_the_depth_l4"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_depth_that_is_told_is_the_one_in_the_picture(reference: Anatomy, seed: int) -> None:
    """Oracle: the tip's shadow against the drawn line's, sideways at its own height; behind is to the right where the front is left."""
    world = world_of(DEPTH, reference)
    session = Session(world, seed)
    assert not [event for event in session.look().notices if event.kind == "depth_said"]
    _, tip = shadows(session)
    view = session.look().carm.view
    session.do(SayDepth(behind_mm=0.0))
    told = next(event for event in session.step().notices if event.kind == "depth_said")
    (line,) = world.depth_line.values()
    corners = view.project(line.points)
    rows = np.argsort(corners[:, 1])
    beside = (tip[0] - np.interp(tip[1], corners[rows, 1], corners[rows, 0])) / view.magnification
    assert told.data["lies_mm"] == pytest.approx(beside, abs=1.0)


def test_needles_lie_behind_the_line_and_before_it(reference: Anatomy) -> None:
    world = world_of(DEPTH, reference)
    lies = [float(acted(world, seed, SayDepth(behind_mm=1.0)).events[-2].data["lies_mm"]) for seed in range(1, 13)]
    assert min(lies) < -1.0
    assert max(lies) > 5.0


def test_a_depth_is_said_once_and_judged_by_how_far_it_was_off(reference: Anatomy) -> None:
    world = world_of(DEPTH, reference)
    recording = acted(world, 3, SayDepth(behind_mm=20.0), SayDepth(behind_mm=1.0), c.AdvanceNeedle(mm=1.0))
    codes = [event.data["code"] for event in recording.events if event.kind == "refused"]
    assert codes == ["answered_already", "not_in_drill"]
    said = next(event for event in recording.events if event.kind == "depth_said")
    score = judged(recording, world)
    assert value(score, "depth_misread") == pytest.approx(20.0 - float(said.data["lies_mm"]))
    assert not score.passed


# --- the level ----------------------------------------------------------------------------------------------------------------

LEVEL = "count_level"


def test_markers_lie_over_every_level_and_no_seed_tells_which(reference: Anatomy) -> None:
    """Oracle: the pedicles above and below the tip."""
    world, found = world_of(LEVEL, reference), set()
    for seed in range(1, 16):
        session = Session(world, seed)
        needle = session.truth().needle
        assert needle is not None
        session.do(SayLevel(level="T12"))
        told = next(event for event in session.step().notices if event.kind == "level_said")
        pedicle = reference.landmark(f"{told.data['lies']}/pedicle_right")
        assert abs(needle.tip[2] - pedicle[2]) < 6.0
        found.add(told.data["lies"])
    assert len(found) == 5


def test_a_level_is_right_or_wrong(reference: Anatomy) -> None:
    world = world_of(LEVEL, reference)
    lies = str(acted(world, 5, SayLevel(level="T12")).events[-2].data["lies"])
    look = (c.PressPedal(), c.ReleasePedal())
    right = judged(acted(world, 5, *look, SayLevel.model_validate({"level": lies})), world)
    wrong = judged(acted(world, 5, *look, SayLevel(level="T12")), world)
    assert right.passed
    assert not wrong.passed
    assert value(wrong, "level_counted") == 0.0
    assert f"You miscounted: T12 for {lies}." in wrong.remarks[0].text


def test_a_level_that_was_guessed_without_a_picture_is_no_pass(reference: Anatomy) -> None:
    world = world_of(LEVEL, reference)
    lies = str(acted(world, 5, SayLevel(level="T12")).events[-2].data["lies"])
    assert not judged(acted(world, 5, SayLevel.model_validate({"level": lies})), world).passed


def test_elsewhere_nobody_asks(reference: Anatomy) -> None:
    session = Session(world_of("interlaminar_l4_l5", reference), 1)
    session.do(SayDepth(behind_mm=1.0))
    session.do(SayLevel(level="L4"))
    assert refusals(session) == ["not_asked_here"] * 2
