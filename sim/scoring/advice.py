"""What a patient must be told on the way out."""

from __future__ import annotations

from scenarios.medicines import bleeding_risk
from scenarios.rules import restarted
from scenarios.schema import Scenario


def advice_needed(case: Scenario) -> list[str]:
    """What this patient must be told on the way out (the usual list [known]; sugar and blood thinner only whom it concerns)."""
    needed = ["flare for two days", "headache when upright", "fever", "weakness or numbness", "bladder or bowel", "no driving today"]
    needed.append("follow-up")
    if case.chart is not None and case.chart.diabetic:
        needed.append("sugar")
    if case.chart is not None and restarted(case.chart, bleeding_risk(case.technique)):
        needed.append("restart blood thinner")
    return needed
