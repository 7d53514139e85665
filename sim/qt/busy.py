"""The busy cursor: over a part of the window while something slow keeps it from being up to date."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

LOOK_MS = 100


class Busy(QObject):
    """Looks again and again whether the work behind a widget is slow, and says so by its cursor."""

    def __init__(self, over: QWidget, is_slow: Callable[[], bool]) -> None:
        super().__init__(over)
        self._over, self._is_slow = over, is_slow
        self.shown = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        slow = self._is_slow()
        if slow != self.shown:
            self.shown = slow
            if slow:
                self._over.setCursor(Qt.CursorShape.BusyCursor)
            else:
                self._over.unsetCursor()

    def end(self) -> None:
        self._timer.stop()
