"""Cards in columns, as many beside one another as keep lines short; each card is as high as what is on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from sim.qt.palette import px
from sim.qt.panels.card import Card

EDGE, BETWEEN = 9, 6
"""Pixels round the columns, and between cards"""
Columns = list[list[Card]]


class CardColumns(QScrollArea):
    """The first card is read first, and the others down the columns from left to right, as the tabulator goes.

    There are as few columns as keep lines short, and more where cards would else go below the edge; what then has no room is scrolled.
    What a column leaves over is taken by those of its cards that have a picture or a list. Hidden cards take no room.

    narrowest, widest : pixels at the usual size of text, of a column; it is narrower than ``narrowest`` only where the page is
    """

    def __init__(self, cards: Sequence[Card], widest: int, narrowest: int = 0) -> None:
        super().__init__()
        self.setObjectName("form")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self._narrowest, self.widest = narrowest, widest
        self._given = self.cards = tuple(cards)
        self._within = QWidget()
        for card in cards:
            card.setParent(self._within)
        self.columns: Columns = []
        """As they are shown"""
        self.setWidget(self._within)

    def put_first(self, card: Card) -> None:
        """The others keep the order in which they were given."""
        self.cards = (card, *(one for one in self._given if one is not card))
        self.verticalScrollBar().setValue(0)
        self.fit()

    @property
    def has_room_beside(self) -> bool:
        """Whether two columns stand beside one another."""
        return self._most(self._room()) > 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()  # first, so that Qt counts what is to be scrolled of what is shown now
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of what is scrolled: a card that came or went, or says something else now, moves the others."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def _room(self) -> int:
        return self.width() - 2 * (EDGE + self.frameWidth())

    def _most(self, room: int) -> int:
        """Columns that have room beside one another."""
        least = max((card.minimumSizeHint().width() for card in self.cards if not card.isHidden()), default=0)
        return max((room + BETWEEN) // (max(least, px(self._narrowest)) + BETWEEN), 1)

    def have_room(self, cards: Sequence[Card]) -> bool:
        """Whether these would stand here without being scrolled."""
        tall = self.height() - 2 * (EDGE + self.frameWidth())
        wide, columns = self._arranged(list(cards), self._room(), tall)
        return _least(columns, wide) <= tall

    def fit(self) -> None:
        """Give every card its place."""
        shown = [card for card in self.cards if not card.isHidden()]
        if not shown:
            return
        tall = self.height() - 2 * (EDGE + self.frameWidth())
        wide, columns = self._arranged(shown, self._room(), tall)
        if _least(columns, wide) > tall:  # it is scrolled, and the bar takes its room
            wide, columns = self._arranged(shown, self._room() - self.verticalScrollBar().sizeHint().width(), tall)
        self.columns = columns
        for at, column in enumerate(columns):
            _stack(column, EDGE + at * (wide + BETWEEN), wide, tall)
        self._within.setMinimumSize(len(columns) * (wide + BETWEEN) - BETWEEN + 2 * EDGE, _least(columns, wide) + 2 * EDGE)

    def _arranged(self, shown: list[Card], room: int, tall: int) -> tuple[int, Columns]:
        """How wide a column is, and the columns."""
        most = min(self._most(room), len(shown))
        few = min(-(-(room + BETWEEN) // (px(self.widest) + BETWEEN)), most)
        found: list[tuple[tuple[int, int], int, Columns]] = []
        for across in range(few, most + 1):
            wide = max(min((room + BETWEEN) // across - BETWEEN, px(self.widest)), *(card.minimumSizeHint().width() for card in shown), 0)
            columns = _shared_out(shown, across, wide, tall)
            over = max(_least(columns, wide) - tall, 0), max(_wished(columns, wide) - tall, 0)
            found.append((over, wide, columns))
        _, wide, columns = min(found, key=lambda one: one[0])  # of equals the first, which has the fewest columns
        return wide, columns


def _shared_out(cards: list[Card], across: int, wide: int, tall: int) -> Columns:
    """So that nothing goes below the edge if that can be, and the columns are as even as their order allows."""
    heights = [card.heights(wide) for card in cards]

    def uneven(cuts: tuple[int, ...]) -> tuple[int, int, int]:
        parts = [heights[start:end] for start, end in pairwise((0, *cuts, len(cards)))]
        least = [sum(low for low, _ in part) + BETWEEN * (len(part) - 1) for part in parts]
        wished = [sum(high for _, high in part) + BETWEEN * (len(part) - 1) for part in parts]
        return max(max(least) - tall, 0), max(wished), sum(one * one for one in wished)

    cuts = min(combinations(range(1, len(cards)), across - 1), key=uneven)
    return [cards[start:end] for start, end in pairwise((0, *cuts, len(cards)))]


def _least(columns: Columns, wide: int) -> int:
    return max(sum(card.heights(wide)[0] for card in column) + BETWEEN * (len(column) - 1) for column in columns)


def _wished(columns: Columns, wide: int) -> int:
    return max(sum(card.heights(wide)[1] for card in column) + BETWEEN * (len(column) - 1) for column in columns)


def _stack(column: list[Card], x: int, wide: int, tall: int) -> None:
    """Below one another; what is left of the height goes to those that wish for it, the first of them first."""
    heights = [card.heights(wide) for card in column]
    left = max(tall - sum(low for low, _ in heights) - BETWEEN * (len(column) - 1), 0)
    y = EDGE
    for card, (low, high) in zip(column, heights, strict=True):
        more = min(high - low, left)
        left -= more
        card.setGeometry(QRect(x, y, wide, low + more))
        y += low + more + BETWEEN
