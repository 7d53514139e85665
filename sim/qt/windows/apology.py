"""Saying what went wrong."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QMessageBox, QWidget

from sim.qt.job import Fault


def say(window: QWidget, fault: Fault) -> None:
    """In a box before the window; what broke inside goes to standard error too."""
    if not fault.trace:
        QMessageBox.warning(window, "Tuohy", fault.words)
        return
    print(fault.trace, file=sys.stderr)
    box = QMessageBox(QMessageBox.Icon.Critical, "Tuohy", fault.words, QMessageBox.StandardButton.Ok, window)
    box.setDetailedText(fault.trace)
    box.exec()
