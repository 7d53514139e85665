"""A tile in the place of what stands elsewhere: drawn, and named."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from sim.qt.icons import drawn
from sim.qt.palette import theme

DRAWN, APART = 64, 12
"""Pixels: its drawing, and between that and its name"""


def framed_painter(button: QToolButton) -> QStylePainter:
    """On a button whose frame is drawn, and whose words are left to who draws them in their own place. To be ended."""
    frame = QStyleOptionToolButton()
    button.initStyleOption(frame)
    frame.text = ""
    painter = QStylePainter(button)
    painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, frame)
    return painter


class Tile(QToolButton):
    """A press brings it. Drawing and name stand together in its middle, which no style of Qt does with so large a button."""

    def __init__(self, parent: QWidget, icon: str) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setObjectName("tile")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = framed_painter(self)
        ink = theme().screen_ink
        middle = QRectF(self.rect()).center()
        picture = drawn(self._icon, ink, DRAWN, self.devicePixelRatio())
        painter.drawPixmap(middle - QPointF(DRAWN / 2, DRAWN), picture)
        painter.setPen(ink)
        words = QRectF(0.0, middle.y() + APART, self.width(), self.height() / 2 - APART)
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self.text())
        painter.end()
