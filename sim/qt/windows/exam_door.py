"""The way into an exam, from the first page, and out of it: what was handed in is told of by no more than that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from scenarios import words
from sim.qt.job import Job
from sim.qt.windows.chooser import Chooser
from sim.qt.windows.debriefing import WayBack
from sim.qt.windows.exam_jobs import fetch_exams
from sim.qt.windows.exam_page import ExamPage
from sim.qt.windows.mode import MODES
from sim.qt.windows.requested import Asked, Paper
from sim.session.own_cases import case_named, patient_of_case

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.exams import Examination


class ExamDoor(QObject):
    """Knows the exams of who practises, as soon as they are let in."""

    def __init__(
        self,
        chooser: Chooser,
        turn_to: Callable[[ExamPage], None],
        enter: Callable[[Asked], None],
        see: Callable[[int, WayBack], None],
    ) -> None:
        super().__init__(chooser)
        self._chooser, self._turn_to, self._enter, self._see = chooser, turn_to, enter, see
        self._asking: Job | None = None
        self.is_under_way = False
        """Whether who practises has begun an exam, and not handed in all of it"""
        chooser.gate.came.connect(lambda _: self.ask())
        chooser.gate.shut.connect(lambda *_: self._come([]))
        chooser.next.exams.clicked.connect(lambda: self.open())

    def ask(self) -> None:
        """Of who is chosen now; who was asked for before is forgotten."""
        self.stop()
        self._asking = fetch_exams(self._chooser.gate.learner, self._come, lambda _: None)  # the first page says itself that it is away

    def stop(self) -> None:
        """Nothing comes to a window that is gone."""
        if self._asking is not None:
            self._asking.abandon()
            self._asking = None

    def _come(self, found: list[Examination]) -> None:
        learner = self._chooser.gate.learner
        own = [(one, one.of(learner)) for one in found]
        self.is_under_way = any(entry.is_under_way and not one.is_released for one, entry in own)
        self._chooser.next.show_exams(len(own), sum(entry.begun.count(False) for one, entry in own if not one.is_released))

    def open(self, said: str = "") -> None:
        """The page of who is chosen, once they are let in."""
        self._chooser.gate.when_open(lambda: self._show(said))

    def _show(self, said: str) -> None:
        page = ExamPage(self._chooser.gate.learner, said)
        page.found.connect(self._come)
        page.taken.connect(self._begin)
        page.replayed.connect(lambda number: self._see(number, WayBack(self.open, words.exam("back"))))
        self._turn_to(page)

    def _begin(self, paper: Paper) -> None:
        question = paper.question
        case = case_named(question.case)
        exam = next(mode for mode in MODES if mode.name == paper.exam.mode)
        self._enter(Asked(case, exam, question.seed, patient_of_case(case), paper=paper))

    def handed_in(self, paper: Paper) -> None:
        """And nothing else is said of it."""
        is_last = paper.number + 1 == len(paper.exam.cases)
        self.open(words.exam("handed_in", next=words.exam("all_done" if is_last else "next_waits"), **paper.place))


def may_leave(window: QWidget) -> bool:
    """Whether a case of an exam is to be handed in as it stands."""
    kinds = QMessageBox.StandardButton
    return QMessageBox.question(window, "Tuohy", words.exam("leave"), kinds.Yes | kinds.No, kinds.No) == kinds.Yes
