"""The names of what is drawn round in a picture: off the needle and off where contrast runs, each with a line to what it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sim.qt.grown import is_large
from sim.qt.landmark_words import kind_of, landmark_words, short_words
from sim.qt.palette import tint
from sim.qt.panels.lettering import INK, PAD_PX, PLATE, grown, write
from sim.qt.panels.name_places import (
    APART_PX,
    END_PX,
    along,
    are_free,
    are_off,
    corners_of,
    crossed,
    edge,
    grown_by,
    leaders,
    lines_of,
    tried,
)
from sim.qt.panels.sight_lines import HALO, SECOND, Drawn, is_minor

CLEAR_PX, NAMED_FROM_PX = 20.0, 400.0
"""Between a name and the needle, or what contrast runs along; in a smaller picture names would cover what they name."""
COLUMN = 0.08
"""A share of the picture in front of a line of depth in which contrast runs"""
STILL_PX = 4.0
"""A needle that breathing moves by less moves no name, and nothing is worked out anew with each picture"""
LEADER_PX = 16.0
"""A name that is so far from its outline has a line to it"""
INWARDS, IN_FRONT, ASKEW, CROSSING, SAME_END, LESS = 100.0, 180.0, 0.4, 200.0, 80.0, 10.0
"""What a place costs, in pixels of that line: nearer to the middle than its outline, or in front of a line of depth; for each pixel
higher or lower; where the line crosses another outline or name, or ends where one does already; for a name in two lines
(guesses, by eye)"""
BRIEF, BRIEF_BETWEEN = 7.0, 90.0
"""The same of the brief name: beside its outline it comes before a whole one that is led to; not for what lies between two vertebrae,
which is led to in any case"""
TRIED = 40
"""So many places at a time are asked what their lines cross"""
LEADER = tint("screen_ink")
DOT = 0.01
"""Pixels of a dash that its round ends make a dot"""
DOT_PX, HALO_PX, DOTS_PX, END_DOT_PX = 2.0, 4.0, 6.0, 2.5
"""Of a line of dots, which no outline is: each of them, its dark edge, from one to the next, and half of the one where it ends"""
PLATED, BARE = 190.0, 178.0
"""Mean grey of 255 under a name from which it has a plate, and below which it has none any more: noise makes none come and go (guesses)"""


@dataclass(frozen=True)
class Name:
    """One that has found its place."""

    of: str
    """The landmark"""
    said: str
    place: QRectF
    leader: tuple[QPointF, QPointF] | None
    """From the name to its outline; None where it stands beside that"""
    is_minor: bool
    """Whether it names a line beside the one that the view is for"""


class LandmarkNames:
    """Those of one monitor: placed anew when what they hang on has changed, and not with each move of the pointer."""

    def __init__(self) -> None:
        self._hang_on: object = None
        self._found: list[Name] = []
        self._plated = frozenset[str]()

    def write(
        self,
        painter: QPainter,
        area: QRectF,
        field: QRectF,
        drawn: Sequence[Drawn],
        written: Sequence[QRectF],
        calm: bool,
        grey_under: Callable[[QRectF], float],
        needle: Sequence[QPointF] = (),
    ) -> None:
        """In the exposed ``field`` where that has room, else anywhere in the picture; off all else that is ``written`` and off the shadow
        of the ``needle``, whose ends these are. Where contrast is looked for, only the first has one.

        grey_under : the picture's mean grey of 255 in the brightest part of a place: on burnt-out white letters are lost
        """
        if area.width() < NAMED_FROM_PX or not drawn:
            return
        painter.save()
        grown(painter, area.width())
        rims = [(outline.name, *forms(outline.name), outline.corners.boundingRect().getRect()) for outline in drawn]
        places = [rect.getRect() for rect in (area, field, *written)]
        shadow = [(round(end.x() / STILL_PX), round(end.y() / STILL_PX)) for end in needle]
        hang_on = rims, places, calm, shadow, painter.font().pixelSize()
        if hang_on != self._hang_on:
            self._hang_on, self._found = hang_on, names_placed(painter, area, field, drawn, written, calm, needle)
        self._plated = frozenset(
            name.said for name in self._found if grey_under(name.place) > (BARE if name.said in self._plated else PLATED)
        )
        _write(painter, self._found, self._plated)
        painter.restore()


def _write(painter: QPainter, named: Sequence[Name], plated: frozenset[str]) -> None:
    for name in named:
        if name.leader is not None:
            _lead(painter, *name.leader, SECOND if name.is_minor else LEADER)
    for name in named:
        if name.said in plated:
            painter.fillRect(name.place.adjusted(-PAD_PX, 0.0, PAD_PX, 0.0), PLATE)
        write(painter, name.place, Qt.AlignmentFlag.AlignCenter, name.said, SECOND if name.is_minor else INK)


def _lead(painter: QPainter, start: QPointF, end: QPointF, ink: QColor) -> None:
    """Dots to a larger one: a stroke would go on with the outline, and be taken for bone."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, wide in ((HALO, HALO_PX), (ink, DOT_PX)):
        pen = QPen(colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([DOT / wide, (DOTS_PX - DOT) / wide])
        painter.setPen(pen)
        painter.drawLine(end, start)
    painter.setPen(QPen(HALO, 1.0))
    painter.setBrush(ink)
    painter.drawEllipse(end, END_DOT_PX, END_DOT_PX)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def names_placed(
    painter: QPainter,
    area: QRectF,
    field: QRectF,
    drawn: Sequence[Drawn],
    written: Sequence[QRectF],
    calm: bool,
    needle: Sequence[QPointF],
) -> list[Name]:
    """In the letters that are set, the first outline's first. Where one of a kind has room for its brief name alone, all of them have that:
    they are read as one row."""
    found = _placed(painter, area, field, drawn, written, calm, needle, frozenset())
    if is_large():
        return found
    brief = frozenset(kind_of(name.of) for name in found if name.said == short_words(name.of) and not _lies_between(name.of))
    return _placed(painter, area, field, drawn, written, calm, needle, brief) if brief else found


def _placed(
    painter: QPainter,
    area: QRectF,
    field: QRectF,
    drawn: Sequence[Drawn],
    written: Sequence[QRectF],
    calm: bool,
    needle: Sequence[QPointF],
    brief: frozenset[str],
) -> list[Name]:
    """With the ``brief`` names of these kinds."""
    rims = [outline.corners.boundingRect() for outline in drawn]
    middle = QRectF(rims[0])
    for rim in rims[1:]:
        middle = middle.united(rim)
    inner = field.intersected(area)
    shaft, taken, found = along(needle), list(written), list[Name]()
    for number, outline in list(enumerate(drawn))[: 1 if calm else None]:
        others = [rim for at, rim in enumerate(rims) if at != number]
        near = [*(grown_by(other, APART_PX) for other in others), *taken]
        by_aim, by_bone = ([*_kept_free(area, drawn, rims, aim), *near] for aim in (rims[0], rims[0] if number else middle))
        written_as = forms(outline.name, kind_of(outline.name) in brief)
        for room, free in ((inner, by_bone), (inner, by_aim), (area, by_bone), (area, by_aim), (area, near)):
            name = _best(painter, room, outline, written_as, drawn, free, middle.center(), shaft, found)
            if name is not None:
                found.append(name)
                taken.append(grown_by(name.place, APART_PX / 2))
                break
    return found


def forms(name: str, briefly: bool = False) -> Mapping[str, float]:
    """How a landmark may be written and what that costs, the fullest first: on one line, in two what lies between two vertebrae, whose
    name is long. The brief name alone where text is large, or if it is to be brief."""
    whole, brief = landmark_words(name), short_words(name)
    between = _lies_between(name)
    fullest = brief if briefly or is_large() else whole
    found = {fullest: 0.0}
    if between:
        found[fullest.replace(" ", "\n", 1)] = LESS
    if fullest != brief:
        found[brief] = BRIEF_BETWEEN if between else BRIEF
    return found


def _lies_between(name: str) -> bool:
    """Two vertebrae, as windows and lines do."""
    return "-" in name.partition("/")[0]


def _best(
    painter: QPainter,
    room: QRectF,
    outline: Drawn,
    written_as: Mapping[str, float],
    drawn: Sequence[Drawn],
    taken: Sequence[QRectF],
    middle: QPointF,
    shaft: NDArray[np.float64],
    there: Sequence[Name],
) -> Name | None:
    """The cheapest place of all forms, beside those that are ``there`` already."""
    own = outline.corners.boundingRect()
    corners = corners_of(outline)
    best: tuple[float, Name] | None = None
    for said, less in written_as.items():
        if best is not None and best[0] <= less:
            break
        size = QSizeF(painter.fontMetrics().size(0, said)) + QSizeF(4, 0)
        places = tried(room, own, size)
        places = places[are_free(places, [grown_by(own, APART_PX), *taken])]
        places = places[are_off(places, shaft, CLEAR_PX)]
        if not len(places):
            continue
        starts, ends = leaders(lines_of(said, places, painter.fontMetrics()), corners)
        far = np.hypot(*(ends - starts).T)
        at = (places[:, :2] + places[:, 2:]) / 2
        if outline.closed:
            inwards = (at[:, 0] - own.center().x()) * (1 if own.center().x() >= middle.x() else -1) < 0
        else:
            inwards = (at[:, 0] > own.center().x()) != outline.backwards
        cost = far + ASKEW * np.abs(at[:, 1] - own.center().y()) + (INWARDS if outline.closed else IN_FRONT) * inwards + less
        for end in (name.leader[1] for name in there if name.leader is not None):
            cost += SAME_END * (np.hypot(ends[:, 0] - end.x(), ends[:, 1] - end.y()) < END_PX)
        lines = [corners_of(one) for one in drawn if one is not outline] + [edge(name.place) for name in there]
        cheapest = _cheapest(cost, starts, ends, [*lines, shaft])
        if best is None or cost[cheapest] < best[0]:
            left, top, *_ = places[cheapest]
            line = (QPointF(*starts[cheapest]), QPointF(*ends[cheapest])) if far[cheapest] > LEADER_PX else None
            best = float(cost[cheapest]), Name(outline.name, said, QRectF(QPointF(left, top), size), line, is_minor(drawn, outline))
    return None if best is None else best[1]


def _cheapest(
    cost: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64], lines: Sequence[NDArray[np.float64]]
) -> int:
    """Which place is that when it is counted what its line crosses: some at a time, until no other can be cheaper. Changes the cost."""
    order = cost.argsort()
    best = int(order[0])
    for first in range(0, len(order), TRIED):
        some = order[first : first + TRIED]
        if first and cost[some[0]] >= cost[best]:
            break
        cost[some] += CROSSING * crossed(starts[some], ends[some], lines)
        cheapest = int(some[cost[some].argmin()])
        best = cheapest if not first or cost[cheapest] < cost[best] else best
    return best


def _kept_free(area: QRectF, drawn: Sequence[Drawn], rims: Sequence[QRectF], aim: QRectF) -> list[QRectF]:
    """Where the needle comes and contrast runs, whatever is seen of them yet: over and under what is aimed at, if that is a rim; behind
    lines of depth, and up and down in front of them."""
    found = []
    if drawn[0].closed:
        found.append(QRectF(aim.left() - CLEAR_PX, area.top(), aim.width() + 2 * CLEAR_PX, area.height()))
    for outline, rim in zip(drawn, rims, strict=True):
        if not outline.closed:
            column, left = COLUMN * area.width(), outline.backwards
            run = QRectF(rim.left() - (column if left else CLEAR_PX), area.top(), rim.width() + column + CLEAR_PX, area.height())
            way = QRectF(rim.center().x(), rim.top() - CLEAR_PX, area.width(), rim.height() + 2 * CLEAR_PX)
            if not left:
                way.moveRight(rim.center().x())
            found += [run, way]
    return found
