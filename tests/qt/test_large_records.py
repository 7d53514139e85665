"""At twice the size of text, on a small screen, in each language: a learner's curve and a class, whole and within the window.

Oracle: geometry, as of the other pages.
"""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt

from sim.exchange.gradebook.address import database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.qt.appearance import STYLE
from sim.qt.panels.figures_table import PADDING
from sim.qt.windows.class_page import ClassPage
from sim.qt.windows.curve_page import CurvePage
from sim.qt.words import phrase, term
from tests.qt.conftest import User
from tests.qt.test_large_room import SCREEN, cut, large_user, scrolls
from tests.qt.test_layout import resize
from tests.qt.test_record_pages import class_page, curve, some_attempts
from tests.sim.exchange.gradebook.test_class import put

CUSUM = 5
"""The column of it"""

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("own_home")]
__all__ = ["large_user"]


def test_a_curve_has_a_line_for_each_chart_and_a_tab_for_its_lists(large_user: User) -> None:
    """Fault: it was twice as wide as the window: half of the charts, the filters and the lists lay beyond its edge."""
    some_attempts()
    user = large_user
    resize(user, SCREEN)
    page = curve(user)
    user.bot.wait(100)
    assert scrolls(user) == (0, 0)
    assert cut(page.case, page.measure, page.acceptable, page.unacceptable, page.pin, page.papers, page.one, page.key, page.points) == []
    assert page.charts.widget().width() <= page.charts.viewport().width()
    assert len({view.x() for view in (page.points, page.sums, page.measured, page.doses)}) == 1
    page.tabs.setCurrentWidget(page.side)
    user.bot.wait(30)
    assert cut(page.themes, page.attempts.list, page.attempts.see) == []
    user.window.view_menu.look.sizes[100].trigger()
    user.bot.wait(100)
    assert page.tabs.isHidden()
    assert cut(page.points, page.sums, page.measured, page.doses, page.themes, page.attempts.list) == []
    assert page.points.y() == page.sums.y()


def fits(page: ClassPage) -> bool:
    """No column beyond the edge, and none narrower than what stands in it."""
    table, head = page.members, page.members.horizontalHeader()
    columns = range(table.columnCount())
    titles = [table.horizontalHeaderItem(at).text().split() for at in columns]
    words = [max(map(head.fontMetrics().horizontalAdvance, title)) + 2 * PADDING for title in titles]
    narrow = [at for at in columns if table.columnWidth(at) < max(table.sizeHintForColumn(at), words[at])]
    return table.horizontalScrollBar().maximum() == 0 and not narrow


def test_every_column_of_a_class_fits_on_a_small_screen_at_either_size_of_text(large_user: User) -> None:
    """Fault: "not yet known" pushed the day of the last attempt beyond the edge, and its half was read."""
    with Gradebook(database_url()) as book:
        for learner in ("Learner 001", "Learner 002", "Learner 003"):
            put(book, learner, "caudal", 1, 50.0)
    user = large_user
    resize(user, SCREEN)
    page = class_page(user)
    user.bot.wait(100)
    assert page.members.item(0, CUSUM).text() == phrase("class_page.open")
    assert fits(page)
    user.window.view_menu.look.sizes[100].trigger()
    user.bot.wait(100)
    assert fits(page)


def test_the_last_column_of_a_class_of_many_is_whole_at_the_usual_size_of_text(user: User) -> None:
    """Fault: the day of the last attempt was cut at 1280 pixels by an edge or by the bar of many rows."""
    with Gradebook(database_url()) as book:
        for learner in range(30):
            for seed in range(3):
                put(book, f"Learner {learner:03d}", "caudal", seed, 30.5, ["tip_to_target"])
    resize(user, SCREEN)
    page = class_page(user)
    user.bot.wait(50)
    assert page.members.verticalScrollBar().maximum() > 0
    assert fits(page)


def test_titles_of_figures_and_of_words_beside_them_stand_apart() -> None:
    """Fault: 8 pixels between "Recent mean" and "CUSUM". Oracle: the sheet of styles, on each side of their edge."""
    (padding,) = re.findall(r"QHeaderView::section {[^}]*padding: 4px (\d+)px;", STYLE.read_text(encoding="utf-8"))
    assert 2 * int(padding) == 2 * PADDING == 16


def test_the_buttons_of_a_learner_with_a_long_name_stay_in_the_window(large_user: User) -> None:
    """Fault: at 200 % the title pushed them beyond the edge, and the page had a bar to scroll it sideways."""
    name = "Learner 100 of the second course"
    with Gradebook(database_url()) as book:
        put(book, name, "caudal", 1, 50.0)
    user = large_user
    resize(user, SCREEN)
    user.window.chooser.learner.setEditText(name)
    user.click(user.window.chooser.next.curve)
    user.wait(lambda: isinstance(user.window.records, CurvePage) and user.window.records.found is not None)
    user.bot.wait(100)
    page = user.window.records
    assert isinstance(page, CurvePage)
    assert scrolls(user) == (0, 0)
    assert cut(page.back, page.pin, page.papers, page.one, page.measure, page.unacceptable) == []


def test_a_title_stands_over_its_figures_and_a_verdict_apart_from_the_figure_beside_it(user: User) -> None:
    """Fault: "65.5alarm" was read as one, and titles stood in the middle over figures at the right."""
    with Gradebook(database_url()) as book:
        for seed in range(1, 13):
            put(book, "Ada", "caudal", seed, 30.0, ["tip_to_target"])
    table = class_page(user).members
    user.bot.wait(50)
    right = Qt.AlignmentFlag.AlignRight
    for column in range(table.columnCount()):
        item = table.item(0, column)
        assert bool(item.textAlignment() & right) == bool(table.horizontalHeaderItem(column).textAlignment() & right)
        assert bool(item.textAlignment() & right) == isinstance(item.data(Qt.ItemDataRole.DisplayRole), int | float)
    alarm = table.item(0, CUSUM)
    assert alarm.text() == f"\u26a0 {term('alarm')}"
    assert table.sizeHintForColumn(CUSUM) >= table.fontMetrics().horizontalAdvance(alarm.text()) + 10


def test_who_is_drawn_is_marked_in_the_table_and_grey_buttons_say_why(user: User) -> None:
    """Fault: curves of three learners stood beside a table in which nobody stood out; two buttons were grey without a reason."""
    some_attempts()
    page = class_page(user)
    drawn = [one.name for one in page.points.series]
    shown = []
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        shown.append(page.curves.isVisible())
    assert shown == [True, False, False, True, False], "measures, cases and exams are nobody's curve"
    page.tabs.setCurrentIndex(0)
    for row in range(page.members.rowCount()):
        first = page.members.item(row, 0)
        assert first.icon().isNull() == (first.text() not in drawn)
    assert not page.papers.isEnabled()
    assert {page.papers.toolTip(), page.one.toolTip()} == {phrase("class_page.choose_one")}
    page.members.selectRow(1)
    assert page.papers.isEnabled()
    assert phrase("class_page.choose_one") not in {page.papers.toolTip(), page.one.toolTip()}
    assert [not page.members.item(row, 0).icon().isNull() for row in range(2)] == [False, True]
