"""Hands that follow a script: each step of it becomes commands, by what is seen at the time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from math import ceil, hypot

from pydantic import ValidationError

from scenarios.care_script import CareStep, Draw
from scenarios.drill_script import CallIt, CountLevel, HubOverTip, ReadDepth, TurnOver
from scenarios.given_script import ByHand
from scenarios.needle_script import Advance, Aim, Drop, Place, Remove, Rotate, Stylet, Take, Tubing, Withdraw
from scenarios.schema import Target
from scenarios.script import Aspiration, Attach, Collimate, Console, Detach, Expose, If, Inject, Keep, Magnify, Script, Show, Step, Wait
from sim.fluoroscopy.screen import Screen
from sim.operators import care_hands, console_hands, drill_hands
from sim.operators.contrast_seen import absent, beside, gone, pooled
from sim.operators.hands import Refused, Stuck, Work
from sim.operators.handwork import HANDLE_S, Handwork
from sim.operators.pushing import SPEED_MM_S
from sim.session import commands as c
from sim.session.observation import Observation
from sim.session.session import STEP_S
from sim.session.tubing_commands import SetTubing

TURN_S = 1.5
"""How long turning the C-arm takes."""
LONGEST_PUSH_S = 120.0
FASTEST_ML_S = 5.0
"""As the command says."""


class ScriptHands(Handwork):
    """Follows one script for one target."""

    def __init__(self, script: Script, target: Target, presses_on: bool = False) -> None:
        super().__init__(target)
        self.name = script.title
        self.presses_on = presses_on
        """Whether what cannot be done is left out, instead of ending the attempt."""
        self.script = script
        self.pictures_before = 0
        """How many pictures there were when the last syringe was put on."""
        self.screen: Screen

    def work(self, seen: Observation, screen: Screen) -> Work:
        self.seen, self.screen = seen, screen
        yield from self._all(self.script.steps)
        yield [*self.with_next, c.Finish()]

    def _all(self, steps: Sequence[Step]) -> Work:
        """One step after another; at what cannot be done it ends, or that is left out."""
        for number, step in enumerate(steps, 1):
            try:
                yield from self._one(step)
            except (Stuck, ValidationError) as stuck:
                why = str(stuck) if isinstance(stuck, Stuck) else _beyond(stuck)
                if not self.presses_on:
                    raise Stuck(f"steps.{number} ({step.do}): {why}") from None
                yield from self._tidy()

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
                for command in console_hands.settings(step, self.seen.images):
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
                yield from self._aim_from(step, self._needle().depth_mm)
            case Advance():
                yield from self._advance(step)
            case Withdraw():
                yield from self._do(c.AdvanceNeedle(mm=-step.mm), step.mm / SPEED_MM_S)
            case Rotate():
                yield from self._do(c.RotateNeedle(deg=_turn(self._needle().clock, step.clock)), HANDLE_S)
            case Stylet():
                yield from self._do(c.SetStylet(inside=step.put == "in"), HANDLE_S)
            case Tubing():
                self.with_next.append(SetTubing(on=step.put == "on"))
            case Drop():
                yield from self._do(c.HangDrop(), HANDLE_S)
            case Attach():
                self.came_back, self.pictures_before = set(), len(self.pictures)
                yield from self._do(c.AttachSyringe(agent=step.agent), HANDLE_S)
            case Detach():
                yield from self._do(c.DetachSyringe(), HANDLE_S)
            case Aspiration():
                yield from self._do(c.Aspirate(), 1.0)
            case Inject():
                yield from self._inject(step)
            case Wait():
                yield from self._wait(step.seconds)
            case Remove():
                yield from self._do(c.RemoveNeedle(), HANDLE_S)
            case If():
                if self._saw(step):
                    for inner in step.steps:
                        yield from self._one(inner)
            case CallIt() | TurnOver() | HubOverTip() | ReadDepth() | CountLevel():
                yield from self._do(drill_hands.order(step, self.seen, self.target), HANDLE_S)
            case ByHand():
                yield from self._wait(step.after_s)
                with suppress(Refused):  # what was refused then is refused again, and belongs to what was done
                    yield from self._give(_as_given(step))
            case _:
                yield from self._care(step)

    def _saw(self, step: If) -> bool:
        """Whether fingers feel it now, the last picture shows it, or aspiration, plunger or hub did since a syringe was put on."""
        what = step.seen
        if what == "bone":
            return self._needle().on_bone
        if what == "lightning":
            return self.lightning
        if what == "contrast gone":
            return gone(self.screen, self.pictures, self.pictures_before)
        if what == "contrast pooled":
            inside = step.near is not None and self._off(step.near)[0] < -step.off_mm
            return not inside and pooled(self.screen, self.pictures, self.pictures_before)
        if what in ("contrast elsewhere", "contrast aside"):
            out, up = self._off(step.near or "")
            return (hypot(out, up) if what == "contrast elsewhere" else out) > step.off_mm
        if what == "no contrast":
            return absent(self.screen, self.pictures, self.pictures_before)
        return what in self.came_back

    def _off(self, template: str) -> tuple[float, float]:
        """How far outwards and up, mm, the contrast of the last picture lies of a landmark; 0, 0 where none shows."""
        _, place = self._sight(template)
        right, up = beside(self.screen, self.pictures, self.pictures_before, place) or (0.0, 0.0)
        return right * self._outwards(), up

    def _care(self, step: CareStep) -> Work:
        for command, seconds in care_hands.orders(step, self.target, self.punctured):
            if seconds > 0:
                yield from self._do(command, seconds)
            else:
                self.with_next.append(command)
        if isinstance(step, Draw):
            yield from self._do(c.AttachSyringe(agent=care_hands.drawn(step)), HANDLE_S)

    def _tidy(self) -> Work:
        """Nothing stays pressed."""
        self.seen = yield [c.ReleasePedal(), c.ReleasePlunger(), c.TryPlunger(pressing=False)]

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
        yield from self._press_on(agent, start - step.ml + 1e-6, step.ml / count)
        ending: list[c.Command] = [c.ReleasePlunger()]
        if step.live:
            ending.append(c.ReleasePedal())
        yield from self._give(ending)

    def _press_on(self, agent: str, until_ml: float, each_ml: float) -> Work:
        """Until no more than so much is left in the syringe, of which a step takes ``each_ml`` at most; or until it will not go in."""
        begun, most, stopped = self.seen.step, round(LONGEST_PUSH_S / STEP_S), False
        while (passed := self.seen.step - begun) < most:
            left_ml = self.seen.fluids.get(agent, 0.0)
            if left_ml <= max(until_ml, 0.0):
                break
            if passed > 64 and self.seen.syringe.rate_ml_s == 0.0:
                self.came_back.add("resistance")
                break
            # it is said only once that the plunger has stopped: then every step is looked at
            stopped = stopped or any(event.kind == "plunger_blocked" for event in self.seen.notices)
            yield from self._give(1 if stopped else min(max(int((left_ml - until_ml) / each_ml), 1), most - passed))


def _as_given(step: ByHand) -> list[c.Command]:
    """Raises Stuck for what is no command of the room."""
    try:
        return [c.from_json(json.dumps(order)) for order in step.orders]
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise Stuck(f"orders: {fault['msg']}") from None


def _beyond(error: ValidationError) -> str:
    """Why a command could not even be given."""
    fault = error.errors(include_url=False)[0]
    place, limit = ".".join(map(str, fault["loc"])), fault["msg"].removeprefix("Input ")
    return f"would need {error.title} with {place} = {fault['input']:.4g}, which {limit}"


def _turn(now: float, wanted: float) -> float:
    """Degrees clockwise from one hour to another, the short way."""
    return ((wanted - now) * 30.0 + 180.0) % 360.0 - 180.0
