"""How the parts of a room are arranged: taken up as they were left when the room is first seen, changed from the menu View."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer

from sim.qt.panels.lightbox import Lightbox
from sim.qt.panels.part_stands import PartStands
from sim.qt.room_layout import STANDS, PartStand, column_is_left, forget, keep_column, kept
from sim.qt.windows.at_table import Table
from sim.qt.windows.column import Column

ONLY_SEEN = "monitors"
"""Without them nothing can be done: they are never put away"""


class Arrangement(QObject):
    """Knows which parts there are, and where each stands.

    cards : whether the column's pages can be moved too: in a drill each of them is what is asked for
    """

    def __init__(self, lightbox: Lightbox, column: Column, table: Table, cards: bool) -> None:
        super().__init__(lightbox)
        self._table, self.column_left = table, False
        groups = (lightbox.parts, *((column.parts,) if cards else ()))
        self._of: dict[str, PartStands] = {part: group for group in groups for part in group.stands}
        self.parts = tuple(self._of)
        lightbox.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._take_up)
        return super().eventFilter(watched, event)

    def _take_up(self) -> None:
        self._turn(column_is_left())
        for part in self.parts:
            if kept(part).stand in self.choices(part):
                self.put(part, kept(part).stand)

    @staticmethod
    def choices(part: str) -> tuple[PartStand, ...]:
        """Where it may stand."""
        return tuple(stand for stand in STANDS if part != ONLY_SEEN or stand != "away")

    def stand_of(self, part: str) -> PartStand:
        return self._of[part].stands[part]

    def put(self, part: str, stand: PartStand) -> None:
        self._of[part].put(part, stand)

    def put_column(self, left: bool) -> None:
        """The column of instruments at the left of the pictures from now on, or at their right."""
        self._turn(left)
        keep_column(left)

    def _turn(self, left: bool) -> None:
        self.column_left = left
        self._table.put_column(left)

    def standard(self) -> None:
        """Everything in the room, as it was delivered."""
        self._turn(left=False)
        for part in self.parts:
            self.put(part, "room")
        forget()

    def closing(self) -> None:
        """With the room; where its windows stood is remembered."""
        for group in dict.fromkeys(self._of.values()):
            group.closing()
