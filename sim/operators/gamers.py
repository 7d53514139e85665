"""Hands that want the points without the skill: by luck, by force, or by ticking everything. What they need not know is done well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from scenarios import care_script as s
from scenarios import files
from scenarios.chart import Decision, Reason
from scenarios.equipment import agents
from scenarios.needle_script import Advance, Aim, Place, Take, Withdraw
from scenarios.pattern import Pattern
from scenarios.schema import Scenario
from scenarios.script import Aspiration, Attach, Collimate, Detach, Expose, If, Inject, Keep, Magnify, Script, Show, Step
from sim.fluoroscopy.screen import Screen
from sim.operators.contrast_seen import absent, gone, pooled
from sim.operators.hands import Work
from sim.operators.reference import competent_script
from sim.operators.script import ScriptHands
from sim.session import commands as c
from sim.session.observation import Observation

PICTURES = (Show, Collimate, Magnify, Expose, Keep)
TRIES = 9
"""So many passes a gambler makes: no more than the table of safety lets pass (scenarios/safety.csv, many_passes)."""
BESIDE_MM, DEEP_MM, SHALLOW_MM = 4.0, 60.0, 30.0
"""A gambler's line misses the target by so much (standard deviation), and ends between these depths (guesses)."""
DROP_ML = 1.0
OTHER_LINES, LEAN_DEG, STARTED_MM = 8, 8.0, 12.0
"""A blind pusher's: in again so often, so far beside his first line (standard deviation), from so deep (guesses)."""
BLIND = {
    "interspace": (12.0, -8.0, 10.0, 12.0),
    "foramen": (55.0, -8.0, 35.0, 0.0),
    "canal": (0.0, -14.0, 0.0, 45.0),
    "joint": (25.0, -12.0, 8.0, 0.0),
}
"""Where somebody without pictures goes in beside what he feels (mm to the side and to the head), and how he leans (deg to the midline and
to the head), by what the technique aims at (guesses)."""


@dataclass(frozen=True)
class Parts:
    """A competent script, taken apart round the needle; where none is right, all of it is ``before``."""

    before: tuple[Step, ...]
    """To the needle in hand"""
    way: tuple[Step, ...]
    proof: tuple[Step, ...]
    """The syringe with contrast, until it is off"""
    after: tuple[Step, ...]
    """Test dose, drug, and the end"""

    @property
    def named(self) -> tuple[Step, ...]:
        """Of the proof what follows the first name: the other view, its name, the syringe off."""
        first = next((i for i, one in enumerate(self.proof) if isinstance(one, s.NameIt)), len(self.proof))
        return self.proof[first:]


def taken_apart(script: Script) -> Parts:
    steps = script.steps
    hand = next((i + 1 for i, one in enumerate(steps) if isinstance(one, Take)), len(steps))
    syringes = [(i, agents()[one.agent].kind) for i, one in enumerate(steps) if isinstance(one, Attach) and i >= hand]
    given = [i for i, kind in syringes if kind in ("drug", "anaesthetic")]
    drug = given[0] if given else len(steps)
    proof = next((i for i, kind in syringes if kind == "contrast"), drug)
    return Parts(steps[:hand], steps[hand:proof], steps[proof:drug], steps[drug:])


class Gambler(ScriptHands):
    """Reads and prepares as told, then pass after pass by luck, a look and some contrast after each, until one seems to have landed."""

    def __init__(self, case: Scenario, seed: int) -> None:
        script = competent_script(case)
        super().__init__(script.model_copy(update={"title": f"Gambler {seed}"}), case.target, presses_on=True)
        self.parts, self.chance = taken_apart(script), np.random.Generator(np.random.Philox(seed))
        self.tray = case.tray.fluids

    def work(self, seen: Observation, screen: Screen) -> Work:
        self.seen, self.screen = seen, screen
        if not self.parts.after:
            yield from self._all([_luck(one, self.chance) for one in self.parts.before])
            yield [c.Finish()]
            return
        yield from self._all(self.parts.before)
        contrast_ml = sum(fluid.ml for fluid in self.tray if agents()[fluid.agent].kind == "contrast")
        for number in range(max(min(TRIES, int(contrast_ml / DROP_ML)), 1)):
            if number:
                yield from self._all([Detach(do="detach"), Withdraw(do="withdraw", mm=150.0)])
            yield from self._all(self._line())
            if not self.parts.proof:
                break
            yield from self._all(_drop(self.parts.proof[: -len(self.parts.named)]))
            if self._landed():
                break
        yield from self._all([*self.parts.named, *self.parts.after])
        yield [c.Finish()]

    def _line(self) -> list[Step]:
        """In where one goes in, at about the target, as deep as luck has it; and a look."""
        aside, up = (float(x) for x in self.chance.normal(0.0, BESIDE_MM, 2))
        deep = float(self.chance.uniform(SHALLOW_MM, DEEP_MM))
        found: list[Step] = []
        for one in self.parts.way:
            if isinstance(one, Place):
                found.append(one.model_copy(update={"aside_mm": one.aside_mm + aside, "up_mm": one.up_mm + up}))
            elif isinstance(one, Aim) and one.towards is not None:
                found.append(one.model_copy(update={"aside_mm": one.aside_mm + aside, "up_mm": one.up_mm + up}))
                break
        return [*found, Advance(do="advance", mm=deep, step_mm=5.0), Expose(do="expose", seconds=0.4)]

    def _landed(self) -> bool:
        """Whether the contrast could be taken for what is wanted."""
        pictures = self.screen, self.pictures, self.pictures_before
        return not (self.came_back or gone(*pictures) or pooled(*pictures) or absent(*pictures))


def _drop(steps: Sequence[Step]) -> list[Step]:
    """Contrast without what hangs on a look at it, no more than shows."""
    kept = [one for one in steps if not isinstance(one, If)]
    return [one.model_copy(update={"ml": min(one.ml, DROP_ML)}) if isinstance(one, Inject) else one for one in kept]


def _luck(step: Step, chance: np.random.Generator) -> Step:
    """A decision by the dice."""
    if not isinstance(step, s.Decided):
        return step
    decisions, reasons = get_args(Decision), get_args(Reason)
    drawn = {"decision": decisions[int(chance.integers(len(decisions)))], "reason": reasons[int(chance.integers(len(reasons)))]}
    return step.model_copy(update=drawn)


class BlindPusher(ScriptHands):
    """No picture: in beside what is felt, pushing until the plunger gives, off bone any other way; he knows what name is wanted."""

    def __init__(self, case: Scenario, seed: int) -> None:
        script = competent_script(case)
        super().__init__(script.model_copy(update={"title": f"Blind pusher {seed}"}), case.target, presses_on=True)
        self.parts, self.chance = taken_apart(script), np.random.Generator(np.random.Philox(seed))
        self.technique = files.technique(case.technique)
        self.saline = next((fluid.agent for fluid in case.tray.fluids if agents()[fluid.agent].kind == "saline"), "saline")

    def work(self, seen: Observation, screen: Screen) -> Work:
        self.seen, self.screen = seen, screen
        yield from self._all(_unseen(self.parts.before))
        if self.parts.after:
            yield from self._hammer()
            yield from self._all(_unseen([*self.parts.proof, *self.parts.after]))
        yield [c.Finish()]

    def _hammer(self) -> Work:
        aside, up, medial, cephalad = BLIND[self.technique.aim]
        lateral = -medial * self._outwards()
        place = Place(do="place", at=self.technique.palpable[0], aside_mm=aside, up_mm=up, lateral_deg=lateral, cephalad_deg=cephalad)
        yield from self._all([place, Attach(do="attach", agent=self.saline)])
        for _ in range(OTHER_LINES):
            yield from self._all([Advance(do="advance", until="loss of resistance", step_mm=3.0, most_mm=90.0)])
            if self.seen.needle is None or not self.seen.needle.on_bone:
                break
            aside, up = (float(x) for x in self.chance.normal(0.0, LEAN_DEG, 2))
            line = Aim(do="aim", lateral_deg=lateral + aside, cephalad_deg=cephalad + up)
            yield from self._all([Withdraw(do="withdraw", mm=60.0), Advance(do="advance", mm=STARTED_MM), line])
        yield from self._all([Detach(do="detach")])


def _unseen(steps: Sequence[Step]) -> list[Step]:
    """Without a look, and without what hangs on one."""
    kept = [one for one in steps if not isinstance(one, (*PICTURES, If))]
    return [one.model_copy(update={"live": False}) if isinstance(one, Inject) else one for one in kept]


def ticking_hands(case: Scenario, seed: int) -> ScriptHands:
    """Everything is opened, asked, said, laid out and named, every view is looked at; the needle stands in the skin. Always injects."""
    parts = taken_apart(competent_script(case))
    steps = [_always(one, case) for one in parts.before]
    if parts.after:
        entry = [one for one in parts.way if isinstance(one, Place)][:1]
        patterns = get_args(Pattern)
        turn = seed % len(patterns)
        names = [n for n in parts.named if isinstance(n, s.NameIt)]
        ticked: list[Step] = []
        for one in parts.named:
            if isinstance(one, s.NameIt):
                ticked += [one.model_copy(update={"pattern": p}) for p in (*patterns[turn:], *patterns[:turn]) if p != names[0].pattern]
            ticked.append(one)
        put_in = [one for one in parts.proof if isinstance(one, Attach | Aspiration | Inject)][:3]
        views = [one for one in (*parts.way, *parts.proof) if isinstance(one, Show | Expose)]
        steps += [*entry, Advance(do="advance", mm=5.0 + seed % 20), *views, *put_in, *ticked, *parts.after]
    script = competent_script(case).model_copy(update={"title": f"Box-ticker {seed}", "steps": tuple(steps)})
    return ScriptHands(script, case.target, presses_on=True)


def _always(step: Step, case: Scenario) -> Step:
    """To inject is what the boxes lead to."""
    if not isinstance(step, s.Decided) or step.decision == "inject":
        return step
    return s.Decided(do="decide", decision="inject", reason="radicular_pain", level=case.target.level, side=case.target.side)
