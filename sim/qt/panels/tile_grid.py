"""Tiles in rows and columns that fill what they are given: all of one width, and of one height where their words let them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sim.qt.palette import px
from sim.qt.panels.page_tile import PageTile

ACROSS = ((4, 250), (2, 190))
"""So many columns where each has so many pixels, at the usual size of text; else one. Eight tiles leave no gap in any of them"""
TALLEST = 84
"""Pixels of a tile at the usual size of text, where its words need no more, which is two lines: it were a frame round nothing"""
BETWEEN = 6


class TileGrid(QWidget):
    """Laid anew whenever a tile comes, goes, or says something else."""

    def __init__(self, tiles: Sequence[PageTile]) -> None:
        super().__init__()
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
        gaps = BETWEEN * (len(rows) - 1)
        return sum(rows) + gaps, sum(max(row, tall) for row in rows) + gaps

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
        return [max(tile.high(each) for tile in shown[at : at + across]) for at in range(0, len(shown), across)] or [0]

    def _heights(self) -> list[int]:
        """Of the rows as they stand: all alike where the words leave room for it."""
        rows = self._rows(self.width())
        room = self.height() - BETWEEN * (len(rows) - 1)
        if max(rows) * len(rows) <= room:
            return [room // len(rows)] * len(rows)
        more = max(room - sum(rows), 0) // len(rows)
        return [row + more for row in rows]

    def _lay(self) -> None:
        across, each, y = self._across(self.width()), self._each(self.width()), 0
        for number, high in enumerate(self._heights()):
            for column, tile in enumerate(self.shown[number * across : (number + 1) * across]):
                tile.setGeometry(QRect(column * (each + BETWEEN), y, each, high))
            y += high + BETWEEN
