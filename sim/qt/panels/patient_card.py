"""The patient at the table: what the monitor shows, what is said, what can be done at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton

from scenarios.chart import Chart
from scenarios.words import aloud, sentence
from sim.procedure.care import CareSeen
from sim.qt.palette import styled
from sim.qt.panels.card import Card, narrow
from sim.qt.panels.fields import Choice
from sim.qt.words import heading, phrase
from sim.session.care_commands import TREATMENTS, Ask, CountPulse, Treat
from sim.session.observation import Observation

LOW_PULSE, LOW_PRESSURE, LOW_OXYGEN = 50, 90, 92
"""Below these a monitor sounds [known]."""
LOW = "\u25bc "
"""Before what is too low: the colour of an alarm alone does not say which it is, nor to everybody that it is one."""


def vital_words(care: CareSeen, between: str) -> tuple[str, str]:
    """What the monitor shows, and the name of its look."""
    if not care.monitored:
        return phrase("patient_card.no_monitors"), "note"
    found = signs(care)
    shown = ((LOW if low else "") + phrase(f"patient_card.{code}", said=said) for code, (said, low) in found.items())
    return between.join(shown), "alarm" if any(low for _, low in found.values()) else "quiet"


def signs(care: CareSeen) -> dict[str, tuple[str, bool]]:
    """Each vital sign as a monitor writes it, and whether it is too low; nothing is written where no monitor is on."""
    v = care.vitals
    known = {
        "pulse": (f"{v.heart_rate}", v.heart_rate < LOW_PULSE),
        "oxygen": (f"{v.spo2} %", v.spo2 < LOW_OXYGEN),
        "pressure": (f"{v.systolic}/{v.diastolic}", v.systolic < LOW_PRESSURE),
    }
    if not care.monitored:
        return dict.fromkeys(known, ("", False))
    return known


QUESTIONS = (
    ("now", Ask(about="now")),
    ("legs", Ask(about="legs")),
    ("shooting", Ask(about="shooting")),
    ("head", Ask(about="head")),
    ("count", CountPulse()),
)
"""What is asked and counted while the needle is in."""
ABREAST = 3
"""So many of them beside each other: on the least screen the card has room for two rows."""


class PatientCard(Card):
    """Vital signs are seen only with the monitors on."""

    ordered = Signal(object)

    def __init__(self, chart: Chart | None) -> None:
        super().__init__()
        self.chart = chart
        self.vitals = QLabel(phrase("patient_card.no_monitors"))
        self.vitals.setWordWrap(True)
        self.says = QLabel(phrase("patient_card.quiet"))
        self.says.setObjectName("says")
        self.says.setWordWrap(True)
        self.box.addWidget(self.says)
        self.asking: dict[str, QPushButton] = {}
        asked = QGridLayout()
        for number, (code, order) in enumerate(QUESTIONS):
            button = QPushButton(phrase(f"patient_card.ask_{code}"))
            button.setToolTip(phrase(f"patient_card.ask_{code}_about"))
            button.clicked.connect(lambda _=False, order=order: self.ordered.emit(order))
            narrow(button)
            self.asking[code] = button
            asked.addWidget(button, *divmod(number, ABREAST))
        self.treatment = Choice(phrase("patient_card.treatment"))
        self.treatment.addItems([heading(treatment) for treatment in TREATMENTS])
        narrow(self.treatment)
        treat = QPushButton(phrase("patient_card.treat"))
        treat.setToolTip(phrase("patient_card.treat_about"))
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
        said = phrase("patient_card.quiet") if care.says is None else aloud(sentence(care.says, self.chart))
        if said != self.says.text():
            self.says.setText(said)
