"""How near the tip came to what must not be met: a lane with a line for each, low where it is near, at the ground when touching."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from scenarios import words
from sim.qt.grown import is_large
from sim.qt.palette import tint
from sim.qt.panels.lane import FAR_MM, Alarm, highest
from sim.qt.panels.lane_strokes import draw_alarm, draw_limit
from sim.qt.panels.lettering import fit
from sim.qt.panels.time_axis import TimeAxis
from sim.scoring.limits import LIMITS

NEAR_ROWS = 3
"""So many lanes' height has this one: a row for the name and the figure of each structure"""
STRUCTURES = ("dura", "root", "vessel")
STROKES = {
    "dura": ("accent", Qt.PenStyle.SolidLine),
    "root": ("violet", Qt.PenStyle.DashLine),
    "vessel": ("bad", Qt.PenStyle.DotLine),
}
"""Colours and dashes of their lines: each tells them apart alone"""
SAMPLE, INSET, THICK = 18.0, 4.0, 2.0
"""Pixels: of line before a name, what a word keeps from an edge, and how thick a line is"""
LEAST_BAND = 8.0
"""Pixels of height of the ground that is hatched while something is nearer than a near miss"""


@dataclass(frozen=True)
class NearLine:
    """Of one structure that was within reach: mm by step, FAR_MM where it was not."""

    structure: str
    mm: NDArray[np.float64]

    @property
    def title(self) -> str:
        return words.film(self.structure)

    @property
    def pen(self) -> QPen:
        role, dashes = STROKES[self.structure]
        return QPen(tint(role), THICK, dashes)

    @property
    def alarms(self) -> NDArray[np.int8]:
        """By step; the lines of danger are those of the score."""
        near = np.where(self.mm <= LIMITS.near_miss_mm, Alarm.NEAR, Alarm.NONE)
        return np.where(self.mm <= 0.0, Alarm.INSIDE, near).astype(np.int8)


class NearLane:
    """Made of a reel's figures; what never came within reach has no line: a sentence says so."""

    def __init__(self, figures: dict[str, NDArray[np.float32]]) -> None:
        every = [NearLine(what, _known(figures[f"{what}_mm"])) for what in STRUCTURES]
        self.lines = [one for one in every if one.mm.min(initial=FAR_MM) < FAR_MM]
        self.never = _never([one.structure for one in every if one not in self.lines])
        self.written: list[QRectF] = []
        """Where its sentences stand since it was drawn"""

    def draw(self, painter: QPainter, place: QRectF, axis: TimeAxis) -> None:
        """In the painter's letters; ``place`` is as wide as the chart, its time where the axis has it."""
        plot = QRectF(axis.gutter, place.top(), axis.width - axis.right - axis.gutter, place.height())
        per_mm = plot.height() / FAR_MM
        self._draw_names(painter, QRectF(2, place.top(), axis.gutter - 10, place.height()))
        limit = plot.bottom() - LIMITS.near_miss_mm * per_mm
        painter.setPen(QPen(tint("track"), 1))
        for y in (plot.top(), plot.bottom()):
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        draw_limit(painter, limit, plot.left(), plot.right())
        painter.setPen(tint("muted"))
        letters = QRectF(plot.left() + INSET, 0, plot.width() - 2 * INSET, painter.fontMetrics().height())
        letters.moveBottom(limit)
        self.written = [_write(painter, letters, words.film("near_limit", mm=LIMITS.near_miss_mm))]
        letters.moveTop(plot.top() + 1)
        painter.save()
        fit(painter, letters.width(), self.never)
        letters.setLeft(self._clear(plot, axis, painter.fontMetrics().horizontalAdvance(self.never) + INSET))
        self.written.append(_write(painter, letters, self.never))
        painter.restore()
        for line in self.lines:
            self._draw_line(painter, line, plot, axis)

    def _clear(self, plot: QRectF, axis: TimeAxis, wide: float) -> float:
        """The left of the first stretch, of the height above all lines, that has room for words so wide; without one, the plot's own."""
        near = np.any([line.mm < FAR_MM for line in self.lines], axis=0)[axis.first :] if self.lines else np.zeros(0, np.bool_)
        edges = axis.first + np.flatnonzero(np.diff(np.r_[False, near, False].astype(np.int8)))
        at = [plot.left(), *(min(max(axis.x(float(step)), plot.left()), plot.right()) for step in edges), plot.right()]
        clear = [left for left, right in zip(at[::2], at[1::2], strict=True) if right - left >= wide + 2 * INSET]
        return INSET + (clear[0] if clear else plot.left())

    def _draw_names(self, painter: QPainter, names: QRectF) -> None:
        """Each with a piece of its line, and beside them what top and bottom mean."""
        side, high = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, names.height() / NEAR_ROWS
        for row, line in enumerate(self.lines):
            middle = names.top() + (row + 0.5) * high
            painter.setPen(line.pen)
            painter.drawLine(QPointF(names.left(), middle), QPointF(names.left() + SAMPLE, middle))
            painter.setPen(tint("ink"))
            painter.drawText(names.adjusted(SAMPLE + INSET, row * high, 0, (row + 1 - NEAR_ROWS) * high), side, line.title)
        if not is_large():
            painter.setPen(tint("muted"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            for place, said in zip(ends(names, painter.fontMetrics().height()), ("far", "touching"), strict=True):
                painter.drawText(place, right, words.film(said))

    def _draw_line(self, painter: QPainter, line: NearLine, plot: QRectF, axis: TimeAxis) -> None:
        last = len(line.mm) - 1
        columns = np.arange(int(plot.left()), max(int(axis.x(last)), int(plot.left()) + 1))
        starts = np.minimum([axis.step(float(x)) for x in columns], last).astype(np.intp)
        columns, starts = columns[np.r_[True, np.diff(starts) > 0]], np.unique(starts)
        mm, alarms = -highest(-line.mm, starts).astype(float), highest(line.alarms, starts)
        ends = np.r_[columns[1:], axis.x(last)]
        band = max(plot.height() * LIMITS.near_miss_mm / FAR_MM, LEAST_BAND)
        for x, past, alarm in zip(columns, ends, alarms, strict=True):
            if alarm:
                draw_alarm(painter, QRectF(float(x), plot.bottom() - band, float(past - x), band), Alarm(int(alarm)))
        painter.setPen(line.pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for first, behind in _within(mm):
            heights = plot.bottom() - np.clip(mm[first:behind], 0.0, FAR_MM) * plot.height() / FAR_MM
            corners = [QPointF(float(columns[first]), plot.top())]
            for x, past, y in zip(columns[first:behind], ends[first:behind], heights, strict=True):
                corners += [QPointF(float(x), float(y)), QPointF(float(past), float(y))]
            painter.drawPolyline(QPolygonF([*corners, QPointF(float(ends[behind - 1]), plot.top())]))


def ends(names: QRectF, high: float) -> tuple[QRectF, QRectF]:
    """Of what the top and the ground mean, in letters of this height: each beside its line, as high above it as below."""
    place = QRectF(names.left(), names.top() - high / 2, names.width(), high)
    return place, place.translated(0, names.height())


def _write(painter: QPainter, place: QRectF, said: str) -> QRectF:
    """At the left of there; where it stands."""
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft, said)
    return painter.boundingRect(place, Qt.AlignmentFlag.AlignLeft, said)


def _within(mm: NDArray[np.float64]) -> list[tuple[int, int]]:
    """First and one past the last of each stretch in which it was within reach."""
    edges = np.flatnonzero(np.diff(np.r_[0, (mm < FAR_MM).astype(np.int8), 0]))
    return [(int(first), int(behind)) for first, behind in edges.reshape(-1, 2)]


def _known(mm: NDArray[np.float32]) -> NDArray[np.float64]:
    known: NDArray[np.float64] = np.clip(np.nan_to_num(mm.astype(float), nan=FAR_MM), 0.0, FAR_MM)
    return known


def _never(structures: list[str]) -> str:
    """Which of them were never within reach, in a sentence; nothing where each was."""
    said = ", ".join(words.film(f"never_{what}") for what in structures)
    return words.film("never_near", what=said[:1].upper() + said[1:]) if said else ""
