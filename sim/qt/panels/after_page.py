"""After the needle: watching, advice, the way home."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from sim.qt.panels.card import Card
from sim.qt.panels.fields import Number
from sim.session.care_commands import ADVICE, Discharge, ObserveAfter
from sim.session.observation import Observation


class AfterPage(QWidget):
    """Observation and discharge."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        watch = Card("Observation")
        self.minutes = Number()
        self.minutes.setRange(5.0, 120.0)
        self.minutes.setDecimals(0)
        self.minutes.setSingleStep(5.0)
        self.minutes.setSuffix(" minutes")
        self.observe_button = QPushButton("Keep the patient so long")
        self.observe_button.clicked.connect(lambda: self.ordered.emit(ObserveAfter(minutes=self.minutes.value())))
        self.watched = QLabel("")
        for widget in (self.minutes, self.observe_button, self.watched):
            watch.box.addWidget(widget)
        home = Card("Discharge")
        self.driver = QCheckBox("Somebody drives the patient home")
        home.box.addWidget(self.driver)
        home.box.addWidget(QLabel("Advice that you give:"))
        self.advice = {one: QCheckBox(one.capitalize()) for one in ADVICE}
        for box in self.advice.values():
            home.box.addWidget(box)
        self.discharge = QPushButton("Discharge")
        self.discharge.setObjectName("main")
        self.discharge.clicked.connect(
            lambda: self.ordered.emit(
                Discharge(driver=self.driver.isChecked(), advice=tuple(a for a, b in self.advice.items() if b.isChecked()))
            )
        )
        home.box.addWidget(self.discharge)
        self.gone = QLabel("")
        home.box.addWidget(self.gone)
        for card in (watch, home):
            card.setFixedWidth(320)
            row.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)

    def observe(self, seen: Observation) -> None:
        care = seen.care
        for label, words in (
            (self.watched, f"Watched for {care.observed_min:g} minutes" if care.observed_min else ""),
            (self.gone, "Gone home. Press Finish." if care.discharged else ""),
        ):
            if label.text() != words:
                label.setText(words)
