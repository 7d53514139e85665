"""The three things under the operator's hands, through the one door, in the shipped patient."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from meshes.tissues import BONE, CANAL_FAT, DISC, EPIDURAL, INTRATHECAL, NERVE, VESSEL, Tissue
from scenarios.equipment import needles
from scenarios.words import catalogue, notice, sentence
from sim.fluoroscopy import dose
from sim.fluoroscopy.carm import FIELDS_MM, Pose, View
from sim.fluoroscopy.picture import opened
from sim.physics import uptake
from sim.physics.flow import CONTRAST
from sim.physics.needle import Needle
from sim.physics.resistance import needle_drop_mmhg
from sim.physics.tissue import tissue_table
from sim.session import commands as c
from sim.session.events import Event
from sim.session.session import Session
from sim.session.stations.carm import contrast_in
from sim.session.stations.needle import NEW_PASS_MM
from sim.session.stations.roots import root_touched
from sim.session.stations.syringe import BLOCKED_MMHG
from sim.session.world import World

SMALL_VESSEL = VESSEL - {Tissue.AORTA, Tissue.CAVA}
"""Those that a needle of this length reaches from behind."""
STRAIGHT = needles()["18G Tuohy"].model_copy(update={"curve_radius_mm": 1e12, "length_mm": 200.0})
"""A needle that no bevel steers."""


@pytest.fixture
def room(interlaminar: World) -> Session:
    return Session(interlaminar, 1)


def wait(session: Session, steps: int) -> None:
    for _ in range(steps):
        session.step()


def kinds(session: Session) -> list[str]:
    return [event.kind for event in session.events]


def all_of(session: Session, kind: str) -> list[Event]:
    return [event for event in session.events if event.kind == kind]


def why_refused(session: Session) -> str:
    """The last refusal's words."""
    last = all_of(session, "refused")[-1]
    return str(notice(last.kind, last.data))


def columns_through(anatomy: Anatomy, wanted: frozenset[Tissue]) -> Iterator[tuple[float, float]]:
    """(right, superior) of straight ways forward that meet one of these tissues before any bone: found in the labels."""
    labels, grid = anatomy.fine.values, anatomy.fine.grid
    hit, bone = np.isin(labels, list(wanted)), np.isin(labels, list(BONE))
    depth = labels.shape[1]
    first_hit, first_bone = (np.where(a.any(1), a.argmax(1), depth) for a in (hit, bone))
    for i, k in np.argwhere(first_hit + 3 < first_bone):
        place = grid.centre([i, 0, k])
        yield float(place[0]) + 0.07, float(place[2]) + 0.11


def set_down(session: Session, right: float, superior: float, straight: bool = True) -> Needle:
    """A needle on the skin over a place, pointing straight forward; nothing is left to chance."""
    session.truth().chance = None  # type: ignore[assignment]
    session.do(c.TakeNeedle(needle="18G Tuohy"))
    if straight:
        session.truth().needle = Needle(STRAIGHT)
    session.do(c.PlaceNeedle(right_mm=right, superior_mm=superior))
    needle = session.truth().needle
    assert needle is not None
    assert needle.placed
    return needle


def over_the_window(session: Session) -> Needle:
    """Straight over the right L4-L5 window, which a straight way reaches without meeting bone."""
    target = session.world.target
    return set_down(session, float(target[0]), float(target[2]))


def push(session: Session, mm: float, step: float = 0.5) -> None:
    done = 0.0
    while done < mm - 1e-9:
        session.do(c.AdvanceNeedle(mm=min(step, mm - done)))
        session.step()
        done += step


def push_into(session: Session, tissues: frozenset[Tissue]) -> None:
    """On until the tip lies in one of these tissues."""
    needle = session.truth().needle
    assert needle is not None
    while session.world.body.at(needle.tip) not in tissues:
        assert not needle.on_bone
        assert needle.depth_mm < 190
        push(session, 0.2, 0.2)


# --- the C-arm -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", dose.PULSE_RATES)
@pytest.mark.parametrize("seconds", [1, 3])
def test_pulses_come_at_their_rate(room: Session, rate: dose.PulseRate, seconds: int) -> None:
    """Oracle: rate x time; the first at once, under the pedal's first step."""
    room.do(c.SetPulseRate(rate=rate))
    room.do(c.PressPedal())
    room.step()
    assert room.look().carm.dose.pulses == 1
    wait(room, seconds * 32 - 1)
    assert room.look().carm.dose.pulses == rate * seconds
    assert room.look().carm.dose.seconds == pytest.approx(seconds)


def test_pulses_are_evenly_apart(room: Session) -> None:
    """Oracle: 8 a second are 4 steps apart, the first interval too."""
    room.do(c.PressPedal())
    frames = []
    for _ in range(17):
        room.step()
        frames.append(room.truth().carm.frame)
    assert (np.flatnonzero(np.diff([0, *frames])) + 1).tolist() == [1, 5, 9, 13, 17]


def test_dose_is_time_times_rate_times_a_pulse(room: Session) -> None:
    """Oracle: closed form: pulses x the pose's pulse, of kerma and of area product; nothing without the pedal."""
    wait(room, 64)
    assert room.look().carm.dose == dose.Dose()
    view = room.look().carm.view
    pulse = dose.of_pulse(dose.automatic(dose.thickness(room.world.anatomy, view)), view, 1.0)
    for rate, seconds in ((8, 2), (4, 1), (15, 2)):
        room.do(c.SetPulseRate(rate=rate))
        room.do(c.PressPedal())
        wait(room, 32 * seconds)
        room.do(c.ReleasePedal())
        wait(room, 10)
    spent = room.look().carm.dose
    assert spent.pulses == 16 + 4 + 30
    assert spent.kerma_mgy == pytest.approx(50 * pulse.kerma_mgy, rel=1e-9)
    assert spent.dap_gycm2 == pytest.approx(50 * pulse.dap_gycm2, rel=1e-9)


def test_collimating_spares_area_product_only(interlaminar: World) -> None:
    """Oracle: 0.5 x 0.6 of the field is 0.3 of the product, and all of the kerma."""
    spent = []
    for width, height in ((1.0, 1.0), (0.5, 0.6)):
        session = Session(interlaminar, 1)
        session.do(c.SetCollimator(width=width, height=height))
        session.do(c.PressPedal())
        wait(session, 32)
        session.do(c.ReleasePedal())
        spent.append(session.look().carm.dose)
        assert all_of(session, "exposure_ended")[0].data["open_share"] == width * height
    assert spent[1].kerma_mgy == spent[0].kerma_mgy
    assert spent[1].dap_gycm2 == pytest.approx(0.3 * spent[0].dap_gycm2, rel=1e-9)


def test_a_run_tells_what_it_cost(room: Session) -> None:
    """Oracle: the difference of the dose before and after; and pressing a pedal that is down begins no second run."""
    room.do(c.PressPedal())
    wait(room, 20)
    room.do(c.ReleasePedal())
    before = room.look().carm.dose
    room.do(c.PressPedal())
    wait(room, 16)
    room.do(c.PressPedal())
    wait(room, 16)
    room.do(c.ReleasePedal())
    room.do(c.ReleasePedal())
    after = room.look().carm.dose
    assert len(all_of(room, "exposure_started")) == len(all_of(room, "exposure_ended")) == 2
    told = all_of(room, "exposure_ended")[1].data
    assert told["pulses"] == after.pulses - before.pulses == 8
    assert told["seconds"] == 1.0
    assert told["kerma_mgy"] == pytest.approx(after.kerma_mgy - before.kerma_mgy, abs=1e-5)


def test_the_last_image_is_held(room: Session) -> None:
    """Oracle: the very same picture, after the pedal is up, after the C-arm moved and after the needle did."""
    assert room.look().live is None
    room.do(c.PressPedal())
    wait(room, 8)
    room.do(c.ReleasePedal())
    held = room.look().live
    assert held is not None
    over_the_window(room)
    room.do(c.ShowView(view="lateral"))
    push(room, 5.0)
    seen = room.step()
    assert seen.live is held
    assert seen.carm.view != held.view
    assert opened(held).needle is None


def test_a_kept_image_goes_to_the_other_monitor(room: Session) -> None:
    """Oracle: the held picture itself; and none where there is none yet."""
    room.do(c.KeepImage())
    assert why_refused(room) == "there is no image to keep yet"
    room.do(c.PressPedal())
    wait(room, 2)
    room.do(c.ReleasePedal())
    first = room.look().live
    room.do(c.KeepImage())
    room.do(c.ShowView(view="lateral"))
    room.do(c.PressPedal())
    wait(room, 2)
    assert room.look().reference is first
    assert room.look().live is not first


def test_every_pulse_is_a_frame_of_its_own(room: Session) -> None:
    """Oracle: frames count the pulses, so that no two have the same noise."""
    room.do(c.PressPedal())
    frames = []
    for _ in range(32):
        live = room.step().live
        assert live is not None
        frames.append(live.frame)
    assert sorted(set(frames)) == list(range(1, 9))


def test_the_machine_keeps_to_its_limits(room: Session) -> None:
    """Oracle: the nearest pose that it can take."""
    room.do(c.MoveCArm(orbit_deg=170.0, tilt_deg=-80.0, centre_mm=(1.0, 2.0, 3.0)))
    assert room.look().carm.view.pose == Pose(100.0, -45.0, (1.0, 2.0, 3.0))


def test_brightness_is_set_anew_where_the_way_is_longer(room: Session) -> None:
    """Oracle: automatic brightness: more kVp from the side than from behind; back in AP the same as before."""
    voltages = []
    for view in ("AP", "lateral", "AP"):
        room.do(c.ShowView(view=view))
        room.do(c.PressPedal())
        wait(room, 1)
        room.do(c.ReleasePedal())
        live = room.look().live
        assert live is not None
        voltages.append(live.factors.kvp)
    assert voltages[1] > voltages[0] + 5
    assert voltages[2] == voltages[0]


@pytest.mark.parametrize(("command", "why"), [
    (c.ShowView(view="AP", level="L9"), "level 'L9' is not known"),
    (c.ShowView(view="AP", centre="nose"), "there is no landmark 'nose'"),
])  # fmt: skip
def test_a_view_that_cannot_be_is_refused(room: Session, command: c.Command, why: str) -> None:
    """Oracle: the words say what is wrong, and the C-arm stays."""
    before = room.look().carm.view
    room.do(command)
    assert why in why_refused(room)
    assert room.look().carm.view == before


def test_sights_are_what_lies_in_the_open_field(room: Session) -> None:
    """Oracle: projection by hand: a landmark is in the picture's list where its shadow lies between the blades, and not else."""
    for blades in ((1.0, 1.0), (0.3, 0.2)):
        room.do(c.SetCollimator(width=blades[0], height=blades[1]))
        room.do(c.PressPedal())
        wait(room, 1)
        room.do(c.ReleasePedal())
        live = room.look().live
        assert live is not None
        view = View(room.look().carm.view.pose, FIELDS_MM[0])
        inside = {}
        for name, point in room.world.sights.items():
            u, v = view.project(point)
            if abs(u) <= 150 * blades[0] and abs(v) <= 150 * blades[1]:
                inside[name] = (float(u), float(v))
        assert live.sights.keys() == inside.keys()
        assert inside
        for name, place in inside.items():
            assert live.sights[name] == pytest.approx(place)
    assert len(inside) < len(room.world.sights)


def test_the_landmarks_of_other_levels_and_of_the_other_side_are_seen_too(room: Session) -> None:
    """So that somebody can aim at the wrong one. Oracle: projection by hand; the target's own are not among them."""
    room.do(c.PressPedal())
    wait(room, 1)
    live = room.look().live
    assert live is not None
    view, others = View(room.look().carm.view.pose, FIELDS_MM[0]), room.world.other_sights
    assert not set(others) & set(room.world.sights)
    assert "L3-L4/lower_lamina_edge" in live.others
    for name, place in live.others.items():
        assert place == pytest.approx(tuple(map(float, view.project(others[name]))))
        assert live.shadow_of(name) == place
    assert live.shadow_of("nose") is None


# --- the needle ------------------------------------------------------------------------------------------------------------


def test_a_needle_is_set_on_the_skin(room: Session) -> None:
    """Oracle: the first voxel of the body under the place, to the search's quarter millimetre; and no depth."""
    needle = over_the_window(room)
    labels, grid = room.world.anatomy.fine.values, room.world.anatomy.fine.grid
    i, _, k = grid.index(needle.tip)
    first = grid.lo[1] + grid.spacing * int((labels[i, :, k] > 0).argmax())
    assert needle.tip[1] == pytest.approx(first, abs=0.26)
    assert needle.depth_mm == 0
    np.testing.assert_allclose(all_of(room, "needle_placed")[0].data["entry"], needle.tip, atol=0.006)


@pytest.mark.parametrize(("u", "v"), [(0.0, 0.0), (25.0, -18.0)])
def test_down_the_beam_the_needle_is_one_point(room: Session, u: float, v: float) -> None:
    """Oracle: the gun-barrel view: hub, entry and tip of a needle set on the beam have one shadow, where it was asked for."""
    room.do(c.TakeNeedle(needle="18G Tuohy"))
    room.do(c.PlaceOnBeam(u_mm=u, v_mm=v))
    needle = room.truth().needle
    assert needle is not None
    shadows = room.look().carm.view.project(needle.shaft())
    np.testing.assert_allclose(shadows, np.broadcast_to([u, v], shadows.shape), atol=1e-6)


@pytest.mark.parametrize(
    ("through", "wanted", "event"),
    [
        (INTRATHECAL, INTRATHECAL, "dural_puncture"),
        (frozenset({Tissue.CAUDA}), INTRATHECAL, "dural_puncture"),
        (SMALL_VESSEL, VESSEL, "vessel_entered"),
        (NERVE, NERVE, "root_contact"),
        (frozenset({Tissue.GANGLION}), NERVE, "root_contact"),
        (frozenset({Tissue.NUCLEUS}), DISC, "disc_entered"),
    ],
    ids=["sac", "sac through the cauda", "vessel", "root", "ganglion", "disc"],
)
def test_every_entry_is_told_once_and_in_order(
    interlaminar: World, through: frozenset[Tissue], wanted: frozenset[Tissue], event: str
) -> None:
    """Oracle: the labels along a straight way found in the labels: as many events as entries, at their depths, in their order.

    From one kind of tissue into another of the same organ (CSF to cauda, root to ganglion) is no entry.
    """
    session = Session(interlaminar, 1)
    needle = set_down(session, *next(columns_through(interlaminar.anatomy, through)))
    entry = needle.tip.copy()
    while needle.depth_mm < 110 and not needle.on_bone:
        push(session, 1.0, 1.0)
    depths = 0.01 * np.arange(round(needle.depth_mm / 0.01) + 1)
    labels = interlaminar.anatomy.tissue_at(entry + depths[:, None] * np.array([0.0, 1.0, 0.0]))
    inside = np.isin(labels, list(wanted))
    entries = depths[1:][inside[1:] & ~inside[:-1]]
    assert len(entries) >= 1
    told = all_of(session, event)
    np.testing.assert_allclose([e.data["depth_mm"] for e in told], entries, atol=0.016)
    crossed = [e for e in all_of(session, "tissue_entered") if Tissue[e.data["tissue"]] not in BONE]
    soft = labels[~np.isin(labels, list(BONE))]
    changes = [(Tissue(int(a)).name, Tissue(int(b)).name) for a, b in pairwise(soft) if a != b]
    assert [(e.data["left"], e.data["tissue"]) for e in crossed] == changes
    assert kinds(session).count("skin_entered") >= 1


def test_the_trace_is_the_truth_about_the_tip(room: Session) -> None:
    """Oracle: the tip's own place, label, clearances and distance, at every advance."""
    needle = over_the_window(room)
    for _ in range(12):
        room.do(c.AdvanceNeedle(mm=4.0))
        told = all_of(room, "tip_at")[-1].data
        assert told["place"] == pytest.approx(needle.tip.tolist(), abs=1e-6)
        assert told["tissue"] == Tissue(room.world.body.at(needle.tip)).name
        assert told["at_tip"] == Tissue(room.world.body.at(needle.tip)).name
        clear = room.world.body.clearances(needle.tip)
        assert [told["dura_mm"], told["vessel_mm"], told["root_mm"]] == pytest.approx(clear[:3].tolist(), abs=0.0006)
        assert told["depth_mm"] == pytest.approx(needle.depth_mm, abs=0.0006)


def test_bone_counts_once_until_it_is_left(interlaminar: World) -> None:
    """Oracle: pushing on the same bone and tapping it by less than 2 mm is one contact; drawn back farther, the next one counts."""
    session = Session(interlaminar, 1)
    lamina = interlaminar.anatomy.landmark("L4/lamina_bottom")
    needle = set_down(session, float(lamina[0]) + 4.0, float(lamina[2]) + 6.0)
    while not needle.on_bone:
        push(session, 1.0, 1.0)
    for _ in range(4):
        session.do(c.AdvanceNeedle(mm=1.0))
    session.do(c.AdvanceNeedle(mm=-1.5))
    session.do(c.AdvanceNeedle(mm=3.0))
    assert needle.on_bone
    assert len(all_of(session, "bone_contact")) == 1
    session.do(c.AdvanceNeedle(mm=-2.5))
    session.do(c.AdvanceNeedle(mm=5.0))
    assert needle.on_bone
    assert len(all_of(session, "bone_contact")) == 2


def test_passes_count_ways_in(room: Session) -> None:
    """Oracle: the first entry, and each time after the needle was drawn back by the stated length or taken out; not smaller corrections."""
    over_the_window(room)
    push(room, 20.0)
    room.do(c.AdvanceNeedle(mm=-(NEW_PASS_MM - 1)))
    push(room, 5.0)
    assert room.truth().passes == 1
    room.do(c.AdvanceNeedle(mm=-(NEW_PASS_MM + 1)))
    push(room, 5.0)
    assert room.truth().passes == 2
    room.do(c.RemoveNeedle())
    target = room.world.target
    room.do(c.PlaceNeedle(right_mm=float(target[0]) + 4, superior_mm=float(target[2])))
    push(room, 5.0)
    assert [e.data["number"] for e in all_of(room, "pass_begun")] == [1, 2, 3]


def test_an_open_hub_shows_where_the_bevel_lies(interlaminar: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: anatomy: CSF drips and blood wells up once the stylet is out, and not while it is in. How often it does is another test's."""
    monkeypatch.setattr(uptake, "_shown", lambda: dict.fromkeys(("venous", "arterial", "intrathecal"), 1.0))
    for wanted, sign in ((INTRATHECAL, "fluid_drips"), (SMALL_VESSEL, "blood_drips")):
        session = Session(interlaminar, 1)
        set_down(session, *next(columns_through(interlaminar.anatomy, wanted)))
        push_into(session, wanted)
        assert sign not in kinds(session)
        session.do(c.SetStylet(inside=False))
        assert kinds(session).count(sign) == 1
        session.do(c.AttachSyringe(agent="saline"))
        session.do(c.Aspirate())
        assert all_of(session, "aspirated")[-1].data["result"] == {"fluid_drips": "clear fluid", "blood_drips": "blood"}[sign]


def test_what_cannot_be_done_with_a_needle_is_refused(room: Session) -> None:
    """Oracle: the words name what is missing; nothing changes."""
    room.do(c.AdvanceNeedle(mm=1.0))
    assert "there is no needle in your hand" in why_refused(room)
    room.do(c.TakeNeedle(needle="harpoon"))
    assert "'harpoon' is not on the tray; there are 18G Tuohy" in why_refused(room)
    room.do(c.TakeNeedle(needle="18G Tuohy"))
    room.do(c.AdvanceNeedle(mm=1.0))
    assert "set it on the skin" in why_refused(room)
    room.do(c.PlaceNeedle(right_mm=800.0, superior_mm=0.0))
    assert "no skin at that point" in why_refused(room)
    over_the_window(room)
    push(room, 3.0)
    room.do(c.TakeNeedle(needle="20G Tuohy"))
    assert "take the needle out" in why_refused(room)
    room.do(c.PlaceNeedle(right_mm=0.0, superior_mm=0.0))
    assert "withdraw it" in why_refused(room)


def test_taken_out_the_needle_takes_the_syringe_along(room: Session) -> None:
    """Oracle: a syringe is on a hub: without one nothing is pressed or aspirated, and a push that ran is ended."""
    over_the_window(room)
    push_into(room, EPIDURAL)
    room.do(c.AttachSyringe(agent="iohexol 240"))
    room.do(c.PressPlunger(rate_ml_s=0.2))
    wait(room, 8)
    room.do(c.RemoveNeedle())
    assert kinds(room)[-2:] == ["injection_ended", "needle_removed"]
    for command in (c.PressPlunger(rate_ml_s=0.2), c.Aspirate(), c.TryPlunger(pressing=True)):
        room.do(command)
        assert why_refused(room) == "there is no syringe on the needle"
    left = room.truth().fluids["iohexol 240"]
    wait(room, 16)
    assert room.truth().fluids["iohexol 240"] == left


def test_force_and_depth_are_as_felt(room: Session) -> None:
    """Oracle: depth is read off marks a millimetre apart; force is the needle's own."""
    needle = over_the_window(room)
    push(room, 12.4, 0.4)
    seen = room.look().needle
    assert seen is not None
    assert seen.depth_mm == 12.0
    assert seen.force_n == needle.force_n()
    assert seen.length_mm == STRAIGHT.length_mm


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("level", ["L2", "L4", "L5", "S1"])
def test_a_touched_root_hurts_where_it_belongs(interlaminar: World, level: str, side: str) -> None:
    """Oracle: the root and side of the ganglion that lies there, and its dermatome in the sentence."""
    said = root_touched(interlaminar, interlaminar.anatomy.landmark(f"{level}/ganglion_{side}"))
    assert (said.cause, said.root, said.side) == ("root", level, side)
    assert catalogue()["dermatome"][level].format(side=side) in sentence(said)


# --- the syringe -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("agent", ["saline", "air"])
def test_resistance_is_lost_on_entering_the_space(room: Session, agent: str) -> None:
    """Oracle: the labels: tried all the way in small steps, the plunger gives way once, where the bevel first lies in the space.

    0.25 mm every 125 ms: the gauge takes 94 ms to fall, so the loss is told before the next push. With air it may lie before, in fat,
    which gives way under a bubble too ([@bartynski_2005]: 25.7 % of losses with air were at a wrong place); with saline it may not.
    """
    needle = over_the_window(room)
    push(room, 20.0)
    room.do(c.AttachSyringe(agent=agent))
    room.do(c.TryPlunger(pressing=True))
    entered_mm = None
    for _ in range(200):
        room.do(c.AdvanceNeedle(mm=0.25))
        wait(room, 4)
        if entered_mm is None and room.world.body.at(needle.tip) in CANAL_FAT:
            entered_mm = needle.depth_mm
        if entered_mm is not None and needle.depth_mm > entered_mm + 2.0:
            break
    assert entered_mm is not None
    *false, true = all_of(room, "loss_of_resistance")
    assert true.data["depth_mm"] == pytest.approx(entered_mm, abs=0.006)
    assert true.data["tissue"] == "DORSAL_FAT"
    assert {loss.data["tissue"] for loss in false} <= ({"FAT"} if agent == "air" else set())


def test_nothing_is_felt_without_a_hand_on_the_plunger(room: Session) -> None:
    """Oracle: no loss of resistance for a needle that is only pushed."""
    over_the_window(room)
    room.do(c.AttachSyringe(agent="saline"))
    push_into(room, EPIDURAL)
    push(room, 1.0)
    wait(room, 32)
    assert "loss_of_resistance" not in kinds(room)
    assert room.look().syringe.pressure_mmhg == 0.0


def test_pressure_is_tissue_space_and_needle(room: Session) -> None:
    """Oracle: closed form: what the tissue holds, how the widened space presses back, rate x resistance, the bore's Hagen-Poiseuille."""
    needle = over_the_window(room)
    push_into(room, EPIDURAL)
    room.do(c.AttachSyringe(agent="iohexol 240"))
    readings, widened = [], 0.0
    for rate in (0.1, 0.2, 0.4):
        room.do(c.PressPlunger(rate_ml_s=rate))
        room.step()
        deposit = room.truth().syringe.deposit
        assert deposit is not None
        expected = tissue_table().resistance_mmhg[room.world.body.at(needle.tip)] + rate * deposit.resistance
        expected += needle_drop_mmhg(rate, 3.4, 0.84, 200.0) + widened
        readings.append(room.look().syringe.pressure_mmhg - widened)
        widened = deposit.elastic_mmhg
        assert room.look().syringe.pressure_mmhg == pytest.approx(expected, rel=1e-9)
        assert room.look().syringe.rate_ml_s == pytest.approx(rate)
    # linear in the rate
    assert readings[2] - readings[1] == pytest.approx(2 * (readings[1] - readings[0]), rel=1e-6)


def test_what_leaves_the_syringe_is_in_the_patient(room: Session) -> None:
    """Oracle: conservation, through the whole door: tray + held + left the lattice = what was on the tray, at every step."""
    over_the_window(room)
    push_into(room, EPIDURAL)
    for agent, rate in (("iohexol 240", 0.5), ("methylprednisolone 80 mg", 0.4)):
        room.do(c.AttachSyringe(agent=agent))
        room.do(c.PressPlunger(rate_ml_s=rate))
        for _ in range(70):
            room.step()
            flow, fluids = room.truth().flow, room.truth().fluids
            inside = flow.held() + flow.left()
            np.testing.assert_allclose(inside, flow.given, rtol=1e-9, atol=1e-15)
            on_tray = [fluids["iohexol 240"], fluids["methylprednisolone 80 mg"]]
            np.testing.assert_allclose(inside[:2] + on_tray, [6.0, 6.0], rtol=1e-9)
        room.do(c.DetachSyringe())
    told = [e.data["ml"] for e in all_of(room, "injection_ended")]
    assert [*told, 0.0] == pytest.approx(room.truth().flow.given.tolist(), abs=1e-4)


def test_a_syringe_runs_empty(room: Session) -> None:
    """Oracle: no more comes out than was in it; the push ends by itself, and no other begins."""
    over_the_window(room)
    push_into(room, EPIDURAL)
    room.do(c.AttachSyringe(agent="iohexol 240"))
    room.do(c.PressPlunger(rate_ml_s=2.0))
    wait(room, 32 * 8)
    assert room.truth().fluids["iohexol 240"] == 0.0
    (ended,) = all_of(room, "injection_ended")
    assert ended.data["ml"] == pytest.approx(6.0)
    room.do(c.PressPlunger(rate_ml_s=1.0))
    assert "is empty" in why_refused(room)


def test_saline_and_air_leave_no_contrast(room: Session) -> None:
    """Oracle: saline takes up room and shows nothing."""
    over_the_window(room)
    push_into(room, EPIDURAL)
    room.do(c.AttachSyringe(agent="saline"))
    room.do(c.PressPlunger(rate_ml_s=0.5))
    wait(room, 32)
    room.do(c.ReleasePlunger())
    assert all_of(room, "injection_ended")[0].data["into"] == {"epidural": 0.5}
    assert room.truth().flow.given.tolist() == [0.0, 0.0, 0.5]
    assert contrast_in(room.truth()) is None


def test_the_plunger_is_blocked_in_tight_tissue(room: Session) -> None:
    """Oracle: flavum conducts nothing: no volume moves, the gauge shows all that a thumb can press, and it is told once."""
    over_the_window(room)
    push_into(room, frozenset({Tissue.FLAVUM}))
    push(room, 0.6, 0.2)
    assert room.world.body.at(room.truth().needle.tip) == Tissue.FLAVUM  # type: ignore[union-attr]
    room.do(c.AttachSyringe(agent="iohexol 240"))
    room.do(c.PressPlunger(rate_ml_s=0.5))
    wait(room, 32)
    assert room.truth().fluids["iohexol 240"] == 6.0
    assert room.look().syringe.pressure_mmhg == BLOCKED_MMHG
    assert room.look().syringe.rate_ml_s == 0.0
    assert len(all_of(room, "plunger_blocked")) == 1


def test_in_muscle_a_thumb_makes_little_flow(room: Session) -> None:
    """Oracle: closed form: the rate falls to what 700 mmHg less the tissue's own can drive through the space's resistance."""
    needle = set_down(room, *next(columns_through(room.world.anatomy, frozenset({Tissue.MUSCLE}))))
    push_into(room, frozenset({Tissue.MUSCLE}))
    push(room, 2.0)
    assert room.world.body.at(needle.tip) == Tissue.MUSCLE
    room.do(c.AttachSyringe(agent="iohexol 240"))
    room.do(c.PressPlunger(rate_ml_s=2.0))
    wait(room, 1)
    deposit = room.truth().syringe.deposit
    assert deposit is not None
    assert deposit.name == "soft tissue"
    expected = (BLOCKED_MMHG - tissue_table().resistance_mmhg[Tissue.MUSCLE]) / deposit.resistance
    assert expected < 2.0
    assert room.look().syringe.rate_ml_s == pytest.approx(expected, rel=1e-9)


def test_moving_the_needle_moves_where_fluid_goes(room: Session) -> None:
    """Oracle: the bevel's own place: fluid given before goes one way, after moving into the sac another."""
    over_the_window(room)
    push_into(room, EPIDURAL)
    room.do(c.AttachSyringe(agent="iohexol 240"))
    room.do(c.PressPlunger(rate_ml_s=0.5))
    wait(room, 16)
    push_into(room, INTRATHECAL)
    given = room.truth().flow.given[CONTRAST]
    wait(room, 16)
    into = room.truth().flow.into
    assert into["intrathecal"][CONTRAST] >= room.truth().flow.given[CONTRAST] - given > 0.2
    assert into["epidural"][CONTRAST] >= 0.25


def test_contrast_is_told_apart_by_where_it_is(room: Session) -> None:
    """Oracle: by hand: epidural contrast is inside, within 18 mm along the canal of the target it is there; intrathecal is outside."""
    over_the_window(room)
    push_into(room, EPIDURAL)
    room.do(c.AttachSyringe(agent="iohexol 240"))
    room.do(c.PressPlunger(rate_ml_s=0.5))
    wait(room, 64)
    room.do(c.ReleasePlunger())
    told = all_of(room, "injection_ended")[-1].data
    epidural = room.truth().flow.deposits["epidural"]
    station = np.array([room.world.station(place) for place in epidural.space.places[epidural.amount[CONTRAST] > 0]])
    target = room.world.station(room.world.place(room.world.technique.reach))
    there = epidural.amount[CONTRAST][epidural.amount[CONTRAST] > 0][np.abs(station - target) <= 18].sum()
    assert (told["contrast_ml"], told["contrast_outside_ml"]) == (1.0, 0.0)
    # the cells on the border may count otherwise
    assert told["contrast_near_ml"]["L4-L5/window"] == pytest.approx(there, abs=0.06)
    assert 0 < there < 1.0
    push_into(room, INTRATHECAL)
    room.do(c.PressPlunger(rate_ml_s=0.5))
    wait(room, 32)
    room.do(c.ReleasePlunger())
    told = all_of(room, "injection_ended")[-1].data
    assert (told["contrast_ml"], told["contrast_outside_ml"]) == (1.5, 0.5)


def test_contrast_watched_live_is_told(room: Session) -> None:
    """Oracle: what went in with the beam on: half the time, half the volume."""
    over_the_window(room)
    push_into(room, EPIDURAL)
    room.do(c.AttachSyringe(agent="iohexol 240"))
    room.do(c.PressPlunger(rate_ml_s=0.5))
    wait(room, 32)
    room.do(c.PressPedal())
    wait(room, 32)
    room.do(c.ReleasePlunger())
    told = all_of(room, "injection_ended")[0].data
    assert (told["ml"], told["live_ml"]) == (1.0, 0.5)


@pytest.mark.parametrize(("beam", "live"), [("pulsed", 0.5), ("continuous", 0.5), ("single", 0.0)])
def test_one_picture_is_not_live_however_long_the_pedal_is_held(room: Session, beam: dose.BeamMode, live: float) -> None:
    """Oracle: of a single shot there is one picture."""
    over_the_window(room)
    push_into(room, EPIDURAL)
    room.do(c.AttachSyringe(agent="iohexol 240"))
    room.do(c.SetBeam(beam=beam))
    room.do(c.PressPedal())
    room.do(c.PressPlunger(rate_ml_s=0.5))
    wait(room, 32)
    room.do(c.ReleasePlunger())
    told = all_of(room, "injection_ended")[0].data
    assert (told["ml"], told["live_ml"]) == (0.5, live)


@pytest.mark.parametrize("command", [c.PressPlunger(rate_ml_s=0.5), c.Aspirate(), c.TryPlunger(pressing=True)])
def test_a_plunger_needs_a_syringe(room: Session, command: c.Command) -> None:
    """Oracle: refused, with and without a needle."""
    room.do(command)
    assert why_refused(room) == "there is no syringe on the needle"
    over_the_window(room)
    room.do(command)
    assert len(all_of(room, "refused")) == 2


def test_what_cannot_be_done_with_a_syringe_is_refused(room: Session) -> None:
    """Oracle: the words name what is missing or in the way."""
    room.do(c.AttachSyringe(agent="saline"))
    assert "needs a needle in the patient" in why_refused(room)
    over_the_window(room)
    room.do(c.AttachSyringe(agent="lemonade"))
    assert "'lemonade' is not on the tray; there are saline" in why_refused(room)
    room.do(c.AttachSyringe(agent="saline"))
    room.do(c.AttachSyringe(agent="air"))
    assert "take the other syringe off first" in why_refused(room)
    room.do(c.SetStylet(inside=True))
    assert "take the syringe off before the stylet goes in" in why_refused(room)
