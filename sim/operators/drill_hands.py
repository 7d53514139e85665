"""What hands do in a drill: the commands that a script's step stands for, by what the present picture shows."""

from __future__ import annotations

from typing import get_args

from scenarios.drill_script import CallIt, Counted, CountLevel, DrillStep, HubOverTip, ReadDepth, TurnOver
from scenarios.schema import Target
from sim.fluoroscopy.line_depth import behind_mm
from sim.fluoroscopy.picture import Picture, Shadow
from sim.operators.hands import Stuck
from sim.physics.needle_angles import lean_of
from sim.session.commands import AimNeedle, Command
from sim.session.drill_commands import NamePicture, NextPicture, SayDepth, SayLevel
from sim.session.observation import Observation


def order(step: DrillStep, seen: Observation, target: Target) -> Command:
    """The command of a step. Raises Stuck where the picture does not show what it needs."""
    match step:
        case CallIt():
            return NamePicture(pattern=step.pattern)
        case TurnOver():
            return NextPicture()
        case HubOverTip():
            picture = _picture(seen)
            lateral, cephalad = lean_of(-picture.view.towards(*_tip(picture)))
            return AimNeedle(lateral_deg=lateral, cephalad_deg=cephalad)
        case ReadDepth():
            return SayDepth(behind_mm=round(_read(step, seen, target), 1))
        case CountLevel():
            return SayLevel(level=step.level or _counted(_picture(seen)))


def _read(step: ReadDepth, seen: Observation, target: Target) -> float:
    if step.mm is not None:
        return step.mm
    picture = _picture(seen)
    line = [_found(picture, target.landmark(name)) for name in (step.above, step.below) if name is not None]
    return behind_mm(picture.view, line, _tip(picture))


def _counted(picture: Picture) -> Counted:
    """The vertebra whose pedicle stands nearest in height to the marker's tip."""
    _, height = _tip(picture)
    there = {level: shadow for level in get_args(Counted) if (shadow := picture.shadow_of(f"{level}/pedicle_right")) is not None}
    if not there:
        raise Stuck("there is no pedicle in the picture to count by")
    return min(there, key=lambda level: abs(there[level][1] - height))


def _picture(seen: Observation) -> Picture:
    if seen.live is None or seen.live.view != seen.carm.view:
        raise Stuck("there is no picture from where the C-arm stands: expose first")
    return seen.live


def _tip(picture: Picture) -> Shadow:
    if not picture.shaft:
        raise Stuck("the needle is not in the picture")
    return picture.shaft[-1]


def _found(picture: Picture, name: str) -> Shadow:
    shadow = picture.shadow_of(name)
    if shadow is None:
        raise Stuck(f"{name} is not seen in the picture")
    return shadow
