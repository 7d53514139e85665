"""What the X-ray hid, over time: a lane for each figure, a mark for each remark, and the moment that is shown; drag it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QRegion, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from scenarios import words
from sim.qt.grown import is_large
from sim.qt.palette import px, tint
from sim.qt.panels.lane import Alarm, Lane, highest, lanes_of, told, values
from sim.qt.panels.lane_strokes import ALARM_ROLES, draw_alarm, draw_limit
from sim.qt.panels.near_lane import NEAR_ROWS, THICK, NearLane
from sim.qt.panels.time_axis import MOMENT, TimeAxis, draw_ticks
from sim.records.reel import Reel
from sim.scoring.remarks import Remark
from sim.session.clock import clock
from sim.session.session import STEP_S

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.comments import Comment

NAMES, NAMES_ALONE, VALUES = 148.0, 66.0, 86.0
"""Room for the lanes' names with their scales, for the names without them, where text is large, and for the values at the moment that is
shown, pixels at the usual size of text."""
TEXT = 12
"""Pixels of text at the usual size"""
MARKS, GAP, LABEL, TICK = 30, 3, 17, 4
"""Pixels of height: of the marks in their two rows, of what parts two lanes, of a time on the axis, at the usual size of text, and of
a tick on it"""
LANES, LOWEST, HIGHEST, ROUND_TEXT, WELL_READ = 6, 20, 48, 4, 40
"""How many lanes' height there is, of which what is near takes several, and how high each is in pixels: as high as there is room; what
letters need beside their size; and how high plunger, push and pulse are before what is near takes more"""
NEAR_PX = 7.0


def text_px() -> int:
    """So large are the letters now."""
    return px(TEXT)


def _least() -> int:
    """Pixels of height of a row now, which has letters in it."""
    return max(LOWEST, text_px() + ROUND_TEXT)


def foot() -> int:
    """Pixels of height of the axis now."""
    return TICK + px(LABEL)


def gutters() -> tuple[float, float]:
    """Pixels before the start and behind the end of time."""
    return (NAMES_ALONE if is_large() else NAMES) * text_px() / TEXT, VALUES * text_px() / TEXT


class BandChart(QWidget):
    """Empty until a reel is there."""

    moved = Signal(int)
    """The step to which the pointer drags"""

    def __init__(self, remarks: Sequence[Remark], seconds: float) -> None:
        super().__init__()
        self.remarks, self.seconds, self.step, self.from_s = tuple(remarks), seconds, 0, 0.0
        self.comments: tuple[Comment, ...] = ()
        self.reel: Reel | None = None
        self.near: NearLane | None = None
        self.lanes: list[Lane] = []
        self._drawn: QPixmap | None = None
        self._fit()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words.film("chart"))
        self.setAccessibleDescription(words.film("keys"))

    def _fit(self) -> None:
        """A lane is as high as its name at least."""
        self.setMinimumHeight(MARKS + LANES * (_least() + GAP) + foot())
        self.setMaximumHeight(MARKS + LANES * (HIGHEST + GAP) + foot())

    @property
    def axis(self) -> TimeAxis:
        """How time lies on it now."""
        left, right = gutters()
        return TimeAxis(left, self.width(), self.seconds, right, self.from_s)

    def begin_at(self, from_s: float) -> None:
        """Show no time before this."""
        self.from_s, self._drawn = from_s, None
        self.update()

    @property
    def high(self) -> float:
        """Of a lane now, pixels; a row of what is near takes no more than its name needs until each lane is well read."""
        rows = (self.height() - MARKS - foot()) - LANES * GAP
        well = min(WELL_READ, (rows - NEAR_ROWS * _least()) / (LANES - NEAR_ROWS))
        return max(rows / LANES, well)

    @property
    def _near_high(self) -> float:
        """Of a row of what is near."""
        return (self.height() - MARKS - foot() - LANES * GAP - (LANES - NEAR_ROWS) * self.high) / NEAR_ROWS

    def _top(self, row: int) -> float:
        near = min(row, NEAR_ROWS)
        return MARKS + near * (self._near_high + GAP) + (row - near) * (self.high + GAP)

    def show_reel(self, reel: Reel) -> None:
        self.reel, self.near, self.lanes, self._drawn = reel, NearLane(reel.figures), lanes_of(reel.figures), None
        self.update()

    def show_comments(self, comments: tuple[Comment, ...]) -> None:
        """What instructors said of it, as marks among those of the remarks."""
        self.comments, self._drawn = comments, None
        self.update()

    def stand_at(self, step: int) -> None:
        """Put the line at the moment that is shown."""
        self.step = step
        if self.reel is not None:
            self.setAccessibleDescription(f"{clock(step * STEP_S)}: {told(self.reel.figures_at(step))}. {words.film('keys')}")
        self.update()

    def said_at(self, x: float, y: float) -> str:
        """What the pointer is told there: the figures, and a remark under it."""
        if self.reel is None:
            return ""
        step = self._step_at(x, y)
        said = [f"{clock(step * STEP_S)}  {told(self.reel.figures_at(step))}"]
        return "\n".join(said + [one.text for one in self._marks if one.step == step and self._is_mark(x, y, one)])

    @property
    def _marks(self) -> tuple[Remark | Comment, ...]:
        every: tuple[Remark | Comment, ...] = (*self.remarks, *self.comments)
        return tuple(one for one in every if one.step >= self.axis.first)

    def _is_mark(self, x: float, y: float, mark: Remark | Comment) -> bool:
        return y < MARKS and abs(self.axis.x(mark.step) - x) < NEAR_PX

    def _step_at(self, x: float, y: float) -> int:
        """The own step of a remark or a comment where its mark is meant."""
        marks = [(abs(self.axis.x(one.step) - x), one.step) for one in self._marks if self._is_mark(x, y, one)]
        last = self.reel.last if self.reel is not None else 0
        return min(min(marks)[1] if marks else self.axis.step(x), last)

    # --- hands ------------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.reel is not None:
            self.moved.emit(self._step_at(event.position().x(), event.position().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.buttons() & Qt.MouseButton.LeftButton and self.reel is not None:
            self.moved.emit(self._step_at(at.x(), MARKS))  # a drag runs smoothly past the marks
        QToolTip.showText(event.globalPosition().toPoint(), self.said_at(at.x(), at.y()), self)

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()

    # --- the drawing ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._drawn = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._drawn = None
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawn is None:
            self._drawn = self._draw()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._drawn)
        x = self.axis.x(self.step)
        painter.setPen(QPen(tint("ink"), MOMENT))
        painter.setClipRegion(self._unwritten())
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height() - foot()))
        painter.setClipping(False)
        painter.setBrush(tint("ink"))
        painter.drawEllipse(QPointF(x, self.height() - foot()), 3.5, 3.5)
        self._draw_values(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tint("focus"), 1.5))
            painter.drawRect(QRectF(0.75, 0.75, self.width() - 1.5, self.height() - 1.5))
        painter.end()

    def _unwritten(self) -> QRegion:
        """All but the sentences in the lanes: the line of the moment does not run through them."""
        written = [] if self.near is None else self.near.written
        region = QRegion(self.rect())
        for place in written:
            region -= QRegion(place.toAlignedRect())
        return region

    def _draw_values(self, painter: QPainter) -> None:
        """Behind the end of each lane its figure at the moment that is shown."""
        if self.reel is None or self.near is None:
            return
        font = painter.font()
        font.setPixelSize(text_px())
        font.setBold(True)
        painter.setFont(font)
        wide = self.axis.right - 8
        near = [line.structure for line in self.near.lines]
        rows = [*range(len(near)), *range(NEAR_ROWS, LANES)]
        for row, said in zip(rows, values(self.reel.figures_at(self.step), near), strict=True):
            box = QRectF(self.width() - wide - 4, self._top(row), wide, self._near_high if row < NEAR_ROWS else self.high)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)

    def _draw(self) -> QPixmap:
        """All but the line that moves: a drag repaints nothing else."""
        pixmap = QPixmap(self.size() * self.devicePixelRatioF())
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        pixmap.fill(tint("page"))
        painter = QPainter(pixmap)
        font = painter.font()
        font.setPixelSize(text_px())
        painter.setFont(font)
        for row, lane in enumerate(self.lanes, NEAR_ROWS):
            self._draw_lane(painter, lane, self._top(row))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.near is not None:
            self.near.draw(painter, QRectF(0, MARKS, self.width(), self._top(NEAR_ROWS) - 2 * GAP - MARKS), self.axis)
        for comment in (one for one in self.comments if one in self._marks):
            draw_comment(painter, self.axis.x(comment.step))
        shown = (one for one in self.remarks if one in self._marks)
        for remark in sorted(shown, key=lambda one: one.critical):  # what is critical lies over all else
            draw_remark(painter, self.axis.x(remark.step), remark.critical)
        draw_ticks(painter, self.axis, self.height() - foot(), TICK)
        painter.end()
        return pixmap

    def _draw_lane(self, painter: QPainter, lane: Lane, top: float) -> None:
        axis, tall = self.axis, self.high
        names, middle = QRectF(2, top, axis.gutter - 10, tall), Qt.AlignmentFlag.AlignVCenter
        painter.setPen(tint("ink"))
        painter.drawText(names, Qt.AlignmentFlag.AlignLeft | middle, lane.title)
        if not is_large():
            painter.setPen(tint("muted"))
            painter.drawText(names, Qt.AlignmentFlag.AlignRight | middle, lane.full)
        painter.setPen(QPen(tint("track"), 1))
        painter.drawLine(QPointF(axis.gutter, top + tall), QPointF(self.width() - axis.right, top + tall))
        start, end = int(axis.gutter), int(axis.x(len(lane.heights) - 1))
        columns = np.arange(start, max(end, start + 1))
        starts = np.minimum([axis.step(float(x)) for x in columns], len(lane.heights) - 1).astype(np.intp)
        columns, starts = columns[np.r_[True, np.diff(starts) > 0]], np.unique(starts)
        heights, alarms = highest(lane.heights, starts), highest(lane.alarms, starts)
        ends = np.r_[columns[1:], end]
        for alarm in Alarm:
            colour = tint(ALARM_ROLES[alarm])
            for x, past, height in zip(columns[alarms == alarm], ends[alarms == alarm], heights[alarms == alarm], strict=True):
                high = max(float(height) * tall, 0.0)
                if high > 0 and (lane.filled or alarm):
                    draw_alarm(painter, QRectF(float(x), top + tall - high, float(past - x), high), alarm)
                if high > 0:
                    painter.fillRect(QRectF(float(x), top + tall - high, float(past - x), 1.2 if lane.filled else THICK), colour)
        for limit in lane.limits:
            draw_limit(painter, top + tall * (1.0 - limit), axis.gutter, self.width() - axis.right)


def draw_remark(painter: QPainter, x: float, critical: bool) -> None:
    """A full diamond for a critical error, an open triangle below for all else: of one moment both are seen."""
    if critical:
        painter.setPen(QPen(tint("bad"), 1))
        painter.setBrush(tint("bad"))
        painter.drawPolygon(QPolygonF([QPointF(x, 1), QPointF(x + 6, 7), QPointF(x, 13), QPointF(x - 6, 7)]))
    else:
        painter.setPen(QPen(tint("ink"), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([QPointF(x - 5, 17), QPointF(x + 5, 17), QPointF(x, 26)]))


def draw_comment(painter: QPainter, x: float) -> None:
    """A speech bubble whose tip stands at the moment: no remark has its shape."""
    painter.setPen(QPen(tint("ink"), 1.2))
    painter.setBrush(tint("bright"))
    corners = ((-3, 1), (9, 1), (9, 9), (3, 9), (0, 14), (0, 9), (-3, 9))
    painter.drawPolygon(QPolygonF([QPointF(x + across, y) for across, y in corners]))
