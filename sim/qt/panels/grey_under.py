"""How bright a picture is where something is to be written on it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage

from sim.qt.panels.grey_window import Greys
from sim.qt.panels.picture_place import PicturePlace

PARTS = 3
"""Across and down: words that lie half on white are not read there"""


def grey_under(place: PicturePlace, image: QImage, greys: Greys, rect: QRectF) -> float:
    """The mean grey, 0 to 255, of the brightest part of what lies under a place of the widget; black beside the picture."""
    found = place.in_picture(rect)
    across = image.width()
    part = QRect(
        round(found.x() * across), round(found.y() * across), max(round(found.width() * across), 1), max(round(found.height() * across), 1)
    )
    mean = greys.applied(image.copy(part)).scaled(
        PARTS, PARTS, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    return max(mean.pixelColor(x, y).lightness() for x in range(PARTS) for y in range(PARTS))
