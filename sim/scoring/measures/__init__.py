"""The measures of the catalogue ``scenarios/measures.csv``, each one small function over the events of a recording, by theme.

A measure gives a value and the step of the moment that made it so (None if there is no such moment).
"""

from __future__ import annotations

from scenarios.rubric import measures as catalogue
from scenarios.schema import Scenario
from sim.records.recording import Recording
from sim.scoring.limits import LIMITS, Limits
from sim.scoring.measures import (
    allergy,
    care,
    contrast,
    drilled,
    drilled_needle,
    drug,
    harm,
    leaving,
    looking,
    motion,
    place,
    promised,
    readiness,
    sought,
    testing,
    way,
    wrongs,
)
from sim.scoring.measures.story import FUNCTIONS, Story, Value

__all__ = ["FUNCTIONS", "THEMES", "Story", "Value", "measured"]
THEMES = {
    "choice and care": care,
    "looked at and asked": sought,
    "before the needle": readiness,
    "the way": way,
    "the hand": motion,
    "the place": place,
    "looking": looking,
    "contrast": contrast,
    "the drug": drug,
    "what is given": harm,
    "an old reaction": allergy,
    "mistaken": wrongs,
    "as decided": promised,
    "warnings": testing,
    "the way home": leaving,
    "the drill": drilled,
    "the drill's needle": drilled_needle,
}
"""The module of each theme."""


def measured(recording: Recording, case: Scenario, limits: Limits = LIMITS) -> dict[str, Value | None]:
    """Every measure of the catalogue, as this case and these limits judge it; None where the attempt gave nothing to measure."""
    story = Story(recording, case, limits)
    return {name: FUNCTIONS[name](story) for name in catalogue()}
