"""A titled card, and small gauges to put on one."""

from __future__ import annotations

from math import cos, radians, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

QUIET, LOUD, WARM = QColor("#39434c"), QColor("#4a94c6"), QColor("#e8b923")
INK = QColor("#d6dde3")


class Card(QFrame):
    """A framed group, with a title if it has one; add to ``box``."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(10, 6, 10, 7)
        self.box.setSpacing(5)
        if title:
            head = QLabel(title)
            head.setObjectName("title")
            self.box.addWidget(head)


def narrow(widget: QWidget) -> None:
    """Let a widget be as narrow as its card."""
    widget.setMinimumWidth(40)
    widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


class Gauge(QWidget):
    """A bar with a number: quiet below ``warm``, warm above."""

    def __init__(self, title: str, unit: str, full: float, warm: float) -> None:
        super().__init__()
        self.title, self.unit, self.full, self.warm = title, unit, full, warm
        self.value = 0.0
        self.setMinimumHeight(30)
        self.setAccessibleName(title)

    def set(self, value: float) -> None:
        if abs(value - self.value) > 1e-3 * self.full:
            self.value = value
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(INK)
        text = QRectF(0, 0, self.width(), 16)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.title)
        painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{self.value:.0f} {self.unit}")
        bar = QRectF(0, 19, self.width(), 8)
        painter.fillRect(bar, QUIET)
        share = min(max(self.value / self.full, 0.0), 1.0)
        painter.fillRect(QRectF(bar.x(), bar.y(), bar.width() * share, bar.height()), WARM if self.value > self.warm else LOUD)
        painter.end()


class Clock(QWidget):
    """The bevel as an hour, seen down the barrel of the hub."""

    def __init__(self) -> None:
        super().__init__()
        self.hour = 12.0
        self.setFixedSize(66, 80)
        self.setToolTip("The side to which the bevel's opening faces, seen from the hub: 12 is the head, 3 the patient's right")

    def set(self, hour: float) -> None:
        self.hour = hour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, radius = QPointF(33, 47), 28.0
        painter.setPen(QPen(QUIET, 2))
        painter.drawEllipse(middle, radius, radius)
        for hour in range(12):
            angle = radians(hour * 30)
            outer = middle + QPointF(radius * sin(angle), -radius * cos(angle))
            inner = middle + QPointF((radius - 4) * sin(angle), -(radius - 4) * cos(angle))
            painter.drawLine(inner, outer)
        angle = radians(self.hour * 30)
        painter.setPen(QPen(LOUD, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(middle, middle + QPointF((radius - 8) * sin(angle), -(radius - 8) * cos(angle)))
        painter.setPen(INK)
        painter.drawText(QRectF(0, 0, 66, 16), Qt.AlignmentFlag.AlignHCenter, "head")
        painter.end()
