"""Which months a log book tells of."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QDateEdit, QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from scenarios import words
from scenarios.files import InputError
from sim.exchange.paper.period import WHOLE, Period

FORM = "yyyy-MM-dd"
MONTHS = 6
"""Back from today: what a programme director asks for (guess)"""


class LogBookDialog(QDialog):
    """All of it, unless two days are chosen."""

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.paper("log_book"))
        self.whole = QCheckBox(words.paper("period_whole"))
        self.whole.setChecked(True)
        last = QDate(today.year, today.month, today.day)
        self.first, self.last = QDateEdit(last.addMonths(-MONTHS)), QDateEdit(last)
        self.said = QLabel()
        self.said.setObjectName("alarm")
        self.said.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(self.whole)
        for name, field in (("period_first", self.first), ("period_last", self.last)):
            field.setDisplayFormat(FORM)
            field.setCalendarPopup(True)
            field.setEnabled(False)
            field.setAccessibleName(words.paper(name))
            self.whole.toggled.connect(field.setDisabled)
            form.addRow(words.paper(name), field)
        form.addRow(self.said)
        form.addRow(self.buttons)

    @property
    def period(self) -> Period:
        """Raises InputError for one that ends before it begins."""
        if self.whole.isChecked():
            return WHOLE
        return Period(*(date(day.year(), day.month(), day.day()) for day in (self.first.date(), self.last.date())))

    def accept(self) -> None:
        """Only what is a period."""
        try:
            self.period  # noqa: B018
        except InputError as error:
            self.said.setText(str(error))
            return
        super().accept()
