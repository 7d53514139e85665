"""Every tab of the debriefing is read whole, in each language and at each size of text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from scenarios import words
from sim.qt.appearance import TEXT_PCT, Appearance, put_on
from sim.qt.palette import px
from sim.qt.panels.button_rows import ButtonRows
from sim.qt.panels.tab_rows import TabRows
from sim.qt.windows.debriefing import BESIDE, SPACING, WIDEST, WIDTH
from sim.qt.words import catalogue, languages

pytestmark = pytest.mark.display


@pytest.fixture
def as_before(qapp: QApplication) -> Iterator[None]:
    yield
    put_on(qapp, Appearance())


def titles(language: str) -> list[str]:
    """Of all six, as one who was commented on has them."""
    spoken, told = catalogue(language), words.catalogue(language)["what_if"]
    own = [str(spoken["debriefing"][code]) for code in ("remarks", "follow_up", "points")]
    return [own[0], str(spoken["comments"]["title"]), *own[1:], str(told["title"]), str(told["compared"])]


def rows(bot: QtBot, titles: list[str], width: int) -> TabRows:
    made = TabRows("Parts")
    bot.addWidget(made)
    for title in titles:
        made.add(QLabel(title), title)
    made.resize(width, 300)
    made.show()
    bot.waitExposed(made)
    bot.wait(20)
    return made


def is_whole(button: QPushButton) -> bool:
    bold = QFont(button.font())
    bold.setWeight(QFont.Weight.DemiBold)
    return button.width() >= QFontMetrics(bold).horizontalAdvance(button.text()) + 4


@pytest.mark.parametrize("text", TEXT_PCT)
@pytest.mark.parametrize("language", languages())
def test_all_six_are_read_whole(language: str, text: int, qtbot: QtBot, qapp: QApplication, as_before: None) -> None:
    """Oracle: the width of each word, bold as the open one is, against its button."""
    put_on(qapp, Appearance(text_pct=text))
    made = rows(qtbot, titles(language), px(WIDTH))
    assert [button.text() for button in made.buttons if not is_whole(button)] == []
    assert all(made.rect().contains(button.geometry()) for button in made.buttons)


@pytest.mark.parametrize("text", TEXT_PCT)
@pytest.mark.parametrize("language", languages())
def test_the_ways_on_from_a_debriefing_are_read_whole(language: str, text: int, qtbot: QtBot, qapp: QApplication, as_before: None) -> None:
    """Fault: at 200 % the German ones lost letters on both sides."""
    put_on(qapp, Appearance(text_pct=text))
    spoken = catalogue(language)["debriefing"]
    made = ButtonRows(BESIDE, SPACING)
    qtbot.addWidget(made)
    for code in ("again", "same", "other_case", "report"):
        made.add(QPushButton(str(spoken[code])))
    made.resize(min(px(WIDTH), WIDEST), 100)
    made.show()
    qtbot.waitExposed(made)
    qtbot.wait(20)
    assert [button.text() for button in made.buttons if not is_whole(button)] == []
    assert all(button.geometry().left() >= 0 and button.geometry().right() < made.width() for button in made.buttons)


@pytest.mark.parametrize("language", languages())
def test_all_that_nobody_commented_on_stand_in_one_row(language: str, qtbot: QtBot, as_before: None) -> None:
    """Fault: in German the tabs of a debriefing broke into two rows in a window of 1280 x 720."""
    first, _, *others = titles(language)
    made = rows(qtbot, [first, *others], WIDTH)
    assert len({button.y() for button in made.buttons}) == 1


def test_they_take_a_second_row_only_where_they_need_it(qtbot: QtBot, as_before: None) -> None:
    made = rows(qtbot, ["One", "Two", "Three", "Four"], 400)
    assert len({button.y() for button in made.buttons}) == 1
    made.resize(130, 300)
    qtbot.waitUntil(lambda: len({button.y() for button in made.buttons}) == 2)
    assert [is_whole(button) for button in made.buttons] == [True] * 4


def test_a_press_opens_its_page_and_what_opens_a_page_marks_its_button(qtbot: QtBot) -> None:
    made = rows(qtbot, ["One", "Two", "Three"], 400)
    assert [button.isChecked() for button in made.buttons] == [True, False, False]
    qtbot.mouseClick(made.buttons[2], Qt.MouseButton.LeftButton)
    assert made.pages.currentIndex() == 2
    page = made.pages.widget(1)
    assert page is not None
    made.open(page)
    assert [button.isChecked() for button in made.buttons] == [False, True, False]


def test_the_line_of_the_focus_goes_with_the_tab_that_is_clicked(qtbot: QtBot) -> None:
    """Fault: it stayed round the first tab while another one was open."""
    made = rows(qtbot, ["One", "Two", "Three"], 400)
    made.activateWindow()
    made.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(made.buttons[0].hasFocus)
    qtbot.mouseClick(made.buttons[2], Qt.MouseButton.LeftButton)
    assert made.pages.currentIndex() == 2
    assert made.buttons[2].hasFocus()
