"""Widths and heights that are given in pixels at the usual size of text, and grow with the text, also while they are shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from sim.qt.palette import px

SETTERS: dict[str, Callable[[QWidget, int], None]] = {
    "width": QWidget.setFixedWidth,
    "height": QWidget.setFixedHeight,
    "least_width": QWidget.setMinimumWidth,
    "most_width": QWidget.setMaximumWidth,
    "least_height": QWidget.setMinimumHeight,
    "most_height": QWidget.setMaximumHeight,
}
MARK = "at_usual_size_"
LINE = 18
"""Pixels of a line of text."""


def grow(widget: QWidget, **pixels: int) -> None:
    """Hold these of SETTERS, and again whenever another size of text is chosen."""
    for name, length in pixels.items():
        widget.setProperty(MARK + name, length)
        SETTERS[name](widget, px(length))


def regrow(application: QApplication) -> None:
    """After another size of text was chosen."""
    for widget in application.allWidgets():
        for name, setter in SETTERS.items():
            length = widget.property(MARK + name)
            if length is not None:
                setter(widget, px(int(length)))
