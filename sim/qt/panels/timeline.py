"""What was noticed, as a line of time; the pointer over a mark says what it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from scenarios.chart import Chart
from scenarios.ways import NONE_READY, told_so
from scenarios.words import notice
from sim.qt.grown import wears_anew
from sim.qt.palette import tint
from sim.qt.panels.event_marks import LANES, PLAIN, ROLES, draw_mark, placed, rank
from sim.qt.panels.time_axis import MOMENT, RIGHT, TimeAxis, draw_ticks, label_font
from sim.session.events import SEEN, Event
from sim.session.observation import Observation
from sim.session.session import STEP_S

HIGH, TICK, UNDER = 22, 3, 17
"""Pixels: of the line with its marks; of a tick, and where it begins. What the marks mean stands in a key below"""
GUTTERS = (8.0, RIGHT)
"""Pixels left free before the start and behind the end, where nothing stands below"""
APART = 1.5
"""Pixels of the edge that tells a mark from another over which it lies"""
SHORTEST_S = 60.0
"""So much time there is room for at least: an attempt that has just begun does not fill the line."""
NEAR_PX = 6.0
"""A mark is meant from so far aside"""


HANDLE = ((-5.0, 0.0), (5.0, 0.0), (5.0, 3.0), (0.0, 8.0), (-5.0, 3.0))
"""Pixels: corners of the handle, round the line of the moment that is shown"""


class Timeline(QWidget):
    """Marks for events along the attempt."""

    marked = Signal(object)
    """The kinds of all marks, after there were more"""
    picked = Signal(int)
    """The step of a mark that was clicked"""
    moved = Signal(int)
    """The step to which the pointer drags, where a moment is shown"""

    def __init__(
        self,
        chart: Chart | None,
        gutters: Callable[[], tuple[float, float]] = lambda: GUTTERS,
        shortest_s: float = SHORTEST_S,
        ticked: bool = True,
        ready: Mapping[str, float] = NONE_READY,
    ) -> None:
        """``gutters``: pixels before the start and behind the end of time, as on what stands below it, asked whenever it is drawn.

        ticked : with the times below it; what stands below a film has them
        ready : ml by name of what stood ready
        """
        super().__init__()
        self._ticked = ticked
        self._gutters, self.shortest_s = gutters, shortest_s
        self.chart, self._ready = chart, ready
        self.events: list[Event] = []
        self._approach: str | None = None
        """That was decided"""
        self.now_s = self.from_s = 0.0
        self.step: int | None = None
        """The moment that is shown; none where time only runs on"""
        self._fit()
        self.setMouseTracking(True)

    def _fit(self) -> None:
        self.setFixedHeight(UNDER + TICK + QFontMetrics(label_font(self.font())).height() if self._ticked else HIGH)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._fit()

    def observe(self, seen: Observation) -> None:
        self._approach = seen.care.decision.approach if seen.care.decision is not None else None
        new = [event for event in seen.notices if event.kind in SEEN]
        if new:
            self.events += new
            self.marked.emit({event.kind for event in self.events})
        if int(seen.time_s * 4) != int(self.now_s * 4) or seen.notices:
            self.now_s = seen.time_s
            self.update()

    def show_events(self, events: list[Event], seconds: float) -> None:
        decided = [event for event in events if event.kind == "decided"]
        self._approach = decided[-1].data.get("approach") if decided else None
        self.events, self.now_s = [e for e in events if e.kind in SEEN], seconds
        self.update()

    def stand_at(self, step: int) -> None:
        """Put the line at the moment that is shown."""
        self.step = step
        self.update()

    def _x(self, step: int) -> float:
        return self.axis.x(step)

    @property
    def axis(self) -> TimeAxis:
        """How time lies on it now."""
        left, right = self._gutters()
        return TimeAxis(left, self.width(), max(self.now_s, self.shortest_s), right, self.from_s)

    def begin_at(self, from_s: float) -> None:
        """Show no time before this."""
        self.from_s = from_s
        self.update()

    @property
    def _on_it(self) -> list[Event]:
        """What has a mark: all since its start."""
        return [event for event in self.events if event.step >= self.axis.first]

    def _places(self) -> list[QPointF]:
        """Where the mark of each of these stands."""
        marks = [(self._x(event.step), event.kind) for event in self._on_it]
        return [QPointF(x, LANES[lane]) for (x, _), lane in zip(marks, placed(marks, self.width()), strict=True)]

    def event_at(self, at: QPointF) -> Event | None:
        """Whose mark is meant there: of several the one in whose lane it is, then the nearest, then what matters most."""
        events = self._on_it
        near = [
            (abs(place.y() - at.y()) > (LANES[0] - LANES[1]) / 2, abs(place.x() - at.x()), rank(event.kind), number)
            for number, (place, event) in enumerate(zip(self._places(), events, strict=True))
            if abs(place.x() - at.x()) < NEAR_PX
        ]
        return events[min(near)[-1]] if near else None

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            mark = self.event_at(QPointF(event.pos()))
            said = notice(mark.kind, told_so(mark.kind, mark.data, self._approach, self._ready), self.chart) if mark else None
            QToolTip.showText(event.globalPos(), f"{mark.step * STEP_S:.1f} s: {said}" if mark and said else "", self)
            return True
        return super().event(event)  # type: ignore[arg-type]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self.event_at(event.position())
        if mark is not None:
            self.picked.emit(mark.step)
        else:
            self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._drag(event)

    def _drag(self, event: QMouseEvent) -> None:
        if self.step is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.moved.emit(min(self.axis.step(event.position().x()), round(self.now_s / STEP_S)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, start = LANES[0], self.axis.gutter
        if self._ticked:
            draw_ticks(painter, self.axis, UNDER, TICK)
        painter.setPen(QPen(tint("track"), 2))
        painter.drawLine(QPointF(start, middle), QPointF(self.width() - self.axis.right, middle))
        painter.setPen(QPen(tint("hint"), 2))
        painter.drawLine(QPointF(start, middle), QPointF(self._x(round(self.now_s / STEP_S)), middle))
        placed_marks = zip(self._on_it, self._places(), strict=True)
        for mark, place in sorted(placed_marks, key=lambda one: -rank(one[0].kind)):
            if place.y() != middle:
                painter.setPen(QPen(tint("hint"), 1))
                painter.drawLine(place, QPointF(place.x(), middle))
            painter.setPen(QPen(tint("page"), APART))
            painter.setBrush(tint(ROLES.get(mark.kind, PLAIN)))
            draw_mark(painter, place, mark.kind)
        if self.step is not None:
            self._draw_moment(painter, self._x(self.step))
        painter.end()

    def _draw_moment(self, painter: QPainter, x: float) -> None:
        """A line with its handle, over all marks: what is dragged is seen whole."""
        painter.setPen(QPen(tint("ink"), MOMENT))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint("ink"))
        painter.drawPolygon([QPointF(x + across, down) for across, down in HANDLE])
