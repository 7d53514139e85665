"""Where keys are the hands', a control gives the focus back once it has its answer; in a form one goes on from where one is."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

DONE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
HANDS_AT_WORK = "hands_at_work"
"""Property of the place where keys are the hands'"""


def is_at_hands(widget: QWidget) -> bool:
    """Whether it stands where keys are the hands'."""
    around: QWidget | None = widget
    while around is not None and not around.property(HANDS_AT_WORK):
        around = around.parentWidget()
    return around is not None


def focus_back(widget: QWidget) -> None:
    """The focus to the hands, once this event is over; in a form one goes on from where one is."""
    if is_at_hands(widget):
        QTimer.singleShot(0, widget, widget.clearFocus)
