"""What a teacher says when all is over: why it was right, and when what was stopped is taken again."""

from __future__ import annotations

from scenarios.medicines import bleeding_risk
from scenarios.rules import restarted
from scenarios.schema import Scenario


def afterword(case: Scenario) -> str:
    """In a few sentences; empty where a case says nothing."""
    said = [" ".join(case.plan.why.split())] if case.plan else []
    if case.chart is not None and case.wants_injection:
        for drug in restarted(case.chart, bleeding_risk(case.technique)):
            said.append(f"{drug.name.capitalize()} again after {drug.restart_h:g} hours at the earliest.")
    return " ".join(said)
