"""How many attempts came to how many points, hands beside hands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

BIN, MOST = 5, 100
BINS = MOST // BIN
COLOURS = {"reference": "#58c7e8", "intermediate": "#e8c558", "novice": "#e88a58"}
TITLES = {"reference": "competent"}
EDGE, FOOT = 8, 18


class Histogram(QWidget):
    """Bars of five points each; the line is the pass mark."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, list[int]] = {}
        self._mark = 0.0
        self.setMinimumHeight(110)
        self.setAccessibleName("Points of these attempts")

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
        width, height = self.width() - 2 * EDGE, self.height() - FOOT - EDGE
        ink = self.palette().text().color()
        painter.setPen(ink)
        for points in range(0, MOST + 1, 20):
            at = QRectF(EDGE + width * points / MOST - 20, self.height() - FOOT, 40, FOOT)
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
                painter.fillRect(bar, QColor(COLOURS.get(operator, "#d6dde3")))
            painter.setPen(QColor(COLOURS.get(operator, "#d6dde3")))
            painter.drawText(EDGE, EDGE + (number + 1) * painter.fontMetrics().lineSpacing(), TITLES.get(operator, operator))
        mark = round(EDGE + width * self._mark / MOST)
        painter.setPen(ink)
        painter.drawLine(mark, EDGE, mark, EDGE + height)
