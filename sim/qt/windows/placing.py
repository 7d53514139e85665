"""Where the main window stands on the screen at its start."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

LARGEST, SMALL, FRAME = (2200, 1300), (1500, 860), (8, 40)
"""Pixels across and down: the window at its start, a screen that it fills, and what a window manager draws round it."""


def fit(window: QMainWindow) -> None:
    """Inside the screen, whatever its size and scaling; a small one is filled."""
    room = window.screen().availableGeometry()
    width, height = min(room.width() - FRAME[0], LARGEST[0]), min(room.height() - FRAME[1], LARGEST[1])
    window.resize(width, height)
    window.move(room.x() + (room.width() - width - FRAME[0]) // 2, room.y() + (room.height() - height - FRAME[1]) // 2)
    if room.width() < SMALL[0] or room.height() < SMALL[1]:
        window.setWindowState(Qt.WindowState.WindowMaximized)
