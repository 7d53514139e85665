"""What is printed of a learner: a log book, and a certificate of each course that is finished."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from scenarios import curriculum, words
from scenarios.curriculum import Curriculum
from scenarios.files import InputError
from sim.exchange.gradebook.address import database_url, is_empty
from sim.exchange.paper.period import WHOLE, Period
from sim.qt.job import Job, Tell
from sim.qt.printing import print_pdf
from sim.qt.windows.log_book_dialog import LogBookDialog


class Papers(QPushButton):
    """A button with a menu. Whose they are is asked when one is wanted."""

    said = Signal(str)
    """How far it is, and what came of it"""

    def __init__(self, whose: Callable[[], str]) -> None:
        super().__init__(words.paper("papers"))
        self._whose = whose
        self._job: Job | None = None
        self.setToolTip(words.paper("papers_about"))
        self.kinds = QMenu(self)
        self.kinds.addAction(words.paper("log_book_wanted"), self._ask_log_book)
        self.kinds.addSeparator()
        for course in curriculum.path():
            wanted = words.paper("certificate_wanted", course=words.told(course.title))
            self.kinds.addAction(wanted, partial(self._ask, f"certificate_{course.name}", partial(self.print_certificate, course)))
        self.setMenu(self.kinds)

    def _ask(self, name: str, then: Callable[[Path], None]) -> None:
        path, _ = QFileDialog.getSaveFileName(self, self.text(), f"{name}.pdf", "PDF (*.pdf)")
        if path:
            then(Path(path) if Path(path).suffix else Path(f"{path}.pdf"))

    def _ask_log_book(self) -> None:
        dialog = LogBookDialog(date.today(), self)
        if dialog.exec():
            self._ask("log_book", partial(self.print_log_book, period=dialog.period))

    def print_log_book(self, path: Path, period: Period = WHOLE) -> None:
        """Of the learner and these days, beside the window."""
        learner = self._whose()

        def work(_: Tell) -> Path:
            from sim.exchange.gradebook.aftermath import aftermath
            from sim.exchange.gradebook.connection import Gradebook
            from sim.exchange.gradebook.rows import attempts
            from sim.exchange.paper.log_book import log_book, sheet_of
            from sim.exchange.paper.sheet import printed

            with Gradebook(_there(learner)) as book:
                entries = period.within(attempts(book, learner, whole=True))
                found = log_book(learner, entries, aftermath(book, entries), period)
            printed(sheet_of(found), path, print_pdf)
            return path

        self._start(path, work)

    def print_certificate(self, course: Curriculum, path: Path) -> None:
        """Of a course, if the learner has finished it; else it is said what is missing."""
        learner = self._whose()

        def work(_: Tell) -> Path:
            from sim.exchange.gradebook.connection import Gradebook
            from sim.exchange.gradebook.rows import attempts
            from sim.exchange.paper.certificate import certificate, certificate_sheet
            from sim.exchange.paper.sheet import printed

            with Gradebook(_there(learner)) as book:
                entries = attempts(book, learner)
            printed(certificate_sheet(certificate(learner, course, entries)), path, print_pdf)
            return path

        self._start(path, work)

    def _start(self, path: Path, work: Callable[[Tell], Path]) -> None:
        self.closing()
        self.said.emit(words.paper("printing", path=path))
        self._job = Job("printing", work, self._done, lambda fault: self.said.emit(fault.words))

    def _done(self, path: Path) -> None:
        self.said.emit(words.paper("printed", path=path))

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        if self._job is not None:
            self._job.abandon()
            self._job = None


def _there(learner: str) -> str:
    """The database; who only prints makes none. Raises InputError."""
    url = database_url()
    if is_empty(url):
        raise InputError(words.paper("nobody", learner=learner))
    return url
