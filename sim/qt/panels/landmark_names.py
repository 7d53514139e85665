"""The names of what is drawn round in a picture: off the needle and off where contrast runs, each with a line to what it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from sim.qt.grown import is_large
from sim.qt.landmark_words import landmark_words, short_words
from sim.qt.palette import tint
from sim.qt.panels.lettering import INK, grown, write
from sim.qt.panels.sight_lines import HALO, MINOR_DASH, Drawn, fainter, is_minor

APART_PX, CLEAR_PX, NAMED_FROM_PX = 8.0, 20.0, 400.0
"""Between an outline and a name; between a name and the needle, or what contrast runs along; in a smaller picture names would cover what
they name."""
COLUMN = 0.08
"""A share of the picture in front of a line of depth in which contrast runs"""
STEP_PX, ALONG_PX = 14.0, 10.0
"""Between two places that are tried, and between two of a line that is kept clear of"""
STILL_PX = 4.0
"""A needle that breathing moves by less moves no name, and nothing is worked out anew with each picture"""
LEADER_PX = 16.0
"""A name that is so far from its outline has a line to it"""
INWARDS, IN_FRONT, ASKEW, CROSSING, SAME_END, LESS, BRIEF = 100.0, 180.0, 0.4, 200.0, 80.0, 10.0, 90.0
"""What a place costs, in pixels of that line: nearer to the middle than its outline, or in front of a line of depth; for each pixel
higher or lower; where the line crosses another outline or name, or ends where one does already; for a name in lines, and for the brief one
(guesses, by eye)"""
END_PX = 12.0
"""So near to its end a line crosses nothing, and two of them end at the same place"""
EACH, TRIED = 4, 40
"""Of a rim's corners each so-many-th is one that a line may lead to; of the cheapest places so many are asked what their lines cross"""
LEADER = tint("screen_muted")
LEADER.setAlpha(210)
LEADER_DASH = 1.0
"""Pixels of a line whose dashes it has"""
Places = NDArray[np.float64]
"""(n, 4): left, top, right, bottom"""


@dataclass(frozen=True)
class Name:
    """One that has found its place."""

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

    def write(
        self,
        painter: QPainter,
        area: QRectF,
        field: QRectF,
        drawn: Sequence[Drawn],
        written: Sequence[QRectF],
        calm: bool,
        needle: Sequence[QPointF] = (),
    ) -> None:
        """In the exposed ``field`` where that has room, else anywhere in the picture; off all else that is ``written`` and off the shadow
        of the ``needle``, whose ends these are. Where contrast is looked for, only the first has one."""
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
        _write(painter, self._found)
        painter.restore()


def _write(painter: QPainter, named: Sequence[Name]) -> None:
    for name in named:
        if name.leader is not None:
            for pen in (QPen(HALO, 3.0), QPen(LEADER, 1.0)):
                if name.is_minor:  # drawn as what it leads to
                    pen.setDashPattern([part * LEADER_DASH / pen.widthF() for part in MINOR_DASH])
                painter.setPen(pen)
                painter.drawLine(*name.leader)
    for name in named:
        write(painter, name.place, Qt.AlignmentFlag.AlignCenter, name.said, fainter(INK) if name.is_minor else INK)


def names_placed(
    painter: QPainter,
    area: QRectF,
    field: QRectF,
    drawn: Sequence[Drawn],
    written: Sequence[QRectF],
    calm: bool,
    needle: Sequence[QPointF],
) -> list[Name]:
    """In the letters that are set, the first outline's first."""
    rims = [outline.corners.boundingRect() for outline in drawn]
    middle = QRectF(rims[0])
    for rim in rims[1:]:
        middle = middle.united(rim)
    inner = field.intersected(area)
    shaft, taken, found = _along(needle), list(written), list[Name]()
    for number, outline in list(enumerate(drawn))[: 1 if calm else None]:
        others = [rim for at, rim in enumerate(rims) if at != number]
        near = [*(_grown(other, APART_PX) for other in others), *taken]
        by_aim, by_bone = ([*_kept_free(area, drawn, rims, aim), *near] for aim in (rims[0], rims[0] if number else middle))
        for room, free in ((inner, by_bone), (inner, by_aim), (area, by_bone), (area, by_aim), (area, near)):
            name = _best(painter, room, outline, drawn, free, middle.center(), shaft, found)
            if name is not None:
                found.append(name)
                taken.append(_grown(name.place, APART_PX / 2))
                break
    return found


def forms(name: str) -> Mapping[str, float]:
    """How a landmark may be written and what that costs, the fullest first; the brief ones alone where text is large."""
    whole, brief = landmark_words(name), short_words(name)
    if is_large():
        return {brief: 0.0, brief.replace(" ", "\n", 1): LESS}
    in_two = whole.replace(", ", ",\n")
    lines = (whole, in_two, whole.replace(": ", ":\n"), in_two.replace(": ", ":\n"))
    found = {said: LESS * (number > 0) + LESS * (number > 2) for number, said in reversed(list(enumerate(lines)))}
    return {**dict(reversed(found.items())), brief: BRIEF}


def _best(
    painter: QPainter,
    room: QRectF,
    outline: Drawn,
    drawn: Sequence[Drawn],
    taken: Sequence[QRectF],
    middle: QPointF,
    shaft: NDArray[np.float64],
    there: Sequence[Name],
) -> Name | None:
    """The cheapest place of all forms, beside those that are ``there`` already."""
    own = outline.corners.boundingRect()
    corners = _corners(outline)
    best: tuple[float, Name] | None = None
    for said, less in forms(outline.name).items():
        if best is not None and best[0] <= less:
            break
        size = QSizeF(painter.fontMetrics().size(0, said)) + QSizeF(4, 0)
        places = _tried(room, own, size)
        places = places[_are_free(places, [own, *taken])]
        places = places[_are_off(places, shaft, CLEAR_PX)]
        if not len(places):
            continue
        starts, ends = _leaders(places, corners)
        far = np.hypot(*(ends - starts).T)
        at = (places[:, :2] + places[:, 2:]) / 2
        if outline.closed:
            inwards = (at[:, 0] - own.center().x()) * (1 if own.center().x() >= middle.x() else -1) < 0
        else:
            inwards = (at[:, 0] > own.center().x()) != outline.backwards
        cost = far + ASKEW * np.abs(at[:, 1] - own.center().y()) + (INWARDS if outline.closed else IN_FRONT) * inwards + less
        for end in (name.leader[1] for name in there if name.leader is not None):
            cost += SAME_END * (np.hypot(ends[:, 0] - end.x(), ends[:, 1] - end.y()) < END_PX)
        some = cost.argsort()[:TRIED]
        lines = [_corners(one) for one in drawn if one is not outline] + [_edge(name.place) for name in there]
        cost[some] += CROSSING * _crossed(starts[some], ends[some], [*lines, shaft])
        cheapest = int(some[cost[some].argmin()])
        if best is None or cost[cheapest] < best[0]:
            left, top, *_ = places[cheapest]
            line = (QPointF(*starts[cheapest]), QPointF(*ends[cheapest])) if far[cheapest] > LEADER_PX else None
            best = float(cost[cheapest]), Name(said, QRectF(QPointF(left, top), size), line, is_minor(drawn, outline))
    return None if best is None else best[1]


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


def _tried(room: QRectF, own: QRectF, size: QSizeF) -> Places:
    """Places all over the room, at steps from the outline: where that moves with breathing, the name goes along."""
    gap = APART_PX + 1.0
    starts = own.right() + gap, own.left() - gap - size.width()
    lefts = np.concatenate([_steps(room.left(), room.right() - size.width(), start) for start in starts])
    tops = _steps(room.top(), room.bottom() - size.height(), own.center().y() - size.height() / 2)
    left, top = (grid.ravel() for grid in np.meshgrid(lefts, tops))
    return np.stack([left, top, left + size.width(), top + size.height()], 1)


def _steps(low: float, high: float, through: float) -> NDArray[np.float64]:
    """From low to high; one of them, or the next, is ``through``."""
    return np.arange(through - STEP_PX * ((through - low) // STEP_PX), high, STEP_PX)


def _are_free(places: Places, taken: Sequence[QRectF]) -> NDArray[np.bool_]:
    """Whether none of these lies under a place."""
    free = np.ones(len(places), np.bool_)
    left, top, right, bottom = places.T
    for rect in taken:
        free &= (right <= rect.left()) | (left >= rect.right()) | (bottom <= rect.top()) | (top >= rect.bottom())
    return free


def _are_off(places: Places, points: NDArray[np.float64], least: float) -> NDArray[np.bool_]:
    """Whether each of (n, 2) points is at least so far from a place."""
    if not len(points):
        return np.ones(len(places), np.bool_)
    x, y = points[:, 0][None], points[:, 1][None]
    across = np.maximum(np.maximum(places[:, :1] - x, x - places[:, 2:3]), 0.0)
    along = np.maximum(np.maximum(places[:, 1:2] - y, y - places[:, 3:]), 0.0)
    return np.asarray((across**2 + along**2).min(axis=1) >= least**2)


def _leaders(places: Places, corners: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, 2) each: the shortest way from the edge of a place to a corner of its outline."""
    x, y = corners[:, 0][None], corners[:, 1][None]
    at_x, at_y = np.clip(x, places[:, :1], places[:, 2:3]), np.clip(y, places[:, 1:2], places[:, 3:])
    nearest = ((at_x - x) ** 2 + (at_y - y) ** 2).argmin(axis=1)
    rows = np.arange(len(places))
    return np.stack([at_x[rows, nearest], at_y[rows, nearest]], 1), corners[nearest]


def _crossed(starts: NDArray[np.float64], ends: NDArray[np.float64], lines: Sequence[NDArray[np.float64]]) -> NDArray[np.int_]:
    """How many of these lines, outlines or the needle, each way passes nearer than a few pixels."""
    way = starts + np.linspace(0.0, 1.0, 12)[:, None, None] * (ends - starts)
    before = np.hypot(*np.moveaxis(way - ends, -1, 0)) > END_PX
    crossed = np.zeros(len(starts), int)
    for line in lines:
        if len(line):
            far = ((way[:, :, None, :] - line[None, None]) ** 2).sum(axis=-1).min(axis=-1)
            crossed += ((far < (APART_PX / 2) ** 2) & before).any(axis=0)
    return crossed


def _corners(outline: Drawn) -> NDArray[np.float64]:
    """(n, 2): places all along it; of a rim, whose corners are many, some."""
    ends = outline.corners.toList()
    return np.array([(end.x(), end.y()) for end in ends[::EACH]]) if outline.closed else _along(ends)


def _along(ends: Sequence[QPointF]) -> NDArray[np.float64]:
    """(n, 2): places all along a line of these ends, a few pixels apart."""
    if not ends:
        return np.zeros((0, 2))
    points = np.array([(end.x(), end.y()) for end in ends])
    parts = [points[-1:]]
    for a, b in pairwise(points):
        parts.append(a + np.linspace(0.0, 1.0, max(int(np.hypot(*(b - a)) / ALONG_PX), 1), endpoint=False)[:, None] * (b - a))
    return np.concatenate(parts)


def _edge(rect: QRectF) -> NDArray[np.float64]:
    """(n, 2): places all round it."""
    return _along([rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft(), rect.topLeft()])


def _grown(rect: QRectF, by: float) -> QRectF:
    return rect.adjusted(-by, -by, by, by)
