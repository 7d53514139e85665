"""Widths and heights that are given in pixels at the usual size of text, and grow with the text, also while they are shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
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
MARK, BOUND = "at_usual_size_", "grows_to"
LINE = 18
"""Pixels of a line of text."""
USUAL, LARGE_PX = 100, 146
"""Where a length of USUAL pixels has grown to so much, parts no longer stand beside one another: a column grows no more with its text"""


def is_large() -> bool:
    """Whether the text is so large now that what lay side by side goes into lines of its own."""
    return px(USUAL) >= LARGE_PX


def wears_anew(event: QEvent) -> bool:
    """Whether a change of a widget is one of its letters: another size of text, another theme. What hangs on them is laid out anew."""
    return event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange)


def grow(widget: QWidget, up_to: int | None = None, **pixels: int) -> None:
    """Hold these of SETTERS, and again whenever another size of text is chosen.

    up_to : none of them becomes longer, in pixels: beside a picture large text wraps
    """
    widget.setProperty(BOUND, up_to)
    for name, length in pixels.items():
        widget.setProperty(MARK + name, length)
        SETTERS[name](widget, _grown(widget, length))


def _grown(widget: QWidget, length: int) -> int:
    up_to = widget.property(BOUND)
    return px(length) if up_to is None else min(px(length), int(up_to))


def regrow(application: QApplication) -> None:
    """After another size of text was chosen."""
    for widget in application.allWidgets():
        for name, setter in SETTERS.items():
            length = widget.property(MARK + name)
            if length is not None:
                setter(widget, _grown(widget, int(length)))
