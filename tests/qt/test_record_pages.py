"""The pages of what was done: a learner's curve, and the class, from the first page and back to it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QStyleOptionViewItem

from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.filing import file_journals
from sim.qt.appearance import Appearance, speak_to
from sim.qt.day_words import day_words
from sim.qt.palette import px, tint
from sim.qt.panels import curve_view
from sim.qt.panels.curve_view import CurveView, Series, numbered, ticks
from sim.qt.panels.figures_table import FIRST_MOST, PADDING, SPREAD, WIDEST, FiguresTable
from sim.qt.windows.class_page import AT_FIRST, ATTEMPTS, ClassPage
from sim.qt.windows.curve_page import CurvePage
from sim.qt.windows.debriefing import WayBack
from sim.qt.words import speak
from sim.scoring.judged import Judging
from sim.session import world
from tests.qt.conftest import User
from tests.qt.test_layout import SIZES, in_window, resize
from tests.sim.exchange.gradebook.test_class import put
from tests.sim.played import Played

pytestmark = pytest.mark.display


@pytest.fixture(autouse=True)
def own_gradebook(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATABASE, raising=False)


def some_attempts() -> None:
    with Gradebook(database_url()) as book:
        for seed, total in enumerate((50.0, 60.0, 75.0, 85.0), 1):
            put(book, "Ada", "caudal", seed, total, ["tip_to_target"] if total < 70 else ())
        put(book, "Bob", "sugar", 9, 95.0)


def curve(user: User) -> CurvePage:
    user.window.chooser.learner.setEditText("Ada")
    user.click(user.window.chooser.next.curve)
    user.wait(lambda: user.window.records is not None)
    page = user.window.records
    assert isinstance(page, CurvePage)
    user.wait(lambda: page.found is not None)
    return page


def class_page(user: User) -> ClassPage:
    user.click(user.window.chooser.next.department)
    page = user.window.records
    assert isinstance(page, ClassPage)
    user.wait(lambda: page.found is not None and page.attempts.rowCount())
    return page


def test_where_nobody_has_finished_anything_the_pages_say_so_and_what_to_do(user: User) -> None:
    page = curve(user)
    assert page.said.text().startswith("No finished attempt")
    assert page.nothing.isVisible()
    assert not page.body.isVisible()
    labels = page.nothing.findChildren(QLabel)
    assert all(label.height() >= label.heightForWidth(label.width()) for label in labels)  # whole, not its middle lines
    page.nothing.go.click()
    user.wait(lambda: user.window.records is None)
    user.click(user.window.chooser.next.department)
    everybody = user.window.records
    assert isinstance(everybody, ClassPage)
    user.wait(lambda: everybody.found is not None)
    assert everybody.nobody.isVisible()
    assert not everybody.points.isVisible()
    assert not everybody.tabs.isVisible()  # one sentence, not one more of an empty table
    user.click(everybody.nobody.also)
    assert everybody.tabs.currentWidget() is everybody.exams
    assert everybody.exams.new.isVisible()
    some_attempts()
    everybody.ask()
    user.wait(lambda: everybody.members.rowCount() > 0)
    everybody.tabs.setCurrentIndex(0)
    assert (everybody.nobody.isVisible(), everybody.points.isVisible()) == (False, True)
    everybody.members.show_rows([])
    empty = everybody.members.viewport().grab().toImage()
    colours = {empty.pixel(x, y) for x in range(empty.width()) for y in range(60)}
    assert len(colours) > 1  # words, and no empty ground
    user.window.back_to_cases()
    page = curve(user)
    assert (page.nothing.isVisible(), page.body.isVisible()) == (False, True)


def test_a_curve_shows_points_a_measure_cusum_and_dose(user: User) -> None:
    some_attempts()
    page = curve(user)
    assert page.points.series[0].values == (50.0, 60.0, 75.0, 85.0)
    assert page.points.series[0].passed == (False, False, True, True)
    assert page.doses.series[0].values == (1.0, 2.0, 3.0, 4.0)
    assert page.measured.series[0].values == (None,) * 4
    assert {limit.name for limit in page.sums.limits} == {"below: competent", "alarm limit now"}
    assert page.said.text().startswith("4 attempts, 2 passed. CUSUM: ")
    assert page.acceptable.text() == "Acceptable failure rate: 10 %", "a percentage of what"
    before = page.found
    page.measure.setCurrentIndex(page.measure.findData("passes"))
    user.wait(lambda: page.found is not before)
    assert page.measured.series[0].values == (1.0, 2.0, 3.0, 4.0)
    assert "mostly: Distance to the target (2 of 4)" in page.themes.item(0).text()


def test_rates_that_cannot_be_are_said_and_others_move_the_limits(user: User) -> None:
    some_attempts()
    page = curve(user)
    limits = page.sums.limits
    page.unacceptable.setValue(40)
    assert page.sums.limits != limits
    page.acceptable.setValue(50)
    assert "should be 0 < acceptable < unacceptable < 1" in page.said.text()
    user.click(page.back)
    assert user.window.pages.currentWidget() is user.window.chooser


def test_a_class_says_who_did_what_and_lists_their_attempts(user: User) -> None:
    some_attempts()
    page = class_page(user)
    assert [page.members.item(row, 0).text() for row in range(page.members.rowCount())] == ["Ada", "Bob"]
    assert page.missed.item(0, 0).text() == "Distance to the target (judged only 5 times)"
    assert {page.items.item(row, 0).text() for row in range(2)} == {"Caudal, through the hiatus", "Both legs for five months"}
    page.members.selectRow(1)
    assert [one.name for one in page.points.series] == ["Bob"]
    page.members.selectAll()
    assert [one.name for one in page.points.series] == ["Ada", "Bob"]
    page.members.setCurrentCell(1, 0)
    user.focus(page.members)
    user.bot.keyClick(page.members, Qt.Key.Key_Return)
    user.wait(lambda: page.attempts.rowCount() == 1)
    assert page.tabs.currentWidget().isAncestorOf(page.attempts)
    assert not page.see.isEnabled()
    user.click(page.everybody)
    user.wait(lambda: page.attempts.rowCount() == 5)


def test_a_learner_is_found_by_name_and_who_needs_help_by_a_tick(user: User) -> None:
    """Fault: two hundred learners, most of them in alarm, and nothing to look for one."""
    with Gradebook(database_url()) as book:
        for learner, total in (("Ada", 30.0), ("Bob", 95.0), ("Adam", 95.0)):
            for seed in range(1, 4):
                put(book, learner, "caudal", seed, total, ["tip_to_target"] if total < 70 else ())
    page = class_page(user)

    def names() -> list[str]:
        return [page.members.item(row, 0).text() for row in range(page.members.rowCount())]

    user.bot.keyClicks(page.sieve.wanted, "ada")
    assert names() == ["Ada", "Adam"]
    assert [one.name for one in page.points.series] == ["Ada", "Adam"]
    page.sieve.alarms.setChecked(True)
    assert names() == ["Ada"]
    page.sieve.wanted.setText("Bob")
    assert names() == []
    page.sieve.alarms.setChecked(False)
    assert names() == ["Bob"]
    assert page.members.item(0, 5).toolTip().startswith("CUSUM has not decided yet")
    assert page.items.horizontalHeaderItem(2).toolTip().startswith("First-attempt pass rate")


def test_what_a_class_misses_most_often_comes_first(user: User) -> None:
    """Fault: measures that were missed by one of one led those of hundreds."""
    with Gradebook(database_url()) as book:
        put(book, "Ada", "caudal", 1, 50.0, ["aspirated"])
        for seed in range(2, 9):
            put(book, "Ada", "caudal", seed, 50.0, ["tip_to_target"] if seed < 6 else ())
    page = class_page(user)
    lost = [page.missed.item(row, 2).data(Qt.ItemDataRole.DisplayRole) for row in range(page.missed.rowCount())]
    assert lost[:2] == [4, 1]
    assert lost == sorted(lost, reverse=True)


def test_a_name_too_long_for_its_column_goes_on_in_another_line(qapp: QApplication) -> None:
    """Fault: "Down the left leg to t..." stood twice in the list of cases."""
    table = FiguresTable("Cases", ("Case", "Learners", "Mean"))
    table.resize(360, 300)
    names = ("Down the left leg to the top of the foot", "Down the left leg to the big toe", "Caudal")
    table.show_rows([(name, (name, 72, 9.5)) for name in names])
    table.show()
    qapp.processEvents()
    letters = table.fontMetrics()
    for row, name in enumerate(names):
        room = table.visualItemRect(table.item(row, 0))
        lines = letters.boundingRect(0, 0, room.width() - 2 * PADDING, 0, Qt.TextFlag.TextWordWrap, name)
        assert lines.height() <= room.height()
    assert table.rowHeight(2) < table.rowHeight(0)
    table.resize(900, 300)
    qapp.processEvents()
    assert table.rowHeight(2) == table.rowHeight(0)
    table.setColumnWidth(1, 700)  # the first is stretched only after that
    qapp.processEvents()
    assert table.rowHeight(2) < table.rowHeight(0)
    table.close()


@pytest.mark.parametrize("wide", [1100, 2500])
def test_on_a_wide_page_numbers_stand_near_the_name(wide: int, qapp: QApplication) -> None:
    """Fault: in a table as wide as the window a number stood up to 1950 pixels from its measure."""
    table = FiguresTable("Measures", ("Measure", "Judged", "Missed", "Missed %"))
    table.resize(wide, 300)
    table.show_rows([(name, (name, 72, 9, 12)) for name in ("Distance to the target", "Passes")])
    table.show()
    qapp.processEvents()
    assert table.columnWidth(0) <= px(FIRST_MOST)
    most = table.horizontalHeader().sectionSizeHint(1) + px(WIDEST) + px(SPREAD)
    assert table.columnViewportPosition(2) <= px(FIRST_MOST) + most
    assert table.alternatingRowColors()
    last = table.columnCount() - 1
    ends = table.columnViewportPosition(last) + table.columnWidth(last)
    assert abs(table.viewport().width() - ends) <= 1, "fault: it ended up to 900 pixels before its head did"
    table.close()


def test_a_column_that_is_drawn_takes_the_width_and_its_bars_are_as_its_numbers(qapp: QApplication) -> None:
    """Fault: in a table as wide as the window numbers of a row stood 500 pixels apart. Oracle: pixels of the theme's accent."""
    table = FiguresTable("Measures", ("Measure", "Judged", "Missed", "Missed %", "Critical"))
    table.draw(3)
    table.resize(1800, 300)
    table.show_rows([(str(share), ("Passes", 72, 9, share, 3)) for share in (40, 20, 0)])
    table.show()
    qapp.processEvents()
    assert table.columnWidth(3) > 5 * max(table.columnWidth(at) for at in (1, 2, 4))
    shot = table.viewport().grab().toImage()
    rows = [table.visualItemRect(table.item(row, 3)) for row in range(3)]
    drawn = [sum(shot.pixelColor(x, at.center().y()) == tint("accent") for x in range(at.left(), at.right())) for at in rows]
    assert drawn[0] > 900
    assert drawn[1] == pytest.approx(drawn[0] / 2, abs=1)
    assert drawn[2] == 0
    table.close()


def test_curves_beside_the_attempts_are_of_who_is_listed(user: User) -> None:
    """Fault: the newest attempts were of others than the curves beside them."""
    with Gradebook(database_url()) as book:
        for seed, name in enumerate(("Ada", "Bob", "Chen", "Dora", "Emil", "Emil"), 1):
            put(book, name, "caudal", seed, 60.0 + seed)
    page = class_page(user)
    user.wait(lambda: page.attempts.rowCount() == 6)
    page.tabs.setCurrentIndex(ATTEMPTS)
    names = [page.attempts.item(row, 1).text() for row in range(6)]
    assert [one.name for one in page.points.series] == list(dict.fromkeys(names))[:AT_FIRST]
    page.attempts.selectRow(5)
    assert [one.name for one in page.points.series] == [one.name for one in page.sums.series] == names[5:]
    assert all(view.title.startswith(f"{names[5]}. ") for view in (page.points, page.sums)), "one curve has no legend"
    page.tabs.setCurrentIndex(0)
    assert [one.name for one in page.points.series] == ["Ada", "Bob", "Chen"]


def test_numbers_sort_as_numbers(user: User) -> None:
    with Gradebook(database_url()) as book:
        for seed, total in enumerate((9.0, 100.0, 75.0), 1):
            put(book, "Ada", "caudal", seed, total)
    page = class_page(user)
    page.attempts.sortItems(4, Qt.SortOrder.AscendingOrder)
    assert [page.attempts.item(row, 4).text() for row in range(3)] == ["9", "75", "100"]


def test_every_attempt_leaves_as_a_table(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some_attempts()
    page = class_page(user)
    path = tmp_path / "class.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    user.click(page.export)
    user.wait(lambda: page.said.text() == f"5 attempts in {path}")
    with path.open(encoding="utf-8") as file:
        assert [row["learner"] for row in csv.DictReader(file)] == ["Ada"] * 4 + ["Bob"]


def test_an_attempt_is_seen_again_from_the_class(user: User, played: Played, worlds: dict[str, world.World]) -> None:
    with Gradebook(database_url()) as book:
        list(file_journals(book, [played.path("anticoagulated_competent")], "Ada", Judging(as_recorded=True)))
    page = class_page(user)
    page.tabs.setCurrentIndex(3)
    page.attempts.selectRow(0)
    user.click(page.see)
    user.wait(lambda: user.window.debriefing is not None)
    shown = user.window.debriefing
    assert shown is not None
    assert shown.recording.header.scenario == "anticoagulated"
    assert "Back to the class" in {button.text() for button in shown.findChildren(type(page.see))}
    assert "Again" not in {button.text() for button in shown.findChildren(type(page.see))}
    shown.leave.emit()
    assert isinstance(user.window.records, ClassPage)


def test_one_that_cannot_be_seen_again_is_said(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(words[2]))
    user.window.gradebook.see_again(77, WayBack(user.window.gradebook.open_class, "Back"))
    user.wait(lambda: said)
    assert said[0].startswith("attempt 77 is not in sqlite:///")
    assert isinstance(user.window.records, ClassPage)


def test_all_that_is_needed_lies_in_a_small_screen(user: User) -> None:
    some_attempts()
    page = class_page(user)
    needed = [page.back, page.papers, page.export, page.tabs, page.members, page.points, page.sums, page.said]
    for size in SIZES:
        resize(user, size)
        assert [widget for widget in needed if not in_window(user, widget)] == [], size
    user.click(page.back)
    own = curve(user)
    needed = [
        own.back,
        own.papers,
        own.case,
        own.measure,
        own.acceptable,
        own.unacceptable,
        own.points,
        own.sums,
        own.measured,
        own.doses,
        own.themes,
    ]
    for size in SIZES:
        resize(user, size)
        assert [widget for widget in needed if not in_window(user, widget)] == [], size


@pytest.mark.parametrize(("least", "most"), [(0.0, 100.0), (-2.1, 6.0), (1, 50), (0.0, 0.003), (5.0, 5.0)])
def test_ticks_are_few_round_and_inside(least: float, most: float) -> None:
    found = ticks(least, most)
    assert 1 <= len(found) <= 6
    assert all(least - 1e-9 <= value <= most + 1e-9 for value in found)


def test_one_learner_s_attempts_leave_and_nobody_else_s_and_an_instructor_erases_them(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_attempts()
    page = class_page(user)
    assert not page.one.isEnabled(), "nobody is chosen"
    names = [one.name for one in page.found.members] if page.found is not None else []
    page.members.selectRow(1)
    gone = str(page.members.chosen()[0])
    page.one.export(tmp_path / "one.csv")
    user.wait(lambda: page.said.text() == f"All attempts of {gone} are in {tmp_path / 'one.csv'}")
    table = (tmp_path / "one.csv").read_text(encoding="utf-8")
    assert gone in table
    assert not [name for name in names if name != gone and name in table]
    kinds = QMessageBox.StandardButton
    monkeypatch.setattr(QMessageBox, "question", lambda *_: kinds.No)
    page.one.acts.actions()[1].trigger()
    assert page.one._job is not None
    assert not [job for job in (page.one._job,) if job.under_way and job._thread.name == "erasing"], "whoever says no erases nothing"
    monkeypatch.setattr(QMessageBox, "question", lambda *_: kinds.Yes)
    page.one.acts.actions()[1].trigger()
    user.wait(lambda: page.found is not None and gone not in [one.name for one in page.found.members])
    assert page.found is not None
    assert [one.name for one in page.found.members] == [name for name in names if name != gone]


def test_a_learner_cannot_erase_what_they_did_in_an_exam(user: User) -> None:
    some_attempts()
    assert len(curve(user).one.acts.actions()) == 1


def test_no_curve_crosses_the_names_above_a_chart(qapp: QApplication) -> None:
    """Where there is but one curve its name is the title, and the chart has that room too."""
    view, tops = CurveView("Points"), list[float]()
    for names in (("she",), ("she", "he")):
        view.show_curves("Points", [Series(name, (100.0, 40.0)) for name in names], span=(0.0, 100.0))
        view.grab()
        tops.append(view._place(1, 100.0).y())
    assert tops[0] == px(curve_view.TOP)
    assert tops[1] >= px(curve_view.TOP) + px(12), "as high as letters are"


@pytest.mark.parametrize(
    ("most", "room", "under"),
    [(1, 13, [1]), (6, 13, [1, 2, 3, 4, 5, 6]), (30, 13, [1, 5, 10, 15, 20, 25, 30]), (101, 13, [1, *range(10, 91, 10), 101])],
)
def test_a_number_stands_under_each_attempt_while_there_is_room(most: int, room: int, under: list[int]) -> None:
    assert numbered(most, room) == under


def test_days_are_written_as_the_language_does_and_sort_as_days(qapp: QApplication) -> None:
    """Fault: 2026-09-11 in a German window."""
    speak_to(qapp, Appearance(language="de"))
    table = FiguresTable("Lernende", ("Name", "Zuletzt"))
    days = {"a": date(2026, 9, 11), "b": date(2026, 10, 2), "c": date(2025, 12, 30)}
    table.show_rows([(key, (key, day)) for key, day in days.items()])
    option = QStyleOptionViewItem()
    table.figures.initStyleOption(option, table.model().index(0, 1))
    assert option.text == "11.09.2026"
    assert table.item(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "11.09.2026"
    table.sortItems(1)
    assert [table.item(row, 0).text() for row in range(3)] == ["c", "a", "b"]
    speak_to(qapp, Appearance())
    speak()
    assert day_words(date(2026, 9, 11)) == "2026-09-11"


def test_decimal_points_stand_below_each_other_and_numbers_still_sort(qapp: QApplication) -> None:
    table = FiguresTable("Learners", ("Learner", "Mean", "Cases"))
    table.show_rows([("a", ("Ada", 72.0, 2)), ("b", ("Bob", 100.25, 11)), ("c", ("Chen", 9.5, 3))])
    assert [table.figures.said(1, number) for number in (72.0, 100.25, 9.5)] == ["72.00", "100.25", "9.50"]
    table.sortItems(1, Qt.SortOrder.AscendingOrder)
    assert [table.item(row, 0).text() for row in range(3)] == ["Chen", "Ada", "Bob"]
    table.show_rows([("a", ("Ada", 72.0, 2))])
    assert table.figures.said(1, 72.0) == "72"
