"""A learner's attempts in the gradebook, to be seen again; on which an instructor said something stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from scenarios.words import told
from sim.qt.day_words import day_words
from sim.qt.panels.whole_rows import WholeRows
from sim.qt.words import phrase
from sim.session.own_cases import case_title

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.rows import Filing


class OwnAttempts(QWidget):
    """The newest above."""

    replayed = Signal(int)
    """An attempt by its number, to be seen again"""

    def __init__(self) -> None:
        super().__init__()
        head = QLabel(phrase("class_page.attempts"))
        head.setObjectName("title")
        self.list = WholeRows()
        self.list.setAccessibleName(phrase("class_page.attempts"))
        self.see = QPushButton(phrase("class_page.see"))
        self.see.clicked.connect(self._see)
        self.list.itemActivated.connect(lambda _: self._see())
        self.list.currentItemChanged.connect(lambda *_: self.see.setEnabled(self.list.currentItem() is not None))
        self.see.setEnabled(False)
        row, box = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(head, 1)
        row.addWidget(self.see)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(row)
        box.addWidget(self.list, 1)

    def show_attempts(self, rows: Sequence[Filing], new_comments: Mapping[int, int]) -> None:
        """``new_comments``: how many, by the number of the attempt. The newest with one stands chosen, else the newest."""
        newest, items = list(reversed(rows)), []
        for row in newest:
            said = phrase("own_attempts.new", count=new_comments[row.number]) if row.number in new_comments else ""
            item = QListWidgetItem(
                phrase("own_attempts.row", day=day_words(row.started), case=told(case_title(row.scenario)), points=row.total, said=said)
            )
            item.setData(Qt.ItemDataRole.UserRole, row.number)
            if said:
                bold = item.font()
                bold.setBold(True)
                item.setFont(bold)
            items.append(item)
        self.list.show_rows(items)
        self.list.setCurrentRow(next((at for at, row in enumerate(newest) if row.number in new_comments), 0))

    def _see(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.replayed.emit(item.data(Qt.ItemDataRole.UserRole))
