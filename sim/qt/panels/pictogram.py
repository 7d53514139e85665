"""An icon beside words, in the muted ink of the theme that is worn now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sim.qt.grown import grow
from sim.qt.icons import drawn
from sim.qt.palette import theme


class Pictogram(QWidget):
    """``side``: pixels at the usual size of text. The words beside it say the same."""

    def __init__(self, name: str, side: int) -> None:
        super().__init__()
        self._name = name
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        grow(self, width=side, height=side)

    def draw(self, name: str) -> None:
        """Another one from now on."""
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, drawn(self._name, theme().muted, min(self.width(), self.height()), self.devicePixelRatioF()))
        painter.end()
