"""A tile in the place of a picture: what is to be had there, pictured or drawn, and named."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from sim.qt.icons import drawn
from sim.qt.palette import px, theme, tint
from sim.qt.panels.shipped_picture import paint_shipped

DRAWN, APART = 64, 12
"""Pixels: its drawing, and between that and its name"""
BAND, DIM = 40, 110
"""Pixels of the band that a name stands on over a picture; and how dark that picture is made, of 255"""


class Tile(QToolButton):
    """A press brings it. Drawing and name stand together in its middle, which no style of Qt does with so large a button.

    picture : the name of one that it shows instead of a drawing; none if it is empty
    mirrored : whether it shows that the other way round
    """

    def __init__(self, parent: QWidget, icon: str, picture: str = "", mirrored: bool = False) -> None:
        super().__init__(parent)
        self._icon, self._pictured, self._mirrored = icon, picture, mirrored
        self.setObjectName("tile")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        frame = QStyleOptionToolButton()
        self.initStyleOption(frame)
        frame.text = ""
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, frame)
        self._paint_picture(painter) if self._pictured else self._paint_drawing(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        """As much of it as the tile is wide and high, with its name below."""
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        paint_shipped(painter, area, self._pictured, DIM, self._mirrored)
        band = QRectF(area.x(), area.bottom() - px(BAND), area.width(), px(BAND))
        painter.fillRect(band, tint("scene"))
        painter.setPen(tint("screen_ink"))
        painter.drawText(band, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.text())

    def _paint_drawing(self, painter: QPainter) -> None:
        ink = theme().screen_ink
        middle = QRectF(self.rect()).center()
        picture = drawn(self._icon, ink, DRAWN, self.devicePixelRatio())
        painter.drawPixmap(middle - QPointF(DRAWN / 2, DRAWN), picture)
        painter.setPen(ink)
        words = QRectF(0.0, middle.y() + APART, self.width(), self.height() / 2 - APART)
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self.text())
