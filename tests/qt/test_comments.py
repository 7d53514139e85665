"""A teacher's comments: made on the class page's way to an attempt, told on the first page, read by the learner from the curve."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QDesktopServices, QImage, QPainter
from PySide6.QtWidgets import QApplication, QListWidgetItem, QMessageBox
from pytestqt.qtbot import QtBot

from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.comments import comments, new_comments
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.filing import file_journals
from sim.qt.panels import band_chart
from sim.qt.panels.band_chart import BandChart, draw_comment, draw_remark
from sim.qt.panels.whole_rows import WholeList, WholeRows
from sim.qt.windows.comment_pad import CommentPad
from sim.qt.windows.curve_page import CurvePage
from sim.qt.windows.debriefing import Debriefing
from sim.records.recording import read
from sim.scoring.judged import Judging
from sim.session import world
from sim.session.session import STEP_S
from tests.qt.conftest import User
from tests.qt.test_layout import SIZES, in_window, resize
from tests.qt.test_record_pages import class_page
from tests.sim.played import Played
from tests.sim.records.changed import header, rewritten


@pytest.fixture
def filed(own_home: Path, monkeypatch: pytest.MonkeyPatch, played: Played, tmp_path: Path, worlds: dict[str, world.World]) -> int:
    """An attempt of Ada's, number 1; its last step."""
    monkeypatch.delenv(DATABASE, raising=False)
    path = tmp_path / "adas.jsonl"
    path.write_bytes(played.path("anticoagulated_competent").read_bytes())
    rewritten(path, header(learner="Ada", mode="practice", started="2026-11-27"))
    with Gradebook(database_url()) as book:
        list(file_journals(book, [path], judging=Judging(as_recorded=True)))
    return read(path).steps


def shown(user: User) -> tuple[Debriefing, CommentPad]:
    user.wait(lambda: user.window.debriefing is not None)
    page = user.window.debriefing
    assert page is not None
    assert page.comments is not None
    user.wait(lambda: page.film.reel is not None)
    page.tabs.open(page.comments)
    offered = [button for at, button in enumerate(page.tabs.buttons) if page.tabs.is_offered(at)]
    assert len(offered) == 6
    assert [button.text() for button in offered if not in_window(user, button)] == []
    return page, page.comments


def from_the_class(user: User) -> tuple[Debriefing, CommentPad]:
    found = class_page(user)
    found.tabs.setCurrentIndex(3)
    found.attempts.selectRow(0)
    user.click(found.see)
    return shown(user)


def rows(found: CommentPad) -> list[str]:
    return [found.list.item(row).text() for row in range(found.list.count())]


def say(user: User, found: CommentPad, text: str) -> None:
    count = found.list.count()
    found.text.setText(text)
    user.click(found.add)
    user.wait(lambda: found.list.count() == count + 1)


@pytest.mark.display
def test_an_instructor_says_something_of_the_moment_that_is_shown(
    user: User, filed: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page, found = from_the_class(user)
    user.wait(lambda: found.said.text() == "No comments on this attempt.")
    page.film.go_to(64)
    assert found.add.text() == f"Add at 0:0{int(64 * STEP_S)}"
    found.author.setText("Dr K")
    say(user, found, "Look at the vertebra first.")
    page.film.go_to(filed)
    say(user, found, "A calm end.")
    assert [row.partition("  ")[2] for row in rows(found)] == ["Dr K: Look at the vertebra first.", "Dr K: A calm end."]
    assert found.text.text() == ""
    assert [one.step for one in page.film.bands.comments] == [64, filed]
    assert "Look at the vertebra first." in page.film.bands.said_at(page.film.bands.axis.x(64), 5)
    user.click(found.list.viewport(), found.list.visualItemRect(found.list.item(0)).center().toPointF())
    assert page.film.step == 64
    assert found.text.text() == "Look at the vertebra first.", "one's own is there to be changed"
    found.author.setText("Dr L")
    assert not found.change.isEnabled(), "another's is not"
    assert not found.delete.isEnabled()
    found.author.setText("Dr K")
    found.text.setText("Count the vertebrae first.")
    user.click(found.change)
    user.wait(lambda: "Count" in rows(found)[0])
    found.list.setCurrentRow(1)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    user.click(found.delete)
    user.wait(lambda: found.list.count() == 1)
    with Gradebook(database_url()) as book:
        assert [(one.step, one.author, one.text, one.seen) for one in comments(book, 1)] == [
            (64, "Dr K", "Count the vertebrae first.", False)
        ]
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    report = tmp_path / "report.html"
    page.write_report(str(report))
    user.wait(lambda: page.caption.text().startswith("written"))
    assert f"<li>0:0{int(64 * STEP_S)} Dr K: Count the vertebrae first." in report.read_text(encoding="utf-8")
    assert CommentPad(1, True).author.text() == "Dr K", "who signed once need not type it again"


@pytest.mark.display
def test_its_learner_is_told_on_the_first_page_and_sees_it_from_the_curve(user: User, filed: int) -> None:
    page, found = from_the_class(user)
    page.film.go_to(64)
    say(user, found, "Look at the vertebra first.")
    user.window.back_to_cases()
    chooser = user.window.chooser
    user.wait(lambda: chooser.is_told)
    assert not chooser.next.comments.isVisible(), "nobody else is told"
    chooser.learner.setEditText("Ada")
    chooser.ask_transcript()
    user.wait(chooser.next.comments.isVisible)
    assert chooser.next.comments.text() == "New comment"
    user.click(chooser.next.comments)
    user.wait(lambda: isinstance(user.window.records, CurvePage) and user.window.records.found is not None)
    own = user.window.records
    assert isinstance(own, CurvePage)
    assert own.attempts.list.count() == 1
    assert own.attempts.list.item(0).text().endswith("points, new comment")
    user.click(own.attempts.see)
    again, read_by_ada = shown(user)
    user.wait(lambda: rows(read_by_ada))
    assert rows(read_by_ada) == [f"0:0{int(64 * STEP_S)}  New. Instructor: Look at the vertebra first."]
    assert not read_by_ada.text.isVisible(), "a learner reads"
    assert not read_by_ada.add.isVisible()
    user.bot.keyClick(read_by_ada.list, Qt.Key.Key_Home)
    read_by_ada.list.itemActivated.emit(read_by_ada.list.item(0))
    assert again.film.step == 64
    assert [one.step for one in again.film.bands.comments] == [64]
    with Gradebook(database_url()) as book:
        assert new_comments(book, "Ada") == {}
    again.leave.emit()
    assert isinstance(user.window.records, CurvePage), "back to where it was seen from"
    user.window.back_to_cases()
    user.wait(lambda: chooser.is_told)
    assert not chooser.next.comments.isVisible()


@pytest.mark.display
def test_what_is_no_comment_is_said_and_nothing_is_kept(user: User, filed: int) -> None:
    _, found = from_the_class(user)
    user.wait(lambda: found.said.text() == "No comments on this attempt.")
    user.click(found.add)
    user.wait(lambda: found.said.text().startswith("A comment has 1 to 1000 printable"))
    assert found.list.count() == 0


@pytest.mark.display
def test_a_long_one_is_read_whole_in_a_narrow_column(qtbot: QtBot) -> None:
    rows = WholeRows()
    qtbot.addWidget(rows)
    heights = []
    for wide in (500, 250):
        rows.resize(wide, 900)
        rows.show()
        rows.show_rows([QListWidgetItem("Look at the vertebra first. " * 12)])
        rect = rows.visualItemRect(rows.item(0))
        lines = rows.fontMetrics().boundingRect(0, 0, rect.width() - rows.edge, 10**6, Qt.TextFlag.TextWordWrap, rows.item(0).text())
        assert rect.height() >= lines.height()
        heights.append(rect.height())
    rows.resize(500, 900)
    assert heights[1] > heights[0] == rows.visualItemRect(rows.item(0)).height(), "a wider column needs fewer lines"


@pytest.mark.display
def test_a_row_whose_words_fit_in_a_line_has_one(qtbot: QtBot) -> None:
    """Fault: of remarks that had a line each one was 46 pixels high beside 30: its last two pixels were taken for the edge."""
    words = "3:26  Economy: Fluoroscopy time, 12.7 s: 1.3 points"
    rows = WholeRows()
    qtbot.addWidget(rows)
    rows.setStyleSheet("QListWidget::item { padding: 6px; }")
    rows.show()
    rows.resize(400, 900)
    frame = rows.width() - rows.viewport().width()
    wide = rows.fontMetrics().horizontalAdvance(words)
    rows.show_rows([QListWidgetItem(words), QListWidgetItem("3:26")])
    heights = {}
    for spare in (1, -4):
        rows.resize(wide + rows.edge + frame + spare, 900)
        heights[spare] = [rows.visualItemRect(rows.item(row)).height() for row in (0, 1)]
    assert heights[1][0] == heights[1][1]
    assert heights[-4][0] > heights[-4][1]
    padding, letters = 12, 6
    assert rows.edge <= padding + letters


@pytest.mark.display
def test_a_bold_one_is_as_high_as_its_words(qtbot: QtBot) -> None:
    """What is critical is written so; bold words are wider, and need more lines."""
    words = "Look at the vertebra first, then count"
    rows, plain, bold = WholeRows(), QListWidgetItem(words), QListWidgetItem(words)
    qtbot.addWidget(rows)
    heavy = bold.font()
    heavy.setBold(True)
    bold.setFont(heavy)
    rows.resize(300, 900)
    rows.show()
    beside = rows.width() - rows.viewport().width()
    rows.resize(rows.fontMetrics().horizontalAdvance(words) + rows.edge + beside + 4, 900)  # one line, if it is not bold
    rows.show_rows([plain, bold])
    assert rows.visualItemRect(bold).height() > rows.visualItemRect(plain).height()


@pytest.mark.display
def test_a_list_on_a_page_that_is_scrolled_has_no_bar_of_its_own(qtbot: QtBot) -> None:
    """Fault: what the weeks brought lay in a box of two lines with a bar, on a page with another. Oracle: geometry."""
    rows = WholeList()
    qtbot.addWidget(rows)
    rows.show_rows([QListWidgetItem("The pain came back after three weeks. " * n) for n in (1, 4, 2)])
    heights = []
    for wide in (500, 250):
        rows.resize(wide, rows.height())
        rows.show()
        qtbot.wait(20)
        assert rows.visualItemRect(rows.item(2)).bottom() < rows.viewport().height()
        assert rows.verticalScrollBar().maximum() == 0
        heights.append(rows.height())
    assert heights[1] > heights[0]


@pytest.mark.display
def test_all_that_is_needed_lies_in_a_small_screen(user: User, filed: int) -> None:
    page, found = from_the_class(user)
    for size in SIZES:
        resize(user, size)
        needed = (found.list, found.text, found.author, found.add, found.change, found.delete)
        assert [one for one in needed if not in_window(user, one)] == [], size
    page.leave.emit()
    user.window.back_to_cases()
    user.window.chooser.learner.setEditText("Ada")
    user.window.gradebook.open_curve()
    user.wait(lambda: isinstance(user.window.records, CurvePage) and user.window.records.found is not None)
    own = user.window.records
    assert isinstance(own, CurvePage)
    for size in SIZES:
        resize(user, size)
        assert [one for one in (own.attempts.list, own.attempts.see, own.themes) if not in_window(user, one)] == [], size


def test_its_mark_has_a_shape_that_no_remark_has(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: painted in one colour alone, as ``test_not_by_colour`` paints the other marks."""
    monkeypatch.setattr(band_chart, "tint", lambda _: QColor("white"))
    made, chart = set(), BandChart((), 60.0)
    draws: tuple[Callable[[QPainter], None], ...] = (
        lambda painter: draw_comment(painter, chart.axis.x(0)),
        lambda painter: draw_remark(painter, chart.axis.x(0), critical=True),
        lambda painter: draw_remark(painter, chart.axis.x(0), critical=False),
    )
    for draw in draws:
        image = QImage(240, 40, QImage.Format.Format_Grayscale8)
        image.fill(0)
        painter = QPainter(image)
        draw(painter)
        painter.end()
        made.add(bytes(image.constBits()))
    assert len(made) == 3
