"""Closing the window with a needle in the patient is asked about: what becomes of the attempt is known before, not after the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox

from sim.qt.words import phrase

if TYPE_CHECKING:
    from sim.qt.windows.room import Room


class AskedToClose(QMainWindow):
    """Asks whoever closes it, by its frame or its menu; what the program closes itself is closed."""

    room: Room | None
    _told = False
    """Whether it is the program that closes it"""

    def close(self) -> bool:
        self._told = True
        return super().close()

    def quit(self) -> None:
        """As by its frame."""
        super().close()

    def stays(self, event: QCloseEvent) -> bool:
        """Whether it does not close after all."""
        needle = None if self.room is None or self.room.seen is None else self.room.seen.needle
        if self._told or needle is None or not needle.placed:
            return False
        kinds = QMessageBox.StandardButton
        stays = QMessageBox.question(self, "Tuohy", phrase("closing.needle_in"), kinds.Close | kinds.Cancel, kinds.Cancel) != kinds.Close
        event.setAccepted(not stays)
        return stays
