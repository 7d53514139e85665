"""Drills: begun off, answered, judged; the same from their recordings. Oracles: the fluid's own account, and the bones' own angles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scenarios import files
from scenarios.drill import NEEDLED, VIEWED
from scenarios.pattern import Pattern
from sim.fluoroscopy.shadows import Iodine
from sim.operators.script import ScriptHands
from sim.records.recording import Recorder, Recording, read
from sim.records.replay import first_difference, played
from sim.scoring.rubric import Score, judge
from sim.session import commands as c
from sim.session.drill_commands import NamePicture, NextPicture
from sim.session.plate import FRAMES, PLACES, deck, lay
from sim.session.session import Session
from sim.session.world import World
from sim.studies.naming import named_as_it_lies
from sim.studies.rehearsal import perform

PATTERN = "name_the_pattern"


@pytest.fixture(scope="module")
def world() -> World:
    return World.of(files.find_scenario(PATTERN))


def judged(recording: Recording, name: str) -> Score:
    case = files.find_scenario(name)
    return judge(recording, files.rubric_of(case), case)


def refusals(session: Session) -> list[str]:
    return [str(event.data["code"]) for event in session.events if event.kind == "refused"]


def value(score: Score, measure: str) -> float:
    found = score.measures[measure]
    assert found is not None
    return found.value


def test_who_knows_each_picture_passes_and_the_recording_plays_again(world: World) -> None:
    recording = named_as_it_lies(world, 2)
    assert judged(recording, PATTERN).total == 100.0
    assert len([event for event in recording.events if event.kind == "picture_set"]) == 10
    again = played(recording, Session(world, 2))
    assert first_difference(recording.events, again.events) is None


def test_a_round_is_written_and_read(world: World, tmp_path: Path) -> None:
    path = tmp_path / "round.jsonl"
    session = Session(world, 4)
    recorder = Recorder(session, "user", path)
    for command in (NamePicture(pattern="none seen"), NextPicture(), c.Finish()):
        recorder.do(command)
    recorder.close()
    score = judged(read(path), PATTERN)
    assert not score.passed
    assert value(score, "pictures_named") == 10.0
    assert value(score, "pictures_right") == 0.0


def test_pictures_left_out_are_told_once(world: World) -> None:
    """That one of ten was named was told beside that the names were right to 0 %."""
    recorder = Recorder(Session(world, 4), "user")
    for command in (NamePicture(pattern="none seen"), c.Finish()):
        recorder.do(command)
    (said,) = [remark for remark in judged(recorder.close(), PATTERN).remarks if remark.measure.startswith("pictures_")]
    assert "Your names for the images were 0 % correct; 1: none seen for " in said.text
    assert said.text.endswith("; left out: 9.")


def test_one_name_a_picture_and_no_picture_without_one(world: World) -> None:
    session = Session(world, 3)
    for command in (NextPicture(), NamePicture(pattern="venous"), NamePicture(pattern="arterial")):
        session.do(command)
    assert refusals(session) == ["name_it_first", "picture_named_already"]
    assert session.look().drill.named


def test_nothing_of_the_answer_is_seen_before_it_is_given(world: World) -> None:
    session = Session(world, 3)
    seen = session.step()
    assert [dict(event.data) for event in seen.notices] == [{"number": 1}]
    assert seen.live is not None
    assert seen.reference is not None
    session.do(NamePicture(pattern="venous"))
    told = next(event for event in session.step().notices if event.kind == "picture_told")
    assert sum(told.data["patterns"].values()) > 0.5


def test_a_drill_has_no_needle(world: World) -> None:
    session = Session(world, 3)
    session.do(c.TakeNeedle(needle="20G Tuohy"))
    assert refusals(session) == ["not_in_drill"]
    assert session.look().needle is None


def test_elsewhere_there_is_no_picture_to_name(world: World) -> None:
    session = Session(World.of(files.find_scenario("interlaminar_l4_l5"), world.anatomy), 1)
    session.do(NextPicture())
    session.do(NamePicture(pattern="venous"))
    assert refusals(session) == ["no_picture_to_name"] * 2


def across_mm(iodine: Iodine) -> float:
    """From end to end of what can be seen, across an AP's beam."""
    right, _, up = np.ptp(iodine.places[iodine.mg > 0.03], axis=0)
    return float(np.hypot(right, up))


@pytest.mark.parametrize(("pattern", "least_mm"), [("arterial", 12.0), ("venous", 20.0)])
def test_a_vessel_is_seen_as_a_line(world: World, pattern: Pattern, least_mm: float) -> None:
    """Oracle: where the iodine lies at the end of the run; a segmental artery turns round half a body, veins branch over a level."""
    for number in range(4):
        plate = lay(world.anatomy, (77 + number) * len(PLACES) + list(PLACES).index(pattern), 240.0)
        assert max(plate.patterns, key=lambda name: plate.patterns[name]) == pattern
        assert sum(plate.patterns.values()) == pytest.approx(plate.given_ml)
        frame = plate.frames[FRAMES - 1]
        assert frame is not None
        assert across_mm(frame) >= least_mm


def test_no_pattern_is_asked_more_than_twice_in_a_round() -> None:
    for seed in range(50):
        kinds = [one % len(PLACES) for one in deck(np.random.Generator(np.random.Philox(seed)), 10)]
        assert max(kinds.count(kind) for kind in kinds) <= 2
        assert len(set(kinds)) > 4


HERE = [name for name, path in files.drill_scripts().items() if files.find_scenario(files.script(path).scenario).patient.person is None]
"""Those in the shipped body; the others are done in their own by ``check``: bodies take long to build."""


def test_every_drill_has_a_script_that_passes_and_every_task_one_that_fails() -> None:
    scripts = [files.script(path) for path in files.drill_scripts().values()]
    assert {script.scenario for script in scripts if script.expect == "pass"} == set(files.drills())
    drills = [files.find_scenario(script.scenario).drill for script in scripts if script.expect == "fail"]
    assert {drill.asks for drill in drills if drill} == {"pattern", *VIEWED, *NEEDLED}


@pytest.mark.parametrize("name", HERE)
def test_scripts_do_as_they_say(world: World, name: str) -> None:
    script = files.script(files.drill_scripts()[name])
    own = World.of(files.find_scenario(script.scenario), world.anatomy)
    for seed in (1, 2) if script.seed is None else (script.seed,):
        recording = perform(ScriptHands(script, own.scenario.target), Session(own, seed))
        assert judged(recording, script.scenario).passed == (script.expect == "pass")


def test_a_drill_of_views_begins_off_and_nobody_steers(world: World) -> None:
    """Oracle: the textbook's AP, which knows nothing of this patient."""
    own = World.of(files.find_scenario("end_plate_l5"), world.anatomy)
    for seed in (1, 2, 3):
        session = Session(own, seed)
        session.do(c.ShowView(view="AP"))
        pose = session.look().carm.view.pose
        assert (pose.orbit_deg, pose.tilt_deg) == (0.0, 0.0)
        recorder = Recorder(again := Session(own, seed), "user")
        recorder.do(c.PressPedal())
        again.step()
        for command in (c.ReleasePedal(), c.Finish()):
            recorder.do(command)
        assert value(judged(recorder.close(), "end_plate_l5"), "end_plate_off") > 5.0


def test_who_takes_no_picture_has_nothing_for_sparing_beam(world: World) -> None:
    recorder = Recorder(Session(World.of(files.find_scenario("end_plate_l5"), world.anatomy), 1), "user")
    recorder.do(c.Finish())
    assert judged(recorder.close(), "end_plate_l5").total == 0.0
