"""Two attempts side by side: what each came to, and the remarks that went and came."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from scenarios import words
from sim.studies.contrasted import Contrasted, as_rows


class BesideTable(QTableWidget):
    """What differs is set in bold: not told by colour. Below, each remark that only one of them got, over the whole width."""

    def __init__(self) -> None:
        super().__init__(0, 3)
        self.setAccessibleName(words.what_if("table"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(60)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_contrasted(self, found: Contrasted, first: str, second: str) -> None:
        """Under these heads."""
        self.clear()
        self.clearSpans()
        self.setHorizontalHeaderLabels(["", first, second])
        rows = as_rows(found)
        told = [f"{words.what_if(code)}: {remark.text}" for code in ("gone", "new") for remark in getattr(found, code)]
        told = told or [words.what_if("same_remarks")]
        self.setRowCount(len(rows) + len(told))
        for at, (name, a, b) in enumerate(rows):
            for column, text in enumerate((name, a, b)):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if a != b:
                    font = QFont(item.font())
                    font.setBold(True)
                    item.setFont(font)
                self.setItem(at, column, item)
        for at, text in enumerate(told, len(rows)):
            self.setSpan(at, 0, 1, 3)
            self.setItem(at, 0, QTableWidgetItem(text))
        self.setAccessibleName(f"{first}; {second}")
