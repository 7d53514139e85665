"""Days and weeks as a patient says them."""

from __future__ import annotations

import pytest

from scenarios import files
from scenarios.chart import Earlier
from scenarios.words import sentence
from scenarios.words.said import Answer, Said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer("taken_today", "apixaban"), "the last one was today."),
        (Answer("taken", "apixaban", 1.0), "the last one was yesterday."),
        (Answer("taken", "apixaban", 1.5), "the last one was yesterday."),
        (Answer("taken", "apixaban", 2.0), "the last one was 2 days ago."),
    ],
)
def test_a_day_ago_is_yesterday(answer: Answer, said: str) -> None:
    assert sentence(Said("answer", answers=(answer,))).endswith(said)


@pytest.mark.parametrize(("weeks", "said"), [(1.0, "A week ago: "), (3.0, "3 weeks ago: ")])
def test_one_week_is_a_week(weeks: float, said: str) -> None:
    chart = files.find_scenario("l4_l5_disc").chart
    assert chart is not None
    earlier = Earlier(weeks_ago=weeks, what="Caudal injection", relief_pct=50.0, relief_weeks=2.0)
    assert sentence(Said("answer", answers=(Answer("shot"),)), chart.model_copy(update={"earlier": (earlier,)})).startswith(said)
