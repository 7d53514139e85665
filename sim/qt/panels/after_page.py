"""After the needle: watching, advice, the way home."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from scenarios.parting import parting_words
from scenarios.words import notice
from sim.qt.panels.card import Card
from sim.qt.panels.fields import Number
from sim.session.care_commands import ADVICE, Discharge, Examine, Examined, ObserveAfter
from sim.session.observation import Observation

LOOKS: dict[Examined, str] = {"legs": "Legs: power", "sensation": "Sensation, between the legs too", "bladder": "Has water been passed?"}
NOT_WRITTEN = -6.0
"""A step below the first hour."""


class AfterPage(QWidget):
    """Observation and discharge."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        watch = Card("Observation")
        self._findings: dict[str, str] = {}
        self.looks: dict[Examined, QPushButton] = {}
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
        for of, words in LOOKS.items():
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, of=of: self.ordered.emit(Examine(of=of)))
            self.looks[of] = button
            watch.box.addWidget(button)
        self.found = QLabel("")
        self.found.setWordWrap(True)
        watch.box.addWidget(self.found)
        home = Card("Discharge")
        self.driver = QCheckBox("Somebody drives the patient home")
        home.box.addWidget(self.driver)
        home.box.addWidget(QLabel("Advice that you give:"))
        self.advice = {one: QCheckBox(one.capitalize()) for one in ADVICE}
        for one, box in self.advice.items():
            box.setToolTip(parting_words()[one].say)
            home.box.addWidget(box)
        self.restart = Number()
        self.restart.setRange(NOT_WRITTEN, 96.0)
        self.restart.setDecimals(0)
        self.restart.setSingleStep(6.0)
        self.restart.setValue(NOT_WRITTEN)
        self.restart.setSpecialValueText("no hour written down")
        self.restart.setPrefix("thinner again after ")
        self.restart.setSuffix(" hours")
        self.restart.setToolTip("Of what was stopped for the needle; the table on the chart's page of medication has the hours")
        home.box.addWidget(self.restart)
        self.discharge = QPushButton("Discharge")
        self.discharge.setObjectName("main")
        self.discharge.clicked.connect(lambda: self.ordered.emit(self._leave()))
        home.box.addWidget(self.discharge)
        self.gone = QLabel("")
        home.box.addWidget(self.gone)
        for card in (watch, home):
            card.setFixedWidth(320)
            row.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)

    def _leave(self) -> Discharge:
        """As it is filled in."""
        hours = self.restart.value()
        told = tuple(a for a, b in self.advice.items() if b.isChecked())
        return Discharge(driver=self.driver.isChecked(), advice=told, restart_h=None if hours <= NOT_WRITTEN else hours)

    def observe(self, seen: Observation) -> None:
        care = seen.care
        for event in seen.notices:
            if event.kind == "examined":
                self._findings[str(event.data["of"])] = str(notice(event.kind, event.data))
        for label, words in (
            (self.watched, f"Watched for {care.observed_min:g} minutes" if care.observed_min else ""),
            (self.found, "; ".join(self._findings.values())),
            (self.gone, "Gone home. Press Finish." if care.discharged else ""),
        ):
            if label.text() != words:
                label.setText(words)
