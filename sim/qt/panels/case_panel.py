"""Who lies there and why, and how they are."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from scenarios.schema import Scenario
from sim.qt.panels.card import Card
from sim.qt.panels.patient_card import PatientCard
from sim.qt.words import phrase
from sim.session.observation import Observation


class CasePanel(QWidget):
    """The case, and the patient."""

    def __init__(self, case: Scenario) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.patient = PatientCard(case.chart)
        self.says = self.patient.says
        who = Card(phrase("case_panel.title"))
        said = QLabel(f"{case.patient.name}, {case.patient.age}. {case.patient.complaint}")
        said.setWordWrap(True)
        who.box.addWidget(said)
        box.addWidget(self.patient)
        box.addWidget(who)

    def observe(self, seen: Observation) -> None:
        self.patient.observe(seen)
