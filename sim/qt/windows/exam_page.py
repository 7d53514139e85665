"""A learner's exams: what waits, what was handed in, and once its results are released what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scenarios import words
from sim.qt.job import Fault, Job
from sim.qt.panels.figures_table import Cell, FiguresTable
from sim.qt.windows.exam_jobs import fetch_exams
from sim.qt.windows.requested import Paper
from sim.qt.words import phrase
from sim.session.own_cases import case_title

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.exams import Candidate, Examination

Key = tuple[str, int]
"""An exam's name and the number of a case in it"""


class ExamPage(QWidget):
    """Of one learner. Which cases wait is not told before they are begun."""

    leave = Signal()
    found = Signal(object)
    """The exams, whenever they were asked for"""
    taken = Signal(object)
    """The Paper that is to be begun"""
    replayed = Signal(int)
    """An attempt by its number, to be seen again"""

    def __init__(self, learner: str, said: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.learner = learner
        self._exams: dict[str, Examination] = {}
        self._asking: Job | None = None
        self.back = QPushButton(phrase("waiting.back"))
        self.begin, self.see = QPushButton(words.exam("begin")), QPushButton(words.exam("see"))
        self.begin.setObjectName("main")
        title = QLabel(words.exam("page", learner=learner))
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setObjectName("big")
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(title, 1)
        row.addWidget(self.see)
        row.addWidget(self.begin)
        self.said, self.rules, self.limit = QLabel(said), QLabel(words.exam("rules")), QLabel()
        self.said.setObjectName("next")
        self.rules.setObjectName("note")
        self.limit.setObjectName("note")
        self.table = FiguresTable(phrase("exams.exams"), (phrase("exams.case"), phrase("exams.state"), phrase("exams.points")))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        outer.addLayout(row)
        for label in (self.said, self.rules, self.limit):
            label.setWordWrap(True)
            outer.addWidget(label)
        outer.addWidget(self.table, 1)
        self.back.clicked.connect(self.leave)
        self.begin.clicked.connect(self._begin)
        self.see.clicked.connect(self._see)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.table.wanted.connect(lambda _: self._see() if self.see.isEnabled() else self._begin())
        self._chosen()
        self.ask()

    def ask(self) -> None:
        """Everything anew."""
        self.closing()
        self._asking = fetch_exams(self.learner, self._come, self._fail)

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        if self._asking is not None:
            self._asking.abandon()
            self._asking = None

    def _come(self, found: list[Examination]) -> None:
        self._exams = {one.exam.name: one for one in found}
        rows = [row for one in found for row in _rows(one, one.of(self.learner))]
        self.table.show_rows(rows)
        if not found:
            self.said.setText(words.exam("none"))
        waits = next((number for number, (key, _) in enumerate(rows) if self._next(key[0]) == key[1]), 0)
        self.table.selectRow(waits)
        self._chosen()
        self.found.emit(found)

    def _fail(self, fault: Fault) -> None:
        self.said.setText(" ".join(part for part in (self.said.text(), fault.words) if part))

    def _next(self, name: str) -> int | None:
        one = self._exams[name]
        return None if one.is_released else one.of(self.learner).next

    def _key(self) -> Key | None:
        chosen: list[Key] = self.table.chosen()
        return chosen[0] if chosen else None

    def _chosen(self) -> None:
        key = self._key()
        self.begin.setEnabled(key is not None and self._next(key[0]) is not None)
        self.see.setEnabled(key is not None and self._exams[key[0]].of(self.learner).marks[key[1]] is not None)
        minutes = None if key is None else self._exams[key[0]].exam.minutes
        self.limit.setText(words.exam("minutes", minutes=f"{minutes:g}") if minutes else words.exam("no_limit") if key else "")

    def _begin(self) -> None:
        key = self._key()
        number = None if key is None else self._next(key[0])
        if key is not None and number is not None:
            self.taken.emit(Paper(self._exams[key[0]].exam, number, self.learner))

    def _see(self) -> None:
        key = self._key()
        mark = None if key is None else self._exams[key[0]].of(self.learner).marks[key[1]]
        if mark is not None:
            self.replayed.emit(mark.attempt)


def _rows(one: Examination, entry: Candidate) -> list[tuple[Key, tuple[Cell, ...]]]:
    return [((one.exam.name, number), _row(one, entry, number)) for number in range(len(one.exam.cases))]


def _row(one: Examination, entry: Candidate, number: int) -> tuple[Cell, ...]:
    place = words.exam("case", number=number + 1, of=len(one.exam.cases))
    if entry.begun[number] or one.is_released:
        place = f"{place}: {case_title(one.exam.cases[number].case)}"
    mark = entry.marks[number]
    points: Cell = "" if mark is None else round(mark.total, 1)
    return f"{one.exam.title}. {place}", words.exam(_state(one, entry, number)), points


def _state(one: Examination, entry: Candidate, number: int) -> str:
    mark = entry.marks[number]
    if mark is not None:
        return "yes" if mark.passed else "no"
    if one.is_released:
        return "missed"
    return "sealed_state" if entry.handed_in[number] else "under_way" if entry.begun[number] else "waits"
