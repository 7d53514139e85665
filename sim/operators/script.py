"""Hands that follow a script: each step of it becomes commands, by what is seen at the time."""

from __future__ import annotations

from math import ceil

import numpy as np
from pydantic import ValidationError

from scenarios.care_script import CareStep, Draw
from scenarios.schema import Target
from scenarios.script import (
    Advance,
    Aim,
    Aspirate,
    Attach,
    Collimate,
    Console,
    Detach,
    Drop,
    Expose,
    If,
    Inject,
    Keep,
    Magnify,
    Place,
    Remove,
    Rotate,
    Script,
    Show,
    Step,
    Stylet,
    Take,
    Wait,
    Withdraw,
)
from sim import commands as c
from sim.lean import direction_of, lean_of
from sim.observation import ImagesSeen, Observation, Picture
from sim.operators import care_hands
from sim.operators.hands import Stuck, Work, along_shaft, elongation, triangulated
from sim.operators.pushing import SPEED_MM_S, pushed
from sim.session import STEP_S

TURN_S, HANDLE_S = 1.5, 0.5
"""How long turning the C-arm and handling an instrument take."""
LONGEST_PUSH_S = 120.0
GONE = 0.5
"""Contrast of which so little is left in the picture has been carried away."""
LONG = 1.3
"""Contrast so many times as long as wide runs along something: 1.5 and more in the space; a pool in fat has 1.1 to 1.2 (seen here)."""
FASTEST_ML_S = 5.0
"""As the command says."""


class ScriptHands:
    """Follows one script for one target."""

    def __init__(self, script: Script, target: Target, presses_on: bool = False) -> None:
        self.name = script.title
        self.presses_on = presses_on
        """Whether what cannot be done is left out, instead of ending the attempt."""
        self.script = script
        self.target = target
        self.pictures: list[Picture] = []
        self.came_back: set[str] = set()
        """What was seen at the hub since a syringe was put on."""
        self.seen: Observation

    def work(self, seen: Observation) -> Work:
        self.seen = seen
        for number, step in enumerate(self.script.steps, 1):
            try:
                yield from self._one(step)
            except (Stuck, ValidationError) as stuck:
                why = str(stuck) if isinstance(stuck, Stuck) else _beyond(stuck)
                if not self.presses_on:
                    raise Stuck(f"steps.{number} ({step.do}): {why}") from None
                yield from self._tidy()
        yield [c.Finish()]

    # --- the grammar ----------------------------------------------------------------------------------------------------

    def _one(self, step: Step) -> Work:
        match step:
            case Show():
                yield from self._show(step)
            case Collimate():
                yield from self._do(c.SetCollimator(width=step.width, height=step.height, iris=step.iris), HANDLE_S)
            case Magnify():
                yield from self._do(c.SetField(mode=step.mode), HANDLE_S)
            case Console():
                for command in _console(step, self.seen.images):
                    yield from self._do(command, HANDLE_S)
            case Expose():
                yield from self._expose(step.seconds)
            case Keep():
                yield from self._do(c.KeepImage(), HANDLE_S)
            case Take():
                yield from self._do(c.TakeNeedle(needle=step.needle), HANDLE_S)
            case Place():
                yield from self._place(step)
            case Aim():
                yield from self._aim(step)
            case Advance():
                yield from self._advance(step)
            case Withdraw():
                yield from self._do(c.AdvanceNeedle(mm=-step.mm), step.mm / SPEED_MM_S)
            case Rotate():
                yield from self._do(c.RotateNeedle(deg=_turn(self._needle().clock, step.clock)), HANDLE_S)
            case Stylet():
                yield from self._do(c.SetStylet(inside=step.put == "in"), HANDLE_S)
            case Drop():
                yield from self._do(c.HangDrop(), HANDLE_S)
            case Attach():
                self.came_back = set()
                yield from self._do(c.AttachSyringe(agent=step.agent), HANDLE_S)
            case Detach():
                yield from self._do(c.DetachSyringe(), HANDLE_S)
            case Aspirate():
                yield from self._do(c.Aspirate(), 1.0)
            case Inject():
                yield from self._inject(step)
            case Wait():
                yield from self._wait(step.seconds)
            case Remove():
                yield from self._do(c.RemoveNeedle(), HANDLE_S)
            case If():
                if self._saw(step.seen):
                    for inner in step.steps:
                        yield from self._one(inner)
            case _:
                yield from self._care(step)

    def _saw(self, what: str) -> bool:
        """Whether fingers feel it now, the last picture shows it, or aspiration or the hub did since a syringe was put on."""
        if what == "bone":
            return self._needle().on_bone
        if what == "contrast gone":
            shown = [0.0 if p.exposure.contrast is None else float(p.exposure.contrast.mg.sum()) for p in self.pictures]
            return bool(shown) and max(shown) > 0 and shown[-1] < GONE * max(shown)
        if what == "contrast pooled":
            return bool(self.pictures) and 0.0 < elongation(self.pictures[-1]) < LONG
        return what in self.came_back

    def _care(self, step: CareStep) -> Work:
        for command, seconds in care_hands.orders(step, self.target):
            yield from self._do(command, seconds)
        if isinstance(step, Draw):
            yield from self._do(c.AttachSyringe(agent=care_hands.drawn(step)), HANDLE_S)

    def _tidy(self) -> Work:
        """Nothing stays pressed."""
        self.seen = yield [c.ReleasePedal(), c.ReleasePlunger(), c.TryPlunger(pressing=False)]

    def _do(self, command: c.Command, seconds: float) -> Work:
        """Give a command and let the time pass that it takes; a refusal stops the script."""
        yield from self._give([command])
        yield from self._wait(seconds - STEP_S)

    def _give(self, orders: list[c.Command]) -> Work:
        self.seen = yield orders
        if self.seen.live is not None and (not self.pictures or self.pictures[-1] is not self.seen.live):
            self.pictures.append(self.seen.live)
        for event in self.seen.notices:
            if event.kind == "aspirated":
                self.came_back.add(str(event.data["result"]))
            if event.kind in ("blood_drips", "fluid_drips"):
                self.came_back.add("blood" if event.kind == "blood_drips" else "clear fluid")
            if event.kind == "refused":
                raise Stuck(str(event.data["why"]))

    def _wait(self, seconds: float) -> Work:
        for _ in range(max(round(seconds / STEP_S), 0)):
            yield from self._give([])

    def _needle(self):  # type: ignore[no-untyped-def]
        if self.seen.needle is None or not self.seen.needle.placed:
            raise Stuck("the needle is not on the patient")
        return self.seen.needle

    def _outwards(self) -> int:
        """The sign of the patient's right if it is the target's side."""
        return 1 if self.target.side == "right" else -1

    def _named(self, template: str) -> str:
        name = self.target.landmark(template)
        if "{" in name:
            raise Stuck(f"{template!r} has a blank that is none of level, interspace, side and other")
        return name

    # --- the C-arm --------------------------------------------------------------------------------------------------------

    def _show(self, step: Show) -> Work:
        if step.view is not None:
            command: c.Command = c.ShowView(view=step.view, level=step.level, side=step.side, centre=step.centre)
        else:
            now = self.seen.carm.view.pose
            orbit = now.orbit_deg if step.orbit_deg is None else step.orbit_deg
            tilt = now.tilt_deg if step.tilt_deg is None else step.tilt_deg
            command = c.MoveCArm(orbit_deg=orbit, tilt_deg=tilt, centre_mm=now.centre)
        yield from self._do(command, TURN_S)

    def _expose(self, seconds: float) -> Work:
        yield from self._give([c.PressPedal()])
        yield from self._wait(seconds - STEP_S)
        yield from self._give([c.ReleasePedal()])

    def _sight(self, template: str) -> tuple[Picture, tuple[float, float]]:
        """A landmark in the picture of the present pose."""
        name, picture = self._named(template), self.seen.live
        if picture is None or picture.exposure.view != self.seen.carm.view:
            raise Stuck("there is no picture from where the C-arm stands: expose first")
        if name not in picture.sights:
            raise Stuck(f"{name!r} is not seen in the picture; seen are {', '.join(sorted(picture.sights)) or 'none'}")
        return picture, picture.sights[name]

    # --- the needle -------------------------------------------------------------------------------------------------------

    def _place(self, step: Place) -> Work:
        beside = step.right_mm + step.aside_mm * self._outwards()
        if step.over is not None:
            picture, (u, v) = self._sight(step.over)
            scale = picture.exposure.view.magnification
            yield from self._do(c.PlaceOnBeam(u_mm=u + beside * scale, v_mm=v + step.up_mm * scale), 2.0)
        else:
            name = self._named(step.at or "")
            if name not in self.seen.palpable:
                raise Stuck(f"{name!r} cannot be felt; palpable are {', '.join(sorted(self.seen.palpable))}")
            right, superior = self.seen.palpable[name]
            yield from self._do(
                c.PlaceNeedle(
                    right_mm=right + beside,
                    superior_mm=superior + step.up_mm,
                    lateral_deg=step.lateral_deg,
                    cephalad_deg=step.cephalad_deg,
                ),
                2.0,
            )

    def _aim(self, step: Aim) -> Work:
        needle = self._needle()
        if step.towards is None:
            lateral, cephalad = step.lateral_deg, step.cephalad_deg
        else:
            name = self._named(step.towards)
            place = triangulated(self.pictures, name)
            if place is None:
                raise Stuck(f"{name!r} has not been seen from two directions")
            aside = step.aside_mm * self._outwards()
            lateral, cephalad = lean_of(place + np.array([aside, 0.0, step.up_mm]) - np.array(needle.entry_mm))
        assert lateral is not None and cephalad is not None
        yield from self._do(c.AimNeedle(lateral_deg=lateral, cephalad_deg=cephalad), HANDLE_S)

    def _advance(self, step: Advance) -> Work:
        mm = step.most_mm if step.mm is None else step.mm
        if step.near is not None:
            needle = self._needle()
            picture, goal = self._sight(step.near)
            if len(picture.shaft) < 2:
                raise Stuck("the needle is not in the picture")
            direction = direction_of(needle.lateral_deg, needle.cephalad_deg)
            mm = min(along_shaft(picture.exposure.view, direction, picture.shaft[-1], goal) - (step.short_of_mm or 0.0), step.most_mm)
        self._needle()
        yield from pushed(step, mm, self._give, lambda: self.seen)

    # --- the syringe ------------------------------------------------------------------------------------------------------

    def _inject(self, step: Inject) -> Work:
        agent = self.seen.syringe.agent
        if not agent:
            raise Stuck("there is no syringe on the needle")
        start = self.seen.syringe.left_ml
        # as many whole steps as the volume takes, so that the volume is met exactly; but no faster than a plunger goes
        count = max(round(step.ml / step.rate_ml_s / STEP_S), ceil(step.ml / FASTEST_ML_S / STEP_S), 1)
        orders: list[c.Command] = [c.PressPlunger(rate_ml_s=min(step.ml / (count * STEP_S), FASTEST_ML_S))]
        if step.live:
            orders.insert(0, c.PressPedal())
        yield from self._give(orders)
        for passed in range(round(LONGEST_PUSH_S / STEP_S)):
            given = start - self.seen.fluids.get(agent, 0.0)
            if given >= step.ml - 1e-6 or self.seen.fluids.get(agent, 0.0) <= 0:
                break
            if passed > 64 and self.seen.syringe.rate_ml_s == 0.0:
                break  # it will not go in
            yield from self._give([])
        ending: list[c.Command] = [c.ReleasePlunger()]
        if step.live:
            ending.append(c.ReleasePedal())
        yield from self._give(ending)


def _beyond(error: ValidationError) -> str:
    """Why a command could not even be given."""
    fault = error.errors(include_url=False)[0]
    place, limit = ".".join(map(str, fault["loc"])), fault["msg"].removeprefix("Input ")
    return f"would need {error.title} with {place} = {fault['input']:.4g}, which {limit}"


def _turn(now: float, wanted: float) -> float:
    """Degrees clockwise from one hour to another, the short way."""
    return ((wanted - now) * 30.0 + 180.0) % 360.0 - 180.0


def _console(step: Console, images: ImagesSeen) -> list[c.Command]:
    """The commands that set what the step names."""
    commands: list[c.Command] = []
    if step.receptor is not None:
        commands.append(c.SetReceptor(receptor=step.receptor))
    if step.beam is not None or step.dose is not None:
        commands.append(c.SetBeam(beam=step.beam, dose=step.dose))
    if step.rate is not None:
        commands.append(c.SetPulseRate(rate=step.rate))
    if step.table_up_mm is not None:
        commands.append(c.MoveTable(up_mm=step.table_up_mm))
    if step.laser is not None:
        commands.append(c.SetLaser(on=step.laser))
    if step.hold_breath is not None:
        commands.append(c.HoldBreath(holding=step.hold_breath))
    if step.turn_deg is not None or step.mirrored is not None:
        turn = (images.orientation.turn_deg + 180.0) % 360.0 - 180.0 if step.turn_deg is None else step.turn_deg
        mirrored = images.orientation.mirrored if step.mirrored is None else step.mirrored
        commands.append(c.OrientPicture(turn_deg=turn, mirrored=mirrored))
    if step.subtraction is not None:
        commands.append(c.SetSubtraction(mode=step.subtraction))
    if step.mask is not None:
        commands.append(c.TakeMask())
    if step.mask_right_mm is not None or step.mask_up_mm is not None:
        commands.append(c.ShiftMask(right_mm=step.mask_right_mm or 0.0, up_mm=step.mask_up_mm or 0.0))
    if step.store is not None:
        commands.append(c.StoreImage(loop=step.store == "loop"))
    if step.recall is not None:
        commands.append(c.ShowStored(number=step.recall))
    if step.play is not None:
        commands.append(c.PlayLoop(playing=step.play))
    if step.swap is not None:
        commands.append(c.SwapMonitors())
    return commands
