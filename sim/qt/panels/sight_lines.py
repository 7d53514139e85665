"""What teaching draws round in a picture: each outline only where it can be read, with its name beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from meshes.anatomy import Outline
from meshes.space import POSTERIOR, dot, length
from sim.fluoroscopy.carm import View
from sim.qt.landmark_words import landmark_words
from sim.qt.palette import tint
from sim.qt.panels.lettering import grown, write

BLACK, WAY = map(tint, ("screen", "screen_way"))
HALO = QColor(BLACK)
HALO.setAlpha(150)
DEPTH = ("ventral_interlaminar_line", "spinolaminar_line")
"""Lines that tell how deep a needle is: from behind they tell nothing."""
FROM_BEHIND_DEG, FACED_DEG = 20.0, 37.0
"""Nearer to the AP depth is not seen; a rim that is seen more askew is a tangle of lines over what lies in it."""
APART_PX, NAMED_FROM_PX = 6.0, 400.0
"""Between a rim and its name; in a smaller picture names would cover what they name."""
DASH, GAP = 4.0, 4.0
"""Where contrast is looked for, in widths of the line: half of what lies under it stays free"""
COLUMN = 0.08
"""A share of the picture in front of a line of depth in which contrast runs"""
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
    return min(_far(corner - at) for corner in drawn.corners.toList()) < NEAR_LINE_PX


def draw_round(painter: QPainter, drawn: Sequence[Drawn], colour: QColor, width: float, calm: bool) -> None:
    """Each with a dark edge: seen on lung and on lead. Where contrast is looked for, which is dark itself, both are dashes."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    casing, line = QPen(HALO, width + (CALM_CASING_PX if calm else CASING_PX)), QPen(colour, width)
    if calm:
        for pen in (casing, line):
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([part * width / pen.widthF() for part in (DASH, GAP)])
    for outline in drawn:
        for pen in (casing, line):
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


def write_names(painter: QPainter, area: QRectF, field: QRectF, drawn: Sequence[Drawn], written: Sequence[QRectF], calm: bool) -> None:
    """Beside each, outwards, where the exposed ``field`` has room and no other outline or name is, nor anything else that is ``written``;
    where a line has no room in two; where the field has none beside it. A rim's is never nearer to another outline, whose name it would
    seem; lines of depth lie close together. Where contrast is looked for only the first has one, off the column."""
    if area.width() < NAMED_FROM_PX or not drawn:
        return
    painter.save()
    grown(painter, area.width())
    rims = [outline.corners.boundingRect() for outline in drawn]
    middle = QRectF(rims[0])
    for rim in rims[1:]:
        middle = middle.united(rim)
    taken = [*rims, *written]
    for own, outline in list(zip(rims, drawn, strict=True))[: 1 if calm else None]:
        words = landmark_words(outline.name)
        in_two = words.replace(", ", ",\n")
        forms = (words, in_two, in_two.replace(": ", ":\n"), words.replace(" ", "\n")) if calm else (words, in_two)
        sizes = {said: QSizeF(painter.fontMetrics().size(0, said)) + QSizeF(4, 0) for said in forms}
        rooms = (field.intersected(area), area)
        for room, place, said in ((within, *at) for within in rooms for at in _beside(own, outline, middle.center(), within, sizes, calm)):
            is_own = not outline.closed or own is min(rims, key=lambda rim: _far(rim.center() - place.center()))
            if room.contains(place) and is_own and not any(place.intersects(other) for other in taken):
                write(painter, place, Qt.AlignmentFlag.AlignCenter, said)
                taken.append(place)
                break
    painter.restore()


def _far(way: QPointF) -> float:
    return hypot(way.x(), way.y())


def _beside(
    rim: QRectF, outline: Drawn, middle: QPointF, area: QRectF, sizes: Mapping[str, QSizeF], calm: bool
) -> Iterator[tuple[QRectF, str]]:
    """Places for a name and how it is written there: away from the middle, above, below, and towards the middle at last. A line of depth
    has it at its ends: beside it comes the needle; and off its corners where contrast runs on above and below, behind before in front.
    """
    outwards = rim.center().x() >= middle.x()

    def aside(size: QSizeF, right: bool) -> QRectF:
        left = rim.right() + APART_PX if right else rim.left() - APART_PX - size.width()
        return QRectF(QPointF(left, rim.center().y() - size.height() / 2), size)

    def over(size: QSizeF, above: bool, to: float = 0.0) -> QRectF:
        left = min(max(rim.center().x() + (to - 1.0) * size.width() / 2, area.left()), area.right() - size.width())
        return QRectF(QPointF(left, rim.top() - APART_PX - size.height() if above else rim.bottom() + APART_PX), size)

    def cornering(size: QSizeF, right: bool, above: bool) -> QRectF:
        off = APART_PX if right == outline.backwards else APART_PX + COLUMN * area.width()
        left = rim.right() + off if right else rim.left() - off - size.width()
        return QRectF(QPointF(left, rim.top() - APART_PX - size.height() if above else rim.bottom() + APART_PX), size)

    if calm and not outline.closed:
        sides = (outline.backwards, not outline.backwards)
        yield from ((cornering(size, right, above), said) for right in sides for said, size in sizes.items() for above in (True, False))
        return
    ends = ((over(size, above, to), said) for said, size in sizes.items() for to in (0.0, -1.0, 1.0) for above in (True, False))
    if not outline.closed:
        yield from ends
    yield from ((aside(size, outwards), said) for said, size in sizes.items())
    yield from ((over(size, above), said) for said, size in sizes.items() for above in (True, False))
    yield from ((aside(size, not outwards), said) for said, size in sizes.items())
