"""How the parts of a room are arranged: taken up as they were left when the room is first seen, changed from the menu View."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer

from sim.qt.panels.lightbox import PARTS, Lightbox
from sim.qt.room_layout import STANDS, PartStand, forget, kept
from sim.qt.windows.column import Column

ONLY_SEEN = "monitors"
"""Without them nothing can be done: they are never put away"""


class Arrangement(QObject):
    """Knows which parts there are, and where each stands.

    cards : whether the column's pages can be moved too: in a drill each of them is what is asked for
    """

    def __init__(self, lightbox: Lightbox, column: Column, cards: bool) -> None:
        super().__init__(lightbox)
        self._lightbox, self._column = lightbox, column
        self.parts = (*PARTS, *(column.stands if cards else ()))
        lightbox.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._take_up)
        return super().eventFilter(watched, event)

    def _take_up(self) -> None:
        for part in self.parts:
            if kept(part).stand in self.choices(part):
                self.put(part, kept(part).stand)

    @staticmethod
    def choices(part: str) -> tuple[PartStand, ...]:
        """Where it may stand."""
        return tuple(stand for stand in STANDS if part != ONLY_SEEN or stand != "away")

    def stand_of(self, part: str) -> PartStand:
        return self._lightbox.stands[part] if part in PARTS else self._column.stands[part]

    def put(self, part: str, stand: PartStand) -> None:
        self._lightbox.put(part, stand) if part in PARTS else self._column.put(part, stand)

    def standard(self) -> None:
        """Everything in the room, as it was delivered."""
        for part in self.parts:
            self.put(part, "room")
        forget()

    def closing(self) -> None:
        """With the room; where its windows stood is remembered."""
        self._lightbox.closing()
        self._column.closing()
