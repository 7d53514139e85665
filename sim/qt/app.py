"""Opening the windows; without a display, playing the default case to a report instead."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sim.command_line.entry import run

if TYPE_CHECKING:  # Qt is loaded only where there is a display: its libraries may be absent elsewhere
    from PySide6.QtWidgets import QApplication

DEFAULT_SCRIPT = "interlaminar_l4_l5_competent"
STYLE = Path(__file__).parents[2] / "assets" / "styles" / "dark.qss"
LAST_WORDS_S = 3.0
"""So long a thread that still works may take to notice that nobody listens."""
REPORT = Path("out") / "default_case.html"
PICTURES = Path("out") / "default_case"


def has_display() -> bool:
    """Whether a window can be opened."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_windows() -> int:
    """Run the program; returns its exit code."""
    if not has_display():
        print("There is no display here, so the windows stay shut; the default case is played to a report instead.")
        return run(["replay", DEFAULT_SCRIPT, "--report", str(REPORT), "--images", str(PICTURES)])
    from PySide6.QtWidgets import QApplication

    from sim.qt.job import abandon_all
    from sim.qt.windows.main_window import MainWindow

    application = QApplication(sys.argv)
    application.setApplicationName("Tuohy")
    dress(application)
    window = MainWindow()
    window.show()
    code = application.exec()
    abandon_all(LAST_WORDS_S)
    return code


def dress(application: QApplication) -> None:
    """A dark room round the X-ray."""
    from sim.qt.palette import dark

    application.setStyle("Fusion")
    application.setPalette(dark())
    application.setStyleSheet(STYLE.read_text(encoding="utf-8"))
