"""Columns of cards beside one another; where text is large or the window narrow, what has no room goes below, and the page is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from sim.qt.palette import px
from sim.qt.panels.card import Card
from sim.qt.panels.done_card import DoneCard

EDGE, BETWEEN = 9, 6
"""Pixels round the columns, and between them"""


class CardColumns(QScrollArea):
    """All columns are as wide as one another and begin at the page's edge, as its tabs do. Where all have room beside one another they go
    down to its foot; else each is as high as the highest of its row.

    widest : pixels at the usual size of text: a longer line is harder to read, not easier
    """

    def __init__(self, columns: tuple[tuple[Card, ...], ...], widest: int) -> None:
        super().__init__()
        self.setObjectName("form")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self._widest = widest
        within = QWidget()
        self._grid = QGridLayout(within)
        self._grid.setSpacing(BETWEEN)
        self._columns = [_column(cards) for cards in columns]
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
        """As many beside one another as have room; what they leave over lies beside the last."""
        least = max(column.minimumSizeHint().width() for column in self._columns)
        room = self.width() - 2 * EDGE
        bar = self.verticalScrollBar().sizeHint().width()
        across = min(max((room - bar + BETWEEN) // (least + BETWEEN), 1), len(self._columns))
        over = max(room - across * px(self._widest) - (across - 1) * BETWEEN, 0)
        self._grid.setContentsMargins(EDGE, EDGE, EDGE + over, EDGE)
        if across == self._across:
            return
        self._across = across
        for i, column in enumerate(self._columns):
            self._grid.addWidget(column, i // across, i % across)
        rows = 1 + (len(self._columns) - 1) // across
        for at in range(len(self._columns) + 1):
            self._grid.setColumnStretch(at, 1 if at < across else 0)
            self._grid.setRowStretch(at, 1 if at == (0 if rows == 1 else rows) else 0)


def _column(cards: tuple[Card, ...]) -> QWidget:
    """One below another; the last takes what is left of the height, or the one that has a list in it."""
    column = QWidget()
    box = QVBoxLayout(column)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(BETWEEN)
    grows = next((card for card in cards if isinstance(card, DoneCard)), cards[-1])
    for card in cards:
        box.addWidget(card, 1 if card is grows else 0)
    return column
