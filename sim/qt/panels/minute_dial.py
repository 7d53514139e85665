"""A clock face of minutes that fills as they pass, in the room or skipped: drying, watching."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sim.qt.palette import px, still, tint
from sim.qt.panels.lettering import fit
from sim.qt.words import phrase
from sim.session.clock import clock

WORDS_WIDE = 0.6
"""Of the face, that its words take at most: lower down it is narrower"""
SWEEP_MS = 700
"""So long the hand takes for minutes that were skipped: quick, and seen to pass."""


class MinuteDial(QWidget):
    """``full`` minutes go once round; what is more begins a second, lighter ring."""

    def __init__(self, name: str, full: float, ticks: int) -> None:
        super().__init__()
        self.name, self.full, self.ticks = name, full, ticks
        self.minutes = 0.0
        """What it is to show."""
        self.words = ""
        """Under the number."""
        self._drawn = 0.0
        """What it shows while it sweeps there."""
        self._sweep = QVariantAnimation(self)
        self._sweep.setDuration(SWEEP_MS)
        self._sweep.valueChanged.connect(self._step)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return QSize(150, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, 96)

    def show_minutes(self, minutes: float, words: str = "") -> None:
        """Single seconds are set, whole minutes that were skipped sweep."""
        if minutes == self.minutes and words == self.words:
            return
        skipped = abs(minutes - self.minutes) > 0.2 and not still()
        self.minutes, self.words = minutes, words
        self.setAccessibleDescription(phrase("minute_dial.told", minutes=minutes, words=words))
        if skipped:
            self._sweep.stop()
            self._sweep.setStartValue(self._drawn)
            self._sweep.setEndValue(minutes)
            self._sweep.start()
        elif self._sweep.state() != QVariantAnimation.State.Running:
            self._step(minutes)

    def _step(self, minutes: float) -> None:
        self._drawn = minutes
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height()) - 8.0
        face = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        thick = max(side * 0.07, 6.0)
        ring = face.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint("field"))
        painter.drawEllipse(face)
        self._arc(painter, ring, tint("track"), thick, 1.0)
        self._arc(painter, ring, tint("accent"), thick, min(self._drawn / self.full, 1.0))
        if self._drawn > self.full:
            self._arc(painter, ring, tint("bright"), thick, min(self._drawn / self.full - 1.0, 1.0))
        painter.setPen(QPen(tint("muted"), 1.2))
        for i in range(self.ticks):
            angle = 2 * pi * i / self.ticks
            way = QPointF(sin(angle), -cos(angle))
            painter.drawLine(face.center() + way * (side / 2 - thick - 2), face.center() + way * (side / 2 - thick - 7))
        painter.setPen(tint("ink"))
        painter.setFont(QFont(painter.font().family(), max(int(side * 0.13), 11), QFont.Weight.Bold))
        painter.drawText(face.adjusted(0, -side * 0.08, 0, -side * 0.08), Qt.AlignmentFlag.AlignCenter, clock(60.0 * self._drawn))
        painter.setPen(tint("muted"))
        small = QFont(painter.font().family())
        small.setPixelSize(px(12))
        painter.setFont(small)
        under = QRectF(face.center().x() - side * WORDS_WIDE / 2, face.center().y() + side * 0.05, side * WORDS_WIDE, side * 0.3)
        if self.words:
            fit(painter, under.width(), max(self.words.split(), key=len))
        painter.drawText(under, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self.words)
        painter.end()

    def _arc(self, painter: QPainter, ring: QRectF, colour: QColor, thick: float, share: float) -> None:
        painter.setPen(QPen(colour, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(ring, 90 * 16, -int(360 * 16 * share))
