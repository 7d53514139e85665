"""What to do next and why, who practises, and the ways to what was done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from scenarios import words
from sim.exchange.gradebook.transcript import Headway
from sim.qt.grown import is_large, wears_anew
from sim.qt.panels.card import Card
from sim.qt.panels.learner_choice import LearnerChoice
from sim.qt.panels.pin_field import PinField
from sim.qt.words import phrase, term

BETWEEN = 6
"""Pixels between two buttons"""


class NextCard(Card):
    """One line above all cases; where text is large what is next has a line of its own."""

    taken = Signal(str, str)
    """The case that is next, and its mode"""

    def __init__(self) -> None:
        super().__init__()
        self._case, self._mode = "", ""
        self.learner = LearnerChoice()
        self.pin = PinField()
        self.pin.hide()
        who = QLabel(phrase("next_card.who"))
        who.setBuddy(self.learner)
        self.what, self.why = QLabel(), QLabel()
        for label in (self.what, self.why):
            label.setTextFormat(Qt.TextFormat.PlainText)  # a name may stand in it
            label.setWordWrap(True)
        self.what.setObjectName("next")
        self.why.setObjectName("note")
        self._said = QWidget()
        said = QVBoxLayout(self._said)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(1)
        for label in (self.what, self.why):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            said.addWidget(label)
        self.take = QPushButton(phrase("next_card.begin"))
        self.take.setObjectName("strong")  # of one page one button is the main one
        self.take.clicked.connect(lambda: self.taken.emit(self._case, self._mode))
        self.curve, self.department, self.studio = (
            QPushButton(phrase("next_card.curve")),
            QPushButton(phrase("next_card.class")),
            QPushButton(phrase("next_card.studio")),
        )
        self.curve.setToolTip(phrase("next_card.curve_about"))
        self.department.setToolTip(phrase("next_card.class_about"))
        self.studio.setToolTip(phrase("next_card.studio_about"))
        self.exams = QPushButton(phrase("next_card.exams"))
        self.exams.setToolTip(phrase("next_card.exams_about"))
        self.exams.hide()  # until one is set for who practises
        self.comments = QPushButton()
        self.comments.setToolTip(phrase("next_card.comments_about"))
        self.comments.clicked.connect(self.curve.click)  # on whose page they stand
        self.comments.hide()  # until an instructor has said something
        first, last = QHBoxLayout(), QHBoxLayout()
        for line in (first, last):
            line.setSpacing(BETWEEN)
        for part in (who, self.learner, self.pin):
            first.addWidget(part)
        for button in (self.take, self.exams, self.comments, self.curve, self.department, self.studio):
            last.addWidget(button)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        self._grid.addLayout(first, 0, 0)
        self._grid.addLayout(last, 0, 2)
        self.box.addLayout(self._grid)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._turn()

    def _turn(self) -> None:
        if is_large():
            self._grid.addWidget(self._said, 1, 0, 1, 3)
        else:
            self._grid.addWidget(self._said, 0, 1)

    def show_next(self, way: Headway, titles: dict[str, str], new_comments: int) -> None:
        """Of the course that is chosen; and how many comments the learner has not seen."""
        self._open(True)
        self.comments.setVisible(new_comments > 0)
        self.comments.setText(phrase("next_card.comments", count=new_comments))
        found = way.next
        self._case, self._mode = found.case or "", found.mode
        self.take.setEnabled(found.case is not None)
        if found.case is None:
            self.what.setText(phrase("next_card.all_mastered", course=words.told(way.course.title)))
            self.why.setText(phrase("why.all mastered"))
            return
        own = next(one for one in way.masteries if one.case == found.case and (found.why == "long ago" or not one.mastered))
        stage = way.course.stages[own.stage]
        self.what.setText(phrase("next_card.next", title=titles.get(found.case, found.case), mode=term(found.mode)))
        reason = phrase(f"why.{found.why}", run=own.run, of=stage.in_a_row)
        self.why.setText(phrase("next_card.why", reason=reason, course=words.told(way.course.title), stage=words.told(stage.title)))
        self.why.setToolTip(self.why.text())

    def show_chosen(self, case: str, mode: str) -> None:
        """What stands chosen on the page: where that is what is next, the page's own button begins it."""
        self.take.setVisible((case, mode) != (self._case, self._mode))

    def show_exams(self, count: int, waits: int) -> None:
        """So many there are for who practises, and so many of their cases wait."""
        self.exams.setVisible(count > 0)
        self.exams.setText(phrase("next_card.exams_wait", waits=waits) if waits else phrase("next_card.exams"))

    def ask_pin(self, learner: str, wrong: bool) -> None:
        """Before anything is told of who has one."""
        self._open(False)
        self.what.setText(words.pin("wanted", learner=learner))
        self.why.setText(words.pin("wrong", learner=learner) if wrong else words.pin("type_it"))
        self.why.setToolTip(self.why.text())

    def _open(self, is_open: bool) -> None:
        self.pin.setVisible(not is_open)
        self.take.setEnabled(is_open)
        self.curve.setEnabled(is_open)
        self.exams.setEnabled(is_open)

    def say_away(self, why: str) -> None:
        """Why nothing is known of what was done before."""
        self._open(True)
        self.why.setText(why)
        self.why.setToolTip(why)
