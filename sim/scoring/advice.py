"""What a patient must be told on the way out."""

from __future__ import annotations

from scenarios.chart import Medication
from scenarios.rules import stop_days
from scenarios.schema import Scenario


def advice_needed(case: Scenario) -> list[str]:
    """What this patient must be told on the way out (the usual list [known]; sugar and blood thinner only whom it concerns)."""
    needed = ["flare for two days", "headache when upright", "fever", "weakness or numbness", "bladder or bowel", "no driving today"]
    needed.append("follow-up")
    if case.chart is not None and case.chart.diabetic:
        needed.append("sugar")
    if case.chart is not None and any(_stopped(m) for m in case.chart.medication):
        needed.append("restart blood thinner")
    return needed


def _stopped(drug: Medication) -> bool:
    """Whether it is a blood thinner that was stopped, as the chart tells: any other drug is nobody's to restart here."""
    return drug.name.lower() in stop_days() and drug.last_taken_days > 0 and not drug.hidden
