"""The force on the hub, as a bar for now and as a line over the last way: what the hand has felt, and nothing that it has not."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF

from sim.qt.palette import px, tint
from sim.qt.panels.card import Gauge

SPAN_MM, STEP_MM = 20.0, 0.1
"""So much of the way is shown, and so far apart it is written down (guesses)."""
APART = 10
"""Pixels between the line and the words beside it"""


class ForceTrace(Gauge):
    """A gauge with a line between its title and its figure: force upwards, depth to the right, the tip at the right end."""

    def __init__(self, title: str, unit: str, full: float, warm: float) -> None:
        super().__init__(title, unit, full, warm)
        self.way: list[tuple[float, float]] = []
        """(mm deep, force), of where the tip has been on its way to where it is"""

    def follow(self, depth_mm: float | None, force: float) -> None:
        """The tip stands so deep; None: no needle is in. What is drawn back over is forgotten: pushed again it is felt again."""
        if depth_mm is None:
            changed, self.way = bool(self.way), []
        else:
            kept = [(mm, n) for mm, n in self.way if depth_mm - SPAN_MM <= mm <= depth_mm - STEP_MM]
            changed = not self.way or self.way[-1] != (depth_mm, force)
            self.way = [*kept, (depth_mm, force)]
        if changed:
            self.update()

    def line(self) -> QPolygonF:
        """The way as it is drawn, in the widget's pixels."""
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(self.title) + APART
        right = self.width() - metrics.horizontalAdvance(f"{self.full:.0f} {self.unit}") - APART
        area = QRectF(left, 2, max(right - left, 1), px(16) - 3)
        deepest = self.way[-1][0] if self.way else 0.0
        return QPolygonF(
            [
                QPointF(area.right() - (deepest - mm) / SPAN_MM * area.width(), area.bottom() - min(n / self.full, 1.0) * area.height())
                for mm, n in self.way
            ]
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if len(self.way) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint("accent"), 1.5))
        painter.drawPolyline(self.line())
        painter.end()
