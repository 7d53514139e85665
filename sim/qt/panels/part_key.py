"""What must not be met, by the colours in which glass shows it, and since when contrast lies there: one key, in the upper left corner."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from scenarios import words
from sim.qt.glass.glass_looks import SIGNS
from sim.qt.palette import tint
from sim.qt.panels.lettering import EDGE, INK, PLATE, write
from sim.qt.theatre.looks import LOOKS

KEY = ("sac", "nerves", "arteries", "veins")
"""What it names where all of it is drawn"""
RINGS = {"entry": QColor(*LOOKS["entry"].colour), "tip": INK}
"""The parts that are rings in the picture, and here"""
LEFT, SIGN, PAD, KEY_FROM = 10, 10, 5, 300
"""Pixels; the key's signs, the plate round it and a picture with room for a key at the usual size of letters"""
BEHIND = 0.7
"""Half of a light square behind the sign of a layer: the last is as dark as the plate, the first as light as paper"""
BESIDE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def paint_key(painter: QPainter, parts: Sequence[str], wide: int, grown: float, layers: Sequence[tuple[int, str]] = ()) -> QRectF:
    """Of these, on a picture so wide, in the painter's letters, which have so many times their usual size. What it covers.

    ``layers`` : the sign of each layer of contrast, by its number, and its words; they stand under the parts, in a narrow picture alone
    """
    sign, metrics = round(SIGN * grown), painter.fontMetrics()
    shown = parts if wide >= KEY_FROM * grown else ()
    high, indent = metrics.height() + 2, 6 + sign
    said = [words.film(f"key_{part}") for part in shown] + ([words.film("layers"), *(when for _, when in layers)] if layers else [])
    lefts = [LEFT if row == len(shown) else LEFT + indent for row in range(len(said))]
    across = max((left - LEFT + metrics.horizontalAdvance(name) for left, name in zip(lefts, said, strict=True)), default=0)
    if said:
        painter.fillRect(QRectF(LEFT, LEFT, across, high * len(said)).adjusted(-PAD, -PAD, PAD, PAD), PLATE)
    for row, (left, name) in enumerate(zip(lefts, said, strict=True)):
        middle = LEFT + high * (row + 0.5)
        if row < len(shown):
            box = QRectF(LEFT, middle - sign / 2, sign, sign)
            if shown[row] in RINGS:
                for ink, thick in ((EDGE, 0.45), (RINGS[shown[row]], 0.2)):
                    painter.setPen(QPen(ink, thick * sign))
                    painter.drawEllipse(box.adjusted(0.1 * sign, 0.1 * sign, -0.1 * sign, -0.1 * sign))
            else:
                painter.fillRect(box.adjusted(-1, -1, 1, 1), EDGE)
                painter.fillRect(box, QColor(*LOOKS[shown[row]].colour))
        elif row > len(shown):
            mark = SIGNS[layers[row - len(shown) - 1][0]]
            half = BEHIND * sign
            painter.fillRect(QRectF(LEFT + sign / 2 - half, middle - half, 2 * half, 2 * half), tint("screen_muted"))
            write(painter, QRectF(LEFT - 1, middle - high / 2, 2 * sign, high), BESIDE, mark.text, QColor(*mark.colour))
        write(painter, QRectF(left, middle - high / 2, wide - left, high), BESIDE, name)
    return QRectF(LEFT, LEFT, across, high * len(said))
