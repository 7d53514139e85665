"""The checklist before the needle: each line is done by a press, and ticked when it is."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from meshes.morphometry import LEVELS
from scenarios.premedication import regimens
from scenarios.risks import risks
from scenarios.words import notice
from sim.procedure.care import CareSeen
from sim.qt.grown import grow
from sim.qt.panels.card import Card
from sim.qt.panels.done_card import DoneCard
from sim.qt.panels.fields import Choice, Number
from sim.qt.panels.minute_dial import MinuteDial, clock
from sim.session.care_commands import (
    CHECKS,
    ITEMS,
    RISKS,
    Consent,
    Item,
    LetDry,
    NumbSkin,
    Pillow,
    PositionPatient,
    Posture,
    Premedicate,
    Prepare,
    Sedate,
    Sedation,
    Stand,
    TimeOut,
)
from sim.session.events import Event
from sim.session.observation import Observation
from sim.session.session import STEP_S

DONE = "✓ "
TITLES = {
    "lead apron": "Lead apron on",
    "thyroid shield": "Thyroid shield on",
    "monitors": "Monitors on",
    "mask": "Mask",
    "hand hygiene": "Clean your hands",
    "antiseptic": "Chlorhexidine in alcohol",
    "gloves": "Sterile gloves",
    "drape": "Drape",
}
SEDATION = {"none": "No sedation", "light": "Light: sleepy, and answers", "deep": "Deep: asleep"}
DRYING_MIN, TICKS = 3.0, 6
"""Once round the clock of the antiseptic: chlorhexidine in alcohol on skin without hair [@technique_known]; a tick each half minute."""
WET, COVERED = "since the antiseptic", "then it was covered"
KEPT = (
    "consent", "positioned", "prepared", "time_out", "sedated", "let_dry", "stands", "numbed", "premedicated", "sterility_broken",
)  # fmt: skip
"""What is written down."""
LEAD: tuple[Item, ...] = ("lead apron", "thyroid shield")


class ChecklistPage(QWidget):
    """Consent, position, asepsis, time-out, skin. The order is the user's own, and the page keeps in which it was done."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, tuple[QPushButton, str]] = {}
        self._wet_s: float | None = None
        """When the antiseptic was put on last, on the clock; None: not yet, or it is covered."""
        self._said_min = 0.0
        """Left alone since then, as said."""
        outer = QVBoxLayout(self)
        self.form = QLabel("")
        self.form.setObjectName("step")
        self.form.setWordWrap(True)
        self.form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.form.hide()
        outer.addWidget(self.form)
        row = QHBoxLayout()
        row.addStretch(1)
        self.done = DoneCard("Done so far", "Nothing yet.")
        for cards in ((self._consent(),), (self._position(), self._before_contrast()), (self._asepsis(),), (self._last(), self.done)):
            column = QVBoxLayout()
            for card in cards:
                card.setMinimumWidth(280)
                grow(card, most_width=380)
                column.addWidget(card, 20 if card is self.done else 0)
            column.addStretch(1)
            row.addLayout(column, 4)
        row.addStretch(1)
        outer.addLayout(row, 1)

    def _button(self, name: str, title: str) -> QPushButton:
        button = QPushButton(title)
        self.buttons[name] = (button, title)
        return button

    def _consent(self) -> Card:
        card = Card("1  Consent")
        card.box.addWidget(QLabel("Risks that you name:"))
        self.risks = {risk: QCheckBox(risk.capitalize()) for risk in RISKS}
        said = {row.name: row.say for row in risks()}
        for risk, box in self.risks.items():
            box.setToolTip(said[risk])
            card.box.addWidget(box)
        button = self._button("consent", "Name them and ask for consent")
        button.clicked.connect(lambda: self.ordered.emit(Consent(risks=tuple(r for r, b in self.risks.items() if b.isChecked()))))
        card.box.addWidget(button)
        return card

    def _before_contrast(self) -> Card:
        """For who reacted to contrast once; where nobody did, it is left alone."""
        card = Card("After a reaction to contrast")
        self.regimen = Choice("Premedication")
        self.regimen.addItems(list(regimens()))
        gives = QLabel()
        gives.setWordWrap(True)
        gives.setObjectName("note")
        self.regimen.currentTextChanged.connect(lambda name: gives.setText(regimens()[name].gives.capitalize()))
        gives.setText(regimens()[self.regimen.currentText()].gives.capitalize())
        button = self._button("premedicate", "Premedicate")
        button.clicked.connect(lambda: self.ordered.emit(Premedicate.model_validate({"regimen": self.regimen.currentText()})))
        card.box.addWidget(self.regimen)
        card.box.addWidget(gives)
        card.box.addWidget(button)
        return card

    def _position(self) -> Card:
        card = Card("2  Sedation, position and lead")
        self.sedation = Choice("Sedation")
        self.sedation.addItems([SEDATION[level] for level in get_args(Sedation)])
        card.box.addWidget(self.sedation)
        sedate = self._button("sedation", "Decide on sedation")
        sedate.clicked.connect(lambda: self.ordered.emit(Sedate(level=get_args(Sedation)[self.sedation.currentIndex()])))
        card.box.addWidget(sedate)
        grid = QGridLayout()
        self.posture, self.pillow = Choice(), Choice()
        self.posture.addItems(list(get_args(Posture)))
        self.posture.setCurrentText("supine")
        self.pillow.addItems(list(get_args(Pillow)))
        for i, (word, widget) in enumerate((("Lies", self.posture), ("Pillow under", self.pillow))):
            widget.setAccessibleName(word)
            grid.addWidget(QLabel(word), i, 0)
            grid.addWidget(widget, i, 1)
        card.box.addLayout(grid)
        button = self._button("position", "Position the patient")
        button.clicked.connect(
            lambda: self.ordered.emit(
                PositionPatient.model_validate({"posture": self.posture.currentText(), "pillow": self.pillow.currentText()})
            )
        )
        card.box.addWidget(button)
        for item in LEAD:
            card.box.addWidget(self._item(item))
        self.metres = _amount("Distance from the tube", 0.3, 5.0, 0.5, 1.5, " m off for a picture")
        card.box.addWidget(self.metres)
        back = self._button("stand", "Step back for pictures")
        back.clicked.connect(lambda: self.ordered.emit(Stand(m=self.metres.value())))
        card.box.addWidget(back)
        return card

    def _item(self, item: Item) -> QPushButton:
        button = self._button(item, TITLES[item])
        button.clicked.connect(lambda: self.ordered.emit(Prepare(item=item)))
        return button

    def _asepsis(self) -> Card:
        card = Card("3  Asepsis and monitors")
        for item in (one for one in sorted(ITEMS) if one not in LEAD):
            card.box.addWidget(self._item(item))
        self.dial = MinuteDial("Minutes since the antiseptic", DRYING_MIN, TICKS)
        self.dial.setMinimumHeight(150)
        card.box.addWidget(self.dial)
        self.minutes = _amount("Minutes to dry", 0.5, 30.0, 0.5, 3.0, " min for it to dry")
        card.box.addWidget(self.minutes)
        dry = self._button("dry", "Let the antiseptic dry")
        dry.clicked.connect(lambda: self.ordered.emit(LetDry(minutes=self.minutes.value())))
        card.box.addWidget(dry)
        self.sterile = QLabel("")
        self.sterile.setObjectName("message")
        self.sterile.setWordWrap(True)
        card.box.addWidget(self.sterile)
        return card

    def _last(self) -> Card:
        card = Card("4  Time-out and skin")
        self.level, self.side = Choice("Level"), Choice("Side")
        self.level.addItems(list(LEVELS))
        self.side.addItems(["left", "right"])
        line = QHBoxLayout()
        line.addWidget(self.level)
        line.addWidget(self.side)
        card.box.addLayout(line)
        self.checks = {check: QCheckBox(check.capitalize()) for check in CHECKS}
        for box in self.checks.values():
            card.box.addWidget(box)
        button = self._button("time-out", "Time-out: say and ask these")
        button.clicked.connect(lambda: self.ordered.emit(self._time_out()))
        card.box.addWidget(button)
        self.ml = _amount("Local anaesthetic", 0.5, 10.0, 0.5, 2.0, " ml of lidocaine 1 %")
        card.box.addWidget(self.ml)
        numb = self._button("numb", "Numb the skin")
        numb.clicked.connect(lambda: self.ordered.emit(NumbSkin(ml=self.ml.value())))
        card.box.addWidget(numb)
        return card

    def _time_out(self) -> TimeOut:
        checked = tuple(check for check, box in self.checks.items() if box.isChecked())
        return TimeOut.model_validate({"level": self.level.currentText(), "side": self.side.currentText(), "checked": checked})

    def observe(self, seen: Observation) -> None:
        care = seen.care
        done = set(care.prepared) | {
            name
            for name, yes in (
                ("consent", bool(care.risks)),
                ("sedation", care.sedation is not None),
                ("premedicate", bool(care.premedicated)),
                ("position", bool(care.posture)),
                ("time-out", care.timed_out),
                ("dry", care.dried_min > 0),
                ("stand", care.stands_m is not None),
                ("numb", care.numb_ml > 0),
            )
            if yes
        }
        for name, (button, title) in self.buttons.items():
            button.setText(f"{DONE}{title}" if name in done else title)
        broken = "Your gloves are no longer sterile: take new ones." if "gloves" in care.prepared and not care.sterile else ""
        if self.sterile.text() != broken:
            self.sterile.setText(broken)
        for event in seen.notices:
            self._note(event)
        if self._wet_s is not None:
            self.dial.show_minutes((seen.time_s - self._wet_s) / 60.0 + self._said_min, WET)
        self._show_form(care)

    def _note(self, event: Event) -> None:
        """Write down what was done, and let the antiseptic's clock run from the last coat until it is covered."""
        time_s = event.step * STEP_S
        if event.kind in KEPT:
            self.done.note(clock(time_s / 60.0), str(notice(event.kind, event.data)))
        if event.kind == "let_dry":
            self._said_min += float(event.data["minutes"])
        elif event.kind == "prepared" and event.data["item"] == "antiseptic":
            self._wet_s, self._said_min = time_s, 0.0
        elif event.kind == "prepared" and event.data["item"] == "drape" and self._wet_s is not None:
            self.dial.show_minutes((time_s - self._wet_s) / 60.0 + self._said_min, COVERED)
            self._wet_s = None

    def _show_form(self, care: CareSeen) -> None:
        """What stands on the form that the patient signed, to be said aloud and compared."""
        made = care.decision
        words = ""
        if made is not None and made.decision == "inject":
            words = f"On the consent form: {made.level}, {made.side}"
            words += f". Named: {', '.join(sorted(care.risks))}." if care.risks else ". No risk is named yet."
        if self.form.text() != words:
            self.form.setText(words)
            self.form.setVisible(bool(words))


def _amount(name: str, least: float, most: float, step: float, value: float, suffix: str) -> Number:
    field = Number(name)
    field.setRange(least, most)
    field.setSingleStep(step)
    field.setValue(value)
    field.setSuffix(suffix)
    return field
