"""Columns of cards beside one another; where text is large or the window narrow, what has no room goes below, and the page is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from sim.qt.grown import grow
from sim.qt.panels.card import Card
from sim.qt.panels.done_card import DoneCard

EDGE, BETWEEN = 9, 6
"""Pixels round the columns, and between them"""


class CardColumns(QScrollArea):
    """Each column is as wide as its words need and no wider than ``widest``; a DoneCard takes what is left of its height.

    widest : pixels at the usual size of text: a longer line is harder to read, not easier
    """

    def __init__(self, columns: tuple[tuple[Card, ...], ...], widest: int) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        within = QWidget()
        self._grid = QGridLayout(within)
        self._grid.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        self._grid.setSpacing(BETWEEN)
        self._columns = [_column(cards, widest) for cards in columns]
        self._across = 0
        self.setWidget(within)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of what is scrolled, as Qt arranges it: words that need more room, now or when the page is next shown, count the columns anew."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """As many beside one another as have room."""
        least = max(column.minimumSizeHint().width() for column in self._columns)
        room = self.width() - 2 * EDGE - self.verticalScrollBar().sizeHint().width()
        across = min(max((room + BETWEEN) // (least + BETWEEN), 1), len(self._columns))
        if across == self._across:
            return
        self._across = across
        for i, column in enumerate(self._columns):
            self._grid.addWidget(column, i // across, 1 + i % across)
        for at in range(len(self._columns) + 2):  # what is over lies on either side of them
            self._grid.setColumnStretch(at, 4 if 1 <= at <= across else 1 if at in (0, across + 1) else 0)
        for row in range(len(self._columns)):
            self._grid.setRowStretch(row, 1 if row == 0 else 0)


def _column(cards: tuple[Card, ...], widest: int) -> QWidget:
    column = QWidget()
    box = QVBoxLayout(column)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(BETWEEN)
    grow(column, most_width=widest)
    for card in cards:
        box.addWidget(card, 20 if isinstance(card, DoneCard) else 0)
    box.addStretch(1)
    return column
