"""On a picture of the inside of a patient: the signs by which contrast tells when it came, for who cannot tell its colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QPainter

from sim.qt.glass.glass_looks import SIGNS
from sim.qt.panels.body_marks import Projected
from sim.qt.panels.lettering import write

HALF, APART = 4, 8.0
"""Pixels of half a sign at the usual size of text; and of that, from one sign to any other"""
OF_TEXT, LEAST_PX = 0.6, 7
"""A sign is so much smaller than the text, so that the thinnest strand is seen beside it, and at least so many pixels high (guesses)"""


def paint_signs(
    painter: QPainter, signs: Sequence[tuple[int, NDArray[np.floating]]], grown: float, pixel: Projected, taken: Sequence[QRectF]
) -> list[QPointF]:
    """Those of layers, by their numbers, at places, (n, 3) mm each; none over what is written or over another. Where they are."""
    half, font = HALF * grown, painter.font()
    small = QFont(font)
    small.setPixelSize(max(round(OF_TEXT * QFontInfo(font).pixelSize()), LEAST_PX))
    painter.setFont(small)
    drawn: list[QPointF] = []
    for number, places in signs:
        for place in places:
            at = QPointF(*pixel(place))
            area = QRectF(at.x() - 2 * half, at.y() - 2 * half, 4 * half, 4 * half)
            near = any((at - other).manhattanLength() < APART * half for other in drawn)
            if not near and not any(area.intersects(other) for other in taken):
                write(painter, area, Qt.AlignmentFlag.AlignCenter, SIGNS[number].text, QColor(*SIGNS[number].colour))
                drawn.append(at)
    painter.setFont(font)
    return drawn
