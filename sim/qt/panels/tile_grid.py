"""Tiles in rows and columns: all of one width, and of one height where their words let them; and what comes next over or under them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sim.qt.palette import px
from sim.qt.panels.next_leaf import NextLeaf
from sim.qt.panels.page_tile import PageTile

ACROSS = ((4, 250), (2, 190))
"""So many columns where each has so many pixels, at the usual size of text; else one. Eight tiles leave no gap in any of them"""
TALLEST, MOST = 96, 130
"""Pixels of a tile at the usual size of text, where its words need no more, which is two lines: it were a frame round nothing; and where
else nothing filled the page"""
BETWEEN, OVER = 6, 7
"""Pixels: between tiles, and between them and a line over them"""


class TileGrid(QWidget):
    """Laid anew whenever a tile comes, goes, or says something else.

    coming : a line over the tiles; where these leave much room, large under them
    """

    def __init__(self, coming: NextLeaf, tiles: Sequence[PageTile]) -> None:
        super().__init__()
        self.coming = coming
        coming.setParent(self)
        self.tiles = tuple(tiles)
        for tile in tiles:
            tile.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(max(tile.minimumSizeHint().width() for tile in self.tiles), px(TALLEST))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 0)

    @property
    def shown(self) -> list[PageTile]:
        return [tile for tile in self.tiles if not tile.isHidden()]

    def high(self, width: int) -> tuple[int, int]:
        """At this width: so that all words are there, and at most."""
        rows, tall = self._rows(width), px(TALLEST)
        taken = BETWEEN * max(len(rows) - 1, 0) + self.coming.line_high(width) + OVER * bool(rows)
        return sum(rows) + taken, sum(max(row, tall) for row in rows) + taken

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._lay()
            self.updateGeometry()
        return super().event(event)

    def _across(self, width: int) -> int:
        least = max(tile.minimumSizeHint().width() for tile in self.tiles)
        return next((n for n, each in ACROSS if (width + BETWEEN) // n - BETWEEN >= max(px(each), least)), 1)

    def _each(self, width: int) -> int:
        """Pixels across of a tile."""
        return (width + BETWEEN) // self._across(width) - BETWEEN

    def _rows(self, width: int) -> list[int]:
        """Heights that the words of each row ask for."""
        across, each, shown = self._across(width), self._each(width), self.shown
        return [max(tile.high(each) for tile in shown[at : at + across]) for at in range(0, len(shown), across)]

    def _heights(self, room: int, tallest: int) -> list[int]:
        """Of the rows in so many pixels: all alike where the words leave room for it, and none higher than is good for two lines."""
        rows = self._rows(self.width())
        room -= BETWEEN * max(len(rows) - 1, 0)
        if max(rows, default=0) * len(rows) <= room:
            return [min(room // len(rows), max([*rows, px(tallest)]))] * len(rows) if rows else []
        more = max(room - sum(rows), 0) // len(rows)
        return [row + more for row in rows]

    def _lay(self) -> None:
        width, height = self.width(), self.height()
        whole = sum(self._heights(height, TALLEST)) + BETWEEN * len(self._rows(width))
        block = self.coming.leads_on and height - whole >= self.coming.block_high(width)
        line = self.coming.line_high(width)
        if block != self.coming.is_block:
            self.coming.stand_as_block(block)
        self.coming.setGeometry(QRect(0, whole, width, height - whole) if block else QRect(0, 0, width, line))
        y = 0 if block else line + OVER
        across, each = self._across(width), self._each(width)
        for number, high in enumerate(self._heights(height - y, TALLEST if block else MOST)):
            for column, tile in enumerate(self.shown[number * across : (number + 1) * across]):
                tile.setGeometry(QRect(column * (each + BETWEEN), y, each, high))
            y += high + BETWEEN
