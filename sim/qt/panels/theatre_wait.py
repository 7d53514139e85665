"""The view of the room while the room itself is still made, or cannot be: its picture, darkened, and over it what is waited for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QPainter

from sim.qt.palette import px, tint
from sim.qt.panels.lettering import LEAST_LETTER, fit
from sim.qt.panels.shipped_picture import paint_shipped

STILL, VEIL, DARK, PLATE, EMPTY = "theatre_still", 96, 150, 200, 90
"""The picture; how dark it is made, also where the room has changed since, and how dense are the plate that words stand on and the part
of the bar still to come, of 255"""
MOST, PAD_MOST = 0.4, 0.05
"""Of a picture: how much of its height words take, which are smaller otherwise, and of its width a margin"""
WIDEST, PAD, BAR, ROUND = 340.0, 14.0, 6.0, 6.0
"""Pixels of the plate: at most so wide, its margin, its bar's height and its corners"""


def paint_sample(painter: QPainter, area: QRectF, said: str, mirrored: bool) -> None:
    """The small one: as it is, and over its upper edge that it is no more than a picture."""
    paint_shipped(painter, area, STILL, 0, mirrored)
    font, pad = QFont(painter.font()), 4.0
    fit(painter, area.width() - 2 * pad, said)
    high = QFontMetricsF(painter.font()).height() + 2 * pad
    ground = tint("scene")
    ground.setAlpha(PLATE)
    plate = QRectF(area.x(), area.y(), area.width(), high)
    painter.fillRect(plate, ground)
    painter.setPen(tint("screen_ink"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, said)
    painter.setFont(font)


def paint_wait(painter: QPainter, area: QRectF, said: str, done: float | None, mirrored: bool) -> None:
    """``done``: the share of the work, 0 to 1; None where nothing goes on. ``mirrored``: for who stands at the patient's left."""
    paint_shipped(painter, area, STILL, VEIL, mirrored)
    _paint_plate(painter, area, said, done)


def paint_unseen(painter: QPainter, area: QRectF, said: str, done: float | None, mirrored: bool) -> None:
    """The small one once the room holds what no picture of another has: that is hardly seen, and how the room is, or how far it is made."""
    paint_shipped(painter, area, STILL, DARK, mirrored)
    _paint_plate(painter, area, said, done)


def _lines(painter: QPainter, wide: float, flags: int, said: str) -> QRectF:
    """What words need in lines so wide."""
    return QFontMetricsF(painter.font()).boundingRect(QRectF(0.0, 0.0, wide, 0.0), flags, said)


def _paint_plate(painter: QPainter, area: QRectF, said: str, done: float | None) -> None:
    pad, bar = min(px(PAD), area.width() * PAD_MOST), 0 if done is None else px(BAR)
    wide = min(px(WIDEST), area.width() - 2 * pad)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
    font = QFont(painter.font())
    words = _lines(painter, wide - 2 * pad, int(flags), said)
    while words.height() > MOST * area.height() or words.width() > wide - 2 * pad:
        size = QFontInfo(painter.font()).pixelSize() - 1
        if size < LEAST_LETTER:
            break
        smaller = QFont(font)
        smaller.setPixelSize(size)
        painter.setFont(smaller)
        words = _lines(painter, wide - 2 * pad, int(flags), said)
    plate = QRectF(0, 0, wide, words.height() + 2 * pad + (bar + pad if bar else 0))
    plate.moveCenter(area.center())
    ground = tint("scene")
    ground.setAlpha(PLATE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(plate, px(ROUND), px(ROUND))
    inner = plate.adjusted(pad, pad, -pad, -pad)
    painter.setPen(tint("screen_ink"))
    painter.drawText(inner, int(flags), said)
    painter.setFont(font)
    if done is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    track = QRectF(inner.left(), inner.bottom() - bar, inner.width(), bar)
    empty = tint("screen_muted")
    empty.setAlpha(EMPTY)
    for colour, share in ((empty, 1.0), (tint("screen_bright"), done)):
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(track.left(), track.top(), max(track.width() * share, bar), bar), bar / 2, bar / 2)
