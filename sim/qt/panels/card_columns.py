"""Cards in columns, as many beside one another as keep lines short; each card is as high as what is on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from sim.qt.grown import is_large
from sim.qt.palette import px
from sim.qt.panels.card import Card
from sim.qt.panels.card_stack import BETWEEN, Columns, shelved, shelves, stack

EDGE = 9
"""Pixels round the columns of a whole page"""
SPREAD = 130
"""Per cent of its greatest width, to which a column may go rather than leave the end of a page empty that has no room for one more"""


@dataclass(frozen=True)
class Arranged:
    """Columns from left to right, and how wide each is in pixels."""

    columns: Columns
    wides: tuple[int, ...]

    def least(self) -> int:
        return max(sum(card.heights(wide)[0] for card in column) + BETWEEN * (len(column) - 1) for column, wide in self._pairs())

    def wished(self) -> int:
        return max(sum(card.heights(wide)[1] for card in column) + BETWEEN * (len(column) - 1) for column, wide in self._pairs())

    @property
    def wide(self) -> int:
        """Of all of them together."""
        return sum(self.wides) + BETWEEN * (len(self.wides) - 1)

    def _pairs(self) -> zip[tuple[list[Card], int]]:
        return zip(self.columns, self.wides, strict=True)


class CardColumns(QScrollArea):
    """The first card is read first, and the others down the columns from left to right, as the tabulator goes.

    There are as few columns as keep lines short, and more where cards would else go below the edge; what then has no room is scrolled.
    What a column leaves over is taken by those of its cards that have a picture or a list. Hidden cards take no room. Where large text
    is scrolled they stand in rows instead.

    to_edge : all columns end at the lower edge of the page; else each card is as high as what is on it

    narrowest, widest : pixels at the usual size of text, of a column; it is narrower than ``narrowest`` only where the page is
    edge : pixels round the columns, where nothing else keeps them off what stands beside them
    """

    to_edge = False

    def __init__(self, cards: Sequence[Card], widest: int, narrowest: int = 0, edge: int = EDGE) -> None:
        super().__init__()
        self.setObjectName("form")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self._narrowest, self.widest, self.edge = narrowest, widest, edge
        self._given = self.cards = tuple(cards)
        self._within = QWidget()
        for card in cards:
            card.setParent(self._within)
            if self.to_edge:
                card.keep_at_top()
        self.columns: Columns = []
        """As they are shown"""
        self._kept: Arranged | None = None
        self.setWidget(self._within)

    def put_first(self, card: Card) -> None:
        """The others keep the order in which they were given."""
        self.cards = (card, *(one for one in self._given if one is not card))
        self.verticalScrollBar().setValue(0)
        self.fit()

    @property
    def has_room_beside(self) -> bool:
        """Whether two columns stand beside one another."""
        return self._most(self._room(), self._shown) > 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()  # first, so that Qt counts what is to be scrolled of what is shown now
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of what is scrolled: a card that came or went, or says something else now, moves the others."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def _room(self) -> int:
        return self.width() - 2 * (self.edge + self.frameWidth())

    @property
    def _shown(self) -> list[Card]:
        return [card for card in self.cards if not card.isHidden()]

    def _most(self, room: int, cards: Sequence[Card]) -> int:
        """Columns of these cards that have room beside one another."""
        least = max((card.minimumSizeHint().width() for card in cards), default=0)
        return max((room + BETWEEN) // (max(least, px(self._narrowest)) + BETWEEN), 1)

    def have_room(self, cards: Sequence[Card], spare: int = 0) -> bool:
        """Whether these would stand here without being scrolled, and leave so many pixels of a column."""
        tall = self._tall() - spare
        return self._arranged(list(cards), self._room(), tall).least() <= tall

    def _tall(self) -> int:
        return self.height() - 2 * (self.edge + self.frameWidth())

    def fit(self) -> None:
        """Give every card its place."""
        shown = self._shown
        if not shown:
            return
        tall = self._tall()
        arranged = self._arranged(shown, self._room(), tall)
        if arranged.least() > tall:  # it is scrolled, and the bar takes its room
            room = self._room() - self.verticalScrollBar().sizeHint().width()
            if is_large():
                self._shelve(shown, room)
                return
            arranged = self._arranged(shown, room, tall)
        self._kept = arranged = self._as_before(arranged, shown, tall)
        self.columns = arranged.columns
        x, pitch = self.edge, self._pitch(arranged, tall)
        for column, wide in zip(arranged.columns, arranged.wides, strict=True):
            stack(column, QRect(x, self.edge, wide, tall), self.to_edge, pitch)
            x += wide + BETWEEN
        self._within.setMinimumSize(arranged.wide + 2 * self.edge, arranged.least() + 2 * self.edge)

    def _pitch(self, arranged: Arranged, tall: int) -> int | None:
        """Pixels by which rows stand further apart on all cards alike; None: on each as it has room."""
        return None

    def _as_before(self, new: Arranged, shown: list[Card], tall: int) -> Arranged:
        """A card that says more than before stays in its column, as long as nothing is scrolled for it."""
        old = self._kept
        if old is None or old.wides != new.wides or [card for column in old.columns for card in column] != shown:
            return new
        return old if old.least() <= max(tall, new.least()) else new

    def _shelve(self, shown: list[Card], room: int) -> None:
        """In rows from above: who scrolls reads from left to right, and of columns would meet the last step beside the first."""

        def high(across: int) -> tuple[int, tuple[int, ...]]:
            """How wide a card is, and how high each."""
            wide = min((room + BETWEEN) // across - BETWEEN, px(self.widest))
            wide = max(wide, *(card.minimumSizeHint().width() for card in shown))
            return wide, tuple(card.heights(wide)[0] for card in shown)

        for card in shown:
            card.spread(0)
        most = min(self._most(room, shown), len(shown))
        across = min(range(most, min(most, 2) - 1, -1), key=lambda one: shelved(high(one)[1], one))
        wide, heights = high(across)
        y = self.edge
        self.columns = [[] for _ in range(across)]
        for row, tall in shelves(shown, heights, shelved(heights, across).cuts):
            for at, column in enumerate(row):
                stack(column, QRect(self.edge + at * (wide + BETWEEN), y, wide, tall), to_edge=True)
                self.columns[at] += column
            y += tall + BETWEEN
        self._within.setMinimumSize(across * (wide + BETWEEN) - BETWEEN + 2 * self.edge, y - BETWEEN + self.edge)

    def _arranged(self, shown: list[Card], room: int, tall: int) -> Arranged:
        most = min(self._most(room, shown), len(shown))
        few = min(-(-(room + BETWEEN) // (px(self.widest) + BETWEEN)), most)
        found: list[tuple[tuple[int, int], Arranged]] = []
        for across in range(few, most + 1):
            widest = px(self.widest) * (SPREAD if self.to_edge and across == most else 100) // 100
            wide = max(min((room + BETWEEN) // across - BETWEEN, widest), *(card.minimumSizeHint().width() for card in shown), 0)
            arranged = Arranged(_shared_out(shown, across, wide, tall), (wide,) * across)
            found.append(((max(arranged.least() - tall, 0), max(arranged.wished() - tall, 0)), arranged))
        return min(found, key=lambda one: one[0])[1]  # of equals the first, which has the fewest columns


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
