"""The page of all keys: what is done is read whole, in each language, at the usual size of text and at twice that.

Oracle: geometry.
"""

from __future__ import annotations

import pytest

from sim.qt.devices.motions import MOTIONS
from sim.qt.windows.keys_dialog import KNOWN, NO_KEY, KeysDialog
from sim.qt.words import phrase
from tests.qt.conftest import User
from tests.qt.test_large_room import large_user

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("own_home")]
__all__ = ["large_user"]


def opened(user: User) -> KeysDialog:
    page = KeysDialog(user.window, user.window.inputs.devices)
    user.bot.addWidget(page)
    page.show()
    user.bot.wait(50)
    return page


def assert_read_whole(page: KeysDialog) -> None:
    table = page.table
    assert table.horizontalScrollBar().maximum() == 0
    metrics = table.fontMetrics()
    for _, rows in page._groups:
        for item, edit, buttons in rows:
            room = table.visualItemRect(item)
            assert room.width() >= metrics.horizontalAdvance(item.text(0)), item.text(0)
            fields = [*buttons.values(), *([edit] if edit is not None else [])]
            assert all(field.x() >= 0 and field.geometry().right() <= table.viewport().width() for field in fields)
    assert page.width() <= page.screen().availableSize().width()
    assert page.height() <= page.parentWidget().height(), "no higher than its window"
    if not page._two_rows:
        assert table.columnWidth(0) >= table.sizeHintForColumn(0), "no name ends in dots"


def test_names_and_fields_are_read_whole_at_twice_the_size_and_at_the_usual_one(large_user: User) -> None:
    """Fault: names ended in dots in a window of 900 pixels, however wide the screen, and at 200 % two columns lay beyond its edge."""
    page = opened(large_user)
    assert_read_whole(page)
    rows = {item.text(0): (item, buttons) for _, found in page._groups for item, _, buttons in found}
    item, buttons = rows[KNOWN["keep"].title]
    assert buttons["gamepad"].y() > page.table.visualItemRect(item).y(), "below its name"
    assert page.table.headerItem().text(0) == phrase("keys_dialog.key"), "fault: it said two things over one column"
    assert page.table.indentation() == 0, "fault: each name had an arrow, and rows were trees"
    motion, _ = rows[KNOWN[MOTIONS[0].name].title]
    assert motion.child(0).text(0) == NO_KEY, "fault: where there is no key its column was lost"
    page.search.setText(item.text(0))
    assert [one for one, _ in rows.values() if not one.isHidden()] == [item]
    page.reject()
    large_user.window.view_menu.look.sizes[100].trigger()
    large_user.bot.wait(50)
    assert_read_whole(opened(large_user))
