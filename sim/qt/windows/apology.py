"""Saying what went wrong."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from sim.qt.job import Fault


def stopped(fault: Fault, path: Path | None) -> Fault:
    """An attempt that failed inside, with where what was done is kept, if it is."""
    kept = path is not None and path.is_file() and path.stat().st_size > 0
    end = f"What was done is kept in {path}." if kept else "Nothing of it could be kept."
    return Fault(f"The attempt had to stop. {fault.words} {end}", fault.trace)


def say(window: QWidget, fault: Fault) -> None:
    """In a box before the window; what broke inside goes to standard error too."""
    if not fault.trace:
        QMessageBox.warning(window, "Tuohy", fault.words)
        return
    print(fault.trace, file=sys.stderr)
    box = QMessageBox(QMessageBox.Icon.Critical, "Tuohy", fault.words, QMessageBox.StandardButton.Ok, window)
    box.setDetailedText(fault.trace)
    box.exec()
