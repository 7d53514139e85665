"""Where a learner chooses a PIN, or none."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from scenarios import words
from sim.exchange.gradebook.pin_form import FEWEST, MOST, is_pin
from sim.qt.panels.pin_field import PinField


class PinDialog(QDialog):
    """Twice the same digits, or nothing at all."""

    def __init__(self, learner: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.pin("dialog", learner=learner))
        self.new, self.again, self.said = PinField(), PinField(), QLabel()
        about = QLabel(words.pin("dialog_about", fewest=FEWEST, most=MOST))
        for label in (about, self.said):
            label.setWordWrap(True)
        self.said.setObjectName("alarm")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(about)
        form.addRow(words.pin("new"), self.new)
        form.addRow(words.pin("again"), self.again)
        form.addRow(self.said)
        form.addRow(self.buttons)
        self.new.textChanged.connect(lambda _: self._look())
        self.again.textChanged.connect(lambda _: self._look())

    def accept(self) -> None:
        """Only what can be a PIN, typed twice."""
        if not self._complaint():
            super().accept()
        self._look()

    def _look(self) -> None:
        typed = self.again.text() and len(self.again.text()) >= len(self.new.text())
        self.said.setText(self._complaint() if typed or not self.new.text() else "")

    def _complaint(self) -> str:
        if self.new.text() != self.again.text():
            return words.pin("unlike")
        return "" if not self.new.text() or is_pin(self.new.text()) else words.pin("should_be", fewest=FEWEST, most=MOST)
