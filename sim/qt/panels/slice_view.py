"""One slice of an MRI as a workstation shows it: scrolled like a slider, brightened by dragging, with the line where the other is cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy

from sim.qt.palette import tint
from sim.qt.panels.lettering import rule, write
from sim.qt.words import phrase

INK, LINE, NAME, BLACK = map(tint, ("screen_ink", "screen_mark", "screen_name", "screen"))
"""The same in every theme."""
FOCUS = NAME
PAGE = 5
"""Slices by which the keys for pages go on."""
NOTCH = 120
"""Of a wheel, in Qt's units."""
PER_PX = 0.003
"""Of the brightest, by which a pixel of dragging changes window or level."""
LEAST, MOST = 0.05, 2.0
RULE_MM = 50.0
SHOWN = 0.3
"""Of the line where the other is cut, from either end."""


@dataclass(frozen=True)
class Window:
    """Greys: the brightness that is half grey, and how far black and white lie apart."""

    level: float
    width: float

    def greys(self, picture: NDArray[np.floating]) -> NDArray[np.uint8]:
        low = self.level - self.width / 2
        return np.asarray(np.clip((picture.astype(np.float32) - low) * (255.0 / self.width), 0, 255), np.uint8)

    def moved(self, width: float, level: float) -> Window:
        return Window(min(max(self.level + level, 0.0), MOST), min(max(self.width + width, LEAST), MOST))


class SliceView(QAbstractSlider):
    """The number of the slice is its value: wheel, arrows, Page Up and Page Down, Home and End turn the pages of the stack."""

    pointed = Signal(float, float)
    """Column and row of the picture on which the left button is held"""
    brightened = Signal(object)
    """Window"""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setOrientation(Qt.Orientation.Vertical)
        self.setInvertedControls(True)
        self.setInvertedAppearance(True)
        self.setPageStep(PAGE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(phrase("slice_view.name", name=name))
        self.setAccessibleDescription(phrase("slice_view.about"))
        self.window_now = self.usual = Window(0.5, 1.0)
        self._picture: NDArray[np.floating] | None = None
        self._image: QImage | None = None
        self.pixel_mm = 1.0
        self.title = self.note = ""
        self.sides = ("", "", "", "")
        """What lies to the left, right, top and bottom."""
        self.line: tuple[tuple[float, float], tuple[float, float]] | None = None
        self.names: dict[str, tuple[float, float]] = {}
        self._dragged: QPointF | None = None
        self._wheeled = 0

    def sizeHint(self) -> QSize:
        return QSize(400, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 200)

    def high(self, width: int) -> tuple[int, int]:
        """On a card: at least, and as high as it is wide."""
        return 200, max(width, 200)

    def show_picture(self, picture: NDArray[np.floating] | None) -> None:
        """(rows, columns) of brightness; None while the slice is being made."""
        self._picture = picture
        self._image = None
        self.update()

    @property
    def shown(self) -> bool:
        return self._picture is not None

    def show_window(self, window: Window) -> None:
        self.window_now, self._image = window, None
        self.update()

    def square(self) -> QRectF:
        """Where the picture lies in the widget."""
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _per_pixel(self) -> float:
        assert self._picture is not None
        return self.square().width() / float(self._picture.shape[0])

    def to_widget(self, column: float, row: float) -> QPointF:
        """Of a pixel's middle."""
        return self.square().topLeft() + QPointF(column + 0.5, row + 0.5) * self._per_pixel()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A notch is a slice, whatever the desktop makes of a notch; a touchpad's small steps add up."""
        self._wheeled += event.angleDelta().y() or event.angleDelta().x()
        slices, self._wheeled = int(self._wheeled / NOTCH), self._wheeled - NOTCH * int(self._wheeled / NOTCH)
        self.setValue(self.value() - slices)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._dragged = event.position()
        if event.button() == Qt.MouseButton.LeftButton:
            self._point(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            return
        moved, self._dragged = event.position() - self._dragged, event.position()
        if event.buttons() & Qt.MouseButton.RightButton:
            self.brightened.emit(self.window_now.moved(PER_PX * moved.x(), PER_PX * moved.y()))
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self._point(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.brightened.emit(self.usual)

    def _point(self, at: QPointF) -> None:
        if self._picture is not None and self.square().contains(at):
            place = (at - self.square().topLeft()) / self._per_pixel()
            self.pointed.emit(place.x() - 0.5, place.y() - 0.5)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.square()
        painter.fillRect(area, BLACK)
        if self._picture is None:
            painter.setPen(INK)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.note)
        else:
            if self._image is None:
                greys = np.ascontiguousarray(self.window_now.greys(self._picture))
                height, width = greys.shape
                self._image = QImage(greys.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self._image)
            self._paint_marks(painter)
        self._paint_text(painter, area.adjusted(8, 6, -8, -6))
        if self.hasFocus():
            painter.setPen(QPen(FOCUS, 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_marks(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.line is not None:
            painter.save()
            painter.setClipRect(self.square())
            painter.setPen(QPen(LINE, 1.2, Qt.PenStyle.DashLine))
            ends = [self.to_widget(*end) for end in self.line]
            for near, far in (ends, ends[::-1]):  # what lies in the middle is what is looked at: no line over it
                painter.drawLine(near, near + (far - near) * SHOWN)
            painter.restore()
        for name, (column, row) in self.names.items():
            at = self.to_widget(column, row)
            box = QRectF(at.x() - 40, at.y() - 9, 38, 18)
            if self.square().contains(box):
                write(painter, box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name, NAME)

    def _paint_text(self, painter: QPainter, inner: QRectF) -> None:
        top, bottom, left, right = (
            Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight,
        )  # fmt: skip
        write(painter, inner, top | left, self.title)
        if self._picture is None:
            return
        write(painter, inner, top | right, f"{self.value() + 1} / {self.maximum() + 1}")
        write(painter, inner, bottom | left, phrase("monitor.window", width=self.window_now.width * 100, level=self.window_now.level * 100))
        rule(painter, inner, RULE_MM / self.pixel_mm * self._per_pixel(), f"{RULE_MM / 10:.0f} cm")
        painter.setFont(QFont(painter.font().family(), 12, QFont.Weight.Bold))
        middle = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignHCenter
        for letter, where in zip(self.sides, (left | middle[0], right | middle[0], top | middle[1], bottom | middle[1]), strict=True):
            write(painter, inner, where, letter)
