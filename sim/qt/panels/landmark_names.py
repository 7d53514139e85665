"""The names of what is drawn round in a picture: off the needle and off where contrast runs, each with a line to what it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sim.qt.landmark_words import is_between
from sim.qt.palette import tint
from sim.qt.panels.lettering import INK, PAD_PX, PLATE, grown, write
from sim.qt.panels.name_homes import Home, Name, are_as_they_were, homes_of
from sim.qt.panels.name_search import Canvas, forms, names_placed
from sim.qt.panels.sight_lines import HALO, SECOND

NAMED_FROM_PX, LEVELS_FROM_PX = 400.0, 180.0
"""In a smaller picture names would cover what they name: it has those of levels alone, and the smallest none"""
STILL_PX = 4.0
"""A needle that breathing moves by less moves no name, and nothing is worked out anew with each picture"""
LEADER = tint("screen_ink")
DOT = 0.01
"""Pixels of a dash that its round ends make a dot"""
DOT_PX, HALO_PX, DOTS_PX, END_DOT_PX = 2.5, 4.5, 6.0, 2.5
"""Of a line of dots, which no outline is: each of them, its dark edge, from one to the next, and half of the one where it ends; beside
letters so large"""
LETTERS_PX, CLEAR_PX = 13.0, 6.0
"""Letters; and what is free between a name and its dots, of which the last would be read as its colon"""
PLATED, BARE = 190.0, 178.0
"""Mean grey of 255 under a name from which it has a plate, and below which it has none any more: noise makes none come and go (guesses)"""


class LandmarkNames:
    """Those of one monitor: placed anew when what they hang on has changed, and not with each move of the pointer."""

    def __init__(self) -> None:
        self._hang_on: object = None
        self._found: list[Name] = []
        self._homes: dict[str, Home] = {}
        """Where each has stood in this pose and size: a name that moves has to be looked for again"""
        self._size: object = None
        self._plated = frozenset[str]()

    def write(self, painter: QPainter, on: Canvas, grey_under: Callable[[QRectF], float]) -> None:
        """In what is exposed where that has room, else anywhere in the picture; off all else that is written and off the needle's shadow.

        grey_under : the picture's mean grey of 255 in the brightest part of a place: on burnt-out white letters are lost
        """
        area, drawn = on.area, [one for one in on.drawn if not (on.levels and is_between(one.name))]
        if area.width() < LEVELS_FROM_PX or not drawn:
            return
        on = replace(on, drawn=drawn, levels=on.levels or area.width() < NAMED_FROM_PX)
        painter.save()
        grown(painter, area.width())
        rims = [(outline.name, *forms(outline.name, levels=on.levels), outline.corners.boundingRect().getRect()) for outline in drawn]
        places = [rect.getRect() for rect in (area, on.field, *on.written)]
        shadow = [(round(end.x() / STILL_PX), round(end.y() / STILL_PX)) for end in on.needle]
        hang_on = rims, places, on.calm, shadow, painter.font().pixelSize()
        if hang_on != self._hang_on:
            size = [(name, *said) for name, *said, _ in rims], area.getRect(), painter.font().pixelSize()
            if size != self._size or not are_as_they_were(self._homes, drawn):
                self._size, self._homes = size, {}
            self._hang_on = hang_on
            self._found = names_placed(painter, on, self._homes)
            self._homes |= homes_of(self._found, drawn)
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
    """Dots to a larger one: a stroke would go on with the outline, and be taken for bone. They are as large beside large letters."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    larger = max(painter.fontInfo().pixelSize() / LETTERS_PX, 1.0)
    way = QLineF(end, start)
    way.setLength(max(way.length() - CLEAR_PX * larger, 0.0))
    for colour, wide in ((HALO, HALO_PX * larger), (ink, DOT_PX * larger)):
        pen = QPen(colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([DOT / wide, (DOTS_PX * larger - DOT) / wide])
        painter.setPen(pen)
        painter.drawLine(way)
    painter.setPen(QPen(HALO, 1.0))
    painter.setBrush(ink)
    painter.drawEllipse(end, END_DOT_PX * larger, END_DOT_PX * larger)
    painter.setBrush(Qt.BrushStyle.NoBrush)
