"""What was looked at and asked before the decision, page by page and question by question: goals of cases hang on single ones."""

from __future__ import annotations

from scenarios.chart import Page
from sim.scoring.measures.story import Story, Value, measure, yes
from sim.session.care_commands import Topic


def _known(story: Story, *pages_or_topics: Page | Topic) -> Value | None:
    """Whether any of these pages was opened, or questions put, before the last decision before the needle."""
    decided = story.last("decided", story.skin)
    if decided is None:
        return None
    return yes(bool({*decided.data["pages"], *decided.data["asked"]} & set(pages_or_topics)), decided.step)


@measure
def imaging_read(story: Story) -> Value | None:
    return _known(story, "imaging")


@measure
def medication_read(story: Story) -> Value | None:
    return _known(story, "medication")


@measure
def laboratory_read(story: Story) -> Value | None:
    return _known(story, "laboratory")


@measure
def thinners_asked(story: Story) -> Value | None:
    return _known(story, "blood thinners")


@measure
def pregnancy_asked(story: Story) -> Value | None:
    return _known(story, "pregnancy")


@measure
def steroids_asked(story: Story) -> Value | None:
    return _known(story, "steroids")


@measure
def allergies_known(story: Story) -> Value | None:
    """``allergies`` is a page and a question: either tells what the reaction was, and to what."""
    return _known(story, "allergies")


@measure
def approach_right(story: Story) -> Value | None:
    """Nothing to judge where the last decision before the needle names none."""
    decided = story.last("decided", story.skin)
    if decided is None or "approach" not in decided.data["right"]:
        return None
    return yes(bool(decided.data["right"]["approach"]), decided.step)
