"""What is said of a case before it is begun: who comes, what it teaches, the way in, and pictures that came with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from scenarios import files, words
from scenarios.citing import plain
from scenarios.schema import Scenario
from sim.qt.grown import grow
from sim.qt.panels.case_pictures import CasePictures
from sim.qt.words import phrase, term

WIDEST = 860
"""Pixels of a line at the usual size of text: a longer one is harder to read"""


class CaseTold(QScrollArea):
    """It may be long: what begins the case stays in sight beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.story, self.learning, self.approach = QLabel(), QLabel(), QLabel(), QLabel()
        self.title.setObjectName("case")
        self.approach.setObjectName("long_note")
        told = QWidget()
        grow(told, most_width=WIDEST)
        lines = QVBoxLayout(told)
        lines.setContentsMargins(0, 0, 8, 0)
        for label in (self.title, self.story, self.learning, self.approach):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            lines.addWidget(label)
        self.pictures = CasePictures()
        lines.addWidget(self.pictures, 1)
        self.setWidgetResizable(True)
        self.setWidget(told)

    def show_case(self, case: Scenario) -> None:
        self.pictures.show_of(case.name)
        technique = files.technique(case.technique)
        self.title.setText(words.told(case.title))
        self.story.setText(f"{words.told(case.patient.name)}, {case.patient.age}: {words.told(case.patient.complaint)}")
        if case.drill is None and "choice" in case.exercise:  # which way in, if any, is the exercise: what the case teaches would tell it
            self.learning.setText(phrase("chooser.taught_afterwards"))
            self.approach.setText(phrase("chooser.whole"))
            return
        goals = "".join(f"\n\u2022 {words.told(goal.say)}" for goal in case.goals)
        self.learning.setText(" ".join(words.told(case.learning).split()) + goals)
        if case.drill is not None:
            self.approach.setText(words.drill("about"))
            return
        how, source = " ".join(words.told(technique.approach).split()), words.told(plain(technique.source))
        self.approach.setText(phrase("chooser.way_in", title=term(technique.title), how=how, source=source))
