"""How many attempts came to how many points, hands beside hands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sim.qt.palette import px, tint
from sim.qt.words import phrase

BIN, MOST = 5, 100
BINS = MOST // BIN
ROLES = {"reference": "bright", "intermediate": "violet", "novice": "orange"}
TITLES = {"reference": "competent"}
PATTERNS = {"reference": Qt.BrushStyle.SolidPattern, "intermediate": Qt.BrushStyle.BDiagPattern, "novice": Qt.BrushStyle.Dense4Pattern}
"""Hands are told apart by pattern as well as by colour."""
EDGE, FOOT = 8, 18


class Histogram(QWidget):
    """Bars of five points each; the line is the pass mark."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, list[int]] = {}
        self._mark = 0.0
        self.setMinimumHeight(110)
        self.setAccessibleName(phrase("studio.points_of"))

    def show_totals(self, operator: str, totals: Sequence[float], mark: float) -> None:
        """Of these hands, beside what the others came to."""
        counts = [0] * BINS
        for total in totals:
            counts[min(int(total // BIN), BINS - 1)] += 1
        self.counts[operator], self._mark = counts, mark
        self.update()

    def clear(self) -> None:
        """Of another case nothing is known yet."""
        self.counts = {}
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width, height = self.width() - 2 * EDGE, self.height() - px(FOOT) - EDGE
        ink = self.palette().text().color()
        painter.setPen(ink)
        for points in range(0, MOST + 1, 20):
            at = QRectF(EDGE + width * points / MOST - px(20), self.height() - px(FOOT), px(40), px(FOOT))
            if points == 0:
                at.moveLeft(EDGE)
            if points == MOST:
                at.moveRight(self.width() - EDGE)
            painter.drawText(at, Qt.AlignmentFlag.AlignCenter, str(points))
        painter.drawLine(EDGE, EDGE + height, EDGE + width, EDGE + height)
        highest = max((count for counts in self.counts.values() for count in counts), default=0)
        if not highest:
            return
        each = width / BINS / len(self.counts)
        for number, (operator, counts) in enumerate(self.counts.items()):
            for i, count in enumerate(counts):
                tall = height * count / highest
                bar = QRectF(EDGE + width * i / BINS + number * each, EDGE + height - tall, max(each - 1, 1), tall)
                painter.fillRect(bar, _brush(operator))
            line = painter.fontMetrics().lineSpacing()
            painter.setPen(ink)
            painter.setBrush(_brush(operator))
            painter.drawRect(QRectF(EDGE, EDGE + number * line + 4, line - 6, line - 6))
            painter.drawText(EDGE + line, EDGE + (number + 1) * line, TITLES.get(operator, operator))
        mark = round(EDGE + width * self._mark / MOST)
        painter.setPen(ink)
        painter.drawLine(mark, EDGE, mark, EDGE + height)


def _brush(operator: str) -> QBrush:
    return QBrush(tint(ROLES.get(operator, "ink")), PATTERNS.get(operator, Qt.BrushStyle.SolidPattern))
