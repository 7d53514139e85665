"""Competent hands for any case of a known technique: a script that passes, retold for the case's target and tray."""

from __future__ import annotations

from scenarios import files
from scenarios.equipment import agents
from scenarios.files import InputError
from scenarios.schema import Scenario
from scenarios.script import Attach, Script, Take
from sim.operators.script import ScriptHands


def competent_script(case: Scenario) -> Script:
    """The case's own passing script, else one of its technique with the needle and fluids that stand on this tray."""
    passing = [s for s in (files.script(path) for path in files.scripts().values()) if s.expect == "pass"]
    for script in passing:
        if script.scenario == case.name:
            return script
    for script in passing:
        if files.find_scenario(script.scenario).technique == case.technique:
            return _retold(script, case)
    raise InputError(f"there is no passing script for the technique {case.technique!r}")


def _retold(script: Script, case: Scenario) -> Script:
    steps = []
    for step in script.steps:
        if isinstance(step, Take) and step.needle not in case.tray.needles:
            step = step.model_copy(update={"needle": case.tray.needles[0]})
        if isinstance(step, Attach):
            step = step.model_copy(update={"agent": _on_tray(step.agent, case)})
        steps.append(step)
    return script.model_copy(update={"scenario": case.name, "steps": tuple(steps)})


def _on_tray(agent: str, case: Scenario) -> str:
    """This fluid, or the first of its kind that is there."""
    names = [fluid.agent for fluid in case.tray.fluids]
    if agent in names:
        return agent
    kind = agents()[agent].kind
    same = [name for name in names if agents()[name].kind == kind]
    if not same:
        raise InputError(f"tray.fluids: has no {kind}, which the technique {case.technique} needs")
    return same[0]


def reference_hands(case: Scenario) -> ScriptHands:
    return ScriptHands(competent_script(case), case.target)
