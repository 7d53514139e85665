"""Letters at the edges of a slice: what lies to its left, right, top and bottom."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from sim.qt.palette import px
from sim.qt.panels.lettering import LEAST_LETTER, write

SIDE_LETTER, SIDE_MOST, LETTER_ROOM = 16, 1 / 10, 1.6
"""Pixels at the usual size of text of a letter that names a side, of a picture at most, and its place by its size: no line crosses it"""


def side_px(area: QRectF) -> int:
    """Pixels of such a letter on a picture that lies there."""
    return max(min(px(SIDE_LETTER), int(area.width() * SIDE_MOST)), LEAST_LETTER)


def beside_letter(area: QRectF) -> float:
    """Pixels of a picture's width on either side of the letter above, and of that below."""
    return area.width() / 2 - LETTER_ROOM * side_px(area) / 2


def side_places(area: QRectF, sides: tuple[str, str, str, str]) -> dict[str, QRectF]:
    """The place of each letter."""
    inner, room = area.adjusted(4, 4, -4, -4), LETTER_ROOM * side_px(area)
    half, middle = room / 2, inner.center()
    at = (
        QPointF(inner.left() + half, middle.y()), QPointF(inner.right() - half, middle.y()),
        QPointF(middle.x(), inner.top() + half), QPointF(middle.x(), inner.bottom() - half),
    )  # fmt: skip
    places = zip(sides, at, strict=True)
    return {letter: QRectF(one.x() - half, one.y() - half, room, room) for letter, one in places if letter}


def paint_sides(painter: QPainter, area: QRectF, sides: tuple[str, str, str, str]) -> None:
    painter.save()
    font = QFont(painter.font().family(), weight=QFont.Weight.Bold)
    font.setPixelSize(side_px(area))
    painter.setFont(font)
    for letter, place in side_places(area, sides).items():
        write(painter, place, Qt.AlignmentFlag.AlignCenter, letter)
    painter.restore()
