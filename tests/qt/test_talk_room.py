"""The talk is as wide as its questions, ticked, need it: nothing is cut at its right. Oracle: geometry."""

from __future__ import annotations

import pytest

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
