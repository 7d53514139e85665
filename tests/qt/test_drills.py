"""Drills in the window: found under their heading, done with the mouse, told at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from sim.qt.windows.chooser import DRILLS
from tests.qt.conftest import User

pytestmark = pytest.mark.display


def test_drills_stand_under_a_heading_of_their_own(user: User) -> None:
    chooser = user.window.chooser
    assert all(case.drill is None or chooser.list.item(i).isHidden() for i, case in enumerate(chooser.cases))
    chooser.kinds.setCurrentIndex([chooser.kinds.tabText(i) for i in range(2)].index(DRILLS))
    shown = [case for i, case in enumerate(chooser.cases) if not chooser.list.item(i).isHidden()]
    assert shown
    assert all(case.drill is not None for case in shown)
    assert chooser.cases[chooser.list.currentRow()].drill is not None, "what stands chosen is to be seen"


def test_a_picture_is_named_and_told_at_once(user: User) -> None:
    user.begin("name_the_pattern")
    card = user.room.drill
    assert card is not None
    user.wait(lambda: user.room.live.shown is not None and card.count.text() == "Picture 1 of 10")
    assert not card.next.isEnabled()
    user.bot.mouseClick(card.answers["none seen"], Qt.MouseButton.LeftButton)
    user.wait(lambda: card.told.text().startswith("No: "))
    assert not card.answers["venous"].isEnabled()
    user.bot.mouseClick(card.next, Qt.MouseButton.LeftButton)
    user.wait(lambda: card.count.text() == "Picture 2 of 10")
    assert card.told.text() == ""
    assert card.answers["venous"].isEnabled()
