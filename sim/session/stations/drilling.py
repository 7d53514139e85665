"""A drill: where it begins, what is answered, and from where pictures were taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import numpy as np

from scenarios.drill import NEEDLED, Drill, DrillTask
from scenarios.equipment import agents
from scenarios.views import VIEWS, ViewName
from sim.fluoroscopy.carm import FIELDS_MM, Pose, View
from sim.fluoroscopy.dose import automatic
from sim.fluoroscopy.exposure import Mask
from sim.fluoroscopy.picture import Picture, opened
from sim.fluoroscopy.shadows import Iodine
from sim.fluoroscopy.views import named_pose
from sim.session.care_commands import CareCommand
from sim.session.commands import AdvanceNeedle, AimNeedle, Command, NeedleCommand, RotateNeedle, SyringeCommand, TryPlunger
from sim.session.drill_commands import DrillCommand, NamePicture, NextPicture, SayDepth, SayLevel
from sim.session.observation import DrillSeen
from sim.session.plate import FRAMES, Plate, deck, lay_beside
from sim.session.state import State, Stored
from sim.session.stations import carm, drill_needle, images
from sim.session.stations.log import log, refuse, rounded
from sim.session.world import World

OFF_TILT_DEG, OFF_ORBIT_DEG, OFF_MM = (8.0, 18.0), (4.0, 12.0), 12.0
"""How far off the C-arm stands at the start of a drill of views (guess)."""
CLOSER = 1
"""The field in which contrast is named."""
LOOP_PICTURES_S = 2.0


HANDLED: dict[DrillTask, tuple[type[Command], ...]] = {
    "beam": (AdvanceNeedle, AimNeedle, RotateNeedle),
    "loss": (AdvanceNeedle, RotateNeedle, TryPlunger),
}
"""What a drill has use for of needle and syringe; the rest of them, and the ward, belong to whole cases."""


def leaves_out(state: State, drill: Drill | None, command: Command) -> bool:
    """Whether this drill has no use for the command, which is then refused."""
    belongs = drill is not None and isinstance(command, HANDLED.get(drill.asks, ()))
    out = drill is not None and isinstance(command, NeedleCommand | SyringeCommand | CareCommand) and not belongs
    if out:
        refuse(state, "not_in_drill")
    return out


def begin(state: State, world: World) -> None:
    """The first picture, or a C-arm that stands off."""
    drill = world.scenario.drill
    if drill is None:
        return
    if drill.asks == "pattern":
        state.drill.seeds = deck(state.chance, drill.pictures)
        _turn_over(state, world)
    elif drill.asks in NEEDLED:
        drill_needle.begin(state, world, drill)
    else:
        _stand_off(state, world)


def _stand_off(state: State, world: World) -> None:
    """Turned, tilted and slid away by chance from where AP is square."""
    chance, target = state.chance, world.scenario.target
    right = named_pose(world.anatomy, "AP", world.squared_level(), target.side, target.landmark(world.technique.target))
    tilt, orbit = (float(chance.choice((-1, 1)) * chance.uniform(*most)) for most in (OFF_TILT_DEG, OFF_ORBIT_DEG))
    x, y, z = (float(c + chance.uniform(-OFF_MM, OFF_MM)) for c in right.centre)
    carm.stand(state, Pose(round(right.orbit_deg + orbit, 1), round(right.tilt_deg + tilt, 1), (x, y, z)).limited(), None)


def do(state: State, world: World, command: DrillCommand) -> None:
    """Name this picture, or go on to the next one."""
    match command:
        case NamePicture():
            _name(state, command)
        case NextPicture():
            _go_on(state, world)
        case SayDepth():
            if drill := _asked(state, world, "depth"):
                lies_mm = drill_needle.truly_behind_mm(state, world, drill)
                log(state, "depth_said", said_mm=rounded(command.behind_mm, 2), lies_mm=rounded(lies_mm, 2))
        case SayLevel():
            if _asked(state, world, "level"):
                log(state, "level_said", level=command.level, lies=drill_needle.truly_over(state, world))
        case _:
            assert_never(command)


def _asked(state: State, world: World, asks: DrillTask) -> Drill | None:
    """The drill, if it asks for this and has had no answer yet; from now on it has."""
    drill = world.scenario.drill
    if drill is None or drill.asks != asks:
        refuse(state, "not_asked_here")
    elif state.drill.named:
        refuse(state, "answered_already")
    else:
        state.drill.named = True
        return drill
    return None


def _name(state: State, command: NamePicture) -> None:
    drill = state.drill
    if not drill.number:
        refuse(state, "no_picture_to_name")
    elif drill.named:
        refuse(state, "picture_named_already")
    else:
        drill.named = True
        lay = {name: rounded(ml, 4) for name, ml in sorted(drill.lay.items())}
        told = {"pattern": command.pattern, "contrast_ml": rounded(drill.given_ml), "patterns": lay}
        log(state, "picture_named", number=drill.number, **told)
        log(state, "picture_told", **told)  # what was named is no secret any more


def _go_on(state: State, world: World) -> None:
    drill = state.drill
    if not drill.number:
        refuse(state, "no_picture_to_name")
    elif not drill.named:
        refuse(state, "name_it_first")
    elif drill.number == len(drill.seeds):
        refuse(state, "no_more_pictures")
    else:
        _turn_over(state, world)


def _iodine_mg_ml(world: World) -> float:
    return next(agents()[f.agent].iodine_mg_ml for f in world.scenario.tray.fluids if agents()[f.agent].kind == "contrast")


def _turn_over(state: State, world: World) -> None:
    """The next picture, and the one after it begun."""
    drill, iodine = state.drill, _iodine_mg_ml(world)
    coming = drill.coming or lay_beside(world.anatomy, drill.seeds[drill.number], iodine)
    plate = coming.result()
    drill.number += 1
    drill.named, drill.lay, drill.given_ml = False, plate.patterns, plate.given_ml
    more = drill.number < len(drill.seeds)
    drill.coming = lay_beside(world.anatomy, drill.seeds[drill.number], iodine) if more else None
    state.flow = plate.flow
    carm.release(state)
    machine = state.carm
    machine.field_mode = CLOSER
    end = slice(FRAMES - 1, FRAMES)
    side = _run(state, world, plate, "lateral", plate.frames[end])
    subtracted = _run(state, world, plate, "AP", plate.frames, masked=True)
    run = _run(state, world, plate, "AP", plate.frames)
    machine.live, machine.reference = run[FRAMES - 1], side[0]
    stored = ((VIEWS["lateral"].title, side), ("AP, as it ran in", run), ("AP, subtracted", subtracted))
    state.images.stored = [Stored(title, pictures, LOOP_PICTURES_S) for title, pictures in stored]
    log(state, "picture_set", number=drill.number, level=plate.level)


def _run(
    state: State, world: World, plate: Plate, view: ViewName, shown: Sequence[Iodine | None], masked: bool = False
) -> tuple[Picture, ...]:
    """Pictures that somebody else took: no pedal, and no dose of the learner's. ``masked``: less one from before the contrast."""
    machine, handled = state.carm, state.images
    pose = named_pose(world.anatomy, view, plate.level, world.scenario.target.side)
    carm.stand(state, pose, VIEWS[view].title)
    seen_from = View(pose, FIELDS_MM[CLOSER])
    machine.technique = automatic(world.thickness(seen_from), machine.programme, seen_from.field_mm, machine.receptor)
    images.begin_run(state)
    handled.mask = Mask(opened(carm.picture(state, world, seen_from, None))) if masked else None
    for contrast in shown:
        handled.recent = ()  # each long after the one before: nothing of it lags
        machine.frame += 1
        images.taken(state, carm.picture(state, world, seen_from, contrast))
    handled.mask, handled.subtraction = None, "off"
    return handled.run


def step(state: State, world: World, dt_s: float) -> None:
    """Write down from where a picture was taken, whenever that has changed."""
    drill, machine = state.drill, state.carm
    if world.scenario.drill is None or machine.live is drill.pictured:
        return
    drill.pictured = machine.live
    if machine.pedal and machine.pose != drill.judged_from:
        drill.judged_from = pose = machine.pose
        centre = [rounded(c, 3) for c in np.asarray(pose.centre)]
        log(state, "view_pictured", orbit_deg=rounded(pose.orbit_deg), tilt_deg=rounded(pose.tilt_deg), centre=centre)


def moved(state: State, world: World) -> None:
    """A hand was at the needle: what a drill asks of it hangs on hub and tip."""
    drill = world.scenario.drill
    if drill is not None and drill.asks == "beam":
        drill_needle.leaned(state)


def seen(state: State, world: World) -> DrillSeen:
    """How far the round has come."""
    return DrillSeen(state.drill.number, state.drill.named)
