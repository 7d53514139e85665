"""What a department does with the records of one learner: takes them elsewhere as a file, or erases them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QPushButton

from scenarios.files import InputError
from sim.exchange.gradebook.address import database_url, is_empty
from sim.qt.job import Fault, Job, Tell
from sim.qt.windows.from_gradebook import export_records
from sim.qt.words import phrase

KINDS = "CSV (*.csv);;Parquet (*.parquet);;xAPI (*.json)"


class RecordsOfOne(QPushButton):
    """A button with a menu. Whose they are is asked when something is wanted of them."""

    said = Signal(str)
    """How far it is, and what came of it"""
    erased = Signal()
    """Who stood chosen is gone"""

    def __init__(self, whose: Callable[[], str], may_erase: bool) -> None:
        """``may_erase``: an instructor; a learner could else begin an exam a second time."""
        super().__init__(phrase("records_of_one.button"))
        self._whose = whose
        self._job: Job | None = None
        self.setToolTip(phrase("records_of_one.about"))
        self.acts = QMenu(self)
        self.acts.addAction(phrase("records_of_one.export"), self._ask_export)
        if may_erase:
            self.acts.addAction(phrase("records_of_one.erase"), self._ask_erase)
        self.setMenu(self.acts)

    def _ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.text(), f"{self._whose()}.csv", KINDS)
        if name:
            self.export(Path(name))

    def export(self, path: Path) -> None:
        """All attempts of the learner, beside the window."""
        learner = self._whose()
        self.closing()
        self.said.emit(phrase("class_page.writing", path=path))
        done = phrase("records_of_one.exported", learner=learner, path=path)
        self._job = export_records(path, lambda _: self.said.emit(done), self._fail, learner)

    def _ask_erase(self) -> None:
        learner = self._whose()
        asked = phrase("records_of_one.really", learner=learner)
        kinds = QMessageBox.StandardButton
        if QMessageBox.question(self, "Tuohy", asked, kinds.Yes | kinds.No, kinds.No) == kinds.Yes:
            self.erase(learner)

    def erase(self, learner: str) -> None:
        """With all that is theirs, beside the window; journals on this machine's disk stay."""

        def work(_: Tell) -> int:
            url = database_url()
            if is_empty(url):
                raise InputError(phrase("records_of_one.nobody", learner=learner))
            from sim.exchange.gradebook.connection import Gradebook
            from sim.exchange.gradebook.learners import erase

            with Gradebook(url) as book:
                return erase(book, learner)

        self.closing()
        self._job = Job("erasing", work, lambda count: self._gone(learner, count), self._fail)

    def _gone(self, learner: str, count: int) -> None:
        self.erased.emit()
        self.said.emit(phrase("records_of_one.erased", learner=learner, count=count))

    def _fail(self, fault: Fault) -> None:
        self.said.emit(fault.words)

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        if self._job is not None:
            self._job.abandon()
            self._job = None
