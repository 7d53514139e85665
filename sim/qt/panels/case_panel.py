"""Who lies there and why, and how they are."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from scenarios.schema import Scenario
from scenarios.words import told
from sim.qt.panels.card import Card
from sim.qt.panels.patient_card import PatientCard
from sim.qt.words import phrase
from sim.session.observation import Observation

SPACING = 6


class CasePanel(QWidget):
    """The case, and the patient."""

    def __init__(self, case: Scenario) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACING)
        self.patient = PatientCard(case.chart)
        self.says = self.patient.says
        self.who = Card(phrase("case_panel.title"))
        said = QLabel(f"{told(case.patient.name)}, {case.patient.age}. {told(case.patient.complaint)}")
        said.setWordWrap(True)
        self.who.box.addWidget(said)
        box.addWidget(self.patient)
        box.addWidget(self.who)
        box.addStretch(1)

    def sizeHint(self) -> QSize:
        """Of both, whether both are seen now or not."""
        patient, who = self.patient.sizeHint(), self.who.sizeHint()
        return QSize(max(patient.width(), who.width()), patient.height() + who.height() + SPACING)

    def hasHeightForWidth(self) -> bool:
        """Else the layout would ask only for what is seen."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for both, what can be done comes first: who lies there is told by the console, too."""
        super().resizeEvent(event)
        needed = self.patient.sizeHint().height() + SPACING + self.who.heightForWidth(self.width())
        self.who.setVisible(needed <= self.height())

    def observe(self, seen: Observation) -> None:
        self.patient.observe(seen)
