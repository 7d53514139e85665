"""The first page: what to do next and why, the path, every case, how to practise it, and attempts that were broken off."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from scenarios import files, words
from scenarios.schema import Difficulty, Scenario
from sim.exchange.gradebook.transcript import Transcript, Tries
from sim.qt.grown import grow
from sim.qt.palette import px
from sim.qt.panels.case_cards import CARD_ROLE, CaseCard, CaseList
from sim.qt.panels.case_sieve import CaseSieve
from sim.qt.panels.case_told import CaseTold
from sim.qt.panels.fields import Choice, Whole
from sim.qt.panels.kept_list import KeptList
from sim.qt.panels.library_line import LibraryLine
from sim.qt.panels.next_card import NextCard
from sim.qt.panels.path_view import PathView
from sim.qt.windows.from_gradebook import nothing_done
from sim.qt.windows.learner_gate import LearnerGate
from sim.qt.windows.mode import MODES, Mode, mode_of
from sim.qt.windows.patient_choice import PatientChoice
from sim.qt.words import phrase, term
from sim.session.own_cases import patient_of_case, readable_cases

FIRST, SEED, WIDE, START_MOST = "interlaminar_l4_l5", 100, 1950, 48
"""The case that stands chosen at the start; pixels at the usual size of text: of a seed's field, of a wide page; at any: of Begin"""


class Chooser(QWidget):
    """The first page."""

    chosen = Signal(object, object, object, object)
    """Scenario, Mode, the folder of another patient or None, the seed or None for a new one"""
    resumed = Signal(object, object, object)
    """Kept, Mode, the folder of another patient or None"""

    read = Signal(object, object)
    """Which case stands chosen, and the folder of another patient or None"""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.cases, self._titles = _all_cases()
        self._transcript, self._course, self._is_shut = nothing_done(), "", False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        self.next, self.path = NextCard(), PathView()
        self.learner = self.next.learner
        self.gate = LearnerGate(self.learner, self.next.pin)
        self.gate.came.connect(self._come)
        self.gate.shut.connect(self._ask_pin)
        self.gate.away.connect(self._say_away)
        outer.addWidget(self.next)
        outer.addWidget(self.path)
        self._halves = halves = QHBoxLayout()
        halves.addLayout(self._what_there_is(), 4)
        halves.addSpacing(18)  # set as the spacing of the halves, it would be that of their rows too
        halves.addLayout(self._about(), 5)
        outer.addLayout(halves, 1)
        self.next.taken.connect(self._take)
        self.path.course_chosen.connect(self._choose_course)
        self.path.case_chosen.connect(self._choose_case)
        self.learner.settled.connect(self.ask_transcript)
        self.refresh()
        self._sift()
        self._choose_case(FIRST)

    def _what_there_is(self) -> QVBoxLayout:
        left = QVBoxLayout()
        self.kinds = QTabBar()
        self.kinds.setAccessibleName(phrase("chooser.kinds"))
        self.kinds.setDocumentMode(True)
        for kind in ("cases", "drills"):
            self.kinds.addTab(phrase(f"chooser.{kind}"))
        self.kinds.setTabToolTip(1, words.drill("about"))
        self.kinds.currentChanged.connect(lambda _: self._sift())
        left.addWidget(self.kinds)
        self.library = LibraryLine()
        left.addWidget(self.library)
        self.sieve = CaseSieve(self.cases)
        self.sieve.changed.connect(self._sift)
        self.sieve.confirmed.connect(self._start)
        left.addWidget(self.sieve)
        self.list = CaseList()
        self.list.setAccessibleName(phrase("chooser.cases"))
        self._name_cases()
        self.list.currentRowChanged.connect(self._show)
        self.list.itemDoubleClicked.connect(lambda _: self._start())
        left.addWidget(self.list, 3)
        self.broken = KeptList()
        self.broken.wanted.connect(lambda kept: self.resumed.emit(kept, mode_of(kept.recording), self.patient.folder))
        left.addWidget(self.broken, 1)
        return left

    def _sift(self) -> None:
        """Only the cases that are looked for; one of them stands chosen."""
        for i, case in enumerate(self.cases):
            of_kind = (case.drill is not None) == (self.kinds.currentIndex() == 1)
            self.list.item(i).setHidden(not (of_kind and self.sieve.passes(case, self._cards[i])))
        left = [i for i in range(self.list.count()) if not self.list.item(i).isHidden()]
        if left and self.list.currentRow() not in left:
            self.list.setCurrentRow(left[0])
        self.start.setEnabled(bool(left) and not self._is_shut)
        self.broken.setEnabled(not self._is_shut)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wide page has cases beside one another, and what is told of one in a column of its own."""
        super().resizeEvent(event)
        self._halves.setStretch(0, 8 if self.width() >= px(WIDE) else 4)

    def showEvent(self, event: QShowEvent) -> None:
        """Arrows choose a case at once."""
        super().showEvent(event)
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return begins, wherever nothing else wants it."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        if isinstance(focus, QPushButton):
            focus.click()
        elif focus is self.broken.list:
            self.broken.go_on()
        else:
            self._start()

    def _about(self) -> QVBoxLayout:
        right = QVBoxLayout()
        self.told = CaseTold()
        right.addWidget(self.told, 1)
        row, self.patient = QHBoxLayout(), PatientChoice()
        self.mode = Choice(phrase("chooser.mode"))
        for mode in MODES:
            self.mode.addItem(mode.title, mode)
            self.mode.setItemData(self.mode.count() - 1, mode.about, Qt.ItemDataRole.ToolTipRole)
        self.mode.currentIndexChanged.connect(lambda _: self._show_chosen())
        self.start = QPushButton(phrase("chooser.begin"))
        self.start.setToolTip(phrase("chooser.begin_about"))
        self.start.setObjectName("main")
        self.start.setDefault(True)
        self.start.clicked.connect(self._start)
        self.seed = Whole(phrase("chooser.seed"))
        self.seed.setRange(0, 2**31 - 1)
        self.seed.setSpecialValueText(phrase("chooser.seed_new"))
        self.seed.setPrefix(phrase("chooser.seed_before"))
        self.seed.setToolTip(phrase("chooser.seed_about"))
        grow(self.seed, least_width=SEED)  # not so wide as the longest of all
        row.addWidget(self.mode)
        row.addWidget(self.patient)
        row.addWidget(self.seed)
        row.addStretch(1)
        right.addLayout(row)
        grow(self.start, up_to=START_MOST, least_height=40)
        right.addWidget(self.start)
        note = QLabel(phrase("chooser.for_teaching"))
        note.setObjectName("note")
        note.setWordWrap(True)
        right.addWidget(note)
        return right

    def refresh(self) -> None:
        """Look again for broken-off attempts, and at how the cases went."""
        self.broken.refresh(self._titles)
        self._show_transcript()
        self.ask_transcript()

    def ask_transcript(self) -> None:
        """Of who is chosen now; who was asked for before is forgotten."""
        self.gate.ask()

    @property
    def is_told(self) -> bool:
        """Whether what was asked for has come."""
        return self.gate.is_told

    def stop_asking(self) -> None:
        """Nothing comes to a page that is gone."""
        self.gate.stop()

    def _come(self, found: Transcript) -> None:
        self._transcript, self._is_shut = found, False
        self._show_transcript()
        self._sift()

    def _ask_pin(self, learner: str, wrong: bool) -> None:
        """Nothing of theirs is shown, and nothing is begun in their name, before their PIN."""
        self._come(nothing_done())
        self._is_shut = True
        self.next.ask_pin(learner, wrong)
        self._sift()

    def _say_away(self, why: str) -> None:
        self._is_shut = False
        self.next.say_away(why)
        self._sift()

    def _show_transcript(self) -> None:
        found, way = self._transcript, self._transcript.in_course(self._course)
        new = phrase("chooser.not_tried")
        tried = {case.name: _told(found.tries[case.name]) if case.name in found.tries else new for case in self.cases}
        self._cards = [CaseCard.of(case, tried[case.name], found.reached(way, case.name)) for case in self.cases]
        for i, card in enumerate(self._cards):
            self.list.item(i).setData(CARD_ROLE, card)
        self.path.show_transcript(found, way)
        self.next.show_next(way, self._titles, found.new_comments)
        self._show_tries()
        self._show_chosen()

    def _choose_course(self, name: str) -> None:
        self._course = name
        self._show_transcript()

    def _name_cases(self) -> None:
        self.list.clear()
        for case in self.cases:
            self.list.addItem(QListWidgetItem(f"{words.told(case.title)}  ({term(case.difficulty)})"))

    def read_again(self, name: str) -> None:
        """Cases were installed; this one is to stand chosen."""
        self.sieve.clear()
        self.list.blockSignals(True)  # between the old rows and the new ones nothing stands chosen
        self.cases, self._titles = _all_cases()
        self._name_cases()
        self.list.blockSignals(False)
        self._show_transcript()
        self._sift()
        self._choose_case(name)

    def _choose_case(self, name: str) -> None:
        """Let it stand chosen, and be seen."""
        row = next((i for i, case in enumerate(self.cases) if case.name == name), 0)
        self.kinds.setCurrentIndex(0 if self.cases[row].drill is None else 1)
        if self.list.item(row).isHidden():
            self.sieve.clear()
        self.list.setCurrentRow(row)

    def _take(self, name: str, mode: str) -> None:
        self._choose_case(name)
        self.mode.setCurrentIndex(next(i for i, one in enumerate(MODES) if one.name == mode))
        self._start()

    def _show(self, row: int) -> None:
        case = self.cases[row]
        self.patient.came_with(patient_of_case(case))
        self.told.show_case(case)
        self._show_tries()
        self._show_chosen()
        self.read.emit(*self.stands)

    @property
    def stands(self) -> tuple[Scenario, Path | None]:
        """The case that stands chosen, and the folder of another patient than its own."""
        return self.cases[max(self.list.currentRow(), 0)], self.patient.folder

    def _show_tries(self) -> None:
        case = self.cases[max(self.list.currentRow(), 0)].name
        tries = self._transcript.tries.get(case)
        self.told.show_tries(tries.last if tries else (), _told(tries) if tries else phrase("chooser.not_tried"))

    def _show_chosen(self) -> None:
        """What is next has a button of its own only while something else stands chosen."""
        self.next.show_chosen(self.cases[max(self.list.currentRow(), 0)].name, self._picked_mode().name)

    def _picked_mode(self) -> Mode:
        return MODES[self.mode.currentIndex()]

    def _start(self) -> None:
        if not self.start.isEnabled():
            return
        case, folder = self.stands
        asked = case, self._picked_mode(), folder, self.seed.value() or None
        self.gate.when_open(lambda: self.chosen.emit(*asked))


def _all_cases() -> tuple[list[Scenario], dict[str, str]]:
    """The shipped ones and the user's own, from easy to hard; and their titles by name."""
    every = [*(files.scenario(path) for path in files.all_shipped().values()), *readable_cases()]
    cases = sorted(every, key=lambda case: get_args(Difficulty).index(case.difficulty))
    return cases, {case.name: words.told(case.title) for case in cases}


def _told(tries: Tries) -> str:
    return phrase("chooser.tried", count=tries.count, best=tries.best)
