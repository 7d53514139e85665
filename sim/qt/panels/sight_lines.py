"""What teaching draws round in a picture: each outline only where it can be read, with its name beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
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


@dataclass(frozen=True)
class Drawn:
    """An outline where it stands in the widget."""

    name: str
    corners: QPolygonF
    closed: bool


def is_readable(name: str, outline: Outline, view: View) -> bool:
    """Whether it says something in this view."""
    if any(line in name for line in DEPTH):
        return abs(float(dot(view.beam, POSTERIOR))) < cos(radians(FROM_BEHIND_DEG))
    if not outline.closed:
        return True
    facing = np.cross(outline.points, np.roll(outline.points, -1, axis=0)).sum(axis=0)  # of a rim that need not be flat
    return abs(float(dot(view.beam, facing))) > cos(radians(FACED_DEG)) * float(length(facing))


def placed(outlines: Mapping[str, Outline], view: View, to_widget: Callable[[float, float], QPointF]) -> list[Drawn]:
    """Where they stand, by the geometry that made the picture; ``to_widget`` takes mm on the detector."""
    found = []
    for name, outline in outlines.items():
        corners = QPolygonF([to_widget(float(u), float(v)) for u, v in view.project(outline.points)])
        found.append(Drawn(name, corners, outline.closed))
    return found


def draw_round(painter: QPainter, drawn: Sequence[Drawn], pen: QPen, edged: bool = True) -> None:
    """Each with a dark edge: seen on lung and on lead. Where contrast is looked for, which is dark itself, they have none."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for outline in drawn:
        for line in (QPen(HALO, pen.widthF() + 2.0), pen) if edged else (pen,):
            painter.setPen(line)
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


def write_names(painter: QPainter, area: QRectF, drawn: Sequence[Drawn], written: Sequence[QRectF] = ()) -> None:
    """Beside each, outwards, where the picture has room and no other outline or name is, nor anything else that is ``written``."""
    if area.width() < NAMED_FROM_PX or not drawn:
        return
    painter.save()
    grown(painter, area.width())
    taken = [outline.corners.boundingRect() for outline in drawn]
    middle = QRectF(taken[0])
    for rim in taken[1:]:
        middle = middle.united(rim)
    taken += written
    for outline in drawn:
        said = landmark_words(outline.name)
        size = painter.fontMetrics().size(0, said)
        for place in _beside(outline.corners.boundingRect(), middle.center(), size.width() + 4.0, float(size.height())):
            if area.contains(place) and not any(place.intersects(other) for other in taken):
                write(painter, place, Qt.AlignmentFlag.AlignCenter, said)
                taken.append(place)
                break
    painter.restore()


def _beside(rim: QRectF, middle: QPointF, wide: float, high: float) -> Iterator[QRectF]:
    """Places for a name: away from the middle, towards it, above and below."""
    right = QRectF(rim.right() + APART_PX, rim.center().y() - high / 2, wide, high)
    left = right.translated(-rim.width() - 2 * APART_PX - wide, 0.0)
    yield from (right, left) if rim.center().x() >= middle.x() else (left, right)
    above = QRectF(rim.center().x() - wide / 2, rim.top() - APART_PX - high, wide, high)
    yield from (above, above.translated(0.0, rim.height() + 2 * APART_PX + high))
