"""What was looked at and asked before the decision, page by page and question by question: goals of cases hang on single ones."""

from __future__ import annotations

from scenarios.chart import Page
from scenarios.goal import Goal
from sim.scoring.measures.story import Story, Value, measure, yes
from sim.session.care_commands import Topic

SOUGHT: dict[str, Page | Topic] = {
    "imaging_read": "imaging",
    "medication_read": "medication",
    "laboratory_read": "laboratory",
    "thinners_asked": "blood thinners",
    "pregnancy_asked": "pregnancy",
    "steroids_asked": "steroids",
    "allergies_known": "allergies",
}
"""The page or the question of each; ``allergies`` is both: either tells what the reaction was, and to what."""
ASKS = ("chart_read", "patient_asked", "plan_right")
"""Measures that ask here what goals tell: a goal that hangs on one of them first is told by it."""
CHOSEN = {"approach_right": "approach", "needle_right": "needle"}
"""The choice of the decision that each is of."""


def goal_tells(story: Story) -> dict[str, str]:
    """Pages, questions and choices by which a goal of this case was missed, and the measure that names them there."""
    short = {_first_short(story, goal) for goal in story.case.goals}
    return {thing: name for name, thing in (SOUGHT | CHOSEN).items() if name in short}


def _first_short(story: Story, goal: Goal) -> str | None:
    """The measure that a missed goal is told by, if it is of a page, a question or a choice."""
    for shown in goal.shown:
        if shown.measure in ASKS:
            return None
        value = story.value(shown.measure)
        if value is None:
            return None
        if not shown.holds(value.value):
            return shown.measure
    return None


def _known(story: Story, name: str) -> Value | None:
    """Whether the page was opened, or the question put, before the last decision before the needle."""
    decided = story.last("decided", story.skin)
    if decided is None:
        return None
    return yes(SOUGHT[name] in (*decided.data["pages"], *decided.data["asked"]), decided.step)


@measure
def imaging_read(story: Story) -> Value | None:
    return _known(story, "imaging_read")


@measure
def medication_read(story: Story) -> Value | None:
    return _known(story, "medication_read")


@measure
def laboratory_read(story: Story) -> Value | None:
    return _known(story, "laboratory_read")


@measure
def thinners_asked(story: Story) -> Value | None:
    return _known(story, "thinners_asked")


@measure
def pregnancy_asked(story: Story) -> Value | None:
    return _known(story, "pregnancy_asked")


@measure
def steroids_asked(story: Story) -> Value | None:
    return _known(story, "steroids_asked")


@measure
def allergies_known(story: Story) -> Value | None:
    return _known(story, "allergies_known")


@measure
def approach_right(story: Story) -> Value | None:
    return _chosen(story, "approach")


@measure
def needle_right(story: Story) -> Value | None:
    return _chosen(story, "needle")


def _chosen(story: Story, choice: str) -> Value | None:
    """Nothing to judge where the last decision before the needle names none."""
    decided = story.last("decided", story.skin)
    if decided is None or choice not in decided.data["right"]:
        return None
    return yes(bool(decided.data["right"][choice]), decided.step)
