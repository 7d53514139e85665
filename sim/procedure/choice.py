"""How a decision compares with what would be right in this case."""

from __future__ import annotations

from scenarios.schema import Scenario
from sim.session.care_commands import Decide


def assessed(case: Scenario, chosen: Decide) -> dict[str, bool]:
    """Right or not, for the decision and each choice that belongs to it; what the case leaves open is not judged."""
    plan = case.plan
    if plan is None:
        return {}
    found = {"decision": chosen.decision == plan.decision, "reason": chosen.reason in plan.reasons}
    if chosen.decision != "inject" or plan.decision != "inject":
        return found
    for name, given, right in (
        ("level", chosen.level, plan.levels),
        ("side", chosen.side, plan.sides),
        ("approach", chosen.approach, plan.approaches),
        ("needle", chosen.needle, plan.needles),
        ("steroid", chosen.steroid, plan.steroids),
    ):
        if right:
            found[name] = given in right
    contrast = plan.contrast_ml
    found["contrast"] = chosen.contrast_ml == 0.0 if contrast is None else contrast.holds(chosen.contrast_ml)
    if plan.drug_ml is not None:
        found["volume"] = plan.drug_ml.holds(chosen.drug_ml)
    return found
