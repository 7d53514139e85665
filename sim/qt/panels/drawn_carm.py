"""A drawn C-arm: where it stands, and dragging it turns it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sim.fluoroscopy.carm import Pose
from sim.qt.grown import is_large
from sim.qt.palette import px, tint
from sim.qt.pose_words import orbit_words, tilt_words
from sim.qt.words import phrase

WIDE, HIGH, MIDDLE, WORDS, LINE = 172, 106, 56, 72, 16
"""Pixels: of both drawings, from above to their middle, and of the words under one at the usual size, across and down"""
SMALLER = 0.88
"""So that a detector's corners, 47 pixels from the middle, have room at every angle"""


class DrawnCArm(QWidget):
    """The C seen from the patient's feet, and from the side; dragging along either turns it."""

    turned = Signal(float, float)
    """degrees of orbit and tilt to add"""

    def __init__(self) -> None:
        super().__init__()
        self.pose = Pose()
        self.beam_on = False
        self._last: QPointF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.MinimumExpanding)
        self.setToolTip(phrase("drawn_carm.about"))

    def sizeHint(self) -> QSize:
        return QSize(max(WIDE, px(2 * WORDS) if is_large() else px(WIDE)), HIGH + px(LINE))

    @property
    def grown(self) -> float:
        """How many times its usual size it is drawn: as large as the text, where the card has the room."""
        return max(1.0, min((self.height() - px(LINE)) / HIGH, self.width() / WIDE))

    def show_pose(self, pose: Pose, beam_on: bool) -> None:
        self.pose, self.beam_on = pose, beam_on
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is None:
            return
        moved = event.position() - self._last
        self._last = event.position()
        if event.position().x() < self.width() / 2:
            self.turned.emit(moved.x() * 0.5, 0.0)
        else:
            self.turned.emit(0.0, -moved.x() * 0.3)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half, down = self.width() / 2, MIDDLE * self.grown
        orbit, tilt = self.pose.orbit_deg, self.pose.tilt_deg
        self._draw(painter, QPointF(half / 2, down), orbit, orbit_words(orbit), QRectF(-20, -9, 40, 18))
        self._draw(painter, QPointF(half * 1.5, down), tilt, tilt_words(tilt), QRectF(-36, -7, 72, 14))
        painter.end()

    def _ink(self, role: str) -> QColor:
        """Its colour, or that of what can do nothing now."""
        return tint(role if self.isEnabled() else "off_ink")

    def _draw(self, painter: QPainter, middle: QPointF, angle: float, words: str, patient: QRectF) -> None:
        """One C: the detector above at 0 degrees, the tube below."""
        painter.save()
        painter.translate(middle)
        painter.scale(SMALLER * self.grown, SMALLER * self.grown)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink("figure"))
        painter.drawRoundedRect(patient, 8, 8)
        painter.rotate(angle)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._ink("accent"), 4))
        painter.drawArc(QRectF(-42, -42, 84, 84), 90 * 16, 180 * 16)
        painter.setPen(QPen(self._ink("ink"), 5))
        painter.drawLine(QPointF(-14, -42), QPointF(14, -42))
        painter.setPen(QPen(tint("beam") if self.beam_on else tint("track"), 1))
        painter.drawLine(QPointF(0, 40), QPointF(-13, -40))
        painter.drawLine(QPointF(0, 40), QPointF(13, -40))
        painter.setBrush(self._ink("ink"))
        painter.drawEllipse(QPointF(0, 42), 5, 5)
        painter.restore()
        painter.setPen(self._ink("ink"))
        painter.drawText(
            QRectF(middle.x() - self.width() / 4, HIGH * self.grown - 1, self.width() / 2, px(LINE)),
            Qt.AlignmentFlag.AlignHCenter,
            words,
        )
