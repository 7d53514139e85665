"""Whether the window has been awake: what waited while it was not was meant for another picture."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 50
LATE_S = 0.3
"""Beats so far apart are a window that stood still; nobody steers by what it showed."""


class Pulse(QObject):
    """Beats while the window's thread is free. An input that finds the last beat long ago has waited through a standstill."""

    def __init__(self, parent: QObject) -> None:
        """The parent takes it along when it goes: a timer must end in the thread that it began in."""
        super().__init__(parent)
        self._last_s = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        self._last_s = time.monotonic()

    def stood_still(self) -> bool:
        """Asked by an input that has just come."""
        return time.monotonic() - self._last_s > LATE_S
