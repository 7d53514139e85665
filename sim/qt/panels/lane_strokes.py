"""With what the lanes under a film are drawn: stretches in the colour and pattern of their alarm, and lines where it begins."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from sim.qt.palette import tint
from sim.qt.panels.lane import Alarm

ALARM_ROLES = {Alarm.NONE: "accent", Alarm.NEAR: "mark", Alarm.INSIDE: "bad"}
PATTERNS = {Alarm.NONE: Qt.BrushStyle.SolidPattern, Alarm.NEAR: Qt.BrushStyle.BDiagPattern, Alarm.INSIDE: Qt.BrushStyle.DiagCrossPattern}


def draw_limit(painter: QPainter, y: float, left: float, right: float) -> None:
    """Where a lane begins to matter."""
    painter.setPen(QPen(tint("hint"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(left, y), QPointF(right, y))


def draw_alarm(painter: QPainter, place: QRectF, alarm: Alarm) -> None:
    """A stretch of a lane, in its colour and pattern."""
    painter.fillRect(place, QBrush(tint(ALARM_ROLES[alarm]), PATTERNS[alarm]))
