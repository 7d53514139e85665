"""The search for places of names: off the needle and off where contrast runs, and none where it could be read as another one's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from sim.qt.grown import is_large
from sim.qt.landmark_words import kind_of, landmark_words, level_of, short_words
from sim.qt.panels.name_homes import Home, Name, can_stay
from sim.qt.panels.name_places import (
    APART_PX,
    END_PX,
    along,
    are_free,
    are_off,
    corners_of,
    crossed,
    edge,
    gaps,
    grown_by,
    leaders,
    lines_of,
    tried,
)
from sim.qt.panels.sight_lines import Drawn, is_minor

CLEAR_PX = 20.0
"""Between a name and the needle, or what contrast runs along"""
COLUMN, LAMINA, LAMINA_BELOW = 0.08, 0.12, 0.22
"""Shares of the picture: in front of a line of depth, in which contrast runs; and behind it, where it goes on along laminae, which lean
backwards below (guesses, by eye)"""
WHOLE_FROM_PX = 600.0
"""In a smaller picture each name is the brief one: it is the size of a picture that says how names are written there, not what moves"""
LEADER_PX = 16.0
"""A name that is so far from its outline has a line to it"""
INWARDS, IN_FRONT, ASKEW, SHAFT, SAME_END, LESS = 100.0, 180.0, 0.4, 200.0, 80.0, 10.0
"""What a place costs, in pixels of that line: nearer to the middle than its outline, or in front of a line of depth; for each pixel
higher or lower; where the line crosses the needle, or ends where one does already; for a name in two lines (guesses, by eye)"""
BRIEF, BRIEF_BETWEEN = 7.0, 90.0
"""The same of the brief name: beside its outline it comes before a whole one that is led to; not for what lies between two vertebrae,
which is led to in any case"""
TRIED, MOST_TRIED = 40, 800
"""So many places at a time are asked what their lines cross; where none of so many leads past all else, none does that is of use"""
LINE_PX = 3.0
"""From a name to the line of another one"""


@dataclass(frozen=True)
class Canvas:
    """What names are to be written on, in pixels."""

    area: QRectF
    field: QRectF
    """What of it is exposed"""
    drawn: Sequence[Drawn]
    written: Sequence[QRectF]
    """Where something else is written"""
    calm: bool
    """Whether contrast is looked for: then only the first has a name"""
    needle: Sequence[QPointF] = ()
    """The ends of its shadow"""
    levels: bool = False
    """Whether there is room for levels alone: each is written once, and where no line has to lead to it"""


def names_placed(painter: QPainter, on: Canvas, homes: Mapping[str, Home] | None = None) -> list[Name]:
    """Each where it has its home, if nothing came over that, else written as it was there. In the letters that are set, the first
    outline's first. Where one has room for its brief name alone, all have that: they are read as one picture's."""
    briefly = is_large() or on.area.width() < WHOLE_FROM_PX
    found = _placed(painter, on, briefly, homes or {})
    if briefly or homes or on.levels or not any(_is_brief(name) for name in found):
        return found
    return _placed(painter, on, True, {})


def _is_brief(name: Name) -> bool:
    """Whether a whole one had no room."""
    return name.said.replace("\n", " ") != landmark_words(name.of)


def _placed(painter: QPainter, on: Canvas, briefly: bool, homes: Mapping[str, Home]) -> list[Name]:
    """All of them ``briefly``, or whole where they have room. Over contrast none stands where that runs: it is left out before."""
    area, drawn, written = on.area, on.drawn, on.written
    rims = [outline.corners.boundingRect() for outline in drawn]
    middle = QRectF(rims[0])
    for rim in rims[1:]:
        middle = middle.united(rim)
    inner = on.field.intersected(area)
    shaft, taken, found = along(on.needle), list(written), list[Name]()
    named = list(enumerate(drawn))[: 1 if on.calm and not on.levels else None]
    stay = {outline.name: homes[outline.name].beside(rims[number]) for number, outline in named if outline.name in homes}
    for number, outline in named:
        home = stay.pop(outline.name, None)
        runs = _contrast_runs(area, outline, rims[number]) if on.calm else []
        if home is not None and can_stay(home, area, [*written, *rims, *runs, *(name.place for name in found)], shaft):
            found.append(home)
            taken.append(grown_by(home.place, APART_PX / 2))
            continue
        if on.levels and level_of(outline.name) in (name.said for name in found):
            continue
        others = [rim for at, rim in enumerate(rims) if at != number]
        near = [*(grown_by(other, APART_PX) for other in others), *taken, *(one.place for one in stay.values()), *runs]
        by_aim, by_bone = ([*_kept_free(area, drawn, rims, aim), *near] for aim in (rims[0], rims[0] if number else middle))
        written_as = forms(outline.name, briefly, on.levels) if home is None else {home.said: 0.0}
        for room, free in ((inner, by_bone), (inner, by_aim), (area, by_bone), (area, by_aim), (area, near)):
            name = _best(painter, on, room, outline, written_as, free, middle.center(), shaft, found)
            if name is not None:
                found.append(name)
                taken.append(grown_by(name.place, APART_PX / 2))
                break
    return found


def forms(name: str, briefly: bool = False, levels: bool = False) -> Mapping[str, float]:
    """How a landmark may be written and what that costs, the fullest first: on one line, in two what lies between two vertebrae, whose
    name is long. The brief name alone where text is large, or if it is to be brief; or its level, if it has one."""
    if levels:
        return {level_of(name): 0.0} if level_of(name) else {}
    whole, brief = landmark_words(name), short_words(name)
    between = _lies_between(name)
    fullest = brief if briefly or is_large() else whole
    found = {fullest: 0.0}
    if between:
        found[_in_two(fullest)] = LESS
    if fullest != brief:
        found[brief] = BRIEF_BETWEEN if between else BRIEF
    return found


def _in_two(said: str) -> str:
    """Lines, as alike in length as its words allow: the narrower finds the more room."""
    gaps_in = [at for at, letter in enumerate(said) if letter == " "]
    at = min(gaps_in, key=lambda gap: max(gap, len(said) - gap))
    return f"{said[:at]}\n{said[at + 1 :]}"


def _lies_between(name: str) -> bool:
    """Two vertebrae, as windows and lines do."""
    return "-" in name.partition("/")[0]


def _best(
    painter: QPainter,
    on: Canvas,
    room: QRectF,
    outline: Drawn,
    written_as: Mapping[str, float],
    taken: Sequence[QRectF],
    middle: QPointF,
    shaft: NDArray[np.float64],
    there: Sequence[Name],
) -> Name | None:
    """The cheapest place of all forms, beside those that are ``there`` already; None where each could be read as the name of something
    else."""
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
        places = places[_are_nearest(places, outline, on.drawn)]
        for name in there:
            places = places[are_off(places, along(name.leader or ()), LINE_PX)]
        if not len(places):
            continue
        starts, ends = leaders(lines_of(said, places, painter.fontMetrics()), corners)
        far = np.hypot(*(ends - starts).T)
        if on.levels:
            places, starts, ends, far = (kept[far <= LEADER_PX] for kept in (places, starts, ends, far))
            if not len(places):
                continue
        at = (places[:, :2] + places[:, 2:]) / 2
        if outline.closed:
            inwards = (at[:, 0] - own.center().x()) * (1 if own.center().x() >= middle.x() else -1) < 0
        else:
            inwards = (at[:, 0] > own.center().x()) != outline.backwards
        cost = far + ASKEW * np.abs(at[:, 1] - own.center().y()) + (INWARDS if outline.closed else IN_FRONT) * inwards + less
        for end in (name.leader[1] for name in there if name.leader is not None):
            cost += SAME_END * (np.hypot(ends[:, 0] - end.x(), ends[:, 1] - end.y()) < END_PX)
        cost += SHAFT * (crossed(starts, ends, [shaft]) > 0)
        walls = [corners_of(one) for one in on.drawn if one is not outline]
        walls += [edge(rect) for rect in (*on.written, *(name.place for name in there))]
        walls += [along(name.leader) for name in there if name.leader is not None]
        cheapest = _cheapest(cost, starts, ends, walls)
        if cheapest is None:
            continue
        if best is None or cost[cheapest] < best[0]:
            left, top, *_ = places[cheapest]
            line = (QPointF(*starts[cheapest]), QPointF(*ends[cheapest])) if far[cheapest] > LEADER_PX else None
            best = float(cost[cheapest]), Name(outline.name, said, QRectF(QPointF(left, top), size), line, is_minor(on.drawn, outline))
    return None if best is None else best[1]


def _are_nearest(places: NDArray[np.float64], outline: Drawn, drawn: Sequence[Drawn]) -> NDArray[np.bool_]:
    """Whether each place lies nearer to this outline than to any other that it could be taken to name: one of the same kind, wherever it
    stands, and any rim, where it stands so near that no line leads from it."""
    own, nearest = gaps(places, corners_of(outline)), np.ones(len(places), np.bool_)
    for other in drawn:
        if other is not outline and (other.closed or outline.closed):
            nearer = gaps(places, corners_of(other)) <= own
            nearest &= ~nearer if kind_of(other.name) == kind_of(outline.name) else ~nearer | (own > LEADER_PX)
    return nearest


def _cheapest(
    cost: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64], lines: Sequence[NDArray[np.float64]]
) -> int | None:
    """Which place is that of those whose line crosses nothing: some at a time are looked at, the cheapest first."""
    order = cost.argsort()[:MOST_TRIED]
    for first in range(0, len(order), TRIED):
        some = order[first : first + TRIED]
        free = some[crossed(starts[some], ends[some], lines) == 0]
        if len(free):
            return int(free[0])
    return None


def _kept_free(area: QRectF, drawn: Sequence[Drawn], rims: Sequence[QRectF], aim: QRectF) -> list[QRectF]:
    """Where the needle comes and contrast runs, whatever is seen of them yet: over and under what is aimed at, if that is a rim; behind
    lines of depth, and up and down in front of them."""
    found = []
    if drawn[0].closed:
        found.append(QRectF(aim.left() - CLEAR_PX, area.top(), aim.width() + 2 * CLEAR_PX, area.height()))
    for outline, rim in zip(drawn, rims, strict=True):
        if not outline.closed:
            way = QRectF(rim.center().x(), rim.top() - CLEAR_PX, area.width(), rim.height() + 2 * CLEAR_PX)
            if not outline.backwards:
                way.moveRight(rim.center().x())
            found += [*_contrast_runs(area, outline, rim), way]
    return found


def _contrast_runs(area: QRectF, outline: Drawn, rim: QRectF) -> list[QRectF]:
    """Up and down the picture along a line of depth: in front of it, and behind it along the laminae, above and below; of a rim none."""
    if outline.closed:
        return []
    found = []
    for behind, top, bottom in ((LAMINA, area.top(), rim.bottom()), (LAMINA_BELOW, rim.bottom(), area.bottom())):
        before, after = (share * area.width() for share in ((COLUMN, behind) if outline.backwards else (behind, COLUMN)))
        found.append(QRectF(QPointF(rim.left() - before, top), QPointF(rim.right() + after, bottom)))
    return found
