"""What a teacher says when all is over: why it was right, what the case teaches, and when what was stopped is taken again."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.schema import Scenario
from sim.procedure.bleeding import bled, restart_hours
from sim.procedure.sugar import sugar_by_day
from sim.session.events import Event


def afterword(case: Scenario, events: Sequence[Event] = ()) -> str:
    """In a few sentences, with what this attempt's events change in them; empty where a case says nothing."""
    said = [" ".join(case.plan.why.split())] if case.plan else []
    if "choice" in case.exercise:  # before, it would have told what was to be chosen
        said.append(" ".join(case.learning.split()))
    if case.chart is not None and case.wants_injection:
        why = ", since the needle bled" if bled(events) else ""
        for drug, hours in restart_hours(case, events).items():
            said.append(f"{drug.name.capitalize()} again after {hours:g} hours at the earliest{why}.")
    if case.chart is not None and case.wants_injection and case.chart.diabetic:
        rises = [f"{row.mmol_l:g} ({row.mg_dl:g} mg/dl) on day {row.day}" for row in sugar_by_day()[:4]]
        said.append(f"Sugar rises by about {', '.join(rises)}: measure for a week, and adjust with whoever treats the diabetes.")
    return " ".join(said)
