"""Limits across a chart. Dashes tell its curves apart, so limits have none: one that holds is a fence, a past one a bar with stops."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen

from sim.qt.palette import px

STROKE = 2.0
"""Pixels: dots of a single one are lost in the dark"""
POST, APART = 3.5, 7.0
"""Of a fence: half of a post's height, and from one to the next, pixels at the usual size of text; a stop is as high as a post"""


@dataclass(frozen=True)
class Limit:
    """A line across."""

    value: float
    name: str
    role: str
    """Of its colour"""
    over: tuple[int, int] | None = None
    """From this attempt to that one, where it holds for no more than these"""
    past: bool = False
    """It was reached, and another one holds since"""


def draw_across(painter: QPainter, left: QPointF, right: QPointF, colour: QColor, past: bool) -> None:
    """From one place to another at the same height."""
    painter.setPen(QPen(colour, STROKE))
    painter.drawLine(left, right)
    painter.setPen(QPen(colour, STROKE / 2 if not past else STROKE))
    for x in (left.x(), right.x()) if past else _posts(left.x(), right.x()):
        painter.drawLine(QPointF(x, left.y() - px(POST)), QPointF(x, left.y() + px(POST)))


def _posts(left: float, right: float) -> list[float]:
    """Of a fence, evenly set; at neither end, where a stop would stand."""
    fields = max(round((right - left) / px(APART)), 1)
    return [left + (number + 0.5) * (right - left) / fields for number in range(fields)]
