"""Clumsy hands: a competent script with a beginner's mistakes mixed in, always the same ones for the same seed."""

from __future__ import annotations

import numpy as np

from scenarios.schema import Scenario
from scenarios.script import Advance, Aim, Aspirate, Attach, Collimate, Detach, Expose, Inject, Place, Script, Show, Step, Wait
from sim.operators.reference import competent_script
from sim.operators.script import ScriptHands

MISPLACED_MM = 6.0
"""Standard deviation of where the needle is set."""
MISAIMED_DEG = 5.0
OVERSHOT = 0.5
"""Log standard deviation of how far it is pushed."""
LOOKS_LONG = 4.0
"""Factor on the beam-on time."""
FORGETS = 0.4
"""Chance to leave out a look, a test or the contrast."""


def fumbled(script: Script, seed: int) -> Script:
    """The script as a beginner would carry it out."""
    chance = np.random.Generator(np.random.Philox(seed))
    steps: list[Step] = []
    no_contrast = chance.random() < FORGETS
    contrast_on = False
    for step in script.steps:
        if isinstance(step, Attach):
            contrast_on = step.agent.startswith("iohexol")
        if contrast_on and no_contrast and isinstance(step, Attach | Aspirate | Inject):
            continue
        if isinstance(step, Detach) and steps and isinstance(steps[-1], Detach):
            continue
        steps += _one(step, chance)
    return script.model_copy(update={"title": f"Fumbling {seed}", "expect": "fail", "steps": tuple(steps)})


def _one(step: Step, chance: np.random.Generator) -> list[Step]:
    match step:
        case Collimate():
            return [] if chance.random() < 0.7 else [step]
        case Expose():
            return [Expose(do="expose", seconds=min(step.seconds * (1 + LOOKS_LONG * chance.random()), 20.0))]
        case Place():
            right, up = chance.normal(0.0, MISPLACED_MM, 2)
            return [step.model_copy(update={"right_mm": step.right_mm + float(right), "up_mm": step.up_mm + float(up)})]
        case Aim() if step.lateral_deg is not None and step.cephalad_deg is not None:
            lateral, cephalad = chance.normal(0.0, MISAIMED_DEG, 2)
            change = {"lateral_deg": step.lateral_deg + float(lateral), "cephalad_deg": step.cephalad_deg + float(cephalad)}
            return [step.model_copy(update=change)]
        case Aim():
            return [] if chance.random() < FORGETS else [step]
        case Advance():
            return [_pushed(step, chance)]
        case Show() | Wait():
            return [step]
        case Inject():
            watched = step.live and bool(chance.random() > FORGETS)
            return [step.model_copy(update={"live": watched, "rate_ml_s": min(2.0 * step.rate_ml_s, 5.0)})]
    return [step]


def _pushed(step: Advance, chance: np.random.Generator) -> Advance:
    factor = float(np.exp(chance.normal(0.0, OVERSHOT)))
    if step.mm is not None:
        return step.model_copy(update={"mm": step.mm * factor, "step_mm": 2.0})
    if step.near is not None:
        return step.model_copy(update={"short_of_mm": (step.short_of_mm or 0.0) + float(chance.normal(0.0, 5.0)), "step_mm": 2.0})
    return step.model_copy(update={"step_mm": min(step.step_mm * 6.0 * factor, 5.0)})


def fumbling_hands(case: Scenario, seed: int) -> ScriptHands:
    return ScriptHands(fumbled(competent_script(case), seed), case.target, presses_on=True)
