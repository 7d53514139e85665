"""The patient at the table: what the monitor shows, what is said, what can be done at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton

from scenarios.chart import Chart
from scenarios.words import sentence
from sim.procedure.care import CareSeen
from sim.qt.palette import styled
from sim.qt.panels.card import Card, narrow
from sim.qt.panels.fields import Choice
from sim.session.care_commands import TREATMENTS, Ask, CountPulse, Treat
from sim.session.observation import Observation

LOW_PULSE, LOW_PRESSURE, LOW_OXYGEN = 50, 90, 92
"""Below these a monitor sounds [known]."""
QUIETLY = "lies still"


LOW = "\u25bc "
"""Before what is too low: the colour of an alarm alone does not say which it is, nor to everybody that it is one."""


def vital_words(care: CareSeen, between: str) -> tuple[str, str]:
    """What the monitor shows, and the name of its look."""
    v = care.vitals
    if not care.monitored:
        return "no monitors", "note"
    slow, hypoxic, shocked = v.heart_rate < LOW_PULSE, v.spo2 < LOW_OXYGEN, v.systolic < LOW_PRESSURE
    shown = (
        f"{LOW if slow else ''}HR {v.heart_rate}",
        f"{LOW if hypoxic else ''}SpO2 {v.spo2} %",
        f"{LOW if shocked else ''}BP {v.systolic}/{v.diastolic}",
    )
    return between.join(shown), "alarm" if slow or hypoxic or shocked else "quiet"


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
        super().__init__()
        self.chart = chart
        self.vitals = QLabel("no monitors")
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
        self.treatment = Choice("What is to be done for the patient")
        self.treatment.addItems([t.capitalize() for t in TREATMENTS])
        narrow(self.treatment)
        treat = QPushButton("Do")
        treat.setToolTip("Treat the patient now")
        treat.clicked.connect(lambda: self.ordered.emit(Treat(by=TREATMENTS[self.treatment.currentIndex()])))
        self.box.insertWidget(0, self.vitals)
        self.box.addLayout(asked)
        row = QHBoxLayout()
        row.addWidget(self.treatment, 1)
        row.addWidget(treat)
        self.box.addLayout(row)

    def observe(self, seen: Observation) -> None:
        care = seen.care
        words, style = vital_words(care, "    ")
        if words != self.vitals.text():
            self.vitals.setText(words)
            styled(self.vitals, style)
        said = QUIETLY if care.says is None else f"\u201c{sentence(care.says, self.chart)}\u201d"
        if said != self.says.text():
            self.says.setText(said)
