"""What if: an attempt's commands with one thing changed from one moment on. Each change is a pure function of a recording.

Nothing else changes: the rest is done as it was done, by hands that do not see what has become of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from scenarios import words
from scenarios.base import SideName
from scenarios.files import InputError
from scenarios.views import ViewName
from sim.fluoroscopy.carm import Pose
from sim.records.recording import Recording
from sim.records.replay import played, replay
from sim.session import commands as c
from sim.session.commands import Command
from sim.session.session import STEP_S, Session
from sim.session.world import World

Code = Literal["stop_short", "lateral_first", "oblique_first", "half_speed", "no_drug"]
CODES: tuple[Code, ...] = get_args(Code)
SHORT_MM = 2.0
LOOK_S = 1.0
"""So long the beam is on for the other view (guess): a look."""
Given = tuple[int, Command]
Timed = tuple[Given, ...]


class NothingToChange(InputError):
    """The change has nothing to act on at this moment; says why in one sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(words.what_if(code))


@dataclass(frozen=True)
class Scene:
    """What a change must know of the moment, which commands alone do not say."""

    at: int
    pose: Pose
    view: str
    needle_in: bool
    """Whether a needle is in the patient"""
    side: SideName | None
    level: str


def alternative(recording: Recording, world: World, at: int, code: Code) -> Recording:
    """The attempt as it would have gone, played by the same engine. Raises NothingToChange."""
    if not 0 <= at <= recording.steps:
        raise InputError(words.what_if("outside", last=recording.steps))
    rows, longer = CHANGES[code](recording, scene_at(recording, world, at))
    changed = replace(recording, commands=rows, steps=recording.steps + longer)
    return played(changed, Session(world, recording.header.seed))


def scene_at(recording: Recording, world: World, at: int) -> Scene:
    """Before the commands of that step."""
    session = Session(world, recording.header.seed)
    replay(replace(recording, commands=tuple(row for row in recording.commands if row[0] < at)), session, until=at)
    seen = session.look()
    target = world.scenario.target
    in_patient = seen.needle is not None and seen.needle.placed and seen.needle.depth_mm > 0
    return Scene(at, seen.carm.view.pose, seen.carm.title, in_patient, target.side, world.squared_level())


# --- the changes ----------------------------------------------------------------------------------------------------------

Rewritten = tuple[Timed, int]
"""The commands, and by how many steps the attempt is longer"""


def stop_short(recording: Recording, scene: Scene) -> Rewritten:
    """The last two millimetres that were pushed before the moment are left out."""
    left, kept = SHORT_MM, list(recording.commands)
    for i in reversed([i for i, (step, _) in enumerate(kept) if step <= scene.at]):
        step, command = kept[i]
        if isinstance(command, c.PlaceNeedle | c.PlaceOnBeam | c.RemoveNeedle | c.TakeNeedle):
            break
        if not isinstance(command, c.AdvanceNeedle):
            continue
        if command.mm <= 0:
            break  # what was pushed before was drawn back again
        spared = min(left, command.mm)
        kept[i] = step, command.model_copy(update={"mm": command.mm - spared})
        left -= spared
        if left <= 1e-9:
            return tuple(row for row in kept if not (isinstance(row[1], c.AdvanceNeedle) and row[1].mm == 0)), 0
    raise NothingToChange("not_pushed")


def lateral_first(recording: Recording, scene: Scene) -> Rewritten:
    return _look_first(recording, scene, "lateral")


def oblique_first(recording: Recording, scene: Scene) -> Rewritten:
    return _look_first(recording, scene, "clo")


def _look_first(recording: Recording, scene: Scene, view: ViewName) -> Rewritten:
    """A look under another view, then back to where the C-arm stood; all that follows comes so much later."""
    rows, at, look = recording.commands, scene.at, round(LOOK_S / STEP_S)
    if not scene.needle_in:
        raise NothingToChange("no_needle")
    if _is_held(rows, at):
        raise NothingToChange("hands_full")
    back = c.MoveCArm(orbit_deg=scene.pose.orbit_deg, tilt_deg=scene.pose.tilt_deg, centre_mm=scene.pose.centre)
    show = c.ShowView(view=view, level=scene.level, side=scene.side)
    there: Timed = ((at, show), (at, c.PressPedal()), (at + look, c.ReleasePedal()), (at + look, back))
    before, after = (row for row in rows if row[0] < at), ((step + look, command) for step, command in rows if step >= at)
    return (*before, *there, *after), look


def _is_held(rows: Timed, at: int) -> bool:
    """Whether a pedal or a plunger is held when this step begins."""
    pedal = plunger = False
    for _, command in (row for row in rows if row[0] < at):
        match command:
            case c.PressPedal():
                pedal = True
            case c.ReleasePedal():
                pedal = False
            case c.PressPlunger():
                plunger = True
            case c.TryPlunger():
                plunger = command.pressing
            case c.ReleasePlunger() | c.DetachSyringe() | c.RemoveNeedle():
                plunger = False
    return pedal or plunger


@dataclass(frozen=True)
class Push:
    """A plunger that went down."""

    start: int
    end: int
    fluid: str


def _pushes(recording: Recording, at: int) -> list[Push]:
    """Those that were not over when this step began: of one that was under way then what was left of it."""
    found: list[Push] = []
    start = 0
    for event in recording.events:
        if event.kind == "injection_started":
            start = event.step
        elif event.kind == "injection_ended" and event.step > at:
            found.append(Push(max(start, at), event.step, str(event.data["fluid"])))
    return found


def half_speed(recording: Recording, scene: Scene) -> Rewritten:
    """Each push of a plunger from the moment on at half its rate and for twice as long, so that as much goes in."""
    pushes = _pushes(recording, scene.at)
    if not pushes:
        raise NothingToChange("no_push")

    def later(step: int) -> int:
        return step + sum(max(min(step, push.end) - push.start, 0) for push in pushes)

    slow: list[Given] = []
    for step, command in recording.commands:
        if isinstance(command, c.PressPlunger) and step >= scene.at:
            command = command.model_copy(update={"rate_ml_s": command.rate_ml_s / 2})
        slow.append((later(step), command))
    under_way = [command for step, command in recording.commands if step < scene.at and isinstance(command, c.PressPlunger)]
    if _presses(recording.commands, scene.at):
        halved = under_way[-1].model_copy(update={"rate_ml_s": under_way[-1].rate_ml_s / 2})
        slow = _before(slow, (scene.at, halved))
    return tuple(slow), later(recording.steps) - recording.steps


def no_drug(recording: Recording, scene: Scene) -> Rewritten:
    """From the moment on no plunger over a drug is pressed; what else is given is given."""
    drugs = [push for push in _pushes(recording, scene.at) if push.fluid == "drug"]
    if not drugs:
        raise NothingToChange("no_drug_left")
    starts = {push.start for push in drugs}
    kept = [row for row in recording.commands if not (isinstance(row[1], c.PressPlunger) and row[0] >= scene.at and row[0] in starts)]
    if _presses(recording.commands, scene.at) and drugs[0].start == scene.at:
        kept = _before(kept, (scene.at, c.ReleasePlunger()))
    return tuple(kept), 0


def _presses(rows: Timed, at: int) -> bool:
    """Whether a plunger goes down when this step begins."""
    return _is_held(tuple(row for row in rows if not isinstance(row[1], c.PressPedal | c.TryPlunger)), at)


def _before(rows: list[Given], row: Given) -> list[Given]:
    """With one more command, before all others of its step."""
    first = next((i for i, (step, _) in enumerate(rows) if step >= row[0]), len(rows))
    return [*rows[:first], row, *rows[first:]]


CHANGES: dict[Code, Callable[[Recording, Scene], Rewritten]] = {
    "stop_short": stop_short,
    "lateral_first": lateral_first,
    "oblique_first": oblique_first,
    "half_speed": half_speed,
    "no_drug": no_drug,
}
