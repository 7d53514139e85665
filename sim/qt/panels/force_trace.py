"""The force on the hub, as a bar for now and as a line over the last way: what the hand has felt, and nothing that it has not.

A hand that is still pushes with nothing: the bar falls, and what was last felt stays as a mark and as a figure that says so.
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF

from sim.qt.felt_way import SPAN_MM, Felt, FeltWay
from sim.qt.grown import is_large
from sim.qt.palette import px, tint
from sim.qt.panels.card import BAR, Gauge
from sim.qt.words import phrase

MOST = 999
"""No figure is wider"""
APART = 10
"""Pixels between the line and the words beside it"""
LEAST_LINE = 10
"""Pixels: what is shorter is a tick that says nothing"""
TALL, GRID_MM, NAMED_MM = 18, 5, 10
"""Where so many pixels are left under the bar the line stands there, over a grid of so many mm, every other of it with its figure"""


class ForceTrace(Gauge):
    """A gauge with a line under its bar, or between title and figure where it is low: force upwards, the tip at the right end."""

    def __init__(self, title: str, unit: str, full: float, warm: float, short: str = "") -> None:
        super().__init__(title, unit, full, warm, short)
        self._felt = FeltWay()
        self.still = False
        """Whether the hand pushes no more"""

    def rest(self, still: bool) -> None:
        """The hand is still, or pushes."""
        if still != self.still:
            self.still = still
            self.update()

    @property
    def widest(self) -> str:
        return _last(self.full)

    @property
    def figure(self) -> str:
        return _last(self.value) if self.still and self.value > 0 else super().figure

    @property
    def bar_value(self) -> float:
        return 0.0 if self.still else self.value

    @property
    def way(self) -> Felt:
        """Where the tip has been on its way to where it is."""
        return self._felt.way

    def follow(self, depth_mm: float | None, force: float) -> None:
        """The tip stands so deep; None: no needle is in."""
        if self._felt.follow(depth_mm, force):
            self.update()

    def recall(self, way: Felt) -> None:
        """What was felt before an attempt was gone on with."""
        self._felt.way = way
        self.update()

    def line(self) -> QPolygonF:
        """The way as it is drawn, in the widget's pixels."""
        area = self._area()
        return QPolygonF([QPointF(self._across(area, mm), area.bottom() - min(n / self.full, 1.0) * area.height()) for mm, n in self.way])

    def _is_tall(self) -> bool:
        return self.height() >= self.sizeHint().height() + px(TALL)

    def _area(self) -> QRectF:
        if self._is_tall():
            top = self.sizeHint().height()
            return QRectF(0, top, self.width(), self.height() - top - 1)
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(self.title) + APART
        right = self.width() - max(metrics.horizontalAdvance(said) for said in (f"{MOST} {self.unit}", self.widest)) - APART
        return QRectF(left, 2, max(right - left, 1), px(16) - 3)

    @property
    def _deepest(self) -> float:
        """At the right end; before there is a needle the scale begins with the skin."""
        return self.way[-1][0] if self.way else SPAN_MM

    def _across(self, area: QRectF, mm: float) -> float:
        """Where a depth lies."""
        return area.right() - (self._deepest - mm) / SPAN_MM * area.width()

    def _paint_grid(self, painter: QPainter, area: QRectF) -> None:
        """Depths, and the force from which it turns warm."""
        painter.setPen(QPen(tint("track"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        warm = area.bottom() - self.warm / self.full * area.height()
        painter.drawLine(QPointF(area.left(), warm), QPointF(area.right(), warm))
        deepest = self._deepest
        for mm in range(max(ceil((deepest - SPAN_MM) / GRID_MM), 0) * GRID_MM, int(deepest) + 1, GRID_MM):
            x = self._across(area, mm)
            painter.setPen(QPen(tint("track"), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            if mm % NAMED_MM == 0:
                painter.setPen(tint("muted"))
                said = f"{mm} mm"
                left = min(x + 3, area.right() - painter.fontMetrics().horizontalAdvance(said))  # at the tip it stands before its line
                painter.drawText(QPointF(left, area.top() + painter.fontMetrics().ascent()), said)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        if self._is_tall():  # before there is a line too: an empty hole says nothing
            self._paint_grid(painter, self._area())
        if self.still and self.value > 0:
            at = min(self.value / self.full, 1.0) * self.width()
            painter.fillRect(QRectF(at - 2, px(16) + 3, 2, BAR), tint("muted"))
        if self.line().boundingRect().width() < LEAST_LINE:
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint("accent"), 1.5))
        painter.drawPolyline(self.line())
        painter.end()


def _last(newton: float) -> str:
    """Of a hand that is still."""
    return phrase("needle_card.last_push_short" if is_large() else "needle_card.last_push", n=newton)
