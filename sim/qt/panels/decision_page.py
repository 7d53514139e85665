"""The decision: inject, defer or refer, why, and how."""

from __future__ import annotations

from html import escape
from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from meshes.anatomy import Anatomy
from meshes.morphometry import LEVELS
from scenarios import files
from scenarios.base import SideName
from scenarios.chart import Decision, Instead, Reason
from scenarios.equipment import agents
from scenarios.rationale import REASONED, rationales
from scenarios.schema import Scenario
from scenarios.ways import place_of
from scenarios.words import told
from scenarios.worth import worths
from sim.qt.grown import grow
from sim.qt.palette import styled
from sim.qt.panels.card import Card
from sim.qt.panels.chart_beside import ChartBeside
from sim.qt.panels.fields import Choice, Number
from sim.qt.panels.form_columns import FormColumns
from sim.qt.panels.given_so_far import held
from sim.qt.panels.roomy_words import RoomyWords
from sim.qt.unbroken import unbroken
from sim.qt.words import heading, phrase, term
from sim.session.care_commands import Decide, Discuss
from sim.session.observation import Observation

WIDEST, NARROWEST, FIELD = 680, 600, 26
"""Pixels at the usual size of text: of a column, whose reasons are sentences, and how high a field is"""


class WorthCard(Card):
    """Its lines stand further apart where there is room; what is left then is for the pictures."""

    grows_as = "apart"
    fills = False


class DecisionPage(QWidget):
    """A form; it may be filled in again until the needle is in."""

    ordered = Signal(object)

    def __init__(self, case: Scenario, anatomy: Anatomy) -> None:
        super().__init__()
        self._made: Decide | None = None
        self._own: Decide | None = None
        """What was decided on this form last"""
        self.decision, self.reason, self.level, self.side = Choice(), Choice(), Choice(), Choice()
        self.approach, self.needle, self.steroid = Choice(), Choice(), Choice()
        self.contrast, self.drug, self.instead = Number(), Number(), Choice(phrase("decision_page.instead"))
        self.why = {choice: Choice(phrase("decision_page.why", choice=phrase(f"decided.{choice}"))) for choice in REASONED}
        """What speaks for each choice that can be reasoned"""
        self._ready = {fluid.agent: fluid.ml for fluid in case.tray.fluids}
        self._fill(case)
        chosen = (self.decision, self.reason, self.level, self.side, self.approach, self.needle, self.steroid)
        for choice in (*chosen, *self.why.values()):
            choice.leave_open(phrase("decision_page.open" if choice in chosen else "decision_page.because"))
            choice.answered.connect(self._weigh)
        for spin in (self.contrast, self.drug):
            spin.setRange(0.0, 20.0)  # none at all is a volume too, where contrast is forbidden
            spin.setSingleStep(0.5)
            spin.setSuffix(" ml")
            spin.leave_open(phrase("decision_page.open"))
            spin.answered.connect(self._weigh)
        self.named: tuple[tuple[str, Choice | Number], ...] = (
            (phrase("decision_page.decision"), self.decision),
            (phrase("decision_page.reason"), self.reason),
            (phrase("decision_page.level"), self.level),
            (phrase("decision_page.side"), self.side),
            (phrase("decision_page.way_in"), self.approach),
            (phrase("decision_page.needle"), self.needle),
            (phrase("decision_page.steroid"), self.steroid),
            (phrase("decision_page.contrast"), self.contrast),
            (phrase("decision_page.drug"), self.drug),
            (phrase("decision_page.instead"), self.instead),
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.beside = beside = ChartBeside(case.patient, case.chart, anatomy, words_anyway=True) if case.chart is not None else None
        plan = [[self._form()], [self._shared()]]
        self.columns = FormColumns(plan if beside is None else beside.beside(plan), beside, WIDEST, NARROWEST)
        outer.addWidget(self.columns)
        self._weigh()

    def _form(self) -> Card:
        card = Card(phrase("decision_page.title"))
        form, reasoned = QFormLayout(), (self.level, self.approach, self.needle, self.steroid, self.drug)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        under = dict(zip(reasoned, self.why.values(), strict=True))
        for word, widget in self.named:
            widget.setAccessibleName(word)  # above its reason no label of the form is its own
            label = QLabel(word)
            label.setBuddy(widget)
            grow(label, height=FIELD)  # its words stand in a line with those of the choice, not of the two together
            form.addRow(label, _over(widget, under[widget]) if widget in under else widget)
        card.box.addLayout(form)
        self.unreasoned = QLabel()
        self.unreasoned.setObjectName("note")
        self.unreasoned.setWordWrap(True)
        card.box.addWidget(self.unreasoned)
        self.decide = QPushButton(phrase("decision_page.decide"))
        self.decide.setObjectName("main")
        self.decide.clicked.connect(self._decide)
        card.box.addWidget(self.decide)
        self.said = QLabel(phrase("decision_page.nothing_yet"))
        self.said.setWordWrap(True)
        self.said.setObjectName("note")
        card.box.addWidget(self.said)
        return card

    def _fill(self, case: Scenario) -> None:
        """What there is to choose from."""
        self.instead.addItem(phrase("decision_page.as_usual"), None)
        for instead in get_args(Instead):
            self.instead.addItem(term(instead), instead)
        for decision in get_args(Decision):
            self.decision.addItem(heading(decision), decision)
        for reason in get_args(Reason):
            self.reason.addItem(phrase(f"reason.{reason}"), reason)
        for row in rationales().values():
            self.why[row.choice].addItem(phrase(f"rationale.{row.name}"), row.name)
        self.level.addItems(list(LEVELS))
        for side in get_args(SideName):
            self.side.addItem(term(side), side)
        for path in sorted(files.TECHNIQUES.glob("*.toml")):
            self.approach.addItem(term(files.technique(path.stem).title), path.stem)
        self.needle.addItems(list(case.tray.needles))
        for fluid in case.tray.fluids:
            if agents()[fluid.agent].kind == "drug":
                self.steroid.addItem(told(fluid.agent), fluid.agent)

    def _shared(self) -> Card:
        """What the trials found, to be told before the patient decides too."""
        card = WorthCard(phrase("decision_page.worth"))
        self.worth = Choice(phrase("decision_page.worth_name"))
        for name in worths():
            self.worth.addItem(term(name), name)
        self.figures = RoomyWords()
        self.worth.currentIndexChanged.connect(self._tell_worth)
        self._tell_worth()
        self.discuss = QPushButton(phrase("decision_page.tell"))
        self.discuss.clicked.connect(lambda: self.ordered.emit(Discuss.model_validate({"worth": self.worth.currentData()})))
        card.box.addWidget(self.worth)
        card.add_elastic(self.figures, self.figures.high)
        card.box.addWidget(self.discuss)
        return card

    def _tell_worth(self) -> None:
        says = escape(told(worths()[self.worth.currentData()].says))
        self.figures.tell(lambda *_: says)

    def missing(self) -> list[str]:
        """What is still to be chosen, by its name on the form. Reasons may be left out: no point hangs on them."""
        injects = self.decision.currentData() in (None, "inject")
        asked = self.named if injects else self.named[:2]
        return [name for name, widget in asked if widget.is_open]

    def _decide(self) -> None:
        self._own = self.chosen()
        self.ordered.emit(self._own)

    def _weigh(self) -> None:
        """Nobody decides by what a form happens to hold: every answer is given, or there is no decision."""
        for widget in (*(widget for _, widget in self.named[2:]), *self.why.values()):
            widget.setEnabled(self.decision.currentData() == "inject")
        left = self.missing()
        self.decide.setEnabled(not left)
        stands = not left and self._made is not None and _alike(self.chosen(), self._made)
        self.decide.setText(phrase("decision_page.stands" if stands else "decision_page.decide"))
        styled(self.decide, "done" if stands else "main")
        self._fold_unreasoned()
        if self._made is None:
            words = phrase("decision_page.left_open", left=", ".join(left)) if left else phrase("decision_page.press_decide")
            self.said.setText(" ".join(filter(None, (words, self._dose()))))

    def _dose(self) -> str:
        """What the chosen volume brings of the chosen steroid, where that is not the dose of its name: known before it is in."""
        if self.decision.currentData() != "inject" or self.steroid.is_open or self.drug.is_open:
            return ""
        return held(str(self.steroid.currentData()), self.drug.value(), self._ready)

    def _fold_unreasoned(self) -> None:
        """A script decides without reasons: while its decision stands on the form, what it left out is said in a line.

        Whoever decides on the form keeps the fields: a reason can still be added.
        """
        answered = not any(widget.is_open for _, widget in self.named)
        others = self._made if self._made != self._own else None
        stands = answered and others is not None and _alike(self.chosen(), others)
        left = [choice for choice, why in self.why.items() if stands and why.is_open]
        for choice, why in self.why.items():
            why.setVisible(choice not in left)
        names = ", ".join(phrase(f"decided.{choice}") for choice in left)
        self.unreasoned.setText(phrase("decision_page.unreasoned", choices=names))
        self.unreasoned.setVisible(bool(left))

    def chosen(self) -> Decide:
        decision, reason = self.decision.currentData(), self.reason.currentData()
        if decision != "inject":
            return Decide(decision=decision, reason=reason)
        return Decide.model_validate(
            {
                "decision": decision,
                "reason": reason,
                "level": self.level.currentText(),
                "side": self.side.currentData(),
                "approach": self.approach.currentData(),
                "needle": self.needle.currentText(),
                "steroid": self.steroid.currentData(),
                "contrast_ml": self.contrast.value(),
                "drug_ml": self.drug.value(),
                "instead": self.instead.currentData(),
                "rationales": [why.currentData() for why in self.why.values() if why.currentIndex() >= 0],
            }
        )

    def _fill_in(self, made: Decide) -> None:
        """The form holds what was decided, whoever decided it: another hand, a script, or an attempt that goes on."""
        for choice, code in ((self.decision, made.decision), (self.reason, made.reason)):
            choice.setCurrentIndex(choice.findData(code))
        if made.decision == "inject":
            for choice, picked in (
                (self.side, made.side), (self.approach, made.approach), (self.steroid, made.steroid), (self.instead, made.instead),
            ):  # fmt: skip
                choice.setCurrentIndex(choice.findData(picked))
            for choice, name in ((self.level, made.level), (self.needle, made.needle)):
                choice.setCurrentIndex(choice.findText(name or ""))
            self.contrast.setValue(made.contrast_ml)
            self.drug.setValue(made.drug_ml)
            for why in self.why.values():
                why.setCurrentIndex(next((at for at in map(why.findData, made.rationales) if at >= 0), -1))
        self._weigh()

    def observe(self, seen: Observation) -> None:
        self.columns.observe(seen.care)
        worth = phrase("decision_page.told", worth=term(seen.care.discussed)) if seen.care.discussed else phrase("decision_page.tell")
        if self.discuss.text() != worth:
            self.discuss.setText(worth)
            styled(self.discuss, "done" if seen.care.discussed else "")
        made = seen.care.decision
        if made is None:
            return
        if made != self._made:
            self._made = made
            self._fill_in(made)
        if made.decision == "inject":
            place, steroid = unbroken(place_of(made.approach, made.level)), unbroken(told(made.steroid or ""))
            words = phrase("decision_page.decided_needle", level=place, side=term(made.side or ""), needle=made.needle, steroid=steroid)
            words = " ".join(filter(None, (words, held(made.steroid or "", made.drug_ml, self._ready))))
        else:
            words = phrase("decision_page.decided_other", decision=term(made.decision))
        if self.said.text() != words:
            self.said.setText(words)
            styled(self.said, "time")


def _alike(one: Decide, other: Decide) -> bool:
    """Whether both say the same, in whatever order their reasons are named."""
    return all(set(value) == set(getattr(other, name)) if name == "rationales" else value == getattr(other, name) for name, value in one)


def _over(choice: QWidget, why: QWidget) -> QVBoxLayout:
    """A choice over its reason, which is a sentence and needs the whole width."""
    rows = QVBoxLayout()
    rows.setSpacing(2)
    for widget in (choice, why):
        rows.addWidget(widget)
    return rows
