"""Drills in the window: found under their heading, done with the mouse, told at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from sim.qt.panels.fields import Number
from tests.qt.conftest import User

pytestmark = pytest.mark.display


def test_drills_stand_under_a_heading_of_their_own(user: User) -> None:
    chooser = user.window.chooser
    assert all(case.drill is None or chooser.list.item(i).isHidden() for i, case in enumerate(chooser.cases))
    chooser.kinds.setCurrentIndex([chooser.kinds.tabText(i) for i in range(2)].index("Drills"))
    shown = [case for i, case in enumerate(chooser.cases) if not chooser.list.item(i).isHidden()]
    assert shown
    assert all(case.drill is not None for case in shown)
    assert chooser.cases[chooser.list.currentRow()].drill is not None, "what stands chosen is to be seen"


def test_a_picture_is_named_and_told_at_once(user: User) -> None:
    user.begin("name_the_pattern")
    card = user.room.drill
    assert card is not None
    user.wait(lambda: user.room.live.shown is not None and card.count.text() == "Image 1 of 10")
    assert not card.next.isEnabled()
    user.bot.mouseClick(card.answers["none seen"], Qt.MouseButton.LeftButton)
    user.wait(lambda: card.told.text().startswith("No: "))
    assert not card.answers["venous"].isEnabled()
    user.bot.mouseClick(card.next, Qt.MouseButton.LeftButton)
    user.wait(lambda: card.count.text() == "Image 2 of 10")
    assert card.told.text() == ""
    assert card.answers["venous"].isEnabled()


def test_a_needle_is_driven_down_the_beam_and_nothing_else_is_done_with_it(user: User) -> None:
    user.begin("down_the_beam_l4")
    needle = user.room.needle
    user.wait(lambda: needle.deep.text() == "0 mm")
    assert needle.take.isHidden()
    user.expose()
    lateral = user.seen.needle.lateral_deg if user.seen.needle else 0.0
    needle.lean(2.0, 0.0)
    user.wait(lambda: user.seen.needle is not None and abs(user.seen.needle.lateral_deg - lateral - 2.0) < 0.1)
    user.wheel(user.room.live, 3)
    user.wait(lambda: needle.deep.text() == "3 mm")


def test_the_loss_is_felt_with_the_syringe_that_is_on(user: User) -> None:
    user.begin("loss_of_resistance_l4")
    syringe = user.room.syringe
    user.wait(lambda: syringe.inside.text().startswith("10.0 ml left"))
    assert syringe.injecting.isHidden()
    assert not syringe.trying.isHidden()
    user.down(Qt.Key.Key_T)
    user.wait(lambda: user.seen.syringe.pressure_mmhg > 50.0)
    for _ in range(60):
        if user.room.needle.gave.text():
            break
        depth = user.seen.step
        user.room.needle.push(0.5)
        user.wait(lambda depth=depth: user.seen.step > depth + 8)
    user.up(Qt.Key.Key_T)
    assert user.room.needle.gave.text().startswith("Loss at ")


def test_a_depth_is_said_and_the_line_is_drawn_at_once(user: User) -> None:
    user.begin("read_the_depth_l4")
    user.expose()
    answer = user.room.drill.answer if user.room.drill else None
    assert answer is not None
    assert not user.room.live.told
    user.key(Qt.Key.Key_L)
    assert not user.room.live.sights_on, "what is asked for is not drawn"
    box = answer.findChild(Number, "answer_mm")
    assert box is not None
    box.setValue(30.0)
    user.bot.mouseClick(answer.buttons["behind"], Qt.MouseButton.LeftButton)
    user.wait(lambda: answer.told.text().startswith("No: the tip is "))
    assert list(user.room.live.told) == ["L4-L5/ventral_interlaminar_line_right"]
    assert not answer.buttons["before"].isEnabled()


def test_a_level_is_said_once(user: User) -> None:
    user.begin("count_level")
    user.expose()
    answer = user.room.drill.answer if user.room.drill else None
    assert answer is not None
    user.bot.mouseClick(answer.buttons["T12"], Qt.MouseButton.LeftButton)
    user.wait(lambda: answer.told.text().startswith("No: L"))
    assert not any(button.isEnabled() for button in answer.buttons.values())
