"""What must not be met, by the colours in which glass shows it: a key in a picture's upper left corner."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from scenarios import words
from sim.qt.panels.lettering import EDGE, write
from sim.qt.theatre.looks import LOOKS

KEY = ("sac", "nerves", "arteries", "veins")
"""What it names where all of it is drawn"""
LEFT, SIGN, KEY_FROM = 10, 10, 300
"""Pixels; the key's signs and a picture with room for a key at the usual size of letters"""


def paint_key(painter: QPainter, parts: Sequence[str], wide: int, grown: float) -> QRectF:
    """Of these, on a picture so wide, in the painter's letters, which have so many times their usual size. What it covers."""
    if wide < KEY_FROM * grown:
        return QRectF()
    sign, metrics = round(SIGN * grown), painter.fontMetrics()
    high, across = metrics.height() + 2, 0
    for row, part in enumerate(parts):
        middle, name = LEFT + high * (row + 0.5), words.film(f"key_{part}")
        box = QRectF(LEFT, middle - sign / 2, sign, sign)
        painter.fillRect(box.adjusted(-1, -1, 1, 1), EDGE)
        painter.fillRect(box, QColor(*LOOKS[part].colour))
        place = QRectF(LEFT + 6 + sign, middle - high / 2, wide / 2, high)
        write(painter, place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        across = max(across, metrics.horizontalAdvance(name))
    return QRectF(LEFT, LEFT, 6 + sign + across, high * len(parts))
