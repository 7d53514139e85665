"""Attempts that were broken off: to go on with, or to throw away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QMessageBox, QPushButton, QVBoxLayout, QWidget

from sim.qt.words import phrase
from sim.records.store import Claim, Held, Kept, unfinished
from sim.session.clock import clock


class KeptList(QWidget):
    """Not to be seen where there are none."""

    wanted = Signal(object)
    """Kept: to go on with it"""

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        head = QLabel(phrase("kept_list.broken_off"))
        head.setObjectName("note")
        box.addWidget(head)
        self.list = QListWidget()
        self.list.setAccessibleName(phrase("kept_list.list"))
        self.list.itemDoubleClicked.connect(lambda _: self.go_on())
        box.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.goes_on, self.discards = QPushButton(phrase("kept_list.go_on")), QPushButton(phrase("kept_list.discard"))
        self.goes_on.clicked.connect(self.go_on)
        self.discards.clicked.connect(self._discard)
        row.addWidget(self.goes_on)
        row.addWidget(self.discards)
        row.addStretch(1)
        box.addLayout(row)

    def refresh(self, titles: dict[str, str]) -> None:
        """Look again. Titles are by the names of cases."""
        self.list.clear()
        for kept in unfinished():
            name = kept.recording.header.scenario
            held = phrase("kept_list.elsewhere", who=kept.held_by) if kept.held_by else ""
            item = QListWidgetItem(phrase("kept_list.attempt", title=titles.get(name, name), time=clock(kept.seconds), held=held))
            item.setData(Qt.ItemDataRole.UserRole, kept)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.setVisible(self.list.count() > 0)
        self._titles = titles

    def _kept(self) -> Kept | None:
        item = self.list.currentItem()
        kept: Kept | None = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        return kept

    def go_on(self) -> None:
        """With the one that stands chosen."""
        kept = self._kept()
        if kept is not None:
            self.wanted.emit(kept)

    def _discard(self) -> None:
        kept = self._kept()
        asked = phrase("kept_list.sure")
        if kept is not None and QMessageBox.question(self, "Tuohy", asked) == QMessageBox.StandardButton.Yes:
            try:
                Claim(kept.path).discard()
            except (Held, OSError) as error:
                QMessageBox.warning(self, "Tuohy", str(error))
            self.refresh(self._titles)
