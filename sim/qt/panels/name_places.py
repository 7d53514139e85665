"""Where names have room in a picture, and how a line leads from there to what is named: rectangles, corners and distances in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetrics

from sim.qt.panels.sight_lines import Drawn

APART_PX, STEP_PX, ALONG_PX = 8.0, 14.0, 10.0
"""Between an outline and a name; between two places that are tried; and between two of a line that is kept clear of"""
END_PX = 12.0
"""So near to its end a line crosses nothing, and two of them end at the same place"""
MOST_STEPS = 32
"""Across a picture: a large one is not searched more finely, or the window stands still for it"""
EACH = 4
"""Of a rim's corners each so-many-th is one that a line may lead to"""
ALL_ALONG = np.linspace(0.0, 1.0, 12)[:, None, None]
"""Shares of a way at which it is asked what lies near"""
Places = NDArray[np.float64]
"""(n, 4): left, top, right, bottom"""


def tried(room: QRectF, own: QRectF, size: QSizeF) -> Places:
    """Places all over the room, at steps from the outline: where that moves with breathing, the name goes along."""
    gap, step = APART_PX + 1.0, max(STEP_PX, room.width() / MOST_STEPS)
    starts = own.right() + gap, own.left() - gap - size.width()
    lefts = np.concatenate([_steps(room.left(), room.right() - size.width(), start, step) for start in starts])
    tops = _steps(room.top(), room.bottom() - size.height(), own.center().y() - size.height() / 2, step)
    left, top = (grid.ravel() for grid in np.meshgrid(lefts, tops))
    return np.stack([left, top, left + size.width(), top + size.height()], 1)


def _steps(low: float, high: float, through: float, step: float) -> NDArray[np.float64]:
    """From low to high; one of them, or the next, is ``through``."""
    return np.arange(through - step * ((through - low) // step), high, step)


def are_free(places: Places, taken: Sequence[QRectF]) -> NDArray[np.bool_]:
    """Whether none of these lies under a place."""
    free = np.ones(len(places), np.bool_)
    left, top, right, bottom = places.T
    for rect in taken:
        free &= (right <= rect.left()) | (left >= rect.right()) | (bottom <= rect.top()) | (top >= rect.bottom())
    return free


def are_off(places: Places, points: NDArray[np.float64], least: float) -> NDArray[np.bool_]:
    """Whether each of (n, 2) points is at least so far from a place."""
    return gaps(places, points) >= least


def gaps(places: Places, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """From each place to the nearest of (n, 2) points; without any, endlessly far."""
    if not len(points):
        return np.full(len(places), np.inf)
    x, y = points[:, 0][None], points[:, 1][None]
    across = np.maximum(np.maximum(places[:, :1] - x, x - places[:, 2:3]), 0.0)
    along = np.maximum(np.maximum(places[:, 1:2] - y, y - places[:, 3:]), 0.0)
    return np.asarray(np.sqrt((across * across + along * along).min(axis=1)))  # hypot takes five times as long


def lines_of(said: str, places: Places, letters: QFontMetrics) -> list[Places]:
    """Where the letters of each line of what is said stand in these places: a short line in the middle is no wider than its words."""
    middle, found = (places[:, 0] + places[:, 2]) / 2, []
    for number, line in enumerate(said.split("\n")):
        half = letters.horizontalAdvance(line) / 2
        base = places[:, 1] + number * letters.lineSpacing() + letters.ascent()
        found.append(np.stack([middle - half, base - letters.capHeight(), middle + half, base], 1))
    return found


def leaders(lines: Sequence[Places], corners: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, 2) each: the shortest way from the edge of the nearest of the lines in each place to a corner of its outline."""
    x, y, ways = corners[:, 0][None], corners[:, 1][None], []
    for places in lines:
        at_x, at_y = np.clip(x, places[:, :1], places[:, 2:3]), np.clip(y, places[:, 1:2], places[:, 3:])
        far = (at_x - x) ** 2 + (at_y - y) ** 2
        nearest, rows = far.argmin(axis=1), np.arange(len(places))
        ways.append((far[rows, nearest], np.stack([at_x[rows, nearest], at_y[rows, nearest]], 1), corners[nearest]))
    best, rows = np.argmin([far for far, *_ in ways], axis=0), np.arange(len(lines[0]))
    starts, ends = (np.stack([way[part] for way in ways])[best, rows] for part in (1, 2))
    return starts, ends


def crossed(starts: NDArray[np.float64], ends: NDArray[np.float64], lines: Sequence[NDArray[np.float64]]) -> NDArray[np.int_]:
    """How many of these lines, outlines or the needle, each way crosses or passes nearer than a few pixels; near its end none."""
    way = starts + ALL_ALONG * (ends - starts)
    before = np.hypot(*np.moveaxis(way - ends, -1, 0)) > END_PX
    far = np.hypot(*(ends - starts).T)
    stops = starts + (ends - starts) * np.clip(1.0 - END_PX / np.maximum(far, END_PX), 0.0, 1.0)[:, None]
    found = np.zeros(len(starts), int)
    for line in lines:
        if len(line):
            off = ((way[..., 0, None] - line[:, 0]) ** 2 + (way[..., 1, None] - line[:, 1]) ** 2).min(axis=-1)
            found += ((off < (APART_PX / 2) ** 2) & before).any(axis=0) | _meet(starts, stops, line)
    return found


def _meet(starts: NDArray[np.float64], stops: NDArray[np.float64], line: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each way from start to stop crosses a line of (n, 2) places: what lies between two of them is part of it."""
    a, b = line[None, :-1], line[None, 1:]
    s, e = starts[:, None], stops[:, None]
    return np.asarray(np.any((_turn(a, b, s) * _turn(a, b, e) < 0) & (_turn(s, e, a) * _turn(s, e, b) < 0), axis=1))


def _turn(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> NDArray[np.float64]:
    """On which side of the way from a to b a place c lies, by its sign."""
    return np.asarray((b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0]))


def corners_of(outline: Drawn) -> NDArray[np.float64]:
    """(n, 2): places all along it; of a rim, whose corners are many, some, the first of them again at the end."""
    ends = outline.corners.toList()
    return np.array([(end.x(), end.y()) for end in (*ends[::EACH], ends[0])]) if outline.closed else along(ends)


def along(ends: Sequence[QPointF]) -> NDArray[np.float64]:
    """(n, 2): places all along a line of these ends, a few pixels apart."""
    if not ends:
        return np.zeros((0, 2))
    points = np.array([(end.x(), end.y()) for end in ends])
    parts = [points[-1:]]
    for a, b in pairwise(points):
        steps = max(int(hypot(*(b - a)) / ALONG_PX), 1)
        parts.append(a + (np.arange(steps) / steps)[:, None] * (b - a))
    return np.concatenate([*parts[1:], parts[0]])


def edge(rect: QRectF) -> NDArray[np.float64]:
    """(n, 2): places all round it."""
    return along([rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft(), rect.topLeft()])


def grown_by(rect: QRectF, by: float) -> QRectF:
    """On all four sides."""
    return rect.adjusted(-by, -by, by, by)
