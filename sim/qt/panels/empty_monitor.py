"""What stands on a monitor before its first picture: keys as their caps, and beside each what it does, as large as the picture will be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QPainter, QPen

from sim.qt.palette import tint
from sim.qt.panels.lettering import LEAST_LETTER, inside
from sim.qt.panels.picture_letters import write_in_the_middle

BETWEEN = "\t"
"""In a line, between the key's name and what it does; a text without it is words alone"""
OF_PICTURE = 1 / 32
"""Letters are as high a share of the picture: they are read from a metre away"""
PAD, APART, MOST = 0.45, 1.0, 0.46
"""Of a letter's height: round a cap's letters, and from cap to words. And of the width, what the caps take at most"""
WORDS, INK, EDGE = map(tint, ("screen_muted", "screen_ink", "screen_muted"))
"""The same in every theme"""


def paint_empty(painter: QPainter, area: QRectF, text: str) -> None:
    """A row for each line of the text; in a small picture the first alone, which brings the first image. Words alone are told whole."""
    painter.setPen(WORDS)
    if BETWEEN not in text:
        write_in_the_middle(painter, area, text)
        return
    rows = [tuple(line.split(BETWEEN)) for line in text.split("\n")]
    if not any(_paint_rows(painter, area, some) for some in (rows, rows[:1])):
        painter.setPen(WORDS)
        write_in_the_middle(painter, area, "\n".join(rows[0]))


def _paint_rows(painter: QPainter, area: QRectF, rows: Sequence[tuple[str, ...]]) -> bool:
    """In the largest letters that have room; whether any have. Leaves the painter its font."""
    painter.save()
    largest = max(QFontInfo(painter.font()).pixelSize(), round(area.width() * OF_PICTURE))
    tried = ((size, _places(painter, inside(area), rows, size)) for size in range(largest, LEAST_LETTER - 1, -1))
    size, places = next(((size, places) for size, places in tried if places), (0, []))
    for (key, does), (cap, words) in zip(rows, places, strict=False):
        _paint_row(painter, key, cap, does, words, size)
    painter.restore()
    return bool(places)


def _places(painter: QPainter, inner: QRectF, rows: Sequence[tuple[str, ...]], size: int) -> list[tuple[QRectF, QRectF]]:
    """A cap's and its words' in each row, the whole in the middle; none where letters of this size, which are set, have no room."""
    font = QFont(painter.font())
    font.setPixelSize(size)
    painter.setFont(font)
    metrics, pad = painter.fontMetrics(), PAD * size
    caps = max(metrics.horizontalAdvance(key) for key, _ in rows) + 2 * pad
    left = inner.width() - caps - APART * size
    if caps > MOST * inner.width() or left < max(metrics.horizontalAdvance(word) for _, does in rows for word in does.split()):
        return []
    room = QRectF(0, 0, left, inner.height())
    said = [painter.boundingRect(room, int(Qt.TextFlag.TextWordWrap), does) for _, does in rows]
    highs = [max(one.height(), metrics.height()) + 2 * pad for one in said]
    if sum(highs) > inner.height():
        return []
    x = inner.center().x() - (caps + APART * size + max(one.width() for one in said)) / 2
    y, found = inner.center().y() - sum(highs) / 2, []
    for high in highs:
        cap = QRectF(x, y + high / 2 - metrics.height() / 2 - pad / 2, caps, metrics.height() + pad)
        found.append((cap, QRectF(x + caps + APART * size, y, left, high)))
        y += high
    return found


def _paint_row(painter: QPainter, key: str, cap: QRectF, does: str, words: QRectF, size: int) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(EDGE, max(size / 14, 1.0)))
    painter.drawRoundedRect(cap, size / 4, size / 4)
    painter.setPen(INK)
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
    painter.setPen(WORDS)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap), does)
