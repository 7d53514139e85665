"""Sheets become PDF files: the same twice, on as many pages as they need, from the window's pages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QPushButton

import main
from scenarios.curriculum import curriculum
from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.paper.sheet import Sheet, table
from sim.qt import printing
from sim.qt.printing import print_pdf
from sim.qt.windows import papers
from sim.qt.windows.log_book_dialog import LogBookDialog
from tests.qt.conftest import User
from tests.qt.test_record_pages import class_page, curve, some_attempts
from tests.sim.exchange.gradebook.test_class import put

pytestmark = pytest.mark.display
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture(autouse=True)
def own_gradebook(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATABASE, raising=False)


def pages(file: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", file))


def test_the_same_sheet_is_the_same_file_whenever_it_is_printed(qapp: object, tmp_path: Path) -> None:
    """What Qt calls now is taken out: no second of today is left in it."""
    sheet = Sheet("Log book", "<h1>Words</h1>", date(2026, 11, 20))
    print_pdf(sheet, tmp_path / "new" / "a.pdf")
    file = (tmp_path / "new" / "a.pdf").read_bytes()
    assert file.startswith(b"%PDF")
    days = re.findall(rb"(?:CreationDate|ModDate) \(D:(\d{14})", file) + re.findall(rb'xmp:\w+Date="([\d-]+)T00:00:00', file)
    assert days == [b"20261120000000"] * 2 + [b"2026-11-20"] * 3
    assert printing.drawn(sheet) == file
    other = Sheet("Log book", "<h1>Words</h1>", None)
    assert b"(D:20000101000000" in printing.drawn(other)


def test_a_long_sheet_has_pages_and_its_pictures_lie_in_it(qapp: object) -> None:
    short = printing.drawn(Sheet("t", table(("day", "case"), [("1", "2")]), None))
    long = printing.drawn(Sheet("t", table(("day", "case"), [("1", "2")] * 200) + f"<img src='data:image/png;base64,{DOT}'>", None))
    assert pages(short) == 1
    assert pages(long) > 3
    assert b"/Subtype /Image" not in short
    assert b"/Subtype /Image" in long


def test_a_log_book_is_printed_from_one_s_own_page(user: User, tmp_path: Path) -> None:
    some_attempts()
    page = curve(user)
    page.papers.print_log_book(tmp_path / "book.pdf")
    user.wait(lambda: page.said.text() == f"Printed: {tmp_path / 'book.pdf'}")
    assert pages((tmp_path / "book.pdf").read_bytes()) == 2


def test_a_log_book_of_some_months_is_asked_for_by_the_dialog(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some_attempts()
    page = curve(user)
    kept: list[Sheet] = []
    monkeypatch.setattr(papers, "print_pdf", lambda sheet, _: kept.append(sheet))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "book"), ""))

    def filled(dialog: LogBookDialog) -> int:
        ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
        assert not dialog.first.isEnabled()
        dialog.whole.setChecked(False)
        assert dialog.first.isEnabled()
        today = dialog.last.date()
        dialog.first.setDate(today.addDays(1))
        ok.click()
        assert "before it begins" in dialog.said.text()
        dialog.first.setDate(today)
        ok.click()
        return dialog.result()

    monkeypatch.setattr(LogBookDialog, "exec", filled)
    page.papers.kinds.actions()[0].trigger()
    user.wait(lambda: page.said.text() == f"Printed: {tmp_path / 'book.pdf'}")
    assert f"Asked for: {date.today()} to {date.today()}." in kept[0].body


def test_the_debriefing_s_dialog_prints_its_report(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the pictures of the attempt in it, by the ending that was chosen."""
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "report.pdf"), "PDF (*.pdf)"))
    user.begin(mode="practice")
    user.expose()
    user.finish()
    user.wait(lambda: user.window.debriefing is not None)
    page = user.window.debriefing
    assert page is not None
    user.click(next(button for button in page.findChildren(QPushButton) if button.text() == "Report ..."))
    user.wait(lambda: shown)
    assert shown == [str(tmp_path / "report.pdf")]
    assert page.caption.text() == f"written: {tmp_path / 'report.pdf'}"
    file = (tmp_path / "report.pdf").read_bytes()
    assert file.startswith(b"%PDF")
    assert b"/Subtype /Image" in file


def test_a_certificate_waits_for_the_course(user: User, tmp_path: Path) -> None:
    some_attempts()
    page, course = curve(user), curriculum("caudal")
    page.papers.print_certificate(course, tmp_path / "c.pdf")
    user.wait(lambda: page.said.text().startswith("Ada has not finished"))
    assert not (tmp_path / "c.pdf").exists()
    with Gradebook(database_url()) as book:
        for seed, case in enumerate([case for stage in course.stages for case in stage.cases for _ in range(stage.in_a_row)], 20):
            put(book, "Ada", case, seed, 90.0, mode="exam")
    page.papers.print_certificate(course, tmp_path / "c.pdf")
    user.wait(lambda: page.said.text() == f"Printed: {tmp_path / 'c.pdf'}")


def test_in_a_class_it_is_the_chosen_one_s(user: User, tmp_path: Path) -> None:
    some_attempts()
    page = class_page(user)
    assert not page.papers.isEnabled()
    page.members.selectRow(1)
    assert page.papers.isEnabled()
    page.papers.print_log_book(tmp_path / "bob.pdf")
    user.wait(lambda: page.said.text() == f"Printed: {tmp_path / 'bob.pdf'}")
    assert b"B\0o\0b" in (tmp_path / "bob.pdf").read_bytes() or b"Bob" in (tmp_path / "bob.pdf").read_bytes()
    page.members.selectAll()
    assert not page.papers.isEnabled()


def test_where_nothing_was_done_nothing_is_printed(user: User, tmp_path: Path) -> None:
    page = curve(user)
    page.papers.print_log_book(tmp_path / "book.pdf")
    user.wait(lambda: page.said.text() == "Ada has no finished attempt in the gradebook: there is nothing to print.")


def test_the_command_line_prints_by_the_same_hand(qapp: object, tmp_path: Path) -> None:
    sheet = Sheet("t", "<p>x</p>", None)
    main.on_paper(sheet, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == printing.drawn(sheet)
