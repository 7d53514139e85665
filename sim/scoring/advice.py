"""What a patient must be told on the way out."""

from __future__ import annotations

from scenarios.schema import Scenario


def advice_needed(case: Scenario) -> list[str]:
    """What this patient must be told on the way out (the usual list [known]; sugar and blood thinner only whom it concerns)."""
    needed = ["flare for two days", "headache when upright", "fever", "weakness or numbness", "bladder or bowel", "no driving today"]
    needed.append("follow-up")
    if case.chart is not None and case.chart.diabetic:
        needed.append("sugar")
    if case.chart is not None and any(m.last_taken_days > 0 and not m.hidden for m in case.chart.medication):
        needed.append("restart blood thinner")
    return needed
