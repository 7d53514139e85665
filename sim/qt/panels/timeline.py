"""What was noticed, as a line of time; the pointer over a mark says what it was."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from scenarios.chart import Chart
from scenarios.words import notice
from sim.qt.panels.time_axis import RIGHT, TimeAxis
from sim.session.events import SEEN, Event
from sim.session.observation import Observation
from sim.session.session import STEP_S

COLOURS = {
    "exposure_ended": "#c79a1c", "loss_of_resistance": "#7bd88f", "bone_contact": "#d6dde3", "fluid_drips": "#ff7b72",
    "blood_drips": "#ff7b72", "patient_says": "#ff9f6b", "injection_started": "#58c7e8", "injection_ended": "#58c7e8", "refused": "#8a5a5a",
}  # fmt: skip
SHORTEST_S = 60.0
"""So much time there is room for at least: an attempt that has just begun does not fill the line."""


class Timeline(QWidget):
    """Marks for events along the attempt."""

    picked = Signal(int)
    """The step of a mark that was clicked"""

    def __init__(self, chart: Chart | None, gutter: float = 8.0, shortest_s: float = SHORTEST_S) -> None:
        """``gutter``: where time begins, pixels from the left, as on what stands below it; so does its end, if nothing is added."""
        super().__init__()
        self.gutter, self.shortest_s = gutter, shortest_s
        self.chart = chart
        self.events: list[Event] = []
        self.now_s = 0.0
        self.setFixedHeight(34)
        self.setMouseTracking(True)

    def observe(self, seen: Observation) -> None:
        self.events += [event for event in seen.notices if event.kind in SEEN]
        if int(seen.time_s * 4) != int(self.now_s * 4) or seen.notices:
            self.now_s = seen.time_s
            self.update()

    def show_events(self, events: list[Event], seconds: float) -> None:
        self.events, self.now_s = [e for e in events if e.kind in SEEN], seconds
        self.update()

    def _x(self, step: int) -> float:
        return self.axis.x(step)

    @property
    def axis(self) -> TimeAxis:
        """How time lies on it now."""
        return TimeAxis(self.gutter, self.width(), max(self.now_s, self.shortest_s))

    def event_at(self, x: float) -> Event | None:
        near = [(abs(self._x(e.step) - x), i) for i, e in enumerate(self.events)]
        best = min(near, default=(99.0, -1))
        return self.events[best[1]] if best[0] < 6 else None

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            mark = self.event_at(event.pos().x())
            said = f"{mark.step * STEP_S:.1f} s: {notice(mark.kind, mark.data, self.chart)}" if mark else ""
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)  # type: ignore[arg-type]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self.event_at(event.position().x())
        if mark is not None:
            self.picked.emit(mark.step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(QPen(QColor("#39434c"), 2))
        painter.drawLine(QPointF(self.gutter, middle), QPointF(self.width() - RIGHT, middle))
        painter.setPen(QPen(QColor("#8fa6b5"), 2))
        painter.drawLine(QPointF(self.gutter, middle), QPointF(self._x(round(self.now_s / STEP_S)), middle))
        painter.setPen(Qt.PenStyle.NoPen)
        for mark in self.events:
            painter.setBrush(QColor(COLOURS.get(mark.kind, "#8fa6b5")))
            painter.drawEllipse(QRectF(self._x(mark.step) - 4, middle - 4, 8, 8))
        painter.end()
