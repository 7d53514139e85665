"""Saying what went wrong."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from sim.qt.job import Fault
from sim.qt.words import phrase


def stopped(fault: Fault, path: Path | None) -> Fault:
    """An attempt that failed inside, with where what was done is kept, if it is."""
    kept = path is not None and path.is_file() and path.stat().st_size > 0
    end = phrase("apology.kept_in", path=path) if kept else phrase("apology.not_kept")
    return Fault(phrase("apology.stopped", why=fault.words, end=end), fault.trace)


def say(window: QWidget, fault: Fault) -> None:
    """In a box before the window; what broke inside goes to standard error too."""
    if not fault.trace:
        QMessageBox.warning(window, "Tuohy", fault.words)
        return
    fault.trace_out()
    box = QMessageBox(QMessageBox.Icon.Critical, "Tuohy", fault.words, QMessageBox.StandardButton.Ok, window)
    box.setDetailedText(fault.trace)
    box.exec()
