"""What stands beside a case's form: what it is put to, or its body."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget

from sim.qt.studio.body_preview import BodyPreview
from sim.qt.studio.trial_panel import TrialPanel
from sim.qt.words import phrase


class SideTabs(QTabWidget):
    """The body comes to whoever writes the patient, and gives way again; whoever chose it keeps it."""

    def __init__(self, trial: TrialPanel, body: BodyPreview) -> None:
        super().__init__()
        self._trial, self._body, self._turned = trial, body, False
        self.addTab(trial, phrase("studio.try_it"))
        self.addTab(body, phrase("studio.body"))

    def turn(self, patient: bool) -> None:
        """Whether the patient is written now."""
        if patient and self.currentWidget() is self._trial:
            self.setCurrentWidget(self._body)
            self._turned = True
        elif not patient and self._turned:
            self.setCurrentWidget(self._trial)
            self._turned = False
