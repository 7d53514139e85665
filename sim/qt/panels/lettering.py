"""Letters on a picture: to be read on lung and on lead, and no larger than they have room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QPainter

from sim.qt.palette import tint

APART, LEAST_LETTER = 12, 10
"""Pixels between two texts, and of the smallest letters"""
INK, EDGE = tint("screen_ink"), tint("screen")
"""The same in every theme."""


def fit(painter: QPainter, width: float, *beside: str) -> None:
    """Letters so large that these texts stand beside each other in so many pixels: what is large elsewhere would cover itself here."""
    needed = sum(max(painter.fontMetrics().horizontalAdvance(line) for line in text.split("\n")) + APART for text in beside)
    if needed > width:
        font = QFont(painter.font())
        font.setPixelSize(max(int(QFontInfo(font).pixelSize() * width / needed), LEAST_LETTER))
        painter.setFont(font)


def write(painter: QPainter, area: QRectF, where: Qt.AlignmentFlag, text: str, ink: QColor = INK) -> None:
    """Light letters with a dark edge."""
    painter.setPen(EDGE)
    for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        painter.drawText(area.translated(right, down), where, text)
    painter.setPen(ink)
    painter.drawText(area, where, text)
