"""The image processor and the rest of the console, through the one door; what a script or a recording can do, the window does too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenarios import files
from sim.fluoroscopy.breathing import LONGEST_HOLD_S, PERIOD_S, REACH_MM, displaced
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.detector import Stages
from sim.fluoroscopy.dose import BEAM_MODES
from sim.fluoroscopy.imager import Imager, oriented
from sim.fluoroscopy.picture import opened
from sim.operators.script import ScriptHands
from sim.records.recording import Recorder, read
from sim.records.replay import replay
from sim.session import commands as c
from sim.session.observation import Observation
from sim.session.session import STEP_S, Session
from sim.session.world import World
from sim.studies.rehearsal import perform

SMALL = 256


@pytest.fixture
def room(interlaminar: World) -> Session:
    return Session(interlaminar, 1)


def look(session: Session, seconds: float = 0.5) -> Observation:
    """Beam on for so long, then off."""
    session.do(c.PressPedal())
    for _ in range(round(seconds / STEP_S)):
        session.step()
    session.do(c.ReleasePedal())
    return session.look()


def kinds(session: Session) -> list[str]:
    return [event.kind for event in session.events]


# --- the beam --------------------------------------------------------------------------------------------------------------


def test_a_single_shot_is_one_pulse(room: Session) -> None:
    """Oracle: the words; and it is a better picture: four times the dose at the receptor."""
    usual = look(room).live
    room.do(c.SetBeam(beam="single"))
    before = room.look().carm.dose
    seen = look(room, 2.0)
    assert seen.carm.dose.pulses - before.pulses == 1
    assert seen.carm.dose.seconds - before.seconds == pytest.approx(STEP_S)
    assert usual is not None
    assert seen.live is not None
    assert seen.live.factors.detector_ugy == pytest.approx(4 * usual.factors.detector_ugy, rel=1e-6)


def test_a_continuous_beam_makes_sixteen_pictures_a_second(room: Session) -> None:
    """Oracle: counting; the current stays below 10 mA ([@carm_known])."""
    room.do(c.SetBeam(beam="continuous"))
    seen = look(room, 2.0)
    assert seen.carm.run.pulses == 32
    assert seen.live is not None
    assert seen.live.factors.ma < 10


def test_boost_and_low_dose(room: Session) -> None:
    """Oracle: kerma of a run in the order of the modes; boost twice the receptor's dose, so twice the kerma; 0.2 mm of copper in low."""
    kerma = {}
    for mode in ("low", "normal", "boost"):
        room.do(c.SetBeam(dose=mode))  # type: ignore[arg-type]
        seen = look(room, 1.0)
        kerma[mode] = seen.carm.run.kerma_mgy
        assert seen.live is not None
        assert seen.live.factors.copper_mm == (0.2 if mode == "low" else 0.1)
    assert kerma["low"] < 0.7 * kerma["normal"]
    assert kerma["boost"] == pytest.approx(2 * kerma["normal"], rel=0.01)
    assert set(BEAM_MODES) == {"pulsed", "continuous", "single"}


def test_the_console_tells_the_rate_and_the_run(room: Session) -> None:
    """Oracle: the rate times the time is the run's kerma: 8 pulses in a second; the total is the sum of the runs."""
    one = look(room, 1.0).carm
    assert one.kerma_mgy_min / 60 == pytest.approx(one.run.kerma_mgy, rel=1e-6)
    two = look(room, 1.0).carm
    assert two.run.kerma_mgy == pytest.approx(one.run.kerma_mgy)
    assert two.dose.kerma_mgy == pytest.approx(one.dose.kerma_mgy + two.run.kerma_mgy)


def test_an_intensifier_spares_the_corners(room: Session) -> None:
    """Oracle: a round field has pi / 4 of the square's area, and so of its dose-area product."""
    panel = look(room).carm.run
    room.do(c.SetReceptor(receptor="image intensifier"))
    tube = look(room).carm.run
    assert tube.dap_gycm2 / panel.dap_gycm2 == pytest.approx(np.pi / 4, rel=1e-6)
    room.do(c.SetCollimator(width=1.0, height=1.0, iris=0.5))
    assert look(room).carm.run.dap_gycm2 / panel.dap_gycm2 == pytest.approx(np.pi / 16, rel=1e-6)


# --- gantry and table ------------------------------------------------------------------------------------------------------


def test_the_table_carries_the_patient(room: Session) -> None:
    """Oracle: the patient 10 mm to the right brings what was 10 mm to the left into the middle; up is towards the back, away from the
    tube; the table ends somewhere."""
    x, y, z = room.look().carm.view.pose.centre
    room.do(c.MoveTable(right_mm=10.0, head_mm=-5.0, up_mm=30.0))
    assert room.look().carm.view.pose.centre == pytest.approx((x - 10, y + 30, z + 5))
    room.do(c.MoveTable(up_mm=900.0))
    assert room.look().carm.view.pose.centre[1] == 160.0


def test_the_laser_stands_where_the_beam_comes_out(room: Session) -> None:
    """Oracle: it falls on the picture's middle, and on skin: outside it is air, just inside it is not. It costs no dose."""
    assert room.look().carm.laser is None
    room.do(c.SetLaser(on=True))
    carm = room.look().carm
    assert carm.laser is not None
    place = np.array(carm.laser)
    np.testing.assert_allclose(carm.view.project(place), 0.0, atol=0.2)
    outside, inside = room.world.anatomy.tissue_at([place + 3 * carm.view.beam, place - 3 * carm.view.beam])
    assert outside == 0
    assert inside != 0
    assert carm.dose.pulses == 0


def test_without_assistance_a_view_is_the_textbook_s(room: Session) -> None:
    """Oracle: 0 and 90 degrees over the place where the C-arm stands; the assist tilts to this patient's end-plate."""
    room.do(c.ShowView(view="AP"))
    assisted = room.look().carm.view.pose
    room.do(c.ShowView(view="AP", assisted=False))
    plain = room.look().carm.view.pose
    assert (plain.orbit_deg, plain.tilt_deg) == (0.0, 0.0)
    assert plain.centre == assisted.centre
    assert assisted.tilt_deg > 5
    room.do(c.ShowView(view="lateral", assisted=False))
    assert room.look().carm.view.pose.orbit_deg == 90.0


# --- two monitors ----------------------------------------------------------------------------------------------------------


def test_monitors_swap(room: Session) -> None:
    """Oracle: what stood here stands there, and back again."""
    first = look(room).live
    room.do(c.KeepImage())
    second = look(room).live
    room.do(c.SwapMonitors())
    seen = room.look()
    assert (seen.live, seen.reference) == (first, second)
    room.do(c.SwapMonitors())
    seen = room.look()
    assert (seen.live, seen.reference) == (second, first)


def test_a_picture_is_turned_and_mirrored(room: Session) -> None:
    """Oracle: numpy on the pixels: mirrored first, then turned clockwise; the image on hold follows, and so does the next one."""
    exposure = opened(look(room).live)  # type: ignore[union-attr]
    room.do(c.OrientPicture(turn_deg=90.0, mirrored=True))
    turned = room.look().live
    assert turned is not None
    imager = Imager(room.world.anatomy)
    greys = imager.greys(exposure, SMALL)
    np.testing.assert_array_equal(imager.greys(opened(turned), SMALL), greys)
    np.testing.assert_array_equal(oriented(greys, turned.orientation), np.rot90(greys[:, ::-1], -1))
    assert look(room).live.orientation == turned.orientation  # type: ignore[union-attr]
    slanting = oriented(greys, replace(turned.orientation, turn_deg=30.0, mirrored=False))
    assert slanting.shape == greys.shape
    assert abs(int(slanting[SMALL // 2, SMALL // 2]) - int(greys[SMALL // 2, SMALL // 2])) < 40


def test_images_and_loops_are_stored_and_shown(room: Session) -> None:
    """Oracle: numbers from 1; a loop of 8 pictures a second comes round after its length."""
    room.do(c.StoreImage())
    assert kinds(room)[-1] == "refused"
    image = look(room).live
    room.do(c.StoreImage())
    look(room, 1.0)
    room.do(c.StoreImage(loop=True))
    assert len(room.look().images.stored) == 2
    assert "8 pictures" in room.look().images.stored[1]
    room.do(c.ShowStored(number=1))
    assert room.look().reference is image
    room.do(c.ShowStored(number=2))
    frames = [room.step().reference.frame for _ in range(48)]  # type: ignore[union-attr]
    assert room.look().images.playing
    assert len(set(frames)) == 8
    assert frames[:16] == frames[32:]
    assert sorted(set(frames)) == list(range(min(frames), min(frames) + 8))
    room.do(c.PlayLoop(playing=False))
    still = room.look().reference
    assert all(room.step().reference is still for _ in range(16))
    room.do(c.ShowStored(number=3))
    assert kinds(room)[-1] == "refused"


# --- lag and subtraction ---------------------------------------------------------------------------------------------------


def test_lag_remembers_two_pulses_of_the_same_pose(room: Session) -> None:
    """Oracle: none at the first pulse, then one, then two; none after the pedal came up or the C-arm moved."""
    before = []
    room.do(c.PressPedal())
    for _ in range(20):
        live = room.step().live
        assert live is not None
        before.append([e.frame for e in opened(live).before])
    assert before[0] == []
    assert before[5] == [1]
    assert before[10] == [2, 1]
    pose = room.look().carm.view.pose
    room.do(c.MoveCArm(orbit_deg=pose.orbit_deg + 1, tilt_deg=pose.tilt_deg, centre_mm=pose.centre))
    for _ in range(4):
        live = room.step().live
    assert live is not None
    assert opened(live).before == ()


def test_lag_does_not_hang_on_what_was_pictured_before(room: Session) -> None:
    """Oracle: equality, bit by bit, of a picture made in its turn and made alone by another machine; and lag makes it steadier."""
    room.do(c.PressPedal())
    exposures = {e.frame: e for e in (opened(room.step().live) for _ in range(16))}  # type: ignore[union-attr]
    imager = Imager(room.world.anatomy)
    in_turn = [imager.greys(exposures[n], SMALL) for n in sorted(exposures)]
    np.testing.assert_array_equal(Imager(room.world.anatomy).greys(exposures[4], SMALL), in_turn[3])
    quiet = imager.greys(replace(exposures[1], before=()), SMALL, Stages(noise=False)).astype(float)
    assert (in_turn[3] - quiet)[64:-64, 64:-64].std() < 0.8 * (in_turn[0] - quiet)[64:-64, 64:-64].std()


def test_the_third_picture_is_the_mask(room: Session) -> None:
    """Oracle: its number; held breath, nothing moved: what is left is noise about mid-grey; the bones are gone."""
    room.do(c.HoldBreath(holding=True))
    plain = look(room, 1.0).live
    room.do(c.SetSubtraction(mode="subtract"))
    live = look(room, 1.0).live
    assert "mask_taken" in kinds(room)
    assert plain is not None
    assert live is not None
    assert opened(live).subtracted is not None
    assert opened(live).subtracted.exposure.frame == plain.frame + 3
    imager = Imager(room.world.anatomy)
    bones, nothing = (imager.greys(opened(p), SMALL).astype(float) for p in (plain, live))
    blocks = [image.reshape(16, 16, 16, 16).mean(axis=(1, 3)).std() for image in (bones, nothing)]
    assert blocks[1] < 0.1 * blocks[0]
    assert np.median(nothing) == pytest.approx(128, abs=2)
    room.do(c.SetSubtraction(mode="off"))
    held = room.look().live
    assert held is not None
    assert opened(held).subtracted is None


def test_breathing_spoils_a_subtraction_and_pixel_shift_mends_it(room: Session) -> None:
    """Oracle: edges stand out of a subtraction, noise apart; sliding the mask as far as the patient went takes most away."""
    room.do(c.SetSubtraction(mode="subtract"))
    room.do(c.PressPedal())
    room.step()
    for _ in range(round(PERIOD_S / 2 / STEP_S)):
        live = room.step().live
    room.do(c.ReleasePedal())
    assert live is not None
    assert opened(live).subtracted is not None
    here, there = live.moved_mm, opened(live).subtracted.exposure.moved_mm
    went = here[0] - there[0], here[1] - there[1]
    assert np.hypot(*went) > 0.5
    imager = Imager(room.world.anatomy)
    size = 512

    def left() -> float:
        held = room.look().live
        assert held is not None
        return float(imager.greys(opened(held), size, Stages(noise=False)).astype(float)[64:-64, 64:-64].std())

    spoiled = left()
    room.do(c.ShiftMask(right_mm=went[0], up_mm=went[1]))
    assert left() < 0.6 * spoiled


def test_a_roadmap_shows_the_mask_s_contrast_white(room: Session) -> None:
    """Oracle: refused with nothing on hold; the held image becomes the mask; dropped as soon as the C-arm stands elsewhere."""
    room.do(c.SetSubtraction(mode="roadmap"))
    assert kinds(room)[-1] == "refused"
    held = look(room).live
    room.do(c.SetSubtraction(mode="roadmap"))
    live = look(room).live
    assert held is not None
    assert live is not None
    assert opened(live).subtracted is not None
    assert opened(live).subtracted.roadmap
    assert opened(live).subtracted.exposure.frame == held.frame
    room.do(c.ShowView(view="lateral"))
    assert kinds(room)[-1] == "mask_dropped"
    assert room.look().images.subtraction == "off"
    assert opened(look(room).live).subtracted is None  # type: ignore[union-attr]


def test_a_mask_can_be_taken_of_the_held_image(room: Session) -> None:
    """Oracle: the held image less itself; shifting needs a mask."""
    room.do(c.ShiftMask(right_mm=1.0, up_mm=0.0))
    assert kinds(room)[-1] == "refused"
    look(room)
    room.do(c.TakeMask())
    seen = room.look()
    assert seen.images.has_mask
    assert seen.images.subtraction == "subtract"
    assert seen.live is not None
    assert (Imager(room.world.anatomy).greys(opened(seen.live), SMALL) == 128).all()


# --- breathing -------------------------------------------------------------------------------------------------------------


def test_breathing_comes_round() -> None:
    """Oracle: nothing at the start and after a period, all of the reach in the middle."""
    np.testing.assert_allclose(displaced(0.0), 0.0)
    np.testing.assert_allclose(displaced(PERIOD_S / 2), REACH_MM)
    np.testing.assert_allclose(displaced(PERIOD_S), 0.0, atol=1e-12)


def test_a_held_breath_keeps_still_for_a_while(room: Session) -> None:
    """Oracle: the shadow stays; after 20 s the patient breathes again, and says so."""
    for _ in range(20):
        room.step()
    room.do(c.HoldBreath(holding=True))
    places = {look(room).live.moved_mm for _ in range(4)}  # type: ignore[union-attr]
    assert len(places) == 1
    for _ in range(round(LONGEST_HOLD_S / STEP_S)):
        room.step()
    assert not room.look().images.breath_held
    assert "breathing_again" in kinds(room)


def test_breathing_moves_the_picture_as_the_geometry_says(room: Session) -> None:
    """Oracle: the projection of the displaced isocentre, 1.5625 times the reach in AP; the linear picture is slid by that and no more."""
    room.do(c.PressPedal())
    for _ in range(round(PERIOD_S / 2 / STEP_S) + 1):
        live = room.step().live
    assert live is not None
    exposure = opened(live)
    view: View = exposure.view
    expected = view.project(np.asarray(view.pose.centre) + REACH_MM)
    np.testing.assert_allclose(exposure.moved_mm, expected, atol=0.1)
    imager = Imager(room.world.anatomy)
    still = imager.linear(replace(exposure, moved_mm=(0.0, 0.0)), 300)
    slid = imager.linear(replace(exposure, moved_mm=(2.0, -3.0)), 300)  # a pixel is a millimetre
    np.testing.assert_allclose(slid[3:, 2:], still[:-3, :-2], rtol=1e-6)


# --- by script, and again --------------------------------------------------------------------------------------------------

SCRIPT = """
format = 1
scenario = "interlaminar_l4_l5"
title = "Every knob of the console"
expect = "fail"
steps = [
  { do = "show", view = "s1" }, { do = "expose" },
  { do = "show", view = "caudal" }, { do = "expose" },
  { do = "show", view = "AP" },
  { do = "collimate", width = 0.6, height = 0.8, iris = 0.9 },
  { do = "console", receptor = "image intensifier", beam = "continuous", dose = "boost", rate = 4, table_up_mm = 20, laser = true },
  { do = "expose", seconds = 1.0 },
  { do = "console", store = "loop", hold_breath = true, turn_deg = 30, mirrored = true },
  { do = "console", beam = "pulsed", dose = "low", subtraction = "subtract" },
  { do = "expose", seconds = 1.0 },
  { do = "console", mask_right_mm = 0.3, mask_up_mm = -0.3, store = "image", recall = 1, play = true },
  { do = "wait", seconds = 1.0 },
  { do = "console", play = false, swap = "monitors", mask = "take" },
  { do = "console", subtraction = "roadmap" },
  { do = "expose" },
]
"""


def test_a_script_turns_every_knob_and_its_recording_replays(interlaminar: World, tmp_path: Path) -> None:
    """Oracle: every command of the console is in the recording; replayed, it gives the same events and the same picture, bit by bit."""
    path = tmp_path / "knobs.toml"
    path.write_text(SCRIPT, encoding="utf-8")
    script, session = files.script(path), Session(interlaminar, 3)
    recording = perform(ScriptHands(script, interlaminar.scenario.target), session, tmp_path / "knobs.jsonl")
    done = {type(command) for _, command in recording.commands}
    assert {
        c.SetReceptor, c.SetBeam, c.SetPulseRate, c.MoveTable, c.SetLaser, c.HoldBreath, c.OrientPicture, c.SetSubtraction, c.TakeMask,
        c.ShiftMask, c.StoreImage, c.ShowStored, c.PlayLoop, c.SwapMonitors, c.SetCollimator,
    } <= done  # fmt: skip
    again = Session(interlaminar, 3)
    replay(read(tmp_path / "knobs.jsonl"), again)
    assert again.events == session.events
    first, second = (s.look().live for s in (session, again))
    assert first is not None
    assert second is not None
    imager = Imager(interlaminar.anatomy)
    np.testing.assert_array_equal(imager.greys(opened(first), SMALL), Imager(interlaminar.anatomy).greys(opened(second), SMALL))


def test_a_console_step_that_sets_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nothing.toml"
    path.write_text(SCRIPT.replace('subtraction = "roadmap"', "").replace('console",  }', 'console" }'), encoding="utf-8")
    with pytest.raises(files.InputError, match="sets nothing"):
        files.script(path)


def test_recorder_is_the_one_used_by_the_window(interlaminar: World, tmp_path: Path) -> None:
    """Oracle: commands given by hand are kept and come back."""
    recorder = Recorder(Session(interlaminar, 2), "user", tmp_path / "by_hand.jsonl")
    for command in (c.SetLaser(on=True), c.SetBeam(dose="boost"), c.MoveTable(up_mm=10.0)):
        recorder.do(command)
    kept = recorder.close().commands
    assert [type(command) for _, command in kept] == [c.SetLaser, c.SetBeam, c.MoveTable]
