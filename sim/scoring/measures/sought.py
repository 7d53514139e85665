"""What was looked at and asked before the decision, page by page and question by question: goals of cases hang on single ones."""

from __future__ import annotations

from scenarios.chart import Page
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
CHOSEN = {"approach_right": "approach", "needle_right": "needle"}
"""The choice of the decision that each is of."""


def goal_tells(story: Story) -> dict[str, str]:
    """Pages, questions and choices by which a goal of this case was missed, and the measure that names them there."""
    first = [goal.shown[0].measure for goal in story.case.goals]
    told = {SOUGHT[name]: name for name in first if name in SOUGHT and (found := _known(story, name)) is not None and not found.value}
    chosen = {name: choice for name, choice in CHOSEN.items() if name in first}
    return told | {choice: name for name, choice in chosen.items() if (found := _chosen(story, choice)) is not None and not found.value}


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
