"""A tile in the place of a picture: what is to be had there, pictured or drawn, and named."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from sim.qt.icons import drawn
from sim.qt.palette import px, theme, tint

DRAWN, APART = 64, 12
"""Pixels: its drawing, and between that and its name"""
BAND, DIM = 40, 110
"""Pixels of the band that a name stands on over a picture; and how dark that picture is made, of 255: nobody takes it for what is so now"""
FOLDER = Path(__file__).parents[3] / "assets" / "pictures"


@cache
def _picture(name: str) -> QImage:
    """Read when it is first shown."""
    return QImage(str(FOLDER / f"{name}.jpg"))


class Tile(QToolButton):
    """A press brings it. Drawing and name stand together in its middle, which no style of Qt does with so large a button.

    picture : the name of one that it shows instead of a drawing; none if it is empty
    """

    def __init__(self, parent: QWidget, icon: str, picture: str = "") -> None:
        super().__init__(parent)
        self._icon, self._pictured = icon, picture
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
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        picture = _picture(self._pictured)
        share = min(picture.width() / area.width(), picture.height() / area.height())
        shown = QRectF(0.0, 0.0, area.width() * share, area.height() * share)
        shown.moveCenter(QRectF(picture.rect()).center())
        painter.drawImage(area, picture, shown)
        veil = tint("screen")
        veil.setAlpha(DIM)
        painter.fillRect(area, veil)
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
