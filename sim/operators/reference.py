"""Competent hands for any case of a known technique: a script that passes, retold for the case's target and tray."""

from __future__ import annotations

from functools import cache

from scenarios import files
from scenarios.care_script import Decided, Read, SendHome
from scenarios.chart import Chart, Decision
from scenarios.equipment import agents
from scenarios.files import InputError
from scenarios.medicines import bleeding_risk
from scenarios.needle_script import Take
from scenarios.rules import concerns, restarted
from scenarios.schema import CaseParts, Scenario
from scenarios.script import Attach, Script, Step
from sim.operators.script import ScriptHands


def competent_script(case: Scenario) -> Script:
    """The case's own passing script, else one of its technique, from the case most like it, with what this case shows and has."""
    script = _like(case)
    return script if script.scenario == case.name else _retold(script, case)


def lacking(case: CaseParts) -> tuple[str, ...]:
    """Kinds of fluid that a script retold for this case needs and that do not stand on its tray."""
    if case.drill is not None:  # whose scripts are told for no other case
        return ()
    script = _like(case)
    if script.scenario == case.name:
        return ()
    kinds = [agents()[fluid.agent].kind for fluid in case.tray.fluids]
    wanted = [agents()[step.agent].kind for step in script.steps if isinstance(step, Attach)]
    return tuple(dict.fromkeys(kind for kind in wanted if kind not in kinds))


def _like(case: CaseParts) -> Script:
    """The case's own passing script, else that of the case most like it."""
    for script, _ in _passing():
        if script.scenario == case.name:
            return script
    whole = [(script, other) for script, other in _passing() if other.drill is None and case.drill is None]
    fitting = [(script, other) for script, other in whole if other.technique == case.technique and other.wants_injection]
    if not fitting:
        raise InputError(f"there is no passing script for the technique {case.technique!r}")
    script, _ = max(fitting, key=lambda pair: (pair[1].exercise == case.exercise, _without_contrast(pair[1]) == _without_contrast(case)))
    return script


@cache
def _passing() -> tuple[tuple[Script, Scenario], ...]:
    """The shipped scripts that pass whatever the seed, each with its case; read once for all attempts."""
    scripts = (files.script(path) for path in (files.scripts() | files.drill_scripts()).values())
    return tuple((script, files.find_scenario(script.scenario)) for script in scripts if script.expect == "pass" and script.seed is None)


def _without_contrast(case: CaseParts) -> bool:
    return case.chart is not None and any(allergy.to == "contrast" for allergy in case.chart.allergies)


def _retold(script: Script, case: Scenario) -> Script:
    steps: list[Step] = []
    for step in script.steps:
        if isinstance(step, Read) and case.chart is None:
            continue
        if isinstance(step, Decided):
            if case.chart is None:
                continue
            step = _judged(step, case.chart, case)
            if step.decision != "inject":  # nothing else follows
                steps.append(step)
                break
        if isinstance(step, Take) and step.needle not in case.tray.needles:
            step = step.model_copy(update={"needle": case.tray.needles[0]})
        if isinstance(step, Attach):
            step = step.model_copy(update={"agent": _on_tray(step.agent, case)})
        if isinstance(step, SendHome):
            step = step.model_copy(update={"restart_h": _again_h(case)})
        steps.append(step)
    return script.model_copy(update={"scenario": case.name, "steps": tuple(steps)})


def _judged(step: Decided, chart: Chart, case: Scenario) -> Decided:
    """What a wise head makes of this chart, by the rules and not by the case's plan; level and side are those of the order."""
    against = [concern for concern in concerns(chart, bleeding_risk(case.technique)) if concern.stops]
    if against:
        decision: Decision = "refer" if against[0].must == "refer" else "defer"
        return Decided(do="decide", decision=decision, reason=against[0].reason)
    change: dict[str, object] = {"level": case.target.level, "side": case.target.side, "approach": case.technique}
    change["needle"] = step.needle if step.needle in case.tray.needles else case.tray.needles[0]
    if step.steroid is not None:
        change["steroid"] = _on_tray(step.steroid, case)
    return step.model_copy(update=change)


def _again_h(case: Scenario) -> float | None:
    """Hours after which what was stopped is taken again, as if the needle had bled; None if nothing was."""
    stopped = restarted(case.chart, bleeding_risk(case.technique)) if case.chart is not None else ()
    return max((drug.restart_bloody_h or 0.0 for drug in stopped), default=None)


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
