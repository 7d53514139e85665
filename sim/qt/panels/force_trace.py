"""The force on the hub, as a bar for now and as a line over the last way: what the hand has felt, and nothing that it has not.

A hand that is still pushes with nothing: the bar falls, and what was last felt stays as a mark and as a figure that says so.
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF

from sim.qt.felt_way import SPAN_MM, Felt, FeltWay
from sim.qt.grown import is_large
from sim.qt.palette import px, tint
from sim.qt.panels.card import BAR, Gauge
from sim.qt.panels.event_marks import CORNERS
from sim.qt.panels.time_axis import label_font
from sim.qt.words import phrase

MOST = 999
"""No figure is wider"""
APART = 10
"""Pixels between the line and the words beside it"""
LEAST_LINE = 10
"""Pixels: what is shorter is a tick that says nothing"""
TALL, GRID_MM, NAMED_MM = 18, 5, 10
"""Where it is so many pixels higher than it asks for, the line stands under the title, over a grid of so many mm, every other of it with
its figure, and the bar upright at its end"""
QUIET = 0.5
"""Of the full force: the scale of the line as long as no more was felt, or the fall of a few newtons were a pixel or two (guess)"""


class ForceTrace(Gauge):
    """A gauge with a line: force upwards, the tip at the right end, where the bar stands upright. A low one has it beside its two words,
    as high as both; where these have no room above one another, beside its title."""

    def __init__(self, title: str, unit: str, full: float, warm: float, short: str = "") -> None:
        super().__init__(title, unit, full, warm, short)
        self._felt = FeltWay()
        self.still = False
        """Whether the hand pushes no more"""
        self.gave_mm: float | None = None
        """How deep resistance was lost"""

    def mark(self, gave_mm: float | None) -> None:
        """Resistance was lost so deep; None: it was not, or no longer matters."""
        if gave_mm != self.gave_mm:
            self.gave_mm = gave_mm
            self.update()

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
        return QPolygonF([QPointF(self._across(area, mm), self._up(area, n)) for mm, n in self.way])

    def _is_tall(self) -> bool:
        return self.height() >= self.sizeHint().height() + px(TALL)

    def _is_beside(self) -> bool:
        return not self._is_tall() and 2 * self.fontMetrics().height() <= self.height() + 1

    def _area(self) -> QRectF:
        """Of the line; no word stands in it."""
        if self._is_beside():
            left = max(map(self.fontMetrics().horizontalAdvance, (self.title, self.widest))) + APART
            return QRectF(left, 2, max(self.width() - left - BAR - APART // 2, 1), self.height() - 4)
        if self._is_tall():
            top = px(16) + 2
            return QRectF(0, top, self.width() - BAR - APART // 2, self.height() - top - self._named_high() - 1)
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(self.title) + APART
        right = self.width() - max(metrics.horizontalAdvance(said) for said in (f"{MOST} {self.unit}", self.widest)) - APART
        return QRectF(left, 2, max(right - left, 1), px(16) - 3)

    def _named_high(self) -> float:
        """Pixels for the depths under the line: figures reach no lower than they stand."""
        return QFontMetricsF(label_font(self.font())).capHeight() + 2

    @property
    def _deepest(self) -> float:
        """At the right end; before there is a needle the scale begins with the skin."""
        return self.way[-1][0] if self.way else SPAN_MM

    @property
    def most(self) -> float:
        """The force at the upper edge of the line."""
        quiet = QUIET * self.full
        return quiet if max((self.value, *(n for _, n in self.way))) <= quiet else self.full

    def _across(self, area: QRectF, mm: float) -> float:
        """Where a depth lies."""
        return area.right() - (self._deepest - mm) / SPAN_MM * area.width()

    def _up(self, area: QRectF, force: float) -> float:
        """Where a force lies."""
        return area.bottom() - min(force / self.most, 1.0) * area.height()

    def _paint_grid(self, painter: QPainter, area: QRectF) -> None:
        """Depths, under the line, and the force from which it turns warm."""
        painter.setPen(QPen(tint("track"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(QPointF(area.left(), self._up(area, self.warm)), QPointF(area.right(), self._up(area, self.warm)))
        if not self._is_tall():
            return
        painter.setFont(label_font(self.font()))
        deepest = self._deepest
        for mm in range(max(ceil((deepest - SPAN_MM) / GRID_MM), 0) * GRID_MM, int(deepest) + 1, GRID_MM):
            x = self._across(area, mm)
            painter.setPen(QPen(tint("track"), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            if mm % NAMED_MM == 0:
                painter.setPen(tint("muted"))
                said = f"{mm} mm"
                wide = painter.fontMetrics().horizontalAdvance(said)
                painter.drawText(QPointF(min(max(x - wide / 2, 0.0), self.width() - wide), self.height() - 1), said)

    def _paint_words(self, painter: QPainter) -> None:
        if not self._is_beside():
            super()._paint_words(painter)
            return
        painter.setPen(tint("ink"))
        whole = QRectF(0, 0, self.width(), self.height())
        painter.drawText(whole, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.title)
        painter.drawText(whole, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self.figure)

    def _paint_upright(self, painter: QPainter, area: QRectF) -> None:
        """The force now, at the tip, on the line's own scale."""
        bar = QRectF(self.width() - BAR, area.top(), BAR, area.height())
        painter.fillRect(bar, tint("track"))
        top = self._up(area, self.bar_value)
        painter.fillRect(QRectF(bar.left(), top, BAR, area.bottom() - top), tint("mark" if self.bar_value > self.warm else "accent"))
        painter.fillRect(QRectF(bar.left() - 3, self._up(area, self.warm) - 1, BAR + 3, 2), tint("ink"))
        if self.still and self.value > 0:
            painter.fillRect(QRectF(bar.left(), self._up(area, self.value) - 1, BAR, 2), tint("muted"))

    def _paint_loss(self, painter: QPainter, area: QRectF) -> None:
        """As everywhere a triangle, at its depth; the line is not covered."""
        if self.gave_mm is None or not self._deepest - SPAN_MM <= self.gave_mm <= self._deepest:
            return
        x = self._across(area, self.gave_mm)
        painter.setPen(QPen(tint("good"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint("good"))
        painter.drawPolygon([QPointF(x, area.bottom() - 4) + QPointF(*corner) for corner in CORNERS["loss_of_resistance"]])

    def paintEvent(self, event: QPaintEvent) -> None:
        area = self._area()
        if self._is_tall() or self._is_beside():  # before there is a line too: an empty hole says nothing
            painter = QPainter(self)
            self._paint_words(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_grid(painter, area)
            self._paint_upright(painter, area)
            self._paint_loss(painter, area)
        else:
            super().paintEvent(event)
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.still and self.value > 0:
                at = min(self.value / self.full, 1.0) * self.width()
                painter.fillRect(QRectF(at - 2, px(16) + 3, 2, BAR), tint("muted"))
        if self.line().boundingRect().width() >= LEAST_LINE:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tint("accent"), 1.5))
            painter.drawPolyline(self.line())
        painter.end()


def _last(newton: float) -> str:
    """Of a hand that is still."""
    return phrase("needle_card.last_push_short" if is_large() else "needle_card.last_push", n=newton)
