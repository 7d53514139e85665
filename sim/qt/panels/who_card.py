"""Who comes, and with what, in the patient's own words."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from scenarios.schema import Patient
from scenarios.words import aloud, told
from sim.qt.panels.card import Card
from sim.qt.words import phrase, term


class WhoCard(Card):
    """The head of a chart."""

    def __init__(self, patient: Patient) -> None:
        super().__init__()
        name = QLabel(told(patient.name))
        name.setObjectName("case")
        born = QLabel(phrase("who_card.who", age=patient.age, sex=term(patient.sex)))
        born.setObjectName("note")
        complaint = QLabel(aloud(told(patient.complaint)))
        complaint.setObjectName("says")
        complaint.setWordWrap(True)
        for label in (name, born, complaint):
            self.box.addWidget(label)
