"""How a decision compares with what would be right in this case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios.rules import concerns
from scenarios.schema import Scenario


def assessed(case: Scenario, chosen: Mapping[str, Any]) -> dict[str, bool]:
    """Right or not, for the decision and each choice that belongs to it; what the case leaves open is not judged.

    chosen : the fields of a Decide, what was left out of it missing
    """
    plan = case.plan
    if plan is None:
        return {}
    found = {"decision": chosen["decision"] == plan.decision, "reason": chosen["reason"] in plan.reasons}
    if chosen["decision"] != "inject" or plan.decision != "inject":
        return found
    for name, right in (
        ("level", plan.levels),
        ("side", plan.sides),
        ("approach", plan.approaches),
        ("needle", plan.needles),
        ("steroid", plan.steroids),
    ):
        if right:
            found[name] = chosen.get(name) in right
    if plan.instead:
        found["instead"] = chosen.get("instead") in plan.instead
    elif chosen.get("instead"):  # nothing calls for it
        found["instead"] = False
    contrast, given = plan.contrast_ml, float(chosen["contrast_ml"])
    found["contrast"] = given == 0.0 if contrast is None else contrast.holds(given)
    if plan.drug_ml is not None:
        found["volume"] = plan.drug_ml.holds(float(chosen["drug_ml"]))
    return found


def against(case: Scenario) -> str:
    """What the chart says against a needle, in its own words, after a colon."""
    said = [concern.say for concern in concerns(case.chart) if concern.stops] if case.chart is not None else []
    return f": {' '.join(said).removesuffix('.')}" if said else ""


def elsewhere(case: Scenario, chosen: str) -> str:
    """What is to be done instead, for whom it did not escape that no needle is right; with why."""
    right = case.plan.decision if case.plan is not None else "inject"
    why = against(case).removeprefix(": ")
    return f": not to inject was right, but to {right} is the answer here, not to {chosen}{'. ' * bool(why)}{why}"
