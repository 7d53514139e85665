"""What cases are looked for: a word, how hard, which way in, which level, and what may go wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from scenarios import files
from scenarios.schema import Difficulty, Scenario
from scenarios.troubles import troubles, troubles_of
from sim.qt.panels.case_cards import CaseCard
from sim.qt.panels.fields import Choice

UNTOLD = "untold"
"""The way in or level of a case whose exercise it is to find it."""


class CaseSieve(QWidget):
    """The controls, and whether a case passes them."""

    changed = Signal()
    confirmed = Signal()
    """Return in the search"""

    def __init__(self, cases: Sequence[Scenario]) -> None:
        super().__init__()
        self.wanted = QLineEdit()
        self.wanted.setPlaceholderText("Search: level, way in, title")
        self.wanted.setClearButtonEnabled(True)
        self.wanted.setAccessibleName("Search the cases")
        self.wanted.textChanged.connect(lambda _: self.changed.emit())
        self.wanted.returnPressed.connect(self.confirmed)
        ways, levels = sorted({_way(case) for case in cases} - {UNTOLD}), sorted({_level(case) for case in cases} - {UNTOLD})
        there = {name for case in cases for name in troubles_of(case)}
        grades = {case.difficulty for case in cases}
        self.hard = self._choice("How hard", "Every difficulty", [(one.capitalize(), one) for one in get_args(Difficulty) if one in grades])
        self.way = self._choice("Which way in", "Every way in", [*((files.technique(one).title, one) for one in ways), _to_find("way in")])
        self.level = self._choice("Which level", "Every level", [*((one, one) for one in levels), _to_find("level")])
        self.trouble = self._choice(
            "What may go wrong", "Every trouble", [(one.title, one.name) for one in troubles().values() if one.name in there]
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for row in ((self.wanted, self.hard), (self.way, self.level, self.trouble)):
            line = QHBoxLayout()
            for widget in row:
                line.addWidget(widget, 1)
            box.addLayout(line)

    def _choice(self, name: str, every: str, entries: Sequence[tuple[str, str]]) -> Choice:
        choice = Choice()
        choice.addItem(every, "")
        for title, value in entries:
            choice.addItem(title, value)
        choice.setAccessibleName(name)
        choice.setToolTip(name)
        choice.setMinimumContentsLength(8)
        choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.currentIndexChanged.connect(lambda _: self.changed.emit())
        return choice

    def clear(self) -> None:
        """Look for everything."""
        self.wanted.clear()
        for choice in (self.hard, self.way, self.level, self.trouble):
            choice.setCurrentIndex(0)

    def passes(self, case: Scenario, card: CaseCard) -> bool:
        """Whether it is looked for. What is the exercise to find is found by nothing here."""
        asked = (
            (self.hard, {case.difficulty}),
            (self.way, {_way(case)}),
            (self.level, {_level(case)}),
            (self.trouble, troubles_of(case)),
        )
        return card.holds(self.wanted.text()) and all(choice.currentData() in ({""} | has) for choice, has in asked)


def _to_find(what: str) -> tuple[str, str]:
    return f"The {what} is to be found", UNTOLD


def _way(case: Scenario) -> str:
    return UNTOLD if "choice" in case.exercise else case.technique


def _level(case: Scenario) -> str:
    return UNTOLD if "choice" in case.exercise else case.target.level
