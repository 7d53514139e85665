"""The table of what thins the blood: when it must have been stopped, and when it may start again."""

from __future__ import annotations

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

COLUMNS = (
    "Medicine",
    "Also sold as",
    "Acts on",
    "Stop before\nan epidural",
    "With weak\nkidneys",
    "Before a\nfacet joint",
    "Where much\nwould bleed",
    "Again\nafter",
    "After a\nbloody needle",
)
SAID = f"""ASRA 2018; where there is a range, the longer time. Weak kidneys filter less than the ml a minute beside them; those of which
nothing is known are taken to filter {UNKNOWN_KIDNEY_ML_MIN:.0f}. NSAIDs and aspirin go on before an epidural or a facet joint.
Where much would bleed (a stimulator, a pump) NSAIDs stop five half-lives before, and some patients are treated as if it would: old,
bleeding before, a sick liver, failing kidneys, several thinners at once.
After a vitamin K antagonist an INR must show it gone: 1.2 or less (ASRA 2018), 1.4 (ESRA 2022).
Nothing is stopped without whoever prescribed it; two that act on platelets at once mean a stent or a stroke not long ago.
Bridging with heparin is for few, and heparin has its own stop time. For teaching; verify locally."""


BRANDS_PX = 240
"""What does not fit is told by the pointer."""


class StopTimes(QDialog):
    """To be looked up while the chart is read; typing narrows it down."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("What thins the blood")
        self.resize(1180, 620)
        box = QVBoxLayout(self)
        self.wanted = QLineEdit()
        self.wanted.setAccessibleName("Search the medicines")
        self.wanted.setPlaceholderText("Find by any of its names")
        self.wanted.setClearButtonEnabled(True)
        self.wanted.textChanged.connect(self._narrow)
        box.addWidget(self.wanted)
        self.rows = tuple(row for row in medicines() if row.thins)
        self.table = QTableWidget(len(self.rows), len(COLUMNS))
        self.table.setAccessibleName("Stop times")
        self.table.setHorizontalHeaderLabels(list(COLUMNS))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        for i, row in enumerate(self.rows):
            for k, text in enumerate(cells(row)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(i, k, item)
        self.table.resizeColumnsToContents()
        self.table.setColumnWidth(1, BRANDS_PX)
        box.addWidget(self.table, 1)
        note = QLabel(SAID)
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
    weak = "" if row.stop_renal_days is None else f"{days(row.stop_renal_days)} (below {row.renal_ml_min:g})"
    much = "" if row.stop_high_days is None else days(row.stop_high_days)
    again, bloody = (("" if h is None else f"{h:g} h") for h in (row.restart_h, row.restart_bloody_h))
    return (row.name, ", ".join(row.brands), row.group, days(row.stop_days), weak, days(row.stop_low_days), much, again, bloody)


def days(number: float) -> str:
    """A stop time in words: hours below a day."""
    if number <= 0:
        return "need not be"
    return f"{24 * number:g} h" if number < 1 else f"{number:g} d"
