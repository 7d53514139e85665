"""The talk is as wide as its questions, ticked, need it: nothing is cut at its right. Oracle: geometry."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect

from tests.qt.conftest import User
from tests.qt.test_layout import resize

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


def test_nothing_of_the_talk_is_cut_once_all_is_asked(user: User, german: None) -> None:
    """Fault: in German the ticks made the questions wider than the card, and every answer was cut at the right."""
    user.begin("l4_l5_disc")
    resize(user, (1280, 720))
    chart = user.page("chart")
    for button in chart.talk.asking.values():
        user.click(button)
    user.wait(lambda: all(button.text().startswith("\u2713") for button in chart.talk.asking.values()))
    for button in chart.talk.further.values():
        button.show()  # whatever an answer may open
    user.bot.wait(50)
    area = chart.talk.parentWidget()
    assert chart.talk.width() <= area.width()
    for button in (*chart.talk.asking.values(), *chart.talk.further.values()):
        assert button.width() >= button.sizeHint().width(), button.text()
        assert button.mapTo(area, button.rect().topRight()).x() < area.width(), button.text()


def test_the_talk_takes_no_room_until_something_was_said_and_no_question_moves_when_it_does(user: User) -> None:
    """Fault: a box of more than half of the window held one line until something was asked. Oracle: geometry."""
    user.begin("l4_l5_disc")
    resize(user, (1920, 1080))
    chart = user.page("chart")
    user.bot.wait(50)

    def places() -> list[QRect]:
        return [QRect(one.mapTo(chart, QPoint()), one.size()) for one in chart.talk.asking.values()]

    def stands() -> bool:
        found = places()
        user.bot.wait(500)
        return found == places()

    user.wait(stands)  # text grows with the window, a while after it
    before, wide = places(), chart.columns.width()
    assert not chart.talk.talk.isVisible()
    assert chart.talk.width() < max(one.width() for one in before) + 60
    user.click(next(iter(chart.talk.asking.values())))
    user.wait(lambda: chart.talk.talk.isVisible() and chart.columns.width() < wide)
    user.bot.wait(50)
    assert places() == before
    assert chart.talk.talk.width() >= 190
    assert chart.talk.talk.mapTo(chart, chart.talk.talk.rect().topRight()).x() < before[0].left()


def test_how_much_was_read_and_asked_stands_on_the_ways_to_it(user: User) -> None:
    """Fault: where text is large nothing beside a page told what is left."""
    user.begin("l4_l5_disc")
    chart = user.page("chart")
    assert chart.front.text() == "Summary, 0 of 7"
    chart.read("history")
    user.click(next(iter(chart.talk.asking.values())))
    user.wait(lambda: (chart.front.text(), chart.to_talk.text()) == ("Summary, 1 of 7", f"Talk, 1 of {len(chart.talk.asking)}"))
