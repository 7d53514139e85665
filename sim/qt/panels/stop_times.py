"""The table of what thins the blood: when it must have been stopped, and when it may start again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scenarios.medicines import UNKNOWN_KIDNEY_ML_MIN, Medicine, medicines
from sim.qt.words import phrase

COLUMNS = ("name", "brands", "group", "stop", "kidneys", "facet", "bleeding", "again", "bloody")
BRANDS_PX = 240
"""What does not fit is told by the pointer."""


class StopTimes(QDialog):
    """To be looked up while the chart is read; typing narrows it down."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(phrase("stop_times.title"))
        self.resize(1180, 620)
        box = QVBoxLayout(self)
        self.wanted = QLineEdit()
        self.wanted.setAccessibleName(phrase("stop_times.search"))
        self.wanted.setPlaceholderText(phrase("stop_times.search_about"))
        self.wanted.setClearButtonEnabled(True)
        self.wanted.textChanged.connect(self._narrow)
        box.addWidget(self.wanted)
        self.rows = tuple(row for row in medicines() if row.thins)
        self.table = QTableWidget(len(self.rows), len(COLUMNS))
        self.table.setAccessibleName(phrase("stop_times.table"))
        self.table.setHorizontalHeaderLabels([phrase(f"stop_times.column_{column}") for column in COLUMNS])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)  # as its cells
        self.table.verticalHeader().hide()
        for i, row in enumerate(self.rows):
            for k, text in enumerate(cells(row)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(i, k, item)
        self.table.resizeColumnsToContents()
        self.table.setColumnWidth(1, BRANDS_PX)
        box.addWidget(self.table, 1)
        note = QLabel(phrase("stop_times.said", ml_min=UNKNOWN_KIDNEY_ML_MIN))
        note.setObjectName("note")
        note.setWordWrap(True)
        box.addWidget(note)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box.addWidget(buttons)

    def _narrow(self, text: str) -> None:
        for i, row in enumerate(self.rows):
            self.table.setRowHidden(i, not any(text.lower().strip() in name.lower() for name in (row.name, *row.brands)))


def cells(row: Medicine) -> tuple[str, ...]:
    """A row as it is read."""
    weak = "" if row.stop_renal_days is None else phrase("stop_times.below", time=days(row.stop_renal_days), ml_min=row.renal_ml_min)
    much = "" if row.stop_high_days is None else days(row.stop_high_days)
    again, bloody = (("" if h is None else f"{h:g} h") for h in (row.restart_h, row.restart_bloody_h))
    return (row.name, ", ".join(row.brands), row.group, days(row.stop_days), weak, days(row.stop_low_days), much, again, bloody)


def days(number: float) -> str:
    """A stop time in words: hours below a day."""
    if number <= 0:
        return phrase("stop_times.need_not")
    return f"{24 * number:g} h" if number < 1 else phrase("stop_times.days", days=number)
