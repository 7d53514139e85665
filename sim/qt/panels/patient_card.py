"""The patient at the table: what the monitor shows, what is said, what can be done at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton

from scenarios.chart import Chart
from scenarios.words import sentence
from sim.qt.panels.card import Card, narrow
from sim.qt.panels.fields import Choice
from sim.session.care_commands import TREATMENTS, Ask, CountPulse, Treat
from sim.session.observation import Observation

LOW_PULSE, LOW_PRESSURE, LOW_OXYGEN = 50, 90, 92
"""Below these a monitor sounds [known]."""
QUIETLY = "lies still"
ALARM, QUIET = "color:#ff7b72; font-weight:700", "color:#7bd88f; font-weight:600"

QUESTIONS = (
    ("How is it?", "Ask how it goes", Ask(about="now")),
    ("Legs?", "Are your legs warm or heavy? Can you lift them?", Ask(about="legs")),
    ("Shooting?", "Does it shoot into a leg?", Ask(about="shooting")),
    ("Head?", "Any ringing in the ears, taste of metal, dizziness, a racing heart?", Ask(about="head")),
    ("Pulse", "Count the pulse aloud", CountPulse()),
)
"""What is asked and counted while the needle is in."""


class PatientCard(Card):
    """Vital signs are seen only with the monitors on."""

    ordered = Signal(object)

    def __init__(self, chart: Chart | None) -> None:
        super().__init__("Patient")
        self.chart = chart
        self.vitals = QLabel("no monitors")
        self.box.addWidget(self.vitals)
        self.says = QLabel(QUIETLY)
        self.says.setObjectName("says")
        self.says.setWordWrap(True)
        self.box.addWidget(self.says)
        self.asking: dict[str, QPushButton] = {}
        asked = QGridLayout()
        for number, (words, tip, order) in enumerate(QUESTIONS):
            button = QPushButton(words)
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, order=order: self.ordered.emit(order))
            narrow(button)
            self.asking[words] = button
            asked.addWidget(button, *divmod(number, 2))
        self.treatment = Choice()
        self.treatment.addItems([t.capitalize() for t in TREATMENTS])
        narrow(self.treatment)
        treat = QPushButton("Do")
        treat.setToolTip("Treat the patient now")
        treat.clicked.connect(lambda: self.ordered.emit(Treat(by=TREATMENTS[self.treatment.currentIndex()])))
        self.box.addLayout(asked)
        row = QHBoxLayout()
        row.addWidget(self.treatment, 1)
        row.addWidget(treat)
        self.box.addLayout(row)

    def observe(self, seen: Observation) -> None:
        care, v = seen.care, seen.care.vitals
        words = f"HR {v.heart_rate}    SpO2 {v.spo2} %\nBP {v.systolic}/{v.diastolic} mmHg" if care.monitored else "no monitors"
        if words != self.vitals.text():
            self.vitals.setText(words)
            low = v.heart_rate < LOW_PULSE or v.systolic < LOW_PRESSURE or v.spo2 < LOW_OXYGEN
            self.vitals.setStyleSheet(ALARM if care.monitored and low else QUIET if care.monitored else "")
        said = QUIETLY if care.says is None else f"\u201c{sentence(care.says, self.chart)}\u201d"
        if said != self.says.text():
            self.says.setText(said)
