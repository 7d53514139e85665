"""Exams on the class page: set by a list of cases or from a file, and released."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QLabel, QMessageBox, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from meshes.writing import write_whole
from scenarios import words
from scenarios.exam import EXAMS, Exam, exam
from scenarios.files import InputError
from sim.qt.grown import is_large, wears_anew
from sim.qt.job import Fault, Job, fault_of
from sim.qt.palette import styled
from sim.qt.panels.button_rows import ButtonRows
from sim.qt.panels.figures_table import Cell, FiguresTable
from sim.qt.panels.nothing_yet import NothingYet
from sim.qt.windows.exam_dialog import ExamDialog
from sim.qt.windows.exam_jobs import fetch_all_exams, fix_exam, release_exam, withdraw_exam
from sim.qt.words import phrase

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.exams import Examination

BESIDE, SPACING = 16, 6
"""Pixels on either side of a button's word, and between two"""
EXAMPLE = EXAMS / "example.toml"
COLUMNS = ("exam", "cases", "minutes", "begun_by", "handed_in", "results")
"""Of the table, by their names in the catalogue"""


class ExamsTab(QWidget):
    """For instructors: the page that holds it was opened by their PIN."""

    released = Signal()
    """Attempts are told of that were not before"""

    def __init__(self) -> None:
        super().__init__()
        self._exams: dict[str, Exam] = {}
        self._open: set[str] = set()
        self._untouched: set[str] = set()
        """Those that nobody has begun"""
        self._jobs: dict[str, Job] = {}
        self.table = FiguresTable(phrase("exams.exams"), tuple(phrase(f"exams.{column}") for column in COLUMNS))
        self.said = QLabel()
        self.said.setObjectName("note")
        self.said.setWordWrap(True)
        self.new, self.from_file, self.example, self.withdraw, self.release = (
            QPushButton(words.exam(name)) for name in ("new", "from_file", "example", "withdraw", "release")
        )
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._acts = ButtonRows(BESIDE, SPACING)
        for button in (self.new, self.from_file, self.example, self.withdraw, self.release):
            self._acts.add(button)
        self._acts.offer(self.example, False)  # until it is known that there is no exam
        self.nothing = NothingYet(words.exam("tab_empty"), words.exam("tab_none"))
        self.nothing.hide()
        row.addWidget(self.said, 1)
        row.addWidget(self._acts)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.addLayout(row)
        box.addWidget(self.table, 1)
        box.addWidget(self.nothing, 1)
        self.new.clicked.connect(self._write)
        self.from_file.clicked.connect(self._read)
        self.example.clicked.connect(self._save_example)
        self.withdraw.clicked.connect(self._withdraw)
        self.release.clicked.connect(self._release)
        self.table.itemSelectionChanged.connect(self._chosen)
        self._chosen()
        self._wrap()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._wrap()

    def _wrap(self) -> None:
        """What is said beside the buttons; over them where text is large."""
        large, ways = is_large(), QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if large else ways.LeftToRight)
        policy = QSizePolicy.Policy
        self._acts.setSizePolicy(policy.Ignored if large else policy.Minimum, policy.Fixed)
        self._acts.setMinimumWidth(0 if large else self._acts.one_row)

    def ask(self) -> None:
        """Everything anew."""
        self._start("all", fetch_all_exams(self._come, self._fail))

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        for job in self._jobs.values():
            job.abandon()

    def _start(self, what: str, job: Job) -> None:
        """What was asked before of the same is forgotten."""
        if what in self._jobs:
            self._jobs[what].abandon()
        self._jobs[what] = job

    def _come(self, found: list[Examination]) -> None:
        self._exams = {one.exam.name: one.exam for one in found}
        self._open = {one.exam.name for one in found if not one.is_released}
        self._untouched = {one.exam.name for one in found if not one.entries and not one.is_released}
        self.table.show_rows([(one.exam.name, _row(one)) for one in found])
        self._acts.offer(self.example, not found)
        self._wrap()
        for widget, yes in ((self.table, bool(found)), (self.nothing, not found)):
            widget.setVisible(yes)
        styled(self.new, "" if found else "main")  # what else is there to do
        self._chosen()

    def _chosen(self) -> None:
        for button, may in ((self.release, self._open), (self.withdraw, self._untouched)):
            button.setEnabled(len(self.table.chosen()) == 1 and self.table.chosen()[0] in may)

    def _fail(self, fault: Fault) -> None:
        self.said.setText(fault.words)

    def _write(self) -> None:
        dialog = ExamDialog(set(self._exams), self)
        if dialog.exec() and dialog.exam is not None:
            self.fix(dialog.exam)

    def _read(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, words.exam("from_file"), "", "TOML (*.toml)")
        if not name:
            return
        try:
            self.fix(exam(Path(name)))
        except InputError as error:
            self.said.setText(str(error))

    def _save_example(self) -> None:
        """A file to be changed with any editor: who writes exams need not know where the program lies."""
        name, _ = QFileDialog.getSaveFileName(self, words.exam("example"), EXAMPLE.name, "TOML (*.toml)")
        if not name:
            return
        path = Path(name).with_suffix(".toml")
        try:
            write_whole(path, EXAMPLE.read_text(encoding="utf-8"))
        except (OSError, InputError) as error:
            self.said.setText(fault_of(error).words)
        else:
            self.said.setText(words.exam("example_saved", path=path))

    def fix(self, one: Exam) -> None:
        """Its cases and seeds, from now on."""
        self._start("fix", fix_exam(one, self._fixed, self._fail))

    def _fixed(self, one: Exam) -> None:
        self.said.setText(words.exam("set", title=one.title, cases=len(one.cases)))
        self.ask()

    def _withdraw(self) -> None:
        one = self._exams[self.table.chosen()[0]]
        asked = QMessageBox.question(self, "Tuohy", words.exam("withdraw_ask", title=one.title))
        if asked == QMessageBox.StandardButton.Yes:
            self._start("withdraw", withdraw_exam(one, self._gone, self._fail))

    def _gone(self, one: Exam) -> None:
        self.said.setText(words.exam("withdrawn", title=one.title))
        self.ask()

    def _release(self) -> None:
        one = self._exams[self.table.chosen()[0]]
        asked = QMessageBox.question(self, "Tuohy", words.exam("release_ask", title=one.title))
        if asked == QMessageBox.StandardButton.Yes:
            self._start("release", release_exam(one, self._told, self._fail))

    def _told(self, one: Exam) -> None:
        self.said.setText(words.exam("released", title=one.title))
        self.ask()
        self.released.emit()


def _row(one: Examination) -> tuple[Cell, ...]:
    minutes: Cell = "" if one.exam.minutes is None else one.exam.minutes
    whole = sum(all(entry.handed_in) for entry in one.entries)
    return (
        one.exam.title,
        len(one.exam.cases),
        minutes,
        len(one.entries),
        whole,
        words.exam("is_released" if one.is_released else "is_sealed"),
    )
