"""A list whose rows are as high as their words, in any width: Qt's own leaves out the last line where a row has edges."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyleOptionViewItem

from sim.qt.grown import wears_anew

HIGH = 14
"""Pixels of a row above and below its words, together, with some to spare"""


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

    @property
    def edge(self) -> int:
        """Pixels of a row beside its words, together, as the style takes them: guessed too wide, a line that fitted had room for two."""
        row = QStyleOptionViewItem()
        self.initViewItemOption(row)
        row.rect = QRect(0, 0, 1000, 100)
        row.features = QStyleOptionViewItem.ViewItemFeature.HasDisplay
        words = self.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, row, self)
        margin = self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, row, self) + 1
        return row.rect.width() - words.width() + 2 * margin

    def _measure(self) -> None:
        room = max(self.viewport().width() - self.edge, 1)
        for number in range(self.count()):
            item = self.item(number)
            font = self.font()
            font.setBold(item.font().bold())
            item.setSizeHint(QSize(0, words_high(item.text(), font, room) + HIGH))


def words_high(words: str, font: QFont, room: int) -> int:
    """Pixels of height of words broken in lines of this width, as a row breaks them."""
    laid = QTextLayout(words.replace("\n", "\N{LINE SEPARATOR}"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    laid.setTextOption(option)
    laid.beginLayout()
    high = 0.0
    while (line := laid.createLine()).isValid():
        line.setLineWidth(room)
        high += line.height()
    laid.endLayout()
    return ceil(high)


class WholeList(WholeRows):
    """As high as its rows: the page on which it lies is scrolled, and nothing in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _measure(self) -> None:
        super()._measure()
        rows = sum(self.item(number).sizeHint().height() for number in range(self.count()))
        self.setFixedHeight(rows + 2 * self.frameWidth())
