"""Hands that learn: a competent script, worked at by what these hands see, misjudge, correct, forget and take for something else."""

from __future__ import annotations

from math import hypot

import numpy as np

from scenarios import files
from scenarios.care_script import CareStep, Draw
from scenarios.equipment import agents
from scenarios.needle_script import Advance, Aim, Place, Redirect
from scenarios.schema import Scenario, Target
from scenarios.script import Aspiration, Attach, Expose, Inject, Script, Show, Step
from sim.fluoroscopy.carm import View
from sim.operators.hands import Work
from sim.operators.handwork import LOOK_S, NEARLY_MM
from sim.operators.pushing import SPEED_MM_S, pushed
from sim.operators.reference import competent_script
from sim.operators.script import ScriptHands
from sim.operators.skill import Skill, intermediate, novice, skill_after
from sim.operators.slips import slipped
from sim.session import commands as c

AT_TABLE = (Place, Aim, Advance, Attach, Inject)
"""Before these somebody thinks."""
SEEN_DEG = 3.0
"""A needle so far off its line is seen to be, 2 to 3 mm at a target 50 mm deep (guess)."""
FARTHEST_MM = 12.0
"""No depth is put right by more at once (guess)."""
LOST_DEG = 10.0
"""The C-arm is turned so far to find the tip again (guess)."""
LONGEST_LOOK_S = 20.0
SHALLOW_MM = 5.0
"""Before that a needle only stands in the skin, and its line is not looked at."""


class Apprentice(ScriptHands):
    """Does what a script says as well as a skill allows; always the same for the same seed."""

    def __init__(self, script: Script, case: Scenario, skill: Skill, seed: int) -> None:
        super().__init__(script, case.target, presses_on=True)
        self.asked, self.technique, self.skill = case.target, files.technique(case.technique), skill
        self.chance = np.random.Generator(np.random.Philox(seed))
        self.without_contrast = self._happens(skill.omits_contrast)
        self.target = self._taken_for() if self._happens(skill.mistakes_level) else case.target
        self.in_syringe = ""
        """The kind of fluid that is on the needle, or would be."""
        self.line: Aim | None = None
        self.depth: tuple[Advance, View] | None = None
        """To what depth the last push went by a picture, and from where that was."""
        self.wrongly = False
        """The correction that is being made goes in the wrong direction."""
        self.corrected = 0
        self.shown: Show | None = None

    def _happens(self, share: float) -> bool:
        return bool(self.chance.random() < share)

    def _taken_for(self) -> Target:
        """The level below the asked one or above it; the asked one if the technique knows no other."""
        there = self.technique.levels
        at = there.index(self.asked.level)
        beside = [there[i] for i in (at - 1, at + 1) if 0 <= i < len(there)]
        return self.asked.model_copy(update={"level": beside[int(self.chance.integers(len(beside)))]}) if beside else self.asked

    # --- one step --------------------------------------------------------------------------------------------------------

    def _one(self, step: Step) -> Work:
        if isinstance(step, Attach):
            self.in_syringe = agents()[step.agent].kind
            if self.in_syringe != "saline":  # the place is held for found
                self.line, self.depth = None, None
        if isinstance(step, Draw):
            self.in_syringe = "drug"
        if self.without_contrast and self.in_syringe == "contrast" and isinstance(step, Attach | Aspiration | Inject):
            return
        done = slipped(step, self.chance, self.skill)
        if done is None:
            return
        if isinstance(done, AT_TABLE):
            yield from self._think()
        match done:
            case Show():
                yield from self._turn(done)
            case Expose():
                yield from self._look(done.seconds)
                yield from self._put_right()
            case Advance() if done.mm is not None:
                yield from self._in_pieces(done, done.mm)
            case Advance() if done.until == "loss of resistance":
                yield from super()._one(done)
                yield from self._overshoot()
            case _:
                yield from super()._one(done)
                if isinstance(done, Aim):
                    self.line = done

    def _care(self, step: CareStep) -> Work:
        """What is said is what was asked for: it is in pictures that a level is mistaken."""
        taken, self.target = self.target, self.asked
        try:
            yield from super()._care(step)
        finally:
            self.target = taken

    def _think(self) -> Work:
        seconds = float(self.chance.exponential(self.skill.hesitates_s))
        if self._happens(self.skill.thinks_in_beam):
            yield from self._expose(min(seconds + LOOK_S, LONGEST_LOOK_S))
        else:
            yield from self._wait(seconds)

    # --- looking ---------------------------------------------------------------------------------------------------------

    def _turn(self, step: Show) -> Work:
        """To a view of the level that is taken for the asked one; before the skin somebody may count again."""
        needle = self.seen.needle
        if self.target != self.asked and not (needle and needle.placed) and self._happens(self.skill.recounts):
            self.target = self.asked
        if self.target != self.asked and step.view is not None:
            centre = self.target.landmark(step.centre or self.technique.target)
            step = step.model_copy(
                update={"centre": centre, "level": self.technique.squared_level(self.target.level), "side": step.side or self.target.side}
            )
        self.shown = step
        yield from self._show(step)

    def _look(self, seconds: float) -> Work:
        """Longer than need be; and if the tip is not found, once more from beside and back."""
        yield from self._expose(min(seconds * (1 + float(self.chance.exponential(self.skill.looks_longer))), LONGEST_LOOK_S))
        needle = self.seen.needle
        inside = needle is not None and needle.placed and needle.depth_mm > SHALLOW_MM
        if not inside or self.shown is None or not self._happens(self.skill.loses_tip):
            return
        pose = self.seen.carm.view.pose
        away = Show(do="show", orbit_deg=max(-90.0, min(90.0, pose.orbit_deg + LOST_DEG)))
        for view in (away, self.shown):
            yield from self._show(view)
            yield from self._expose(LOOK_S * (1 + float(self.chance.exponential(self.skill.looks_longer))))

    # --- the needle ------------------------------------------------------------------------------------------------------

    def _lean(self, step: Aim | Redirect) -> tuple[float, float]:
        """As it is judged: a little beside; or, in a correction the wrong way, as far off on the other side of where the needle points."""
        right = super()._lean(step)
        if self.wrongly:
            now = self._needle().lateral_deg, self._needle().cephalad_deg
            right = 2 * now[0] - right[0], 2 * now[1] - right[1]
        lateral, cephalad = (float(x) for x in self.chance.normal(0.0, self.skill.beside_deg, 2))
        return right[0] + lateral, right[1] + cephalad

    def _to_go(self, step: Advance) -> float:
        mm = super()._to_go(step)
        if step.near is None:
            return mm
        self.depth = step, self.seen.carm.view
        return mm + float(self.chance.normal(0.0, self.skill.deeper_mm))

    def _in_pieces(self, step: Advance, mm: float) -> Work:
        """A look between one piece of the way and the next."""
        self.depth, left_mm = None, mm
        while left_mm > 0:
            part = min(left_mm, self.skill.looks_each_mm)
            yield from self._advance(step.model_copy(update={"mm": part}))
            left_mm -= part
            if self._needle().on_bone:
                return
            if left_mm > 0:
                yield from self._look(LOOK_S)

    def _overshoot(self) -> Work:
        self.depth = None
        mm = float(self.chance.exponential(self.skill.overshoots_mm))
        if mm > 0 and not self._needle().on_bone:
            yield from self._do(c.AdvanceNeedle(mm=min(mm, FARTHEST_MM)), mm / SPEED_MM_S)

    # --- corrections -----------------------------------------------------------------------------------------------------

    def _put_right(self) -> Work:
        """What a look at the needle shows to be wrong, if that is seen, until it is right or patience ends; each time with a new look."""
        while self.corrected < round(self.skill.patience):
            off_line, too_deep_mm = self._off_line(), self._short_mm()
            if off_line is None and too_deep_mm is None:
                return
            if self._happens(self.skill.overlooks):
                return
            self.corrected += 1
            self.wrongly = self._happens(self.skill.wrong_way)
            yield from self._think()
            if off_line is not None:
                yield from self._again(off_line)
            elif too_deep_mm is not None:
                yield from self._deeper(-too_deep_mm if self.wrongly else too_deep_mm)
            self.wrongly = False
            yield from self._look(LOOK_S)

    def _off_line(self) -> Aim | None:
        """Where the needle should have been aimed, if pictures show that it points elsewhere; not once a syringe is on it."""
        needle, line = self.seen.needle, self.line
        if line is None or line.towards is None or self.seen.syringe.agent or self.depth is not None:
            return None
        if needle is None or not needle.placed or needle.depth_mm < SHALLOW_MM:
            return None
        lateral, cephalad = super()._lean(line)
        return line if hypot(needle.lateral_deg - lateral, needle.cephalad_deg - cephalad) > SEEN_DEG else None

    def _short_mm(self) -> float | None:
        """How much farther the needle should have gone, negative if it is too deep, where that shows."""
        if self.depth is None or self.seen.syringe.agent or self.seen.carm.view != self.depth[1] or self._needle().on_bone:
            return None
        mm = super()._to_go(self.depth[0])
        return float(np.clip(mm, -FARTHEST_MM, FARTHEST_MM)) if abs(mm) > NEARLY_MM else None

    def _again(self, line: Aim) -> Work:
        """Back, onto another line, and in as deep as before."""
        assert line.towards is not None  # as only such a line is seen to be missed
        deep_mm = self._needle().depth_mm
        yield from self._draw_back(Redirect(towards=line.towards, aside_mm=line.aside_mm, up_mm=line.up_mm))
        step = Advance(do="advance", mm=deep_mm, step_mm=min(self.skill.pushes, 5.0))
        yield from pushed(step, deep_mm - self._needle().depth_mm, self._give, lambda: self.seen)

    def _deeper(self, mm: float) -> Work:
        if mm < 0:
            yield from self._do(c.AdvanceNeedle(mm=mm), -mm / SPEED_MM_S)
        else:
            step = Advance(do="advance", mm=mm, step_mm=min(self.skill.pushes, 5.0))
            yield from pushed(step, mm, self._give, lambda: self.seen)


def _hands(case: Scenario, skill: Skill, seed: int, name: str) -> Apprentice:
    script = competent_script(case)
    return Apprentice(script.model_copy(update={"title": f"{name} {seed}", "expect": "fail"}), case, skill, seed)


def novice_hands(case: Scenario, seed: int) -> Apprentice:
    """Of the first attempt."""
    return _hands(case, novice(), seed, "Novice")


def intermediate_hands(case: Scenario, seed: int) -> Apprentice:
    """Of somebody half-way."""
    return _hands(case, intermediate(), seed, "Intermediate")


def learning_hands(case: Scenario, attempt: int) -> Apprentice:
    """Of somebody who gets better: the seed tells which attempt it is, the first being 0."""
    return _hands(case, skill_after(attempt), attempt, "Learner")
