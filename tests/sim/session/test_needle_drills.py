"""Drills that begin with a needle: where the seed puts it, what they refuse, how they are judged. Oracles: shadows and the body."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from scenarios import files
from sim.operators.script import ScriptHands
from sim.records.recording import Recorder, Recording
from sim.records.replay import first_difference, played
from sim.scoring.rubric import Score, judge
from sim.session import commands as c
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
