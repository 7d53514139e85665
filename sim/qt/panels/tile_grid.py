"""Tiles in rows and columns over all of a page: of one height where their words let them; and over them what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sim.qt.grown import is_large
from sim.qt.palette import px
from sim.qt.panels.next_leaf import NextLeaf
from sim.qt.panels.page_tile import LETTERS, USUAL, PageTile, TileLetters

LEAST = 190
"""Pixels of a tile at the usual size of text where two stand beside one another; else they stand below one another"""
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
        self.allowed: tuple[TileLetters, ...] = LETTERS
        """What its tiles may wear, the largest first"""
        self._leads_alone = False
        """Whether the line stands without the tiles"""
        for tile in tiles:
            tile.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(self._least(), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def high(self, width: int) -> tuple[int, int]:
        """At this width: so that all words are there, and so that they are as large as they become."""
        line = self.coming.line_high(width) + OVER
        if self._leads_alone:
            return line, line
        return line + self.taken(width, self._fitting(width)[-1]), line + max(self.taken(width, one) for one in self._fitting(width))

    def allow(self, allowed: tuple[TileLetters, ...]) -> None:
        """Its tiles wear one of these, the largest that has room."""
        if allowed != self.allowed:
            self.allowed = allowed
            self._lay()
            self.updateGeometry()

    def lead_alone(self, yes: bool) -> None:
        """The line over the tiles, without them: their page has another use for the height."""
        if yes != self._leads_alone:
            self._leads_alone = yes
            for tile in self.tiles:
                tile.setHidden(yes)
            self._lay()
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._lay()
            self.updateGeometry()
        return super().event(event)

    def _least(self) -> int:
        return max(tile.minimumSizeHint().width() for tile in self.tiles)

    def _across(self, width: int) -> int:
        return 2 if (width + BETWEEN) // 2 - BETWEEN >= max(px(LEAST), self._least()) else 1

    def _each(self, width: int) -> int:
        """Pixels across of a tile."""
        return (width + BETWEEN) // self._across(width) - BETWEEN

    def _rows(self, width: int, letters: TileLetters) -> list[int]:
        """Heights that the words of each row ask for."""
        across, each, tiles = self._across(width), self._each(width), self.tiles
        return [max(tile.high(each, letters) for tile in tiles[at : at + across]) for at in range(0, len(tiles), across)]

    def taken(self, width: int, letters: TileLetters) -> int:
        """Pixels of all rows."""
        rows = self._rows(width, letters)
        return sum(rows) + BETWEEN * max(len(rows) - 1, 0)

    def _fitting(self, width: int) -> list[TileLetters]:
        """Those with which a title has room in its line. Text that is large already grows no more."""
        if is_large():
            return [USUAL]
        return [one for one in self.allowed if self.has_room(width, one)] or [USUAL]

    def has_room(self, width: int, letters: TileLetters) -> bool:
        """For each title in its line."""
        return max(tile.wide(letters) for tile in self.tiles) <= self._each(width)

    def _lay(self) -> None:
        """Each tile in its place, all with the largest letters that have room."""
        width = self.width()
        line = self.coming.line_high(width)
        self.coming.setGeometry(QRect(0, 0, width, line))
        if self._leads_alone:
            return
        y, across, each = line + OVER, self._across(width), self._each(width)
        room = self.height() - y
        fitting = self._fitting(width)
        letters = next((one for one in fitting if self.taken(width, one) <= room), fitting[-1])
        for number, high in enumerate(self._heights(room, self._rows(width, letters))):
            for column, tile in enumerate(self.tiles[number * across : (number + 1) * across]):
                tile.stand(letters)
                tile.setGeometry(QRect(column * (each + BETWEEN), y, each, high))
            y += high + BETWEEN

    @staticmethod
    def _heights(room: int, rows: list[int]) -> list[int]:
        """Of the rows in so many pixels: all alike where the words leave room for it."""
        room -= BETWEEN * max(len(rows) - 1, 0)
        if max(rows, default=0) * len(rows) <= room:
            return [room // len(rows)] * len(rows) if rows else []
        more = max(room - sum(rows), 0) // len(rows)
        return [row + more for row in rows]
