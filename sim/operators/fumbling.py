"""Hands that are no machine's: a competent script with what slips or, of less skill, goes wrong; always the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, get_args

import numpy as np

from scenarios import care_script as s
from scenarios.chart import PAGES
from scenarios.equipment import agent
from scenarios.needle_script import Advance, Aim, Place
from scenarios.pattern import Pattern
from scenarios.schema import Scenario
from scenarios.script import Attach, Collimate, Detach, Expose, Inject, Script, Show, Step, Wait
from sim.operators.reference import competent_script
from sim.operators.script import ScriptHands
from sim.session.care_commands import ADVICE, RISKS, TOPICS

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Skill:
    """How much goes wrong. All numbers are guesses; what they bring about is in ``study construct-validity``."""

    name: str
    misplaced_mm: float
    """Standard deviation of where the needle is set."""
    misaimed_deg: float
    overshot: float
    """Log standard deviation of how far it is pushed."""
    looks_long: float
    """Factor on the beam-on time."""
    forgets: float
    """Chance to leave out a look, a test, a question, or the contrast."""
    mistakes: float
    """Chance to choose or to name wrongly."""
    step: float
    """Factor on the length of a push."""


STEADY = Skill("Competent", 0.3, 0.3, 0.0, 0.0, 0.0, 0.0, 1.0)
"""Nobody sets a needle twice to the tenth of a mm: who knows all and forgets nothing still differs so much from one time to the next."""
CLUMSY = Skill("Fumbling", 6.0, 5.0, 0.5, 4.0, 0.4, 0.4, 6.0)
LEARNING = Skill("Intermediate", 1.5, 1.2, 0.15, 1.0, 0.12, 0.12, 1.5)
LONG_WAIT_S = 20.0


def fumbled(script: Script, seed: int, skill: Skill = CLUMSY) -> Script:
    """The script as somebody of this skill would carry it out."""
    chance = np.random.Generator(np.random.Philox(seed))
    steps: list[Step] = []
    no_contrast = chance.random() < skill.forgets
    contrast_on = False
    for step in script.steps:
        if isinstance(step, Attach):
            contrast_on = agent(step.agent).kind == "contrast"
        if contrast_on and no_contrast and step.do in ("attach", "aspirate", "inject"):
            continue
        if isinstance(step, Detach) and steps and isinstance(steps[-1], Detach):
            continue
        steps += _one(step, chance, skill)
    return script.model_copy(update={"title": f"{skill.name} {seed}", "expect": "fail", "steps": tuple(steps)})


def _one(step: Step, chance: np.random.Generator, skill: Skill) -> list[Step]:
    match step:
        case Collimate():
            return [] if chance.random() < 1.75 * skill.forgets else [step]
        case Expose():
            return [Expose(do="expose", seconds=min(step.seconds * (1 + skill.looks_long * chance.random()), 20.0))]
        case Place():
            right, up = chance.normal(0.0, skill.misplaced_mm, 2)
            return [step.model_copy(update={"right_mm": step.right_mm + float(right), "up_mm": step.up_mm + float(up)})]
        case Aim() if step.lateral_deg is not None and step.cephalad_deg is not None:
            lateral, cephalad = chance.normal(0.0, skill.misaimed_deg, 2)
            change = {"lateral_deg": step.lateral_deg + float(lateral), "cephalad_deg": step.cephalad_deg + float(cephalad)}
            return [step.model_copy(update=change)]
        case Aim():
            return [] if chance.random() < skill.forgets else [step]
        case Advance():
            return [_pushed(step, chance, skill)]
        case Wait() if step.seconds > LONG_WAIT_S:
            return [step.model_copy(update={"seconds": step.seconds * (1 - skill.forgets * float(chance.random()))})]
        case Show() | Wait():
            return [step]
        case Inject():
            watched = step.live and bool(chance.random() > skill.forgets)
            return [step.model_copy(update={"live": watched, "rate_ml_s": min((1 + 2.5 * skill.forgets) * step.rate_ml_s, 5.0)})]
    return _care(step, chance, skill)


def _pushed(step: Advance, chance: np.random.Generator, skill: Skill) -> Advance:
    factor = float(np.exp(chance.normal(0.0, skill.overshot)))
    if skill.forgets:
        step = step.model_copy(update={"off_bone": step.off_bone[:1]})  # who still learns knows one other line
    if step.mm is not None:
        return step.model_copy(update={"mm": step.mm * factor, "step_mm": min(2.0, step.step_mm * skill.step)})
    if step.near is not None:
        off = float(chance.normal(0.0, 10.0 * skill.overshot))
        return step.model_copy(update={"short_of_mm": (step.short_of_mm or 0.0) + off, "step_mm": min(2.0, step.step_mm * skill.step)})
    return step.model_copy(update={"step_mm": min(step.step_mm * skill.step * factor, 5.0)})


def _care(step: Step, chance: np.random.Generator, skill: Skill) -> list[Step]:
    """Beside the needle: things are left out, and taken for others."""
    match step:
        case s.Read():
            pages = _some(step.pages or PAGES, chance, skill)
            return [step.model_copy(update={"pages": pages})] if pages else []
        case s.AskAbout():
            about = _some(step.about or tuple(t for t in TOPICS if t != "now"), chance, skill)
            return [step.model_copy(update={"about": about})] if about else []
        case s.Decided():
            return [_decided(step, chance, skill)]
        case s.TellRisks():
            return [step.model_copy(update={"risks": _some(step.risks or RISKS, chance, skill) or ("infection",)})]
        case s.Lay():
            return [step.model_copy(update={"pillow": "none"})] if chance.random() < skill.forgets else [step]
        case s.Ready():
            items = _some(step.items, chance, skill)
            if chance.random() < skill.mistakes:
                items = items[::-1]
            return [step.model_copy(update={"items": items})] if items else []
        case s.NameIt() if chance.random() < skill.mistakes:
            wrong = [pattern for pattern in get_args(Pattern) if pattern != step.pattern]
            return [step.model_copy(update={"pattern": wrong[int(chance.integers(len(wrong)))]})]
        case s.StopAndSay() | s.Numb() | s.NameIt():
            return [] if chance.random() < skill.forgets else [step]
        case s.WatchAfter():
            return [step.model_copy(update={"minutes": max(step.minutes * (1 - 2 * skill.forgets * float(chance.random())), 1.0)})]
        case s.SendHome():
            advice = _some(step.advice or ADVICE, chance, skill)
            return [step.model_copy(update={"driver": bool(chance.random() > skill.forgets), "advice": advice or ("fever",)})]
    return [step]


def _some(things: Sequence[Thing], chance: np.random.Generator, skill: Skill) -> tuple[Thing, ...]:
    """Those that were not forgotten."""
    return tuple(thing for thing in things if chance.random() > skill.forgets)


def _decided(step: s.Decided, chance: np.random.Generator, skill: Skill) -> s.Decided:
    wrong = chance.random() < skill.mistakes
    if step.decision != "inject":
        return step.model_copy(update={"decision": "inject", "reason": "radicular_pain"}) if wrong else step
    if wrong:
        change = ({"reason": "axial_pain"}, {"contrast_ml": 12.0}, {"drug_ml": 0.2}, {"steroid": None})[int(chance.integers(4))]
        return step.model_copy(update=change)
    return step


def steady_hands(case: Scenario, seed: int) -> ScriptHands:
    """Competent ones, as they differ from one time to the next; their script alone does the very same each time."""
    return ScriptHands(fumbled(competent_script(case), seed, STEADY), case.target)


def fumbling_hands(case: Scenario, seed: int) -> ScriptHands:
    return ScriptHands(fumbled(competent_script(case), seed), case.target, presses_on=True)


def learning_hands(case: Scenario, seed: int) -> ScriptHands:
    """Between competent and clumsy."""
    return ScriptHands(fumbled(competent_script(case), seed, LEARNING), case.target, presses_on=True)
