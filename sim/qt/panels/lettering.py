"""Letters on a picture: to be read on lung and on lead, and no larger than they have room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QPainter

from sim.qt.palette import px, tint

APART, LEAST_LETTER = 12, 10
"""Pixels between two texts, and of the smallest letters"""
OF_PICTURE, MOST_OF_PICTURE, USUAL = 1 / 56, 1 / 24, 100
"""Letters are at least so high a share of a large picture, which is read from the table, and where text is large at most such a share of
a small one."""
RULE_TEXT_PX, PAD_PX = 10, 3
"""From a scale up to its words; of a plate beside its letters"""
END_PX, RULE_EDGE_PX = 6, 1.5
"""Of the marks at the ends of a scale, and of its dark edge"""
EDGES_PX = (8, 5, -8, -5)
"""From the edges of a picture to what is written in its corners"""
INK, EDGE = tint("screen_ink"), tint("screen")
PLATE = QColor(EDGE.red(), EDGE.green(), EDGE.blue(), 170)
"""The same in every theme."""


def inside(area: QRectF) -> QRectF:
    """Of a picture: where it is written on."""
    return area.adjusted(*EDGES_PX)


def grown(painter: QPainter, side: float) -> None:
    """Letters as large as the text is elsewhere, or as a picture of so many pixels asks for; large text covers no more of it than that."""
    font = QFont(painter.font())
    worn = QFontInfo(font).pixelSize()
    usual = worn * USUAL / px(USUAL)
    font.setPixelSize(round(max(min(worn, max(side * MOST_OF_PICTURE, usual)), side * OF_PICTURE)))
    painter.setFont(font)


def fit(painter: QPainter, width: float, *beside: str) -> bool:
    """Letters so large that these texts stand beside each other in so many pixels: what is large elsewhere would cover itself here.
    Whether they do so: not where they would have to be too small."""
    wanted = _needed(painter, beside)
    if wanted > width:
        font = QFont(painter.font())
        font.setPixelSize(max(int(QFontInfo(font).pixelSize() * width / wanted), LEAST_LETTER))
        painter.setFont(font)
    return are_beside(painter, width, *beside)


def are_beside(painter: QPainter, width: float, *texts: str) -> bool:
    """Whether these stand beside each other in so many pixels, in the letters that are set."""
    return _needed(painter, texts) <= width


def _needed(painter: QPainter, texts: tuple[str, ...]) -> int:
    return sum(max(painter.fontMetrics().horizontalAdvance(line) for line in text.split("\n")) + APART for text in texts)


def write(painter: QPainter, area: QRectF, where: Qt.AlignmentFlag, text: str, ink: QColor = INK) -> None:
    """Light letters with a dark edge all round, as wide as they are large."""
    painter.setPen(EDGE)
    wide = max(QFontInfo(painter.font()).pixelSize() / 12, 1.0)
    for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (0.7, -0.7), (-0.7, 0.7), (-0.7, -0.7)):
        painter.drawText(area.translated(right * wide, down * wide), where, text)
    painter.setPen(ink)
    painter.drawText(area, where, text)


def rule(painter: QPainter, inner: QRectF, long: float, words: str, plated: bool = True) -> None:
    """A scale so many pixels long, its ends marked, with a dark edge all round, and how long that is: in the lower right corner, on a plate
    or bare. Without one both are lost on fat, which is as light as they are."""
    bar = QRectF(inner.right() - long, inner.bottom() - 3, long, 2)
    ends = [QRectF(x, bar.bottom() - END_PX, 2, END_PX) for x in (bar.left(), bar.right() - 2)]
    above = inner.adjusted(0, 0, 0, -RULE_TEXT_PX)
    where = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight
    if plated:
        plate = plate_of(painter, above, where, words)
        painter.fillRect(plate.united(bar.adjusted(-PAD_PX, -END_PX, PAD_PX, PAD_PX)), PLATE)
    for part in (bar, *ends):
        painter.fillRect(part.adjusted(-RULE_EDGE_PX, -RULE_EDGE_PX, RULE_EDGE_PX, RULE_EDGE_PX), EDGE)
    for part in (bar, *ends):
        painter.fillRect(part, INK)
    write(painter, above, where, words)


def lie_under(painter: QPainter, area: QRectF, where: Qt.AlignmentFlag, text: str) -> None:
    """A plate: letters that are as light as what lies under them are lost, edge or not."""
    painter.fillRect(plate_of(painter, area, where, text), PLATE)


def plate_of(painter: QPainter, area: QRectF, where: Qt.AlignmentFlag, text: str) -> QRectF:
    """Where the plate of a text lies."""
    return painter.boundingRect(area, where, text).adjusted(-PAD_PX, 0.0, PAD_PX, 0.0)
