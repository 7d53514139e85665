"""What a patient must be told on the way out, and what would be untrue."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.medicines import bleeding_risk
from scenarios.parting import When, parting_words
from scenarios.rules import restarted
from scenarios.schema import Scenario

HAPPENED: tuple[When, ...] = ("stopped", "punctured")
"""What is told of a thing that was done: it frightens, or misleads, whom it was not done to. What a sugar does is no harm to know."""


def advice_needed(case: Scenario, punctured: bool = False) -> list[str]:
    """By the table, as far as it concerns this patient; ``punctured``: the needle went through the dura."""
    holds = _holds(case, punctured)
    return [word.name for word in parting_words().values() if holds[word.when]]


def advice_untrue(case: Scenario, told: Sequence[str], punctured: bool = False) -> list[str]:
    """Of what was told, what speaks of something that was not so."""
    holds = _holds(case, punctured)
    return [word.name for word in parting_words().values() if word.name in told and word.when in HAPPENED and not holds[word.when]]


def _holds(case: Scenario, punctured: bool) -> dict[When, bool]:
    chart = case.chart
    return {
        "always": True,
        "punctured": punctured,
        "diabetic": chart is not None and chart.diabetic,
        "stopped": chart is not None and bool(restarted(chart, bleeding_risk(case.technique))),
    }
