"""Tiles in rows and columns over all of a page: of one height where their words let them; and over them what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sim.qt.palette import px
from sim.qt.panels.leaf_block import FORMS
from sim.qt.panels.next_leaf import NextLeaf
from sim.qt.panels.page_tile import PageTile

ACROSS = ((4, 250), (2, 190))
"""So many columns where each has so many pixels, at the usual size of text; else one. Eight tiles leave no gap in any of them"""
WISHED = 96
"""Pixels of a tile at the usual size of text, which it asks for where its words need no more; what else is left it gets"""
BETWEEN, OVER = 6, 7
"""Pixels: between tiles, and between them and a line over them"""


class TileGrid(QWidget):
    """Laid anew whenever a tile says something else; each keeps its place.

    coming : a line over the tiles
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
        return QSize(max(tile.minimumSizeHint().width() for tile in self.tiles), px(WISHED))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 0)

    def high(self, width: int) -> tuple[int, int]:
        """At this width: so that all words are there, and at most."""
        rows, tall = self._rows(width), px(WISHED)
        taken = BETWEEN * max(len(rows) - 1, 0) + self.coming.line_high(width, has_button=True) + OVER * bool(rows)
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
        across, each, tiles = self._across(width), self._each(width), self.tiles
        return [max(tile.high(each) for tile in tiles[at : at + across]) for at in range(0, len(tiles), across)]

    def _heights(self, room: int) -> list[int]:
        """Of the rows in so many pixels: all alike where the words leave room for it."""
        rows = self._rows(self.width())
        room -= BETWEEN * max(len(rows) - 1, 0)
        if max(rows, default=0) * len(rows) <= room:
            return [room // len(rows)] * len(rows) if rows else []
        more = max(room - sum(rows), 0) // len(rows)
        return [row + more for row in rows]

    def _lay(self) -> None:
        """Where each tile has its own button, the line over them has none: one leads on."""
        has_button = not self._stand(self._placed(has_button=False))
        if has_button:
            self._stand(self._placed(has_button))
        self.coming.offer_onward(has_button)

    def _placed(self, has_button: bool) -> list[Sequence[PageTile]]:
        """The tiles of each row, each in its place."""
        width = self.width()
        line = self.coming.line_high(width, has_button)
        self.coming.setGeometry(QRect(0, 0, width, line))
        y, across, each = line + OVER, self._across(width), self._each(width)
        placed: list[Sequence[PageTile]] = []
        for number, high in enumerate(self._heights(self.height() - y)):
            row = self.tiles[number * across : (number + 1) * across]
            for column, tile in enumerate(row):
                tile.setGeometry(QRect(column * (each + BETWEEN), y, each, high))
            placed.append(row)
            y += high + BETWEEN
        return placed

    def _stand(self, rows: list[Sequence[PageTile]]) -> bool:
        """All with as much as has room on each. Whether they stand as blocks."""
        for form in FORMS:
            offs = [row[0].height() - max(tile.block.high(tile.width(), *form) for tile in row) for row in rows]
            if min(offs, default=-1) >= 0:
                for row, off in zip(rows, offs, strict=True):
                    for tile in row:
                        tile.stand_as_block(off // 2)
                return True
        for tile in self.tiles:
            tile.stand_as_lines()
        return False
