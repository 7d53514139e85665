"""The decision: inject, defer or refer, why, and how."""

from __future__ import annotations

from html import escape
from typing import get_args

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from meshes.morphometry import LEVELS
from scenarios import files
from scenarios.chart import PAGES, Chart, Decision, Instead, Reason
from scenarios.equipment import agents
from scenarios.schema import Scenario
from scenarios.worth import worths
from sim.qt.grown import grow
from sim.qt.palette import styled, theme
from sim.qt.panels.card import Card
from sim.qt.panels.chart_text import digest
from sim.qt.panels.fields import Choice, Number
from sim.qt.panels.summary_view import UNREAD
from sim.session.care_commands import TOPICS, Decide, Discuss
from sim.session.observation import Observation

WORDS = {"no_space": "no epidural space there", "axial_pain": "pain in the back alone", "radicular_pain": "root pain"}


TELL = "Tell the patient what it is worth"
OPEN = "not decided"
WIDEST = 680
"""A form wider than this is harder to read, not easier."""
UNDECIDED_ML = -0.5
"""Stands for no volume given: none at all is one too, where contrast is forbidden."""


class DecisionPage(QWidget):
    """A form; it may be filled in again until the needle is in."""

    ordered = Signal(object)

    def __init__(self, case: Scenario) -> None:
        super().__init__()
        self._made: Decide | None = None
        self._read: tuple[frozenset[str], frozenset[str]] | None = None
        """Pages opened and topics asked, as they are shown"""
        self.chart = case.chart
        self.decision, self.reason, self.level, self.side = Choice(), Choice(), Choice(), Choice()
        self.approach, self.needle, self.steroid = Choice(), Choice(), Choice()
        self.contrast, self.drug, self.instead = Number(), Number(), Choice("After a reaction to contrast")
        self._fill(case)
        for choice in (self.decision, self.reason, self.level, self.side, self.approach, self.needle, self.steroid):
            choice.setPlaceholderText(OPEN)
            choice.setCurrentIndex(-1)
            choice.currentIndexChanged.connect(lambda _: self._weigh())
        for spin in (self.contrast, self.drug):
            spin.setRange(UNDECIDED_ML, 20.0)
            spin.setSingleStep(0.5)
            spin.setSuffix(" ml")
            spin.setSpecialValueText(OPEN)
            spin.setValue(UNDECIDED_ML)
            spin.valueChanged.connect(lambda _: self._weigh())
        self.named: tuple[tuple[str, Choice | Number], ...] = (
            ("Decision", self.decision),
            ("Because of", self.reason),
            ("Level (the upper vertebra)", self.level),
            ("Side", self.side),
            ("Way in", self.approach),
            ("Needle", self.needle),
            ("Steroid", self.steroid),
            ("Contrast", self.contrast),
            ("Drug in all", self.drug),
            ("After a reaction to contrast", self.instead),
        )
        row = QHBoxLayout(self)
        row.addStretch(1)
        for cards, least in (((self._form(),), 480), ((self._known(), self._shared()), 420)):
            column = QVBoxLayout()
            for card in cards:
                card.setMinimumWidth(least)
                grow(card, most_width=WIDEST)
                column.addWidget(card)
            column.addStretch(1)
            row.addLayout(column, 4)
        row.addStretch(1)
        self._weigh()

    def _form(self) -> Card:
        card = Card("What is to be done")
        form = QFormLayout()
        for word, widget in self.named:
            form.addRow(word, widget)
        card.box.addLayout(form)
        self.decide = QPushButton("Decide")
        self.decide.setObjectName("main")
        self.decide.clicked.connect(lambda: self.ordered.emit(self.chosen()))
        card.box.addWidget(self.decide)
        self.said = QLabel("Nothing is decided yet.")
        self.said.setWordWrap(True)
        self.said.setObjectName("note")
        card.box.addWidget(self.said)
        return card

    def _fill(self, case: Scenario) -> None:
        """What there is to choose from."""
        self.instead.addItem("contrast as usual", None)
        for instead in get_args(Instead):
            self.instead.addItem(instead, instead)
        for decision in get_args(Decision):
            self.decision.addItem(decision.capitalize(), decision)
        for reason in get_args(Reason):
            self.reason.addItem(WORDS.get(reason, reason.replace("_", " ")), reason)
        self.level.addItems(list(LEVELS))
        self.side.addItems(["left", "right"])
        for path in sorted(files.TECHNIQUES.glob("*.toml")):
            self.approach.addItem(files.technique(path.stem).title, path.stem)
        self.needle.addItems(list(case.tray.needles))
        self.steroid.addItems([fluid.agent for fluid in case.tray.fluids if agents()[fluid.agent].kind == "drug"])

    def _known(self) -> Card:
        """What was read and asked so far: what is decided follows from it."""
        card = Card("What you know")
        self.known = QLabel("")
        self.known.setWordWrap(True)
        card.box.addWidget(self.known)
        card.setVisible(self.chart is not None)
        return card

    def _shared(self) -> Card:
        """What the trials found, to be told before the patient decides too."""
        card = Card("What it is worth")
        self.worth = Choice("For what it is worth")
        self.worth.addItems(list(worths()))
        self.figures = QLabel()
        self.figures.setWordWrap(True)
        self.worth.currentTextChanged.connect(lambda name: self.figures.setText(worths()[name].says))
        self.figures.setText(worths()[self.worth.currentText()].says)
        self.discuss = QPushButton(TELL)
        self.discuss.clicked.connect(lambda: self.ordered.emit(Discuss.model_validate({"worth": self.worth.currentText()})))
        for widget in (self.worth, self.figures, self.discuss):
            card.box.addWidget(widget)
        return card

    def _show_known(self, pages: frozenset[str], asked: frozenset[str]) -> None:
        """Only of what was opened."""
        if self.chart is not None and (pages, asked) != self._read:
            self._read = (pages, asked)
            self._write_known(self.chart, pages, asked)

    def _write_known(self, chart: Chart, pages: frozenset[str], asked: frozenset[str]) -> None:
        rows = []
        for page in PAGES:
            words = digest(chart, page)
            told = escape(words[0].upper() + words[1:]) if page in pages else f"<i>{UNREAD}</i>"
            rows.append(f"<tr><td style='color:{theme().muted}'>{page.capitalize()}</td><td>{told}</td></tr>")
        left = [topic for topic in TOPICS if topic not in asked and topic != "now"]
        words = f"Not asked: {', '.join(left)}" if left else "All was asked"
        rows.append(f"<tr><td style='color:{theme().muted}'>Talk</td><td>{words}</td></tr>")
        self.known.setText(f"<table cellpadding='3'>{''.join(rows)}</table>")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.chart is not None and self._read is not None:
            self._write_known(self.chart, *self._read)

    def missing(self) -> list[str]:
        """What is still to be chosen, by its name on the form."""
        asked = self.named if self.decision.currentData() in (None, "inject") else self.named[:2]
        # a tray without a steroid leaves nothing to choose there
        return [name for name, widget in asked if _is_open(widget) and not (isinstance(widget, Choice) and widget.count() == 0)]

    def _weigh(self) -> None:
        """Nobody decides by what a form happens to hold: every answer is given, or there is no decision."""
        for _, widget in self.named[2:]:
            widget.setEnabled(self.decision.currentData() == "inject")
        left = self.missing()
        self.decide.setEnabled(not left)
        if self._made is None:
            self.said.setText(f"To be chosen: {', '.join(left)}." if left else "Nothing is decided yet: press Decide.")

    def chosen(self) -> Decide:
        decision, reason = self.decision.currentData(), self.reason.currentData()
        if decision != "inject":
            return Decide(decision=decision, reason=reason)
        return Decide.model_validate(
            {
                "decision": decision,
                "reason": reason,
                "level": self.level.currentText(),
                "side": self.side.currentText(),
                "approach": self.approach.currentData(),
                "needle": self.needle.currentText(),
                "steroid": self.steroid.currentText() or None,
                "contrast_ml": self.contrast.value(),
                "drug_ml": self.drug.value(),
                "instead": self.instead.currentData(),
            }
        )

    def observe(self, seen: Observation) -> None:
        self._show_known(seen.care.pages, seen.care.asked)
        told = f"\u2713 {TELL}: {seen.care.discussed}" if seen.care.discussed else TELL
        if self.discuss.text() != told:
            self.discuss.setText(told)
        made = self._made = seen.care.decision
        if made is None:
            return
        if made.decision == "inject":
            words = f"Decided: {made.level} {made.side}, {made.needle}, {made.steroid}. The table is set for the case's own way."
        else:
            words = f"Decided: {made.decision}. If that stands, press Finish; the patient goes home without a needle."
        if self.said.text() != words:
            self.said.setText(words)
            styled(self.said, "time")


def _is_open(widget: Choice | Number) -> bool:
    return widget.currentIndex() < 0 if isinstance(widget, Choice) else widget.value() < 0
