"""The decision: inject, defer or refer, why, and how."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from meshes.morphometry import LEVELS
from scenarios import files
from scenarios.chart import Decision, Instead, Reason
from scenarios.equipment import agents
from scenarios.schema import Scenario
from scenarios.worth import worths
from sim.qt.panels.card import Card
from sim.qt.panels.fields import Choice, Number
from sim.session.care_commands import Decide, Discuss
from sim.session.observation import Observation

WORDS = {"no_space": "no epidural space there", "axial_pain": "pain in the back alone", "radicular_pain": "root pain"}


TELL = "Tell the patient what it is worth"


class DecisionPage(QWidget):
    """A form; it may be filled in again until the needle is in."""

    ordered = Signal(object)

    def __init__(self, case: Scenario) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        card = Card("What is to be done")
        card.setMaximumWidth(620)
        form = QFormLayout()
        self.decision, self.reason, self.level, self.side = Choice(), Choice(), Choice(), Choice()
        self.approach, self.needle, self.steroid = Choice(), Choice(), Choice()
        self.contrast, self.drug, self.instead = Number(), Number(), Choice()
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
        for spin in (self.contrast, self.drug):
            spin.setRange(0.0, 20.0)
            spin.setSingleStep(0.5)
            spin.setSuffix(" ml")
        self.how = (self.level, self.side, self.approach, self.needle, self.steroid, self.contrast, self.drug, self.instead)
        for word, widget in (
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
        ):
            form.addRow(word, widget)
        card.box.addLayout(form)
        self.decide = QPushButton("Decide")
        self.decide.setObjectName("main")
        self.decide.clicked.connect(lambda: self.ordered.emit(self.chosen()))
        card.box.addWidget(self.decide)
        self._shared(card)
        self.said = QLabel("Nothing is decided yet.")
        self.said.setWordWrap(True)
        self.said.setObjectName("note")
        card.box.addWidget(self.said)
        outer.addWidget(card)
        outer.addStretch(1)
        self.decision.currentIndexChanged.connect(self._offer)
        self._offer()

    def _shared(self, card: Card) -> None:
        """What the trials found, to be told before the patient decides too."""
        self.worth = Choice()
        self.worth.addItems(list(worths()))
        self.figures = QLabel()
        self.figures.setWordWrap(True)
        self.figures.setObjectName("note")
        self.worth.currentTextChanged.connect(lambda name: self.figures.setText(worths()[name].says))
        self.figures.setText(worths()[self.worth.currentText()].says)
        self.discuss = QPushButton(TELL)
        self.discuss.clicked.connect(lambda: self.ordered.emit(Discuss.model_validate({"worth": self.worth.currentText()})))
        card.box.addWidget(self.worth)
        card.box.addWidget(self.figures)
        card.box.addWidget(self.discuss)

    def _offer(self) -> None:
        for widget in self.how:
            widget.setEnabled(self.decision.currentData() == "inject")

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
        told = f"\u2713 {TELL}: {seen.care.discussed}" if seen.care.discussed else TELL
        if self.discuss.text() != told:
            self.discuss.setText(told)
        made = seen.care.decision
        if made is None:
            return
        if made.decision == "inject":
            words = f"Decided: {made.level} {made.side}, {made.needle}, {made.steroid}. The table is set for the case's own way."
        else:
            words = f"Decided: {made.decision}. If that stands, press Finish; the patient goes home without a needle."
        if self.said.text() != words:
            self.said.setText(words)
