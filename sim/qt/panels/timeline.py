"""What was noticed, as a line of time; the pointer over a mark says what it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from scenarios.chart import Chart
from scenarios.ways import told_so
from scenarios.words import notice
from sim.qt.grown import wears_anew
from sim.qt.palette import tint
from sim.qt.panels.time_axis import RIGHT, TimeAxis, draw_ticks, label_font
from sim.session.events import SEEN, Event
from sim.session.observation import Observation
from sim.session.session import STEP_S

ROLES = {
    "exposure_ended": "amber", "loss_of_resistance": "good", "bone_contact": "ink", "fluid_drips": "bad",
    "blood_drips": "bad", "patient_says": "orange", "injection_started": "bright", "injection_ended": "bright", "refused": "faded",
}  # fmt: skip
CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "exposure_ended": ((-1.5, -5), (1.5, -5), (1.5, 5), (-1.5, 5)),
    "loss_of_resistance": ((0, -6), (6, 5), (-6, 5)),
    "bone_contact": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
    "fluid_drips": ((0, 6), (-6, -5), (6, -5)),
    "blood_drips": ((0, 6), (-6, -5), (6, -5)),
    "patient_says": ((0, -6), (6, 0), (0, 6), (-6, 0)),
    "injection_started": ((-3, -6), (6, 0), (-3, 6)),
    "injection_ended": ((3, -6), (-6, 0), (3, 6)),
    "refused": ((-5, -3), (-3, -5), (0, -2), (3, -5), (5, -3), (2, 0), (5, 3), (3, 5), (0, 2), (-3, 5), (-5, 3), (-2, 0)),
}
"""Pixels round its place: kinds are told apart by shape as well as by colour; what has no shape of its own is a dot."""
HIGH, TICK, UNDER = 20, 4, 16
"""Pixels: of the line with its marks; of a tick, and where it begins. What the marks mean stands in a key below"""
GUTTERS = (8.0, RIGHT)
"""Pixels left free before the start and behind the end, where nothing stands below"""
APART = 1.5
"""Pixels of the edge that tells a mark from another over which it lies"""
SHORTEST_S = 60.0
"""So much time there is room for at least: an attempt that has just begun does not fill the line."""


class Timeline(QWidget):
    """Marks for events along the attempt."""

    marked = Signal(object)
    """The kinds of all marks, after there were more"""
    picked = Signal(int)
    """The step of a mark that was clicked"""

    def __init__(
        self,
        chart: Chart | None,
        gutters: Callable[[], tuple[float, float]] = lambda: GUTTERS,
        shortest_s: float = SHORTEST_S,
        ticked: bool = True,
    ) -> None:
        """``gutters``: pixels before the start and behind the end of time, as on what stands below it, asked whenever it is drawn.

        ticked : with the times below it; what stands below a film has them
        """
        super().__init__()
        self._ticked = ticked
        self._gutters, self.shortest_s = gutters, shortest_s
        self.chart = chart
        self.events: list[Event] = []
        self._approach: str | None = None
        """That was decided"""
        self.now_s = 0.0
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

    def _x(self, step: int) -> float:
        return self.axis.x(step)

    @property
    def axis(self) -> TimeAxis:
        """How time lies on it now."""
        left, right = self._gutters()
        return TimeAxis(left, self.width(), max(self.now_s, self.shortest_s), right)

    def event_at(self, x: float) -> Event | None:
        near = [(abs(self._x(e.step) - x), i) for i, e in enumerate(self.events)]
        best = min(near, default=(99.0, -1))
        return self.events[best[1]] if best[0] < 6 else None

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            mark = self.event_at(event.pos().x())
            said = notice(mark.kind, told_so(mark.kind, mark.data, self._approach), self.chart) if mark else None
            QToolTip.showText(event.globalPos(), f"{mark.step * STEP_S:.1f} s: {said}" if mark and said else "", self)
            return True
        return super().event(event)  # type: ignore[arg-type]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self.event_at(event.position().x())
        if mark is not None:
            self.picked.emit(mark.step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, start = HIGH / 2, self.axis.gutter
        if self._ticked:
            draw_ticks(painter, self.axis, UNDER, TICK)
        painter.setPen(QPen(tint("track"), 2))
        painter.drawLine(QPointF(start, middle), QPointF(self.width() - self.axis.right, middle))
        painter.setPen(QPen(tint("hint"), 2))
        painter.drawLine(QPointF(start, middle), QPointF(self._x(round(self.now_s / STEP_S)), middle))
        painter.setPen(QPen(tint("page"), APART))
        for mark in self.events:
            painter.setBrush(tint(ROLES.get(mark.kind, "hint")))
            draw_mark(painter, QPointF(self._x(mark.step), middle), mark.kind)
        painter.end()


def draw_mark(painter: QPainter, at: QPointF, kind: str) -> None:
    """With the painter's brush."""
    corners = CORNERS.get(kind)
    if corners is None:
        painter.drawEllipse(at, 4, 4)
    else:
        painter.drawPolygon([at + QPointF(*corner) for corner in corners])
