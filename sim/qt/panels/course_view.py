"""The weeks afterwards: pain as a curve, what happened, and what is to be done about it."""

from __future__ import annotations

from math import log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from scenarios.words import told, told_first, told_later
from sim.procedure.course import Course
from sim.procedure.diary import Entry
from sim.qt.palette import px, tint
from sim.qt.panels.whole_rows import WholeList
from sim.qt.words import phrase

TICKS = (0.5, 8.0, 72.0, 336.0, 2160.0)
"""Hours."""
MARGIN = 26.0


def when(hours: float) -> str:
    """A time after, as people say it."""
    if hours < 1:
        return phrase("course_view.after_minutes", minutes=60 * hours)
    if hours < 48:
        return phrase("course_view.after_hours", hours=hours)
    return phrase("course_view.after_days", days=hours / 24)


class PainCurve(QWidget):
    """Pain of 0 to 10 over time; the axis of time is logarithmic."""

    def __init__(self, course: Course) -> None:
        super().__init__()
        self.course = course
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(phrase("course_view.name"))

    def sizeHint(self) -> QSize:
        return QSize(300, 98 + 2 * px(MARGIN))

    def _place(self, hours: float, pain: float) -> QPointF:
        x = log10(1.0 + 4.0 * hours) / log10(1.0 + 4.0 * TICKS[-1])
        width, height = self.width() - 2 * px(MARGIN), self.height() - 2 * px(MARGIN)
        return QPointF(px(MARGIN) + x * width, px(MARGIN) + (1.0 - pain / 10.0) * height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint("track"), 1))
        for pain in (0, 5, 10):
            painter.drawLine(self._place(0.0, pain), self._place(TICKS[-1], pain))
        painter.setPen(tint("ink"))
        for pain in (0, 5, 10):
            painter.drawText(QRectF(0, self._place(0, pain).y() - px(8), px(MARGIN) - 6, px(16)), Qt.AlignmentFlag.AlignRight, str(pain))
        for number, hours in enumerate(TICKS):
            x = min(self._place(hours, 0).x() - px(30), self.width() - px(62))
            painter.drawText(
                QRectF(x, self.height() - px(20), px(60), px(16)), Qt.AlignmentFlag.AlignHCenter, phrase(f"course_view.tick_{number}")
            )
        painter.setPen(tint("ink"))
        painter.drawText(QRectF(0, 0, self.width(), px(18)), Qt.AlignmentFlag.AlignLeft, phrase("course_view.axis"))
        painter.setPen(QPen(tint("accent"), 2))
        places = [self._place(hours, pain) for hours, pain in self.course.pain]
        painter.drawPolyline(places)
        painter.setBrush(tint("accent"))
        for place in places:
            painter.drawEllipse(place, 3, 3)
        painter.end()


class CourseView(QWidget):
    """The curve, a sentence about it, each trouble with its remedy, and what was told later."""

    def __init__(self, course: Course, entries: tuple[Entry, ...], why: str) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addWidget(PainCurve(course))
        self.said = QLabel(summary(course))
        self.said.setWordWrap(True)
        box.addWidget(self.said)
        self.troubles = WholeList()
        self.troubles.setAccessibleName(phrase("course_view.troubles"))
        rows: list[str] = []
        for t in course.troubles:
            name, says, call, do = told_first(t.name), told(t.says), told(t.call), told(t.do)
            rows.append(phrase("course_view.trouble", name=name, when=when(t.after_h), says=says, call=call, do=do))
        if not course.troubles:
            rows.append(phrase("course_view.no_trouble"))
        for entry in entries:
            said, do = told_later(entry.contact, entry.code, entry.pain, entry.before)
            rows.append(f"{said} ({when(entry.after_h)}) {do}")
        self.troubles.show_rows([QListWidgetItem(row) for row in rows])
        box.addWidget(self.troubles, 1)
        if why:
            reason = QLabel(phrase("course_view.right", why=" ".join(why.split())))
            reason.setObjectName("note")
            reason.setWordWrap(True)
            box.addWidget(reason)


def summary(course: Course) -> str:
    """How it went with the pain."""
    if not course.treated:
        said = phrase("course_view.no_steroid")
    elif course.responds:
        said = phrase("course_view.steroid_helped", weeks=course.relief_weeks)
    else:
        said = phrase("course_view.no_answer" if course.arrived else "course_view.steroid_failed")
    if course.diagnostic is True:
        return phrase("course_view.anaesthetic_helped", said=said)
    if course.diagnostic is False:
        return phrase("course_view.anaesthetic_failed", said=said)
    return said
