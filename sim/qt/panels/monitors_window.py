"""The X-ray monitors in a window of their own: on a second screen they fill it, as on a wall; else they stand where they are put."""

from __future__ import annotations

import json
from contextlib import suppress

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from meshes.writing import write_whole
from scenarios.files import InputError
from sim.qt.words import phrase
from sim.session.home import home

FILE = "monitors.json"
AT_FIRST = (1000, 520)
"""Pixels across and down, where nobody has put it anywhere yet"""


class MonitorsWindow(QWidget):
    """Holds them side by side while it is open; who lent them takes them back when it goes."""

    gone = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("room")
        self.setWindowTitle(phrase("monitors_window.title"))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)

    def open_with(self, *monitors: QWidget) -> None:
        """Where it stood last; full screen on a second screen."""
        for monitor in monitors:
            self.row.addWidget(monitor, 1)
            monitor.show()
        parent = self.parentWidget()
        assert parent is not None
        other = _other_than(parent.screen())
        if other is not None:
            self.setGeometry(other.geometry())
            self.showFullScreen()
        else:
            kept = _kept().get("place")
            if not (isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
                self.resize(*AT_FIRST)
            self.show()
        self.remember(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.remember(False)
        super().closeEvent(event)
        self.gone.emit()

    def remember(self, is_open: bool) -> None:
        """What cannot be kept is forgotten with the window. A second screen may be gone the next time: what fills it is no place."""
        place = _kept().get("place") if self.isFullScreen() else bytes(self.saveGeometry().toBase64().data()).decode()
        with suppress(OSError, InputError):
            write_whole(home() / FILE, json.dumps({"open": is_open, "place": place}, indent=1) + "\n")


def was_open() -> bool:
    """Whether the monitors stood in their own window when a room was left last."""
    return _kept().get("open") is True


def _kept() -> dict[str, object]:
    """What a file of habits says; nothing where it is not there, shut or damaged."""
    try:
        found = json.loads((home() / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):  # InputError is a ValueError
        return {}
    return found if isinstance(found, dict) else {}


def _other_than(screen: QScreen) -> QScreen | None:
    return next((one for one in QGuiApplication.screens() if one is not screen), None)
