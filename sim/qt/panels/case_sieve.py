"""What cases are looked for: a word, how hard, which way in, which level, and what may go wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from scenarios import files
from scenarios.schema import Difficulty, Scenario
from scenarios.troubles import troubles, troubles_of
from sim.qt.grown import wears_anew
from sim.qt.palette import px
from sim.qt.panels.card import narrow
from sim.qt.panels.case_cards import CaseCard
from sim.qt.panels.fields import Choice
from sim.qt.words import heading, phrase, term

BESIDE = 26
"""Pixels at the usual size of text that a closed box takes beside its words"""
LEAST_WIDE = 297
"""Pixels at the usual size of text: so much the cards below need for their words"""
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
        narrow(self.wanted)
        self.wanted.setClearButtonEnabled(True)
        self.wanted.setAccessibleName(phrase("case_sieve.search"))
        self.wanted.textChanged.connect(lambda _: self.changed.emit())
        self.wanted.returnPressed.connect(self.confirmed)
        ways, levels = sorted({_way(case) for case in cases} - {UNTOLD}), sorted({_level(case) for case in cases} - {UNTOLD})
        there = {name for case in cases for name in troubles_of(case)}
        grades = {case.difficulty for case in cases}
        self.hard = self._choice("difficulty", [(heading(one), one) for one in get_args(Difficulty) if one in grades])
        self.way = self._choice("way_in", [*((term(files.technique(one).title), one) for one in ways), _untold("way_in")])
        self.level = self._choice("level", [*((one, one) for one in levels), _untold("level")])
        self.trouble = self._choice("trouble", [(term(one.title), one.name) for one in troubles().values() if one.name in there])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self._lines: list[tuple[QHBoxLayout, tuple[QLineEdit | Choice, ...]]] = []
        for row in ((self.wanted, self.hard), (self.way, self.level, self.trouble)):
            line = QHBoxLayout()
            for widget in row:
                line.addWidget(widget)
            box.addLayout(line)
            self._lines.append((line, row))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(px(LEAST_WIDE), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            QTimer.singleShot(0, self, self._fit)  # when what stands in it has its new size too

    def _fit(self) -> None:
        """Each as wide as its words ask for, in proportion; where they have no room, as its short ones."""
        for line, row in self._lines:
            whole, short = ([_wide(one, _said(one)[at]) for one in row] for at in (0, 1))
            fits = sum(whole) + line.spacing() * (len(row) - 1) <= self.width()
            for widget, share in zip(row, whole if fits else short, strict=True):
                line.setStretchFactor(widget, share)
            if self.wanted in row:
                self.wanted.setPlaceholderText(_said(self.wanted)[0 if fits else 1])

    def _choice(self, by: str, entries: Sequence[tuple[str, str]]) -> Choice:
        name = phrase(f"case_sieve.{by}")
        choice = Choice()
        choice.addItem(phrase(f"case_sieve.every_{by}"), "")
        for title, value in entries:
            choice.addItem(title, value)
        choice.short = phrase(f"case_sieve.{by}_short")
        choice.setAccessibleName(name)
        choice.setToolTip(name)
        choice.currentTextChanged.connect(lambda said: choice.setToolTip(f"{name}: {said}"))
        narrow(choice)
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


def _said(widget: QLineEdit | Choice) -> tuple[str, str]:
    """What stands in it while nothing is looked for: whole, and in short."""
    if isinstance(widget, QLineEdit):
        return phrase("case_sieve.search_about"), phrase("case_sieve.search_short")
    return widget.itemText(0), widget.short


def _wide(widget: QWidget, said: str) -> int:
    return widget.fontMetrics().horizontalAdvance(said) + px(BESIDE)


def _untold(by: str) -> tuple[str, str]:
    return phrase(f"case_sieve.{by}_untold"), UNTOLD


def _way(case: Scenario) -> str:
    return UNTOLD if "choice" in case.exercise else case.technique


def _level(case: Scenario) -> str:
    return UNTOLD if "choice" in case.exercise else case.target.level
