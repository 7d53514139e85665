"""The room is worked without a mouse: Tab leads to a control, Return presses the button there; at the table Space is the pedal's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


def press(user: User, key: Qt.Key) -> None:
    """Whatever has the focus gets the key, as from a keyboard."""
    user.bot.keyClick(QApplication.focusWidget() or user.window, key)


def tab_to(user: User, wanted: QWidget) -> None:
    for _ in range(80):
        if QApplication.focusWidget() is wanted:
            return
        press(user, Qt.Key.Key_Tab)
    raise AssertionError(f"no Tab leads to {wanted.accessibleName() or wanted}")


def test_a_form_of_the_ward_is_filled_in_by_keys_and_no_key_reaches_the_table(user: User) -> None:
    """Fault: Space was the pedal's on every page, and ticked nothing."""
    user.begin("l4_l5_disc")
    page = user.page("preparation")
    user.focus(user.room.console.finish)
    box, ask = page.risks["bleeding"], page.buttons["consent"][0]
    tab_to(user, box)
    press(user, Qt.Key.Key_Space)
    assert box.isChecked()
    tab_to(user, ask)
    press(user, Qt.Key.Key_Return)
    user.wait(lambda: "bleeding" in user.seen.care.risks)
    tab_to(user, page.posture)
    press(user, Qt.Key.Key_Down)
    assert page.posture.currentIndex() == 0
    press(user, Qt.Key.Key_Return)
    user.bot.wait(20)
    assert QApplication.focusWidget() is page.posture  # one goes on from where one is
    user.focus(box)
    before = user.seen.carm.view.pose
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Q, Qt.Key.Key_2):
        press(user, key)
    user.bot.wait(300)
    assert user.seen.carm.view.pose == before
    assert user.seen.live is None


def test_at_the_table_return_presses_what_has_the_focus_and_space_is_the_pedal(user: User) -> None:
    user.begin()
    room = user.room
    room.column.open("needle")
    user.focus(room.needle.choice)
    tab_to(user, room.needle.take)
    press(user, Qt.Key.Key_Return)
    user.wait(lambda: user.seen.needle is not None)
    user.wait(lambda: not room.needle.take.isEnabled())  # it is in the hand: the focus goes on to what can be done
    next_one = QApplication.focusWidget()
    assert isinstance(next_one, QPushButton)  # and no field, which would take the keys of the hands
    user.bot.keyPress(next_one, Qt.Key.Key_Space)
    user.wait(lambda: user.seen.carm.beam_on)
    user.bot.keyRelease(next_one, Qt.Key.Key_Space)
    user.wait(lambda: not user.seen.carm.beam_on)


def test_what_is_held_is_held_by_return_as_long_as_it_is_down(user: User) -> None:
    user.begin()
    pedal = user.room.carm.pedal
    user.focus(pedal)
    user.bot.keyPress(pedal, Qt.Key.Key_Return)
    user.wait(lambda: user.seen.carm.beam_on)
    user.bot.keyRelease(pedal, Qt.Key.Key_Return)
    user.wait(lambda: not user.seen.carm.beam_on)


def test_arrows_go_along_the_tabs_that_have_the_focus(user: User) -> None:
    """Fault: they turned the bevel."""
    user.begin()
    tabs = user.room.column.tabs
    first, second = [tab for tab in tabs.buttons if tab.isVisible()][:2]
    user.click(first)
    user.focus(first)
    press(user, Qt.Key.Key_Right)
    assert second.isChecked()
    assert tabs.pages.currentIndex() == tabs.buttons.index(second)


def test_acts_of_the_table_are_out_of_reach_on_other_pages(user: User) -> None:
    user.begin("l4_l5_disc")
    strip = user.window.strip.buttons
    user.room.ward.go_to("chart")
    user.wait(lambda: not strip["view_AP"].isEnabled())
    assert strip["pause"].isEnabled()
    user.room.ward.go_to("table")
    user.wait(lambda: strip["view_AP"].isEnabled())
