"""One slice of an MRI as a workstation shows it: scrolled like a slider, brightened by dragging, with the line where the other is cut."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontInfo, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy

from sim.qt.palette import tint
from sim.qt.panels.lettering import LEAST_LETTER, fit, rule, write
from sim.qt.panels.mr_window import Window
from sim.qt.panels.picture_letters import BOTTOM, LEFT, RIGHTMOST, TOP
from sim.qt.panels.side_letters import beside_letter, paint_sides, side_places
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
RULE_MM = 50.0
RULE_SAID = f"{RULE_MM / 10:.0f} cm"
SHOWN = 0.3
"""Of the line where the other is cut, from either end."""
LETTERED = 300
"""Pixels of a picture on which what is told of it has room; of a smaller one it stands in a line below"""
BAR, EDGE = 2, 8
"""Pixels: a scale is so thick; from a picture's side to its letters"""


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
        self.is_draft = False
        """Whether what is shown is soft for a moment, and says so"""
        self.pixel_mm = 1.0
        self.title = self.note = ""
        self.sides = ("", "", "", "")
        """What lies to the left, right, top and bottom."""
        self.line: tuple[tuple[float, float], tuple[float, float]] | None = None
        self.names: dict[str, tuple[float, float]] = {}
        self.beside: Sequence[SliceView] = ()
        """Other slices, read in one glance with this one: letters are as large on each"""
        self._dragged: QPointF | None = None
        self._wheeled = 0

    def sizeHint(self) -> QSize:
        return QSize(400, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 200)

    def high(self, width: int) -> tuple[int, int]:
        """On a card: at least, and as high as it is wide."""
        return 200, max(width, 200)

    def show_picture(self, picture: NDArray[np.floating] | None, is_draft: bool = False) -> None:
        """(rows, columns) of brightness; None while the slice is being made. ``is_draft``: it is soft, and a finer one comes."""
        self._picture, self.is_draft = picture, is_draft
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
        if self.is_small:
            side = min(self.width(), self.height() - self._line_high)
        return QRectF((self.width() - side) / 2, (self.height() - side - (self._line_high if self.is_small else 0)) / 2, side, side)

    @property
    def is_small(self) -> bool:
        """Whether letters in all its corners would lie over one another."""
        return min(self.width(), self.height()) < LETTERED

    @property
    def _line_high(self) -> int:
        return self.fontMetrics().height() + 4

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
            paint_sides(painter, self.square(), self.sides)
        if self.is_small:
            self._paint_line(painter, QRectF(0, area.bottom() + 2, self.width(), self._line_high - 2))
        else:
            self._paint_text(painter, area.adjusted(EDGE, 6, -EDGE, -6))
        if self.hasFocus():
            painter.setPen(QPen(FOCUS, 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_marks(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.line is not None:
            painter.save()
            clear = QRegion(self.square().toRect())
            for place in side_places(self.square(), self.sides).values():
                clear -= QRegion(place.toRect())
            painter.setClipRegion(clear)
            painter.setPen(QPen(LINE, 1.2, Qt.PenStyle.DashLine))
            ends = [self.to_widget(*end) for end in self.line]
            for near, far in (ends, ends[::-1]):  # what lies in the middle is what is looked at: no line over it
                painter.drawLine(near, near + (far - near) * SHOWN)
            painter.restore()
        painter.save()
        font = QFont(self.font())
        font.setPixelSize(max(self.name_px, 1))
        painter.setFont(font)
        high = float(painter.fontMetrics().height())
        for name, (column, row) in self._names_with_room().items():
            at, wide = self.to_widget(column, row), painter.fontMetrics().horizontalAdvance(name)
            box = QRectF(at.x() - wide - 4, at.y() - high / 2, wide + 2, high)
            if self.square().contains(box):
                write(painter, box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name, NAME)
        painter.restore()

    def _paint_text(self, painter: QPainter, inner: QRectF) -> None:
        painter.save()
        self._fit_letters(painter)
        write(painter, inner, TOP | LEFT, self.title)
        if self.is_draft:
            below = inner.adjusted(0, painter.fontMetrics().height(), 0, 0)
            painter.save()
            fit(painter, self._half, self.state_said)
            write(painter, below, TOP | LEFT, self.state_said)
            painter.restore()
        if self._picture is not None:
            write(painter, inner, TOP | RIGHTMOST, self._number_said)
            write(painter, inner, BOTTOM | LEFT, self._window_said)
            rule(painter, inner, self._rule_long, RULE_SAID)
        painter.restore()

    def _fit_letters(self, painter: QPainter) -> None:
        """As large as all of them have room for, here and on what is seen beside it."""
        for view in (self, *self.beside):
            if not (view.shown and view.isVisible()):
                continue
            if view.is_small:
                fit(painter, view.width() - view._rule_long - 6, view.line_said(), RULE_SAID)
            else:  # above and below, on either side of the letter that names a side
                for said in (view.title, view._number_said, view._window_said):
                    fit(painter, view._half, said)

    @property
    def _half(self) -> float:
        return beside_letter(self.square()) - EDGE

    @property
    def state_said(self) -> str:
        """That a finer one comes; empty: this is the slice."""
        return phrase("slice_view.refining") if self.is_draft else ""

    @property
    def _number_said(self) -> str:
        return f"{self.value() + 1} / {self.maximum() + 1}"

    @property
    def _window_said(self) -> str:
        return phrase("monitor.window", width=self.window_now.width * 100, level=self.window_now.level * 100)

    @property
    def _rule_long(self) -> float:
        return RULE_MM / self.pixel_mm * self._per_pixel()

    def line_said(self) -> str:
        """What is told of a small picture, in a line."""
        last = self.state_said or self._window_said  # the line is full: greys are told again in a moment
        return "   ".join(part for part in (self.title, self._number_said, last) if part)

    def _paint_line(self, painter: QPainter, below: QRectF) -> None:
        """Below a small picture: its series, number and greys, and its scale."""
        if self._picture is None:
            return
        painter.setPen(tint("muted"))
        said, scale = self.line_said(), RULE_SAID
        painter.save()
        self._fit_letters(painter)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        bar = QRectF(below.right() - self._rule_long, below.center().y() - BAR / 2, self._rule_long, BAR)
        painter.fillRect(bar, tint("muted"))
        words = below.adjusted(0, 0, -self._rule_long - 6, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, scale)
        painter.restore()

    @property
    def name_px(self) -> int:
        """Pixels of the names of levels: as text is elsewhere, and no more than lie between two of them."""
        rows = sorted(row for _, row in self.names.values())
        usual = QFontInfo(self.font()).pixelSize()
        return int(min((usual, *((below - above) * self._per_pixel() for above, below in pairwise(rows)))))

    def _names_with_room(self) -> dict[str, tuple[float, float]]:
        """Names of levels, if they are large enough to be read where they stand clear of one another."""
        return self.names if self.name_px >= LEAST_LETTER else {}
