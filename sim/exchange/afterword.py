"""What a teacher says when all is over: why it was right, what the case teaches, and when what was stopped is taken again."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios import words
from scenarios.schema import Scenario
from sim.procedure.bleeding import bled, restart_hours
from sim.procedure.sugar import sugar_by_day
from sim.session.events import Event


def afterword(case: Scenario, events: Sequence[Event]) -> str:
    """In a few sentences, with what this attempt's events change in them; empty where a case says nothing."""
    said = [" ".join(words.told(case.plan.why).split())] if case.plan else []
    if "choice" in case.exercise:  # before, it would have told what was to be chosen
        said.append(" ".join(words.told(case.learning).split()))
    if case.chart is not None and case.wants_injection:
        code = "again_bled" if bled(events) else "again"
        said += [
            words.afterword(code, drug=words.told_first(drug.name), hours=hours) for drug, hours in restart_hours(case, events).items()
        ]
    if case.chart is not None and case.chart.diabetic and any(event.kind == "steroid_given" for event in events):
        rises = [words.afterword("sugar_on_day", mmol_l=row.mmol_l, mg_dl=row.mg_dl, day=row.day) for row in sugar_by_day()[:4]]
        said.append(words.afterword("sugar", rises=", ".join(rises)))
    return " ".join(said)
