"""What to do next and why, who practises, and the ways to what was done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from scenarios import words
from sim.exchange.gradebook.progress import Why
from sim.exchange.gradebook.transcript import Headway
from sim.qt.panels.card import Card
from sim.qt.panels.learner_choice import LearnerChoice
from sim.qt.panels.pin_field import PinField

REASONS: dict[Why, str] = {
    "new": "the next step of your course; not tried yet",
    "not passed yet": "tried, and not passed yet",
    "again on another seed": "passed {run} of {of} in a row: once more, on another seed",
    "long ago": "mastered, and long ago: once more before it is forgotten",
    "all mastered": "Everything here is mastered and nothing is due: choose what you like.",
}


class NextCard(Card):
    """One line above all cases."""

    taken = Signal(str, str)
    """The case that is next, and its mode"""

    def __init__(self) -> None:
        super().__init__()
        self._case, self._mode = "", ""
        self.learner = LearnerChoice()
        self.pin = PinField()
        self.pin.hide()
        who = QLabel("Who:")
        who.setBuddy(self.learner)
        self.what, self.why = QLabel(), QLabel()
        for label in (self.what, self.why):
            label.setTextFormat(Qt.TextFormat.PlainText)  # a name may stand in it
        self.what.setObjectName("next")
        self.why.setObjectName("note")
        said = QVBoxLayout()
        said.setSpacing(1)
        for label in (self.what, self.why):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            said.addWidget(label)
        self.take = QPushButton("Begin what is next")
        self.take.setObjectName("main")
        self.take.clicked.connect(lambda: self.taken.emit(self._case, self._mode))
        self.curve, self.department, self.studio = QPushButton("My curve"), QPushButton("Class"), QPushButton("Studio")
        self.exams = QPushButton(words.exam("button"))
        self.exams.setToolTip(words.exam("button_about"))
        self.exams.hide()  # until one is set for who practises
        self.curve.setToolTip("Points and measures over your attempts, what is strong and what is weak")
        self.department.setToolTip("For instructors: who has done what, and what the class fails")
        self.studio.setToolTip("For instructors: write a case, try it, check it, pack it")
        row = QHBoxLayout()
        row.addWidget(who)
        row.addWidget(self.learner)
        row.addWidget(self.pin)
        row.addSpacing(10)
        row.addLayout(said, 1)
        for button in (self.take, self.exams, self.curve, self.department, self.studio):
            row.addWidget(button)
        self.box.addLayout(row)

    def show_next(self, way: Headway, titles: dict[str, str]) -> None:
        """Of the course that is chosen."""
        self._open(True)
        found = way.next
        self._case, self._mode = found.case or "", found.mode
        self.take.setEnabled(found.case is not None)
        if found.case is None:
            self.what.setText(f"{way.course.title}: all mastered")
            self.why.setText(REASONS["all mastered"])
            return
        own = next(one for one in way.masteries if one.case == found.case and (found.why == "long ago" or not one.mastered))
        stage = way.course.stages[own.stage]
        self.what.setText(f"Next: {titles.get(found.case, found.case)} ({found.mode})")
        reason = REASONS[found.why].format(run=own.run, of=stage.in_a_row)
        self.why.setText(f"Why: {reason}. {way.course.title}, {stage.title}.")
        self.why.setToolTip(self.why.text())

    def show_exams(self, count: int, waits: int) -> None:
        """So many there are for who practises, and so many of their cases wait."""
        self.exams.setVisible(count > 0)
        self.exams.setText(words.exam("button_waits", waits=waits) if waits else words.exam("button"))

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
