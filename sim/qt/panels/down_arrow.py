"""The arrow of a box that drops down: it grows with the text, which the style's own does not."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, Qt

from sim.qt.palette import px

WIDE, FROM_EDGE = 9, 5
"""Pixels at the usual size of text, and between it and the edge of the box"""


def arrow_of(place: QRect) -> QRectF:
    """Where it lies in what the style leaves for it."""
    wide = min(px(WIDE), place.width() - 3)
    return QRectF(place.right() - FROM_EDGE - wide, place.center().y() - wide / 4, wide, wide / 2)


def paint_down(painter: QPainter, place: QRect, ink: QColor) -> None:
    area = arrow_of(place)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, max(area.width() / 6, 1.2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline([area.topLeft(), QPointF(area.center().x(), area.bottom()), area.topRight()])
