"""How the time of an attempt lies across a widget: the same on all that stand under each other."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from sim.qt.palette import px, tint
from sim.session.clock import clock
from sim.session.session import STEP_S

RIGHT = 8.0
"""Pixels left free behind the end."""
MOMENT = 1.6
"""Pixels: of the line of the moment that is shown"""
EVERY_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
"""Round stretches of time, one of which parts two ticks"""
MOST, APART = 7, 2.0
"""So many stretches at most; and how many times as wide as a label one is at least"""
TEXT = 11
"""Pixels of a label at the usual size of text"""


@dataclass(frozen=True)
class TimeAxis:
    """From ``from_s`` at ``gutter`` pixels to the end, at so many ``seconds``, ``right`` pixels before the edge of a widget so wide."""

    gutter: float
    width: float
    seconds: float
    right: float = RIGHT
    from_s: float = 0.0

    @property
    def first(self) -> int:
        """The step at its start."""
        return round(self.from_s / STEP_S)

    def ticks(self, label: float) -> list[int]:
        """Seconds at which a label so many pixels wide stands, from the start, in even stretches: 3 to 8 where there is room for them."""
        per_s = self._per_step / STEP_S
        every = next((one for one in EVERY_S if self.seconds - self.from_s <= MOST * one and one * per_s >= APART * label), EVERY_S[-1])
        return list(range(ceil(self.from_s / every) * every, int(self.seconds) + 1, every))

    @property
    def _per_step(self) -> float:
        return max(self.width - self.gutter - self.right, 1.0) * STEP_S / max(self.seconds - self.from_s, STEP_S)

    def x(self, step: float) -> float:
        """Where a step stands, pixels from the left."""
        return self.gutter + (step - self.first) * self._per_step

    def step(self, x: float) -> int:
        """What step stands there, none before the start."""
        return max(round((x - self.gutter) / self._per_step), 0) + self.first


def label_font(font: QFont) -> QFont:
    """Of the labels, made of the widget's own."""
    lettered = QFont(font)
    lettered.setPixelSize(px(TEXT))
    return lettered


def draw_ticks(painter: QPainter, axis: TimeAxis, top: float, long: float) -> None:
    """A line down from ``top``, ``long`` pixels, for each tick, and its label below that; none is cut at an edge."""
    painter.save()
    painter.setFont(label_font(painter.font()))
    metrics = painter.fontMetrics()
    for at_s in axis.ticks(wide(metrics, axis.seconds)):
        x, said = axis.x(at_s / STEP_S), clock(at_s)
        room = wide(metrics, at_s)
        painter.setPen(QPen(tint("hint"), 1))
        painter.drawLine(QPointF(x, top), QPointF(x, top + long))
        painter.setPen(tint("muted"))
        left = min(max(x - room / 2, 0.0), axis.width - room)
        painter.drawText(QRectF(left, top + long, room, metrics.height()), Qt.AlignmentFlag.AlignCenter, said)
    painter.restore()


def wide(metrics: QFontMetrics, seconds: float) -> float:
    """Of the label of this moment, pixels."""
    return float(metrics.horizontalAdvance(clock(seconds)) + 2)
