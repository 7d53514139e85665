"""The C-arm: it is steered, it is collimated, and while the pedal is down it pulses."""

from __future__ import annotations

import numpy as np

from meshes.morphometry import LEVELS
from sim.commands import KeepImage, MoveCArm, PressPedal, ReleasePedal, SetCollimator, SetField, SetPulseRate, ShowView
from sim.fluoroscopy import dose
from sim.fluoroscopy.carm import FIELDS_MM, TITLES, Pose, View, named_pose
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.shadows import Iodine, Steel
from sim.observation import CArmSeen, Picture
from sim.physics.flow import CONTRAST
from sim.state import State
from sim.stations.log import log, refuse, rounded
from sim.world import World

DEPTH_VIEW_DEG = 12.0
"""So near in orbit a view still is the named one (guess; contralateral oblique is taken at 45 to 55)."""
COLLIMATED_SHARE = 0.75
"""A field no larger than this counts as collimated."""
LEAST_ML = 1e-7
"""Cells with less contrast than this are not drawn."""


def view_of(state: State) -> View:
    return View(state.carm.pose, FIELDS_MM[state.carm.field_mode])


def do(state: State, world: World, command: object) -> bool:
    """Do a command of this station; False if it is none."""
    carm = state.carm
    match command:
        case MoveCArm():
            _stand(state, Pose(command.orbit_deg, command.tilt_deg, command.centre_mm).limited(), None)
        case ShowView():
            _show(state, world, command)
        case SetField():
            carm.field_mode, carm.technique = command.mode, None
        case SetCollimator():
            carm.collimator = Collimator(command.width, command.height)
        case SetPulseRate():
            carm.pulse_rate = command.rate
        case PressPedal():
            if not carm.pedal:
                carm.pedal, carm.phase, carm.run = True, 1.0, dose.Dose()
                log(
                    state, "exposure_started", view=carm.title, orbit_deg=rounded(carm.pose.orbit_deg), tilt_deg=rounded(carm.pose.tilt_deg)
                )
        case ReleasePedal():
            release(state)
        case KeepImage():
            if carm.live is None:
                refuse(state, "there is no image to keep yet")
            else:
                carm.reference = carm.live
                log(state, "image_kept")
        case _:
            return False
    return True


def _stand(state: State, pose: Pose, title: str | None) -> None:
    carm = state.carm
    if pose != carm.pose:
        carm.technique = None
    carm.pose = pose
    carm.title = title or f"orbit {pose.orbit_deg:+.0f}, tilt {pose.tilt_deg:+.0f}"


def _show(state: State, world: World, command: ShowView) -> None:
    level = command.level or world.squared_level()
    if level not in LEVELS:
        refuse(state, f"level {level!r} is not known; known are {', '.join(LEVELS)}")
        return
    side = command.side or world.scenario.target.side
    centre = world.scenario.target.landmark(command.centre or world.technique.target)
    if centre not in world.anatomy.landmarks:
        refuse(state, f"there is no landmark {centre!r} in this patient")
        return
    _stand(state, named_pose(world.anatomy, command.view, level, side, centre), TITLES[command.view])


def release(state: State) -> None:
    """Beam off."""
    carm = state.carm
    if carm.pedal:
        carm.pedal = False
        run = carm.run
        technique = carm.technique
        log(
            state,
            "exposure_ended",
            view=carm.title,
            seconds=rounded(run.seconds, 3),
            pulses=run.pulses,
            kerma_mgy=rounded(run.kerma_mgy, 5),
            dap_gycm2=rounded(run.dap_gycm2, 6),
            kvp=rounded(technique.kvp, 1) if technique else 0.0,
            collimated=carm.collimator.open_share <= COLLIMATED_SHARE,
        )


def step(state: State, world: World, dt_s: float) -> None:
    """Let a time step pass: pulses that are due, dose, the picture."""
    carm = state.carm
    if not carm.pedal:
        return
    view = view_of(state)
    if carm.technique is None:
        carm.technique = dose.automatic(dose.thickness(world.anatomy, view))
    spent = dose.Dose(seconds=dt_s)
    # the first pulse comes with the pedal, each next one a whole interval after
    if carm.phase >= 1.0:
        carm.phase -= 1.0
        carm.frame += 1
        spent = spent.plus(dose.of_pulse(carm.technique, view, carm.collimator.open_share))
        carm.live = _picture(state, world, view)
        _note_what_it_showed(state, world)
    carm.phase += carm.pulse_rate * dt_s
    carm.dose, carm.run = carm.dose.plus(spent), carm.run.plus(spent)


def _picture(state: State, world: World, view: View) -> Picture:
    carm, needle = state.carm, state.needle
    assert carm.technique is not None
    steel, shaft = None, np.zeros((0, 2))
    if needle is not None and needle.placed:
        bore = 0.0 if needle.stylet else needle.kind.inner_mm / 2
        steel = Steel(needle.shaft(), needle.kind.outer_mm / 2, bore)
        shaft = view.project(steel.nodes)
    exposure = Exposure(carm.frame, state.step, view, carm.technique, carm.collimator, steel, contrast_in(state))
    half_u, half_v = view.field_mm / 2 * carm.collimator.width, view.field_mm / 2 * carm.collimator.height
    sights = {}
    for name, point in world.sights.items():
        u, v = view.project(point)
        if abs(u) <= half_u and abs(v) <= half_v:
            sights[name] = (float(u), float(v))
    return Picture(exposure, carm.title, sights, tuple((float(u), float(v)) for u, v in shaft))


def contrast_in(state: State) -> Iodine | None:
    """All contrast that is in the patient now."""
    places, mg, cell = [], [], 1.0
    strength = state.flow.iodine_mg_ml
    for deposit in state.flow.deposits.values():
        amount = deposit.amount[CONTRAST]
        some = np.flatnonzero(amount > LEAST_ML)
        if len(some):
            places.append(deposit.space.places[some])
            mg.append((amount[some] * strength).astype(np.float32))
            cell = deposit.space.cell_mm
    return Iodine(np.concatenate(places), np.concatenate(mg), cell) if places else None


def _note_what_it_showed(state: State, world: World) -> None:
    """For scoring: a picture in which the tip could be judged."""
    needle = state.needle
    if needle is not None and needle.placed:
        distance = float(np.sqrt(((needle.tip - world.target) ** 2).sum()))
        log(
            state,
            "tip_pictured",
            view=state.carm.title,
            depth_view=_is_depth_view(state.carm.pose.orbit_deg, world),
            depth_mm=rounded(needle.depth_mm, 2),
            target_mm=rounded(distance, 2),
        )


def _is_depth_view(orbit_deg: float, world: World) -> bool:
    """Whether it looks along one of the technique's depth views; a lateral does so from either side."""
    near = (abs(orbit_deg - wanted) <= DEPTH_VIEW_DEG for wanted in world.depth_orbits)
    return any(near) or any(abs(wanted) > 75 and abs(abs(orbit_deg) - abs(wanted)) <= DEPTH_VIEW_DEG for wanted in world.depth_orbits)


def seen(state: State) -> CArmSeen:
    carm = state.carm
    return CArmSeen(view_of(state), carm.title, carm.collimator, carm.field_mode, carm.pulse_rate, carm.pedal, carm.dose)
