"""The checklist before the needle: each line is done by a press, and ticked when it is."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from meshes.morphometry import LEVELS
from scenarios.risks import risks
from sim.qt.panels.card import Card
from sim.qt.panels.fields import Choice, Number
from sim.session.care_commands import ITEMS, RISKS, Consent, NumbSkin, Pillow, PositionPatient, Posture, Prepare, TimeOut
from sim.session.observation import Observation

DONE = "✓ "
TITLES = {
    "monitors": "Monitors on",
    "mask": "Mask",
    "antiseptic": "Antiseptic, and let it dry",
    "gloves": "Sterile gloves",
    "drape": "Drape",
}


class ChecklistPage(QWidget):
    """Consent, position, asepsis, time-out, skin. The order is the user's own."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.buttons: dict[str, tuple[QPushButton, str]] = {}
        for card in (self._consent(), self._position(), self._asepsis(), self._last()):
            card.setFixedWidth(280)
            row.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)

    def _button(self, name: str, title: str) -> QPushButton:
        button = QPushButton(title)
        self.buttons[name] = (button, title)
        return button

    def _consent(self) -> Card:
        card = Card("Consent")
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

    def _position(self) -> Card:
        card = Card("Position")
        grid = QGridLayout()
        self.posture, self.pillow = Choice(), Choice()
        self.posture.addItems(list(get_args(Posture)))
        self.posture.setCurrentText("supine")
        self.pillow.addItems(list(get_args(Pillow)))
        for i, (word, widget) in enumerate((("Lies", self.posture), ("Pillow under", self.pillow))):
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
        return card

    def _asepsis(self) -> Card:
        card = Card("Asepsis and monitors")
        for item in sorted(ITEMS):
            button = self._button(item, TITLES[item])
            button.clicked.connect(lambda _=False, what=item: self.ordered.emit(Prepare(item=what)))
            card.box.addWidget(button)
        self.sterile = QLabel("")
        self.sterile.setObjectName("message")
        self.sterile.setWordWrap(True)
        card.box.addWidget(self.sterile)
        return card

    def _last(self) -> Card:
        card = Card("Time-out and skin")
        self.level, self.side = Choice(), Choice()
        self.level.addItems(list(LEVELS))
        self.side.addItems(["left", "right"])
        line = QHBoxLayout()
        line.addWidget(self.level)
        line.addWidget(self.side)
        card.box.addLayout(line)
        button = self._button("time-out", "Time-out: say level and side")
        button.clicked.connect(
            lambda: self.ordered.emit(TimeOut.model_validate({"level": self.level.currentText(), "side": self.side.currentText()}))
        )
        card.box.addWidget(button)
        self.ml = Number()
        self.ml.setRange(0.5, 10.0)
        self.ml.setSingleStep(0.5)
        self.ml.setValue(2.0)
        self.ml.setSuffix(" ml of lidocaine 1 %")
        card.box.addWidget(self.ml)
        numb = self._button("numb", "Numb the skin")
        numb.clicked.connect(lambda: self.ordered.emit(NumbSkin(ml=self.ml.value())))
        card.box.addWidget(numb)
        return card

    def observe(self, seen: Observation) -> None:
        care = seen.care
        done = set(care.prepared) | {
            name
            for name, yes in (
                ("consent", bool(care.risks)),
                ("position", bool(care.posture)),
                ("time-out", care.timed_out),
                ("numb", care.numb_ml > 0),
            )
            if yes
        }
        for name, (button, title) in self.buttons.items():
            button.setText(f"{DONE}{title}" if name in done else title)
        broken = "Your gloves are no longer sterile: take new ones." if "gloves" in care.prepared and not care.sterile else ""
        if self.sterile.text() != broken:
            self.sterile.setText(broken)
