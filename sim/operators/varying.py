"""Competent hands as they differ from one time to the next; their script alone does the very same each time."""

from __future__ import annotations

import numpy as np

from scenarios.needle_script import Aim, Place
from scenarios.schema import Scenario
from scenarios.script import Script, Step
from sim.operators.reference import competent_script
from sim.operators.script import ScriptHands

PLACED_MM, AIMED_DEG = 0.3, 0.3
"""Nobody sets or turns a needle twice to the tenth (standard deviations; guesses)."""


def varied(script: Script, seed: int) -> Script:
    """The script as somebody would carry it out who knows all and forgets nothing."""
    chance = np.random.Generator(np.random.Philox(seed))
    steps = tuple(_one(step, chance) for step in script.steps)
    return script.model_copy(update={"title": f"Competent {seed}", "steps": steps})


def _one(step: Step, chance: np.random.Generator) -> Step:
    match step:
        case Place():
            right, up = chance.normal(0.0, PLACED_MM, 2)
            return step.model_copy(update={"right_mm": step.right_mm + float(right), "up_mm": step.up_mm + float(up)})
        case Aim() if step.lateral_deg is not None and step.cephalad_deg is not None:
            lateral, cephalad = chance.normal(0.0, AIMED_DEG, 2)
            change = {"lateral_deg": step.lateral_deg + float(lateral), "cephalad_deg": step.cephalad_deg + float(cephalad)}
            return step.model_copy(update=change)
    return step


def steady_hands(case: Scenario, seed: int) -> ScriptHands:
    return ScriptHands(varied(competent_script(case), seed), case.target)
