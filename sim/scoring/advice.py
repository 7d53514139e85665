"""What a patient must be told on the way out."""

from __future__ import annotations

from scenarios.medicines import bleeding_risk
from scenarios.parting import When, parting_words
from scenarios.rules import restarted
from scenarios.schema import Scenario


def advice_needed(case: Scenario, punctured: bool = False) -> list[str]:
    """By the table, as far as it concerns this patient; ``punctured``: the needle went through the dura."""
    chart = case.chart
    holds: dict[When, bool] = {
        "always": True,
        "punctured": punctured,
        "diabetic": chart is not None and chart.diabetic,
        "stopped": chart is not None and bool(restarted(chart, bleeding_risk(case.technique))),
    }
    return [word.name for word in parting_words().values() if holds[word.when]]
