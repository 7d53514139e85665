"""What a patient answers when asked once more: what the case's chart holds, or that nobody knows; it counts as no topic."""

from __future__ import annotations

import pytest

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.follow_ups import FOLLOW_UPS, FollowUp, follow_ups, left_open
from scenarios.words import catalogue, sentence
from scenarios.words.said import Answer, Said
from sim.procedure.further import further
from sim.session import care_commands as c
from sim.session.care_commands import TOPICS, Topic
from sim.session.session import Session
from sim.session.world import World


def told(case: str, topic: Topic, about: FollowUp, reference: Anatomy, first: bool = True) -> tuple[str, Session]:
    """The sentence, and the session in which it was said."""
    world = World.of(files.find_scenario(case), reference)
    session = Session(world, 1)
    if first:
        session.do(c.Ask(about=topic))
    session.do(c.Ask(about=about))
    events = [event for event in session.events if event.kind == "patient_says" and event.data.get("about") == about]
    return sentence(Said.of(events[-1].data), world.scenario.chart), session


ANSWERED: tuple[tuple[str, Topic, FollowUp, str], ...] = (
    ("anticoagulated", "blood thinners", "how much thinner", "5 mg twice a day"),
    ("old_hives", "allergies", "which agent", "iopamidol"),
    ("contrast_allergy", "allergies", "which agent", "I do not know."),
    ("boosted", "steroids", "relief", "about 60 % of the pain"),
    ("sugar", "diabetes", "sugar lately", "10.2 %"),
    ("pregnant", "pregnancy", "last period", "I do not know."),
    ("discitis", "infection", "infected since", "I do not know."),
    ("cauda_equina", "weakness", "weaker since", "I do not know."),
)


@pytest.mark.parametrize(("case", "topic", "about", "words"), ANSWERED)
def test_the_chart_answers_or_nobody_knows(case: str, topic: Topic, about: FollowUp, words: str, reference: Anatomy) -> None:
    """Oracle: the case's own file."""
    assert words in told(case, topic, about, reference)[0]


def test_who_did_not_ask_before_is_told_nothing_hidden(reference: Anatomy) -> None:
    said, session = told("boosted", "steroids", "relief", reference, first=False)
    assert said == "I do not know."
    assert session.look().care.asked == frozenset()


def test_it_counts_as_no_topic(reference: Anatomy) -> None:
    """Fault: a share of the topics asked would go above one."""
    session = told("anticoagulated", "blood thinners", "how much thinner", reference)[1]
    assert session.look().care.asked == {"blood thinners"}
    assert [event.data["about"] for event in session.events if event.kind == "asked"] == ["blood thinners"]


def test_what_did_not_help_is_said_so(reference: Anatomy) -> None:
    chart = files.find_scenario("boosted").chart
    assert chart is not None
    vain = tuple(one.model_copy(update={"relief_pct": 0.0}) for one in chart.earlier[:1])
    asked = further(chart.model_copy(update={"earlier": vain}), "relief", False, {"steroids"})
    assert asked == (Answer("no_relief"),)


def test_only_an_answer_that_leaves_something_open_opens_a_question() -> None:
    assert left_open("allergies", [Answer("no_allergies")]) == ()
    assert left_open("allergies", [Answer("allergy", "latex")]) == ()
    assert [row.name for row in left_open("allergies", [Answer("allergy", "contrast")])] == ["which agent"]
    assert left_open("steroids", [Answer("taken", "prednisone", 1.0)]) == ()


def test_the_table_names_all_and_topics_that_are() -> None:
    assert tuple(follow_ups()) == FOLLOW_UPS
    assert {row.topic for row in follow_ups().values()} <= set(TOPICS)
    for language in ("en", "de"):
        assert set(FOLLOW_UPS) <= set(catalogue(language)["questions"])
