"""Pages before and after the room, in windows of any size. Oracle: geometry."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from scenarios.chart import PAGES
from sim.qt.appearance import Appearance, put_on
from sim.qt.panels.card import Card
from sim.qt.panels.card_columns import EDGE, CardColumns
from sim.qt.panels.card_stack import BETWEEN
from sim.qt.panels.done_card import DoneCard
from sim.session import care_commands as c
from tests.qt.conftest import User
from tests.qt.test_layout import LEAST, resize

pytestmark = pytest.mark.display
WIDE = (2560, 1440)
SHARE = 0.9
"""Of the width of a page, which its cards take at least in a wide window"""
FORMS = ("decision", "preparation", "afterwards")


def made(bot: QtBot, heights: tuple[int, ...], size: tuple[int, int], widest: int = 500, narrowest: int = 200) -> CardColumns:
    cards = []
    for high in heights:
        card = Card()
        label = QLabel("words")
        label.setFixedHeight(high)
        card.box.addWidget(label)
        cards.append(card)
    columns = CardColumns(cards, widest, narrowest)
    bot.addWidget(columns)
    columns.resize(*size)
    columns.show()
    bot.waitExposed(columns)
    return columns


def test_columns_are_no_wider_than_lines_are_read_and_no_more_than_are_needed(qtbot: QtBot) -> None:
    columns = made(qtbot, (100,) * 6, (1030, 900))
    assert [len(column) for column in columns.columns] == [2, 2, 2]
    columns.resize(530, 900)
    assert [len(column) for column in columns.columns] == [3, 3]
    columns.resize(300, 900)
    assert [len(column) for column in columns.columns] == [6]


def test_more_columns_are_made_before_a_page_is_scrolled(qtbot: QtBot) -> None:
    columns = made(qtbot, (200,) * 4, (1030, 700))
    assert len(columns.columns) == 3
    columns.resize(1030, 260)
    assert len(columns.columns) == 4
    assert columns.verticalScrollBar().maximum() == 0
    columns.resize(1030, 150)
    assert columns.verticalScrollBar().maximum() > 0


def test_a_card_that_comes_or_goes_moves_the_others(qtbot: QtBot) -> None:
    columns = made(qtbot, (100, 100, 100), (420, 900))
    (first, second, third) = (card for column in columns.columns for card in column)
    before = third.y()
    second.hide()
    qtbot.waitUntil(lambda: third.y() < before)
    assert third.y() == first.y() + first.height() + BETWEEN
    second.show()
    qtbot.waitUntil(lambda: third.y() == before)
    columns.put_first(third)
    assert third.y() == EDGE


def shown(columns: CardColumns) -> list[Card]:
    return [card for column in columns.columns for card in column]


def read_everything(user: User) -> None:
    for page in PAGES:
        user.room.send(c.OpenChart(page=page))
    user.wait(lambda: user.seen.care.pages == set(PAGES))


@pytest.mark.usefixtures("one_body")
@pytest.mark.parametrize("size", [LEAST, (1920, 1080), WIDE])
def test_cards_begin_at_one_place_end_at_one_edge_and_use_the_page(size: tuple[int, int], user: User) -> None:
    """Fault: half of a large window was empty: unread, three quarters of it."""
    user.begin("l4_l5_disc")
    resize(user, size)
    user.bot.wait(400)  # letters follow the window's size a moment later
    for code in FORMS:
        columns = user.page(code).columns
        user.bot.wait(150)
        if columns.verticalScrollBar().maximum() == 0:
            _end_at_one_edge(columns)
    read_everything(user)
    starts = set[tuple[int, int]]()
    for code in FORMS:
        columns = user.page(code).columns
        user.bot.wait(150)
        starts.add(columns.columns[0][0].mapTo(user.window, QPoint(0, 0)).toTuple())
        assert len({column[0].y() for column in columns.columns}) == 1, code
        right = max(card.geometry().right() for card in shown(columns))
        assert right > SHARE * columns.width(), code
        assert columns.horizontalScrollBar().maximum() == 0
        if columns.verticalScrollBar().maximum() == 0:
            _end_at_one_edge(columns)
        if size != LEAST:
            assert columns.verticalScrollBar().maximum() == 0, code
    assert len(starts) == 1


def _end_at_one_edge(columns: CardColumns) -> None:
    assert {column[-1].geometry().bottom() for column in columns.columns} == {columns.viewport().height() - EDGE - 1}
    assert all(card.height() >= card.heights(card.width())[0] for card in shown(columns))


@pytest.mark.usefixtures("one_body")
def test_a_chart_that_was_read_uses_the_width_and_is_not_scrolled(user: User) -> None:
    user.begin("l4_l5_disc")
    chart = user.page("chart")
    read_everything(user)
    for size in ((1920, 1080), WIDE):
        resize(user, size)
        user.bot.wait(150)
        columns = chart.columns
        tiles = columns.summary.tiles
        assert all(tile.isVisible() for tile in tiles.values())
        assert max(card.geometry().right() for card in shown(columns)) > SHARE * columns.width()
        assert columns.verticalScrollBar().maximum() == 0


@pytest.mark.usefixtures("one_body")
@pytest.mark.parametrize("size", [LEAST, WIDE])
def test_the_tabulator_goes_through_cards_as_they_are_read(size: tuple[int, int], user: User) -> None:
    """Down the columns, from left to right."""
    user.begin("l4_l5_disc")
    resize(user, size)
    read_everything(user)
    for code in FORMS:
        columns = user.page(code).columns
        user.bot.wait(150)
        cards = shown(columns)
        places = [(card.x(), card.y()) for card in cards]
        assert places == sorted(places), code
        reached, widget = list[int](), columns.nextInFocusChain()
        while widget is not columns:
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                reached += [number for number, card in enumerate(cards) if card.isAncestorOf(widget)]
            widget = widget.nextInFocusChain()
        assert len(set(reached)) > 1
        assert reached == sorted(reached), code


def test_cases_stand_beside_one_another_in_a_wide_window_and_keep_their_words(user: User) -> None:
    chooser = user.window.chooser
    for size, across in ((LEAST, 1), ((2560, 1100), 2)):
        resize(user, size)
        user.bot.wait(150)
        rows = [
            chooser.list.visualItemRect(chooser.list.item(row))
            for row in range(chooser.list.count())
            if not chooser.list.item(row).isHidden()
        ]
        assert len({row.x() for row in rows}) == across
        assert not any(a.intersects(b) for a in rows for b in rows if a is not b)
        assert chooser.list.horizontalScrollBar().maximum() == 0
        right = max(card.mapTo(chooser, QPoint(card.width(), 0)).x() for card in shown(chooser.told))
        assert right > SHARE * chooser.width()


def test_what_is_said_of_a_card_that_changes_is_not_cut(qtbot: QtBot) -> None:
    columns = made(qtbot, (100,), (420, 900))
    (card,) = shown(columns)
    more = QLabel("word " * 200)
    more.setWordWrap(True)
    card.box.addWidget(more)
    qtbot.waitUntil(lambda: more.height() >= more.heightForWidth(more.width()) > 100)


def test_a_card_that_says_more_keeps_its_column_while_nothing_is_scrolled_for_it(qtbot: QtBot) -> None:
    """Fault: the checks before discharge went to the next column with the first result."""
    columns = made(qtbot, (100, 80, 100, 100), (420, 900))
    cards = shown(columns)
    before = [card.x() for card in cards]
    more = QLabel()
    more.setFixedHeight(150)
    cards[1].box.addWidget(more)
    qtbot.waitUntil(lambda: cards[1].height() > 200)
    assert [card.x() for card in cards] == before


def test_what_a_column_leaves_is_shared_by_all_that_wish_for_it(qtbot: QtBot) -> None:
    """Fault: the first picture took all of it, and the next was a stamp."""
    cards = Card(), Card()
    for card in cards:
        card.add_elastic(QWidget(), lambda width: (100, 500))
    columns = CardColumns(cards, 500)
    qtbot.addWidget(columns)
    columns.resize(500, 700)
    columns.show()
    qtbot.waitExposed(columns)
    first, second = (card.height() for card in cards)
    assert abs(first - second) <= 1
    assert first + second > 600


def test_words_have_their_room_before_a_picture(qtbot: QtBot) -> None:
    """Fault: what was done was scrolled beside a picture that had room to spare."""
    picture, done = Card(), DoneCard("Done", "nothing")
    picture.add_elastic(QWidget(), lambda width: (100, 800))
    for minute in range(12):
        done.note(f"{minute} min", "something was done")
    columns = CardColumns((picture, done), 500)
    qtbot.addWidget(columns)
    columns.resize(500, 700)
    columns.show()
    qtbot.waitExposed(columns)
    assert done.list.verticalScrollBar().maximum() == 0
    assert picture.height() > 150


@pytest.mark.usefixtures("one_body")
def test_rows_of_a_form_stand_further_apart_on_a_large_page_and_the_talk_takes_its_place_once_it_begins(user: User) -> None:
    """Faults: rows stood close above a card that was empty for two thirds; before a word was said the talk kept a third of the page."""
    user.begin("l4_l5_disc")
    resize(user, LEAST)
    page = user.page("decision")

    def filled() -> float:
        form = page.columns.columns[0][0]
        end = page.decide.mapTo(form, QPoint(0, page.decide.height())).y()
        return end / form.height()

    usual = page.side.y() - page.level.y()
    resize(user, WIDE)
    user.bot.wait(150)
    assert filled() > 2 / 3
    assert page.columns.verticalScrollBar().maximum() == 0
    resize(user, LEAST)
    user.bot.wait(150)
    assert page.side.y() - page.level.y() == usual
    talk = user.page("chart").talk.talk
    assert not talk.isVisible()
    user.room.send(c.Ask(about="infection"))
    user.wait(talk.isVisible)
    user.wait(lambda: talk.height() > 100)


@pytest.mark.usefixtures("one_body")
def test_rows_that_stood_apart_come_together_where_larger_text_is_scrolled(user: User) -> None:
    """Fault: at 150 % headings, boxes and the button for consent were slivers. Oracle: geometry."""
    user.begin("l4_l5_disc")
    resize(user, LEAST)
    columns = user.page("preparation").columns
    user.bot.wait(150)
    user.window.view_menu.look.sizes[150].trigger()
    user.wait(lambda: all(card.height() >= card.minimumSizeHint().height() for card in shown(columns)))
    for card in shown(columns):
        parts = [part for part in card.findChildren(QWidget) if part.isVisibleTo(card) and part.parentWidget() is card]
        assert all(part.height() >= part.minimumSizeHint().height() for part in parts)


@pytest.mark.parametrize("high", [100, 117, 131, 158])
def test_no_line_of_what_was_done_is_cut_in_half(high: int, qtbot: QtBot) -> None:
    """Fault: the list showed two and a half lines. Oracle: the document's own lines."""
    done = DoneCard("Done", "nothing")
    long = "something was done that is told in so many words that they have no room in one line of it"
    for minute in range(12):
        done.note(f"{minute} min", long if minute % 3 else "done")
    qtbot.addWidget(done)
    done.resize(400, high)
    done.show()
    qtbot.waitExposed(done)
    qtbot.wait(30)
    scrolled, room = done.list.verticalScrollBar(), done.list.viewport().height()
    assert scrolled.value() == scrolled.maximum() > 0
    layout = done.list.document().documentLayout()
    tops = [layout.blockBoundingRect(block).top() - scrolled.value() for block in done.list.rows()]
    assert 0 <= min(top for top in tops if top >= -1) <= 4, "a line begins at the upper edge"
    assert room < done.list.height()


def test_what_was_done_has_five_lines_before_rows_stand_apart() -> None:
    """Fault: two and a half lines stood beside 170 empty pixels."""
    done = DoneCard("Done", "nothing")
    for minute in range(12):
        done.note(f"{minute} min", "done")
    assert done.at_ease(400) - done.reserved(400) >= 2 * done.fontMetrics().height()


def test_large_text_has_the_lines_of_an_observation_without_scrolling(qapp: QApplication) -> None:
    """Fault: the list began past its first entry, on a page that is scrolled anyway."""
    put_on(qapp, Appearance(text_pct=200))
    done = DoneCard("Done", "nothing")
    for words in ("HR 74 /min, SpO2 97 %, BP 126/78 mmHg", "Legs: power", "Sensation: everywhere", "Bladder: urine", "Discharged"):
        done.note("30 min", words)
    least, wished = done._high(590)
    assert least == wished
    put_on(qapp, Appearance())


def test_what_is_elastic_is_measured_at_the_width_that_it_gets(qtbot: QtBot) -> None:
    """Fault: a line that was wrapped for two pixels of the card's frame had no room."""
    card, part, asked = Card("A title"), QWidget(), set[int]()

    def high(width: int) -> tuple[int, int]:
        asked.add(width)
        return 100, 500

    card.add_elastic(part, high)
    columns = CardColumns((card,), 500)
    qtbot.addWidget(columns)
    columns.resize(500, 400)
    columns.show()
    qtbot.waitExposed(columns)
    asked.clear()
    columns.fit()
    assert asked == {part.width()}


@pytest.mark.usefixtures("one_body")
def test_rows_of_a_form_stand_no_further_apart_than_they_are_read_together(user: User) -> None:
    """Fault: ten boxes were spread over 44 pixels each, and buttons floated apart. Oracle: geometry."""
    user.begin("l4_l5_disc")
    resize(user, (1590, 900))
    page = user.page("afterwards")
    user.bot.wait(50)
    for parts in (list(page.advice.values()), list(page.looks.values())):
        tops = [part.mapTo(page, QPoint(0, 0)).y() for part in parts]
        between = [low - high - parts[0].height() for high, low in pairwise(tops)]
        assert max(between) <= 16, between
        assert min(between) == max(between)


def test_the_last_line_of_a_list_with_more_than_it_shows_stands_at_its_lower_edge(qtbot: QtBot) -> None:
    """Fault: lines were hidden above while up to 85 pixels below the last were empty. Oracle: geometry."""
    card = DoneCard("Done", "Nothing yet")
    qtbot.addWidget(card)
    card.resize(300, 150)
    card.show()
    for number in range(7):
        card.note(f"{number} min", "sensation: feels touch everywhere, the saddle area too" if number % 2 else "discharged")
    qtbot.wait(50)
    done, frame = card.list, card.list.frameWidth()
    assert done.verticalScrollBar().maximum() > 0
    assert done.verticalScrollBar().value() == done.verticalScrollBar().maximum()
    assert done.viewport().geometry().bottom() >= done.height() - frame - 2
