"""What begins the brief of a case: its way in as a drawing, who comes with what, and how it went so far."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from scenarios import words
from scenarios.schema import Scenario
from sim.qt.grown import is_large, wears_anew
from sim.qt.panels.card import Card
from sim.qt.panels.case_cards import CaseCard
from sim.qt.panels.way_drawing import WayPicture

LEVELS_BETWEEN, UNBROKEN = re.compile(r"(?<=[LS]\d)-(?=[LS]\d)"), "\N{NON-BREAKING HYPHEN}"
"""Between two levels, which stand in one line"""
SIDE = 88
"""Pixels of the drawing at the usual size of text"""


class CaseHead(Card):
    """Nothing on it tells what the exercise is to find. Where text is large the words have the drawing's place."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.story, self.best = QLabel(), QLabel(), QLabel()
        self.title.setObjectName("case")
        self.best.setObjectName("note")
        self.picture = WayPicture(SIDE)
        row, said = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(said, 1)
        for label in (self.title, self.story, self.best):
            label.setWordWrap(True)
            said.addWidget(label)
        said.addStretch(1)
        self.box.addLayout(row)
        self._fit()

    def show_case(self, case: Scenario) -> None:
        self.title.setText(LEVELS_BETWEEN.sub(UNBROKEN, words.told(case.title)))
        self.story.setText(f"{words.told(case.patient.name)}, {case.patient.age}: {words.told(case.patient.complaint)}")
        card = CaseCard.of(case, "")
        self.picture.show_way(card.level, card.aim)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._fit()

    def _fit(self) -> None:
        for part in (self.picture, self.best):
            part.setHidden(is_large())
