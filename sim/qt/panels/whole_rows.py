"""A list whose rows are as high as their words, in any width: Qt's own leaves out the last line where a row has edges."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from sim.qt.grown import wears_anew

EDGE, HIGH = 20, 14
"""Pixels of a row beside its words, and above and below them, together, with some to spare"""


class WholeRows(QListWidget):
    """Nothing of it ends in dots."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, rows: list[QListWidgetItem]) -> None:
        self.clear()
        for row in rows:
            self.addItem(row)
        self._measure()

    def rename(self, number: int, words: str) -> None:
        """What a row says now may need another line."""
        if self.item(number).text() != words:
            self.item(number).setText(words)
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._measure()

    def _measure(self) -> None:
        room = QRect(0, 0, max(self.viewport().width() - EDGE, 1), 10**6)
        for number in range(self.count()):
            item = self.item(number)
            font = self.font()
            font.setBold(item.font().bold())
            words = QFontMetrics(font).boundingRect(room, Qt.TextFlag.TextWordWrap, item.text())
            item.setSizeHint(QSize(0, words.height() + HIGH))


class WholeList(WholeRows):
    """As high as its rows: the page on which it lies is scrolled, and nothing in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _measure(self) -> None:
        super()._measure()
        rows = sum(self.item(number).sizeHint().height() for number in range(self.count()))
        self.setFixedHeight(rows + 2 * self.frameWidth())
