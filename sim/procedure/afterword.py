"""What a teacher says when all is over: why it was right, and when what was stopped is taken again."""

from __future__ import annotations

from scenarios.medicines import bleeding_risk
from scenarios.rules import restarted
from scenarios.schema import Scenario
from sim.procedure.sugar import sugar_by_day


def afterword(case: Scenario) -> str:
    """In a few sentences; empty where a case says nothing."""
    said = [" ".join(case.plan.why.split())] if case.plan else []
    if case.chart is not None and case.wants_injection:
        for drug in restarted(case.chart, bleeding_risk(case.technique)):
            said.append(f"{drug.name.capitalize()} again after {drug.restart_h:g} hours at the earliest.")
    if case.chart is not None and case.wants_injection and case.chart.diabetic:
        rises = [f"{row.mmol_l:g} ({row.mg_dl:g} mg/dl) on day {row.day}" for row in sugar_by_day()[:4]]
        said.append(f"Sugar rises by about {', '.join(rises)}: measure for a week, and adjust with whoever treats the diabetes.")
    return " ".join(said)
