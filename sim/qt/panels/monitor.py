"""A fluoroscopy monitor: the image, what it was taken with, and on request what a trained eye finds in it."""

from __future__ import annotations

from math import sqrt

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from meshes.space import ANTERIOR, RIGHT, dot
from sim.qt.darkroom import Print

NEAR_PX = 26.0
HELD = {"live": "LAST IMAGE HOLD", "reference": "REFERENCE", "moment": "THEN"}
INK, SIGHT, BEAM = QColor("#cfd8de"), QColor("#58c7e8"), QColor("#e8b923")
FAINT = QColor(88, 199, 232, 120)


class Monitor(QWidget):
    """Shows one Print."""

    picked = Signal(float, float)
    """(u, v) mm on the detector, where the picture was clicked"""
    scrolled = Signal(float)
    """Wheel notches, towards the user positive"""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.shown: Print | None = None
        self.sights_on = False
        self.beam_on = False
        self.placing = False
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(260, 260)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(f"The {name} monitor. Wheel: advance and withdraw the needle; Shift: finer.")

    def show_print(self, shown: Print) -> None:
        """Show it, unless what stands here is newer."""
        newer = self.shown is not None and self.shown.picture.exposure.frame > shown.picture.exposure.frame
        if self.name == "live" and newer:
            return
        self.shown = shown
        self.update()

    def clear(self) -> None:
        self.shown = None
        self.update()

    def square(self) -> QRectF:
        """Where the image lies in the widget."""
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def to_widget(self, u: float, v: float) -> QPointF:
        """A place on the detector, in the widget."""
        assert self.shown is not None
        area, field = self.square(), self.shown.picture.exposure.view.field_mm
        return QPointF(area.center().x() + u / field * area.width(), area.center().y() - v / field * area.height())

    def to_detector(self, x: float, y: float) -> tuple[float, float]:
        assert self.shown is not None
        area, field = self.square(), self.shown.picture.exposure.view.field_mm
        return (x - area.center().x()) / area.width() * field, (area.center().y() - y) / area.height() * field

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self.sights_on:
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.shown is not None and event.button() == Qt.MouseButton.LeftButton and self.square().contains(event.position()):
            self.picked.emit(*self.to_detector(event.position().x(), event.position().y()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Shift turns a vertical wheel into a horizontal one on some systems
        delta = event.angleDelta().y() or event.angleDelta().x()
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.scrolled.emit(-delta / 120.0 * (0.25 if fine else 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#000000"))
        area = self.square()
        if self.shown is None:
            painter.setPen(QColor("#56626b"))
            hint = "hold the pedal (Space) for an image" if self.name == "live" else "an image you keep (K) stands here"
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, hint)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self.shown.image)
            if self.sights_on:
                self._paint_sights(painter)
            self._paint_text(painter, area)
        if self.beam_on:
            painter.setPen(QPen(BEAM, 3))
            painter.drawRect(area.adjusted(1.5, 1.5, -1.5, -1.5))
        if self.placing:
            painter.setPen(QPen(SIGHT, 1, Qt.PenStyle.DashLine))
            painter.drawRect(area.adjusted(4, 4, -4, -4))
        painter.end()

    def _paint_sights(self, painter: QPainter) -> None:
        assert self.shown is not None
        nearest, least = None, NEAR_PX
        for name, (u, v) in self.shown.picture.sights.items():
            at = self.to_widget(u, v)
            painter.setPen(QPen(FAINT, 1))
            painter.drawLine(at + QPointF(-4, 0), at + QPointF(4, 0))
            painter.drawLine(at + QPointF(0, -4), at + QPointF(0, 4))
            if self._pointer is not None:
                gap = (at - self._pointer).manhattanLength()
                if gap < least:
                    nearest, least = (name, at), gap
        if nearest is not None:  # only the one under the pointer is named: the picture stays readable
            name, at = nearest
            said = name.replace("_", " ").replace("/", ": ")
            box = QRectF(at.x() + 8, at.y() - 22, painter.fontMetrics().horizontalAdvance(said) + 10, 18)
            painter.fillRect(box, QColor(0, 0, 0, 190))
            painter.setPen(SIGHT)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)

    def _paint_text(self, painter: QPainter, area: QRectF) -> None:
        assert self.shown is not None
        exposure = self.shown.picture.exposure
        pose, technique = exposure.view.pose, exposure.technique
        inner = area.adjusted(10, 8, -10, -8)
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        _write(
            painter, inner, top | left, f"{self.shown.picture.title}\norbit {pose.orbit_deg:+.0f}\u00b0  tilt {pose.tilt_deg:+.0f}\u00b0"
        )
        _write(painter, inner, top | right, "LIVE" if self.beam_on else HELD[self.name])
        _write(
            painter,
            inner,
            bottom | left,
            f"{technique.kvp:.0f} kVp  {technique.ma:.0f} mA\nfield {exposure.view.field_mm / 10:.0f} cm",
        )
        side = float(dot(exposure.view.across, RIGHT))
        letter, share = ("R", side) if abs(side) > 1 / sqrt(2) else ("ANT", float(dot(exposure.view.across, ANTERIOR)))
        painter.setFont(QFont(painter.font().family(), 14, QFont.Weight.Bold))
        _write(painter, inner, Qt.AlignmentFlag.AlignVCenter | (right if share > 0 else left), letter)


def _write(painter: QPainter, area: QRectF, where: Qt.AlignmentFlag, text: str) -> None:
    """Light letters with a dark edge: to be read on lung and on lead."""
    painter.setPen(QColor("#000000"))
    for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        painter.drawText(area.translated(right, down), where, text)
    painter.setPen(INK)
    painter.drawText(area, where, text)
