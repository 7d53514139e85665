"""The C-arm: it is steered, it is collimated, and while the pedal is down it pulses."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

import numpy as np

from meshes.morphometry import LEVELS
from meshes.space import ANTERIOR, RIGHT, SUPERIOR, Vector
from scenarios.counting import COUNTED
from scenarios.views import VIEWS
from sim.fluoroscopy import dose
from sim.fluoroscopy.carm import FIELDS_MM, Pose, View
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.picture import Picture, opened, pictured
from sim.fluoroscopy.receptor import RECEPTORS
from sim.fluoroscopy.shadows import Iodine, Steel
from sim.fluoroscopy.views import named_pose, textbook_pose
from sim.physics.flow import CONTRAST
from sim.session.commands import (
    CArmCommand,
    MoveCArm,
    MoveTable,
    PressPedal,
    ReleasePedal,
    SetBeam,
    SetCollimator,
    SetField,
    SetLaser,
    SetPulseRate,
    SetReceptor,
    ShowView,
)
from sim.session.iodine import iodine_in
from sim.session.observation import CArmSeen
from sim.session.state import State
from sim.session.stations import breath, fingers, images
from sim.session.stations.log import log, refuse, rounded
from sim.session.world import World

CENTRED_MM, MOST_OFF_MM = 8.0, 20.0
"""Whoever steers to a view on request centres it by eye: the target lies so far off the middle, in each direction (standard deviation, and
the most; guesses). So a view's name finds nothing by itself: where the target is, the picture tells."""
OFF_KEY = 5000
"""Of the chance by which, apart from all others."""


def view_of(state: State) -> View:
    return View(state.carm.pose, FIELDS_MM[state.carm.field_mode])


def begin(state: State, world: World) -> None:
    """It stands in AP over the target."""
    do(state, world, ShowView(view="AP"))


def do(state: State, world: World, command: CArmCommand) -> None:
    """Steer, set or press."""
    carm = state.carm
    match command:
        case MoveCArm():
            stand(state, Pose(command.orbit_deg, command.tilt_deg, command.centre_mm).limited(), None)
        case ShowView():
            _show(state, world, command)
        case MoveTable():
            # the patient goes one way, so the isocentre goes the other way in the patient; up is towards the back of who lies prone
            slid = -command.right_mm * RIGHT - command.head_mm * SUPERIOR + command.up_mm * ANTERIOR
            x, y, z = (float(c) for c in np.asarray(carm.pose.centre) + slid)
            stand(state, replace(carm.pose, centre=(x, y, z)).limited(), None)
        case SetLaser():
            carm.laser = command.on
        case SetField():
            if carm.field_mode != command.mode:
                carm.field_mode = command.mode
                changed(state)
        case SetCollimator():
            carm.collimator = Collimator(command.width, command.height, command.iris)
        case SetPulseRate():
            _programme(state, replace(carm.programme, rate=command.rate))
        case SetBeam():
            _programme(state, replace(carm.programme, beam=command.beam or carm.programme.beam, dose=command.dose or carm.programme.dose))
        case SetReceptor():
            carm.receptor = RECEPTORS[command.receptor]
            changed(state)
        case PressPedal():
            if not carm.pedal:
                carm.pedal, carm.phase, carm.run = True, 1.0, dose.Dose()
                fingers.beam_on(state)
                images.begin_run(state)
                shown = _levels(state, world)
                log(state, "exposure_started", view=carm.title, **_angles(state), contrast_ml=_contrast_ml(state), levels=shown)
        case ReleasePedal():
            release(state)
        case _:
            assert_never(command)


def stand(state: State, pose: Pose, title: str | None) -> None:
    """Here from now on; without a title it has no name of its own."""
    carm = state.carm
    if pose != carm.pose:
        carm.pose = pose
        changed(state)
    if title is not None:
        carm.named = title, pose.orbit_deg, pose.tilt_deg


def changed(state: State) -> None:
    """Another geometry, receptor or body: brightness is found anew, and no earlier picture fits."""
    state.carm.technique = None
    images.drop_mask(state)


def _programme(state: State, programme: dose.Programme) -> None:
    state.carm.programme, state.carm.technique = programme, None


def _show(state: State, world: World, command: ShowView) -> None:
    level = command.level or world.squared_level()
    if level not in LEVELS:
        refuse(state, "unknown_level", level=level, known=list(LEVELS))
        return
    side = command.side or world.scenario.target.side
    if not command.assisted or (world.scenario.drill is not None and world.scenario.drill.asks != "pattern"):
        stand(state, textbook_pose(state.carm.pose, command.view, side).limited(), VIEWS[command.view].title)
        return
    centre = world.scenario.target.landmark(command.centre or world.technique.target)
    if centre not in world.anatomy.landmarks:
        refuse(state, "no_landmark", landmark=centre)
        return
    pose = named_pose(world.anatomy, command.view, level, side, centre)
    x, y, z = (float(c) for c in np.asarray(pose.centre) + _off_centre(state, command.view))
    stand(state, replace(pose, centre=(x, y, z)).limited(), VIEWS[command.view].title)


def _off_centre(state: State, view: str) -> Vector:
    """How far off the C-arm comes to stand, mm: the same each time in one attempt, as by marks on the floor."""
    chance = np.random.Generator(np.random.Philox(key=[state.flow.seed, OFF_KEY + list(VIEWS).index(view)]))
    return np.clip(CENTRED_MM * chance.standard_normal(3), -MOST_OFF_MM, MOST_OFF_MM)


def release(state: State) -> None:
    """Beam off."""
    carm = state.carm
    if carm.pedal:
        carm.pedal = False
        fingers.beam_off(state)
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
            open_share=rounded(carm.collimator.open_share, 6),
            contrast_ml=_contrast_ml(state),
        )


def is_on(state: State) -> bool:
    """Whether pictures come: of a single shot there is one, however long the pedal is held."""
    carm = state.carm
    return carm.pedal and not (carm.programme.beam == "single" and carm.run.pulses > 0)


def step(state: State, world: World, dt_s: float) -> None:
    """Let a time step pass: pulses that are due, dose, the picture."""
    carm = state.carm
    if not is_on(state):
        return
    view = view_of(state)
    if carm.technique is None:
        carm.technique = dose.automatic(world.thickness(view), carm.programme, view.field_mm, carm.receptor)
    spent = dose.Dose(seconds=dt_s)
    # the first pulse comes with the pedal, each next one a whole interval after
    if carm.phase >= 1.0:
        carm.phase -= 1.0
        carm.frame += 1
        pulse = picture(state, world, view, contrast_in(state))
        spent = spent.plus(dose.of_pulse(carm.technique, view, opened(pulse).shot.opening.open_share))
        images.taken(state, pulse)
        _note_what_it_showed(state)
    carm.phase += carm.programme.pictures_s * dt_s
    fingers.exposed(state, view, dt_s)
    carm.dose, carm.run = carm.dose.plus(spent), carm.run.plus(spent)


def picture(state: State, world: World, view: View, contrast: Iodine | None) -> Picture:
    """One pulse from here, with the needle as it is and this contrast."""
    carm, needle = state.carm, state.needle
    assert carm.technique is not None
    steel, shaft = None, np.zeros((0, 2))
    if needle is not None and needle.placed:
        bore = 0.0 if needle.stylet else needle.kind.inner_mm / 2
        steel = Steel(needle.shaft(), needle.kind.outer_mm / 2, bore)
        shaft = view.project(steel.nodes)
    exposure = Exposure(
        carm.frame,
        state.step,
        view,
        carm.technique,
        carm.collimator,
        steel,
        contrast,
        carm.receptor,
        breath.moved_mm(state, view),
        lies=world.lies,
    )
    sights, others = world.shadows(view, exposure.shot.opening)
    return pictured(exposure, carm.title, sights, tuple((float(u), float(v)) for u, v in shaft), others)


def contrast_in(state: State) -> Iodine | None:
    """All contrast that is in the patient now."""
    return iodine_in(state.flow)


def _note_what_it_showed(state: State) -> None:
    """A picture in which the tip could be judged: from where it was taken, and where the tip stood."""
    needle = state.needle
    if needle is not None and needle.placed:
        log(
            state,
            "tip_pictured",
            view=state.carm.title,
            **_angles(state),
            depth_mm=rounded(needle.depth_mm, 2),
            place=[rounded(x, 6) for x in needle.tip],
        )


def _angles(state: State) -> dict[str, float]:
    pose = state.carm.pose
    return {"orbit_deg": rounded(pose.orbit_deg), "tilt_deg": rounded(pose.tilt_deg)}


def _levels(state: State, world: World) -> list[str]:
    """Vertebrae with both pedicles in the open field: what can be counted in this picture."""
    view, opening, marks = view_of(state), state.carm.collimator, world.anatomy.landmarks
    half = view.field_mm / 2
    found = []
    for level in COUNTED:
        pedicles = [marks[name] for side in ("left", "right") if (name := f"{level}/pedicle_{side}") in marks]
        if pedicles and all(opening.holds(u / half, v / half) for u, v in view.project(pedicles)):
            found.append(level)
    return found


def _contrast_ml(state: State) -> float:
    """Given so far: there was none to look at before."""
    return rounded(state.flow.given[CONTRAST], 6)


def _rate_mgy_min(state: State) -> float:
    carm = state.carm
    if carm.technique is None:
        return 0.0
    return dose.of_pulse(carm.technique, view_of(state), 1.0).kerma_mgy * carm.programme.pictures_s * 60.0


def _laser(state: State, world: World) -> tuple[float, float, float] | None:
    """Where the cross falls: the skin on the detector's side, on the middle of the beam."""
    if not state.carm.laser:
        return None
    view = view_of(state)
    skin = world.body.skin_along(view.detector, -view.beam, 1000.0)
    return None if skin is None else (rounded(skin[0], 1), rounded(skin[1], 1), rounded(skin[2], 1))


def seen(state: State, world: World) -> CArmSeen:
    carm = state.carm
    return CArmSeen(
        view=view_of(state),
        title=carm.title,
        collimator=carm.collimator,
        field_mode=carm.field_mode,
        programme=carm.programme,
        receptor=carm.receptor.name,
        beam_on=carm.pedal,
        dose=carm.dose,
        run=carm.run,
        kerma_mgy_min=_rate_mgy_min(state),
        laser=_laser(state, world),
    )
