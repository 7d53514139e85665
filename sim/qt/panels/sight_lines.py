"""What teaching draws round in a picture: each outline only where it can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from meshes.anatomy import Outline
from meshes.space import POSTERIOR, dot, length
from sim.fluoroscopy.carm import View
from sim.qt.palette import tint

BLACK, WAY, SECOND = map(tint, ("screen", "screen_way", "screen_second"))
HALO = QColor(BLACK)
HALO.setAlpha(150)
DEPTH = ("ventral_interlaminar_line", "spinolaminar_line")
"""Lines that tell how deep a needle is: from behind they tell nothing."""
MIDDLE, FROM_THE_SIDE_DEG = "spinolaminar_line", 25.0
"""That of the middle is looked for in the lateral; further from it than this (guess) it runs along the ventral line, which such a view is
for, and crosses it: no depth could be read"""
FROM_BEHIND_DEG, FACED_DEG = 20.0, 37.0
"""Nearer to the AP depth is not seen; a rim that is seen more askew is a tangle of lines over what lies in it."""
DASH, GAP = 4.0, 4.0
"""Where contrast is looked for, in widths of the line: half of what lies under it stays free"""
MINOR_DASH, MINOR_CALM = (5.0, 2.5), (1.5, 4.0)
"""The same of a line that lies beside the one the view is for, first as it is usually drawn; it has a colour of its own, and so has its
name"""
NEAR_LINE_PX = 9.0
"""A landmark so near to a line lies on it"""
CASING_PX, CALM_CASING_PX = 2.0, 1.5
"""So much wider than the line is its dark edge, and where contrast is looked for"""


@dataclass(frozen=True)
class Drawn:
    """An outline where it stands in the widget."""

    name: str
    corners: QPolygonF
    closed: bool
    backwards: bool
    """Whether the patient's back is to the right of it"""


def is_readable(name: str, outline: Outline, view: View) -> bool:
    """Whether it says something in this view."""
    if MIDDLE in name:
        return abs(float(dot(view.beam, POSTERIOR))) < sin(radians(FROM_THE_SIDE_DEG))
    if any(line in name for line in DEPTH):
        return abs(float(dot(view.beam, POSTERIOR))) < cos(radians(FROM_BEHIND_DEG))
    if not outline.closed:
        return True
    facing = np.cross(outline.points, np.roll(outline.points, -1, axis=0)).sum(axis=0)  # of a rim that need not be flat
    return abs(float(dot(view.beam, facing))) > cos(radians(FACED_DEG)) * float(length(facing))


def rounded(corners: NDArray[np.float64], times: int = 2) -> NDArray[np.float64]:
    """Chaikin's curve: a rim was found at so many places, and is no polygon. (n, 2) to (n * 2**times, 2)."""
    for _ in range(times):
        after = np.roll(corners, -1, axis=0)
        corners = np.stack([0.75 * corners + 0.25 * after, 0.25 * corners + 0.75 * after], 1).reshape(-1, 2)
    return corners


def placed(outlines: Mapping[str, Outline], view: View, to_widget: Callable[[float, float], QPointF]) -> list[Drawn]:
    """Where they stand, by the geometry that made the picture; ``to_widget`` takes mm on the detector."""
    found = []
    for name, outline in outlines.items():
        points = view.project(outline.points)
        corners = [to_widget(float(u), float(v)) for u, v in (rounded(points) if outline.closed else points)]
        here, behind = (to_widget(*map(float, uv)) for uv in view.project(outline.points.mean(0) + np.outer((0.0, 1.0), POSTERIOR)))
        found.append(Drawn(name, QPolygonF(corners), outline.closed, behind.x() > here.x()))
    return found


def lies_in(drawn: Drawn, at: QPointF) -> bool:
    """Whether a place is within a rim, or beside a line."""
    if drawn.closed:
        return drawn.corners.containsPoint(at, Qt.FillRule.OddEvenFill)
    return min(hypot(corner.x() - at.x(), corner.y() - at.y()) for corner in drawn.corners.toList()) < NEAR_LINE_PX


def is_minor(drawn: Sequence[Drawn], outline: Drawn) -> bool:
    """Whether it is a line beside the one that the view is for, which comes first: two that are alike are taken for one another."""
    lines = [one for one in drawn if not one.closed]
    return not outline.closed and outline is not lines[0]


def second(colour: QColor) -> QColor:
    """The ink of such a line, as dense as this one."""
    ink = QColor(SECOND)
    ink.setAlpha(colour.alpha())
    return ink


def draw_round(painter: QPainter, drawn: Sequence[Drawn], colour: QColor, width: float, calm: bool) -> None:
    """Each with a dark edge: seen on lung and on lead. Where contrast is looked for, which is dark itself, both are dashes."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for outline in drawn:
        minor = is_minor(drawn, outline)
        casing = QPen(HALO, width + (CALM_CASING_PX if calm else CASING_PX))
        line = QPen(second(colour) if minor else colour, width)
        dashes = (MINOR_CALM if calm else MINOR_DASH) if minor else (DASH, GAP) if calm else ()
        for pen in (casing, line):
            if dashes:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pen.setDashPattern([part * width / pen.widthF() for part in dashes])
            painter.setPen(pen)
            if outline.closed:
                painter.drawPolygon(outline.corners)
            else:
                painter.drawPolyline(outline.corners)


def draw_way(painter: QPainter, places: Sequence[QPointF]) -> None:
    """Of another needle: dotted, with a ring where its tip stood."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((BLACK, 4.0), (WAY, 2.0)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.DotLine))
        painter.drawPolyline(QPolygonF(places))
    painter.setPen(QPen(WAY, 2))
    painter.drawEllipse(places[-1], 5, 5)
