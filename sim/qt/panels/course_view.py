"""The weeks afterwards: pain as a curve, what happened, and what is to be done about it."""

from __future__ import annotations

from math import log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QListWidget, QSizePolicy, QVBoxLayout, QWidget

from scenarios.words import told_later
from sim.procedure.course import Course
from sim.procedure.diary import Entry
from sim.qt.palette import px, tint

TICKS = ((0.5, "30 min"), (8.0, "8 h"), (72.0, "3 d"), (336.0, "2 w"), (2160.0, "3 mo"))
MARGIN = 26.0


def when(hours: float) -> str:
    """A time after, as people say it."""
    if hours < 1:
        return f"after {60 * hours:.0f} minutes"
    if hours < 48:
        return f"after {hours:.0f} hours"
    return f"after {hours / 24:.0f} days"


class PainCurve(QWidget):
    """Pain of 0 to 10 over time; the axis of time is logarithmic."""

    def __init__(self, course: Course) -> None:
        super().__init__()
        self.course = course
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Pain over the weeks afterwards")

    def sizeHint(self) -> QSize:
        return QSize(300, 98 + 2 * px(MARGIN))

    def _place(self, hours: float, pain: float) -> QPointF:
        x = log10(1.0 + 4.0 * hours) / log10(1.0 + 4.0 * TICKS[-1][0])
        width, height = self.width() - 2 * px(MARGIN), self.height() - 2 * px(MARGIN)
        return QPointF(px(MARGIN) + x * width, px(MARGIN) + (1.0 - pain / 10.0) * height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint("track"), 1))
        for pain in (0, 5, 10):
            painter.drawLine(self._place(0.0, pain), self._place(TICKS[-1][0], pain))
        painter.setPen(tint("ink"))
        for pain in (0, 5, 10):
            painter.drawText(QRectF(0, self._place(0, pain).y() - px(8), px(MARGIN) - 6, px(16)), Qt.AlignmentFlag.AlignRight, str(pain))
        for hours, word in TICKS:
            x = min(self._place(hours, 0).x() - px(30), self.width() - px(62))
            painter.drawText(QRectF(x, self.height() - px(20), px(60), px(16)), Qt.AlignmentFlag.AlignHCenter, word)
        painter.setPen(tint("ink"))
        painter.drawText(QRectF(0, 0, self.width(), px(18)), Qt.AlignmentFlag.AlignLeft, "Pain, 0 to 10, over the time after the injection")
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
        self.troubles = QListWidget()
        self.troubles.setAccessibleName("What happened afterwards")
        self.troubles.setWordWrap(True)
        self.troubles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for t in course.troubles:
            called = f"{t.name.capitalize()}, {when(t.after_h)}: \u201c{t.says}\u201d Whom to call: {t.call}. What to do: {t.do}"
            self.troubles.addItem(called)
        if not course.troubles:
            self.troubles.addItem("No side effect and no complication.")
        for entry in entries:
            said, do = told_later(entry.contact, entry.code, entry.root, entry.side, entry.pain, entry.before)
            self.troubles.addItem(f"{said} ({when(entry.after_h)}) {do}")
        box.addWidget(self.troubles, 1)
        if why:
            reason = QLabel(f"What was right here: {' '.join(why.split())}")
            reason.setObjectName("note")
            reason.setWordWrap(True)
            box.addWidget(reason)


def summary(course: Course) -> str:
    """How it went with the pain."""
    if not course.treated:
        said = "No steroid was given: the pain goes its own way."
    elif course.responds:
        said = f"The steroid helped within a week, for about {course.relief_weeks:.0f} weeks."
    else:
        said = "The steroid did not help as hoped; not everybody answers, and where it does not arrive nobody does."
    if course.diagnostic is True:
        return f"The anaesthetic took the pain away for hours: what it bathed is what hurts. {said}"
    if course.diagnostic is False:
        return f"The anaesthetic changed nothing: it did not reach what hurts. {said}"
    return said
