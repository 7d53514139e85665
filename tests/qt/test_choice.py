"""A closed box of choices in whatever width it is given."""

from __future__ import annotations

from PySide6.QtWidgets import QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from sim.qt.panels.fields import Choice

WORDS = "Every approach to the epidural space"


def painted(choice: Choice) -> str:
    """What Qt paints as its words."""
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    return str(option.currentText)


def test_words_that_have_no_room_end_in_dots(qtbot: QtBot) -> None:
    """Fault: with large text the filters of the first page broke off in the middle of a letter. What is chosen stays whole."""
    choice = Choice("way in")
    qtbot.addWidget(choice)
    choice.addItem(WORDS)
    choice.show()
    qtbot.waitExposed(choice)
    choice.resize(choice.sizeHint())
    assert painted(choice) == WORDS
    choice.resize(choice.width() // 2, choice.height())
    assert painted(choice).endswith("\u2026")
    assert WORDS.startswith(painted(choice)[:-1].rstrip())
    assert choice.currentText() == WORDS
