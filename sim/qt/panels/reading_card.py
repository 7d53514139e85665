"""What the contrast looks like, in the user's words; and syringes drawn up from several vials."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from scenarios.equipment import agents
from scenarios.pattern import Reading
from scenarios.schema import Tray
from scenarios.views import VIEWS
from scenarios.words import told
from sim.qt.panels.asked_first import waits_for
from sim.qt.panels.card import Card, narrow
from sim.qt.panels.fields import Choice, Number
from sim.qt.panels.stacked_cards import StackedCards
from sim.qt.words import phrase, term
from sim.session.care_commands import DrawUp, NamePattern, Part
from sim.session.observation import Observation

NAMING, DRAWING = (8, 7, 5), (5, 2, 2)
"""Shares of a card's width: what is chosen from has room for the longest that can be chosen, in every language."""


class ReadingCard(Card):
    """Names a pattern in a view."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__(phrase("reading_card.title"))
        self.view, self.pattern = Choice(phrase("reading_card.view")), Choice(phrase("reading_card.pattern"))
        for view in VIEWS.values():
            if view.names_contrast:
                self.view.addItem(_title(view.name), view.name)
        for pattern in get_args(Reading):
            self.pattern.addItem(term(pattern), pattern)
        self.view.leave_open(phrase("reading_card.view_none"))
        self.pattern.leave_open(phrase("reading_card.pattern_none"))
        self.name = QPushButton(phrase("reading_card.name_it"))
        waits_for(self.name, (self.view, self.pattern), phrase("reading_card.name_about"))
        self.name.clicked.connect(self._name)
        grid = QGridLayout()
        for column, widget in enumerate((self.view, self.pattern, self.name)):
            narrow(widget)
            grid.addWidget(widget, 0, column)
            grid.setColumnStretch(column, NAMING[column])
        self.box.addLayout(grid)
        self.said = QLabel("")
        self.said.setObjectName("note")
        self.said.setWordWrap(True)
        self.said.hide()
        self.box.addWidget(self.said)

    @property
    def to_come(self) -> int:
        self.said.ensurePolished()  # it is asked before it was ever shown
        return 0 if self.said.text() else self.said.fontMetrics().height() + self.box.spacing()

    def _name(self) -> None:
        self.ordered.emit(NamePattern.model_validate({"view": self.view.currentData(), "pattern": self.pattern.currentData()}))
        for choice in (self.view, self.pattern):  # the next view is named anew
            choice.setCurrentIndex(-1)

    def observe(self, seen: Observation) -> None:
        words = "; ".join(f"{_title(view)}: {term(pattern)}" for view, pattern in seen.care.patterns.items())
        if self.said.text() != words:
            self.said.setText(words)
            self.said.setVisible(bool(words))


def _title(view: str) -> str:
    title = phrase(f"view.{view}")
    return title[0].upper() + title[1:]


class DrawUpCard(Card):
    """Two vials into one syringe."""

    ordered = Signal(object)

    def __init__(self, tray: Tray) -> None:
        super().__init__(phrase("reading_card.together"))
        names = [fluid.agent for fluid in tray.fluids if agents()[fluid.agent].kind not in ("contrast", "air")]
        self.first, self.second = Choice(phrase("reading_card.first_drug")), Choice(phrase("reading_card.second_drug"))
        self.amounts = (Number(phrase("reading_card.first_ml")), Number(phrase("reading_card.second_ml")))
        grid = QGridLayout()
        for i, (choice, ml) in enumerate(zip((self.first, self.second), self.amounts, strict=True)):
            for name in names:
                choice.addItem(told(name), name)
            narrow(choice)
            ml.setRange(0.5, 20.0)
            ml.setSingleStep(0.5)
            ml.setSuffix(" ml")
            grid.addWidget(choice, i, 0)
            grid.addWidget(ml, i, 1)
            choice.leave_open(phrase("reading_card.drug_none"))
            ml.leave_open(phrase("reading_card.ml_none"))
        self.draw = QPushButton(phrase("reading_card.draw_up"))
        waits_for(self.draw, (self.first, *self.amounts[:1], self.second, *self.amounts[1:]))
        self.draw.clicked.connect(lambda: self.ordered.emit(DrawUp(parts=self.parts())))
        grid.addWidget(self.draw, 0, 2, 2, 1)
        for column, share in enumerate(DRAWING):
            grid.setColumnStretch(column, share)
        self.box.addLayout(grid)

    def parts(self) -> tuple[Part, ...]:
        return tuple(
            Part(agent=choice.currentData(), ml=ml.value()) for choice, ml in zip((self.first, self.second), self.amounts, strict=True)
        )


def contrast_page(room: QWidget, naming: ReadingCard, drawing: DrawUpCard) -> StackedCards:
    """What is done with contrast once it is in, as one page of the column."""
    return StackedCards(room, naming, drawing)
