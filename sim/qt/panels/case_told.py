"""What is said of a case before it is begun: who comes, what it teaches, the way in, and pictures that came with it."""

from __future__ import annotations

from itertools import zip_longest

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from scenarios import files, words
from scenarios.citing import plain
from scenarios.schema import Scenario
from sim.qt.panels.card import Card
from sim.qt.panels.card_columns import CardColumns
from sim.qt.panels.case_pictures import MOST, CasePicture, pictures_of_case
from sim.qt.words import phrase, term

WIDEST, NARROWEST = 700, 440
"""Pixels of a column at the usual size of text: a longer line is harder to read"""


class CaseTold(CardColumns):
    """It may be long: what begins the case stays in sight beside it."""

    def __init__(self) -> None:
        self.title, self.story, self.learning, self.approach = QLabel(), QLabel(), QLabel(), QLabel()
        self.title.setObjectName("case")
        self.approach.setObjectName("long_note")
        self.pictures = tuple(CasePicture() for _ in range(MOST))
        told = tuple(_card(labels) for labels in ((self.title, self.story), (self.learning,), (self.approach,)))
        super().__init__((*told, *self.pictures), WIDEST, NARROWEST)
        self.setAccessibleName(phrase("chooser.told"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # nothing on it can be pressed: arrows turn it

    def show_case(self, case: Scenario) -> None:
        for card, path in zip_longest(self.pictures, pictures_of_case(case.name)):
            card.show_file(path)
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


def _card(labels: tuple[QLabel, ...]) -> Card:
    card = Card()
    for label in labels:
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        card.box.addWidget(label)
    return card
