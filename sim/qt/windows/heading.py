"""Over the pages of the room: their tabs, and the guide beside them; under them where large text leaves the hint no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from sim.qt.palette import px

USUAL, MANY_PX = 100, 150


class Heading(QWidget):
    """Lays out."""

    def __init__(self, tabs: QWidget, guide: QWidget) -> None:
        super().__init__()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(8, 0, 0, 0)
        self._line.addWidget(tabs)
        self._line.addWidget(guide, 1)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._turn()

    def _turn(self) -> None:
        many = px(USUAL) >= MANY_PX
        self._line.setDirection(QBoxLayout.Direction.TopToBottom if many else QBoxLayout.Direction.LeftToRight)
