"""What scripted hands can do by what they see: give commands, look, find a landmark, set the needle, aim, push, and go round bone."""

from __future__ import annotations

import numpy as np

from meshes.quoting import quoted
from scenarios.needle_script import Advance, Aim, Place, Redirect
from scenarios.schema import Target
from scenarios.words import notice
from sim.fluoroscopy.picture import Picture
from sim.operators.hands import Orders, Refused, Stuck, Work, along_shaft, triangulated
from sim.operators.pushing import SPEED_MM_S, pushed
from sim.physics.needle_angles import direction_of, lean_of
from sim.session import commands as c
from sim.session.observation import NeedleSeen, Observation
from sim.session.session import STEP_S

HANDLE_S = 0.5
"""How long handling an instrument takes."""
LOOK_S = 0.4
"""A single picture."""
NEARLY_MM = 2.0
"""Bone so little short of where the tip was to go is where it was to go."""
BACK_MM = 10.0
"""A needle that holds its line is drawn back by so much more before it is turned."""
LAST_MM = 12.0
"""From farther off a picture tells depth badly: once more before the last of it."""
SPIN_DEG_MM = 90.0
"""Turned so on the way, the bevel does not steer off the new line."""


class Handwork:
    """Hands at one target; remembers what pictures showed and what came back through the needle."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.pictures: list[Picture] = []
        self.came_back: set[str] = set()
        """What was seen at the hub or felt in the plunger since a syringe was put on."""
        self.punctured = False
        """Whether clear fluid ever came back."""
        self.lightning = False
        """Whether a pain like lightning came since the needle was last drawn back."""
        self.with_next: list[c.Command] = []
        """What takes no time of its own and is done together with the next command."""
        self.seen: Observation

    def _do(self, command: c.Command, seconds: float) -> Work:
        """Give a command and let the time pass that it takes; a refusal stops the script."""
        yield from self._give([command])
        yield from self._wait(seconds - STEP_S)

    def _give(self, orders: Orders) -> Work:
        if self.with_next and not isinstance(orders, int):
            orders, self.with_next = [*self.with_next, *orders], []
        if not isinstance(orders, int) and any(isinstance(order, c.AdvanceNeedle) and order.mm < 0 for order in orders):
            self.lightning = False
        self.seen = yield orders
        if self.seen.live is not None and (not self.pictures or self.pictures[-1] is not self.seen.live):
            self.pictures.append(self.seen.live)
        for event in self.seen.notices:
            if event.kind == "aspirated":
                self.came_back.add(str(event.data["result"]))
            if event.kind in ("blood_drips", "fluid_drips"):
                self.came_back.add("blood" if event.kind == "blood_drips" else "clear fluid")
            self.punctured |= "clear fluid" in self.came_back
            if event.kind == "patient_says" and event.data["cause"] == "root":
                self.lightning = True
            if event.kind == "refused":
                raise Refused(str(notice(event.kind, event.data)))

    def _wait(self, seconds: float) -> Work:
        end = self.seen.step + round(seconds / STEP_S)
        while self.seen.step < end:
            yield from self._give(end - self.seen.step)

    def _needle(self) -> NeedleSeen:
        if self.seen.needle is None or not self.seen.needle.placed:
            raise Stuck("the needle is not on the patient")
        return self.seen.needle

    def _outwards(self) -> int:
        """The sign of the patient's right if it is the target's side."""
        return 1 if self.target.side == "right" else -1

    def _named(self, template: str) -> str:
        name = self.target.landmark(template)
        if "{" in name:
            raise Stuck(f"{quoted(template)} has a blank that is none of level, interspace, side and other")
        return name

    def _expose(self, seconds: float) -> Work:
        yield from self._give([c.PressPedal()])
        yield from self._wait(seconds - STEP_S)
        yield from self._give([c.ReleasePedal()])

    def _sight(self, template: str) -> tuple[Picture, tuple[float, float]]:
        """A landmark in the picture of the present pose."""
        name, picture = self._named(template), self.seen.live
        if picture is None or picture.view != self.seen.carm.view:
            raise Stuck("there is no picture from where the C-arm stands: expose first")
        shadow = picture.shadow_of(name)
        if shadow is None:
            raise Stuck(f"{quoted(name)} is not seen in the picture; seen are {', '.join(sorted(picture.sights)) or 'none'}")
        return picture, shadow

    # --- the needle -------------------------------------------------------------------------------------------------------

    def _place(self, step: Place) -> Work:
        beside = step.right_mm + step.aside_mm * self._outwards()
        if step.over is not None:
            picture, (u, v) = self._sight(step.over)
            scale = picture.view.magnification
            yield from self._do(c.PlaceOnBeam(u_mm=u + beside * scale, v_mm=v + step.up_mm * scale), 2.0)
        else:
            name = self._named(step.at or "")
            if name not in self.seen.palpable:
                raise Stuck(f"{quoted(name)} cannot be felt; palpable are {', '.join(sorted(self.seen.palpable))}")
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

    def _aim(self, step: Aim | Redirect) -> Work:
        lateral, cephalad = self._lean(step)
        yield from self._do(c.AimNeedle(lateral_deg=lateral, cephalad_deg=cephalad), HANDLE_S)

    def _lean(self, step: Aim | Redirect) -> tuple[float, float]:
        """Where a step points the needle, deg to the patient's right and to the head; a landmark lies where pictures showed it."""
        needle = self._needle()
        if isinstance(step, Aim) and step.lateral_deg is not None and step.cephalad_deg is not None:
            return step.lateral_deg, step.cephalad_deg
        name = self._named(step.towards or "")
        place = triangulated(self.pictures, name)
        if place is None:
            raise Stuck(f"{quoted(name)} has not been seen from two directions")
        aside = step.aside_mm * self._outwards()
        return lean_of(place + np.array([aside, 0.0, step.up_mm]) - np.array(needle.entry_mm))

    def _advance(self, step: Advance) -> Work:
        """Push on; while bone stops the needle short, by one after another of the step's other lines."""
        mm = self._to_go(step)
        goal_mm = self._needle().depth_mm + mm
        if step.beam:
            yield from self._give([c.PressPedal()])
        yield from pushed(step, mm, self._give, lambda: self.seen)
        if step.beam:
            yield from self._give([c.ReleasePedal()])
        for line in step.off_bone:
            if not self._needle().on_bone or goal_mm - self._needle().depth_mm < NEARLY_MM:
                return
            yield from self._draw_back(line)
            straight = step.model_copy(update={"spin_deg_mm": step.spin_deg_mm or SPIN_DEG_MM})
            for left_mm in (LAST_MM, 0.0) if step.near is not None else (0.0,):
                if step.near is not None and not self._needle().on_bone:
                    yield from self._expose(LOOK_S)
                    goal_mm = self._needle().depth_mm + self._to_go(step)
                if not self._needle().on_bone:
                    yield from pushed(straight, goal_mm - left_mm - self._needle().depth_mm, self._give, lambda: self.seen)

    def _to_go(self, step: Advance) -> float:
        """How far a step pushes, mm; where it goes by a landmark, as the present picture shows it."""
        if step.near is None:
            return step.most_mm if step.mm is None else step.mm
        needle = self._needle()
        picture, goal = self._sight(step.near)
        if len(picture.shaft) < 2:
            raise Stuck("the needle is not in the picture")
        direction = direction_of(needle.lateral_deg, needle.cephalad_deg)
        return min(along_shaft(picture.view, direction, picture.shaft[-1], goal) - (step.short_of_mm or 0.0), step.most_mm)

    def _draw_back(self, line: Redirect) -> Work:
        """Back until the needle can be turned, or out and in elsewhere; and onto another line."""
        back_to_mm = line.back_to_mm
        if line.entry_aside_mm or line.entry_up_mm:
            needle, back_to_mm = self._needle(), 0.0
            yield from self._do(c.AdvanceNeedle(mm=-needle.length_mm), needle.depth_mm / SPEED_MM_S)
            assert needle.entry_mm is not None  # it is on the patient
            right, _, superior = needle.entry_mm
            elsewhere = c.PlaceNeedle(
                right_mm=right + line.entry_aside_mm * self._outwards(),
                superior_mm=superior + line.entry_up_mm,
                lateral_deg=needle.lateral_deg,
                cephalad_deg=needle.cephalad_deg,
            )
            yield from self._do(elsewhere, 2.0)
        yield from self._aim_from(line, back_to_mm)

    def _aim_from(self, step: Aim | Redirect, back_to_mm: float) -> Work:
        """Aim with the tip so deep, or shallower if the needle will not turn there."""
        while True:
            mm = self._needle().depth_mm - back_to_mm
            if mm > 0:
                yield from self._do(c.AdvanceNeedle(mm=-mm), mm / SPEED_MM_S)
            try:
                yield from self._aim(step)
                return
            except Refused:
                if back_to_mm <= 0:
                    raise
                back_to_mm = max(back_to_mm - BACK_MM, 0.0)
