"""What can be chosen can be read: no drop-down at the table is narrower than its longest row, in any language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from sim.qt.app import dress
from sim.qt.appearance import Appearance, keep_appearance, put_on
from sim.qt.panels.card_columns import CardColumns
from sim.qt.panels.fields import Choice
from sim.qt.words import languages, speak
from tests.qt.conftest import User

pytestmark = pytest.mark.display
LAPTOP = (1366, 768)
LEAST = (1280, 720)


@pytest.fixture
def laptop(qtbot: QtBot, own_home: object, one_body: None, unhurried: None, request: pytest.FixtureRequest) -> Iterator[User]:
    """A window on a small screen, in the language of the test's parameter."""
    keep_appearance(Appearance(language=str(request.param)))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dress(application)
    user = User(qtbot)
    user.window.resize(*LAPTOP)
    yield user
    user.leave()
    speak()


def lacks(box: QComboBox) -> int:
    """Pixels by which its longest row is wider than its room."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box)
    rows = (box.placeholderText(), *(box.itemText(i) for i in range(box.count())))
    return max(box.fontMetrics().horizontalAdvance(row) for row in rows) - room.width()


@pytest.mark.parametrize("laptop", list(languages()), indirect=True)
def test_a_closed_drop_down_shows_its_longest_row_whole(laptop: User) -> None:
    """Oracle: geometry: what Qt says that a row needs, and the room that the style leaves it."""
    laptop.begin("l4_l5_disc")
    room = laptop.room
    room.ward.go_to("table")
    at_hand = {"needle": (room.needle.choice,), "contrast": (room.reading.view, room.reading.pattern, room.draw_up.first)}
    for code, boxes in at_hand.items():
        room.column.open(code)
        laptop.bot.wait(50)
        assert all(box.isVisible() for box in boxes)
        assert [(box.accessibleName(), lacks(box)) for box in boxes if lacks(box) > 0] == []


@pytest.mark.parametrize("laptop", ["de"], indirect=True)
def test_the_open_list_is_as_wide_as_its_longest_row(laptop: User) -> None:
    chooser = laptop.window.chooser
    choice = max((box for box in chooser.findChildren(QComboBox) if box.isVisible() and not box.placeholderText()), key=lacks)
    assert lacks(choice) > 0
    choice.showPopup()
    assert choice.view().width() > lacks(choice) + choice.width()
    choice.hidePopup()


@pytest.mark.parametrize("laptop", list(languages()), indirect=True)
def test_a_reason_of_the_decision_is_read_whole_on_the_least_screen(laptop: User) -> None:
    """And no page of the ward has to be scrolled there at the usual size of text."""
    laptop.window.resize(*LEAST)
    laptop.begin("l4_l5_disc")
    for code in ("decision", "preparation", "afterwards"):
        page = laptop.page(code)
        laptop.bot.wait(50)
        boxes = [box for box in page.findChildren(QComboBox) if box.isVisible()]
        assert [(code, box.accessibleName(), lacks(box)) for box in boxes if lacks(box) > 0] == []
        (columns,) = page.findChildren(CardColumns)
        assert columns.verticalScrollBar().maximum() == columns.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_arrow_of_a_drop_down_grows_with_the_text(theme: str, qtbot: QtBot) -> None:
    """Fault: it kept six pixels at 200 %. Oracle: the columns of pixels that hold its ink."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    wide = []
    for text_pct in (100, 200):
        put_on(application, Appearance(theme, text_pct=text_pct))
        box = Choice("which")
        box.addItem("")
        qtbot.addWidget(box)
        box.resize(200, 60)
        box.show()
        picture = box.grab().toImage()
        ink = box.palette().color(QPalette.ColorRole.ButtonText)
        columns = [x for x in range(100, 196) if any(_near(picture.pixelColor(x, y), ink) for y in range(15, 45))]
        wide.append(max(columns) - min(columns) + 1)
    put_on(application, Appearance())
    assert wide[0] >= 8
    assert wide[1] >= 1.5 * wide[0]


def _near(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 60 for a, b in zip(one.toTuple(), other.toTuple(), strict=True))
