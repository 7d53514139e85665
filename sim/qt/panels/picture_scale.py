"""The scale on an X-ray picture: how long 5 cm are in the plane of the isocentre, which is where a C-arm turns about."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from sim.fluoroscopy.carm import View
from sim.qt.panels.lettering import RULE_TEXT_PX, fit, grown, inside, rule
from sim.qt.panels.name_places import along, are_off
from sim.qt.panels.picture_place import PicturePlace
from sim.qt.panels.ruler import widening
from sim.qt.words import phrase

SCALE_MM, OVER = 50.0, 1.5
"""Its length; and lines of text that stand below it"""
NEEDLE_PX = 6.0
"""From the plate to the middle of the shadow of a needle that it does not touch"""


def scale_px(place: PicturePlace) -> float:
    """How long it is on the monitor."""
    view: View = place.picture.view
    return SCALE_MM * widening(view) * place.per_mm


def paint_scale(painter: QPainter, place: PicturePlace) -> None:
    """Below on the right, over window and level; without a plate where the needle is seen, which that would cover."""
    painter.save()
    shaft = along([place.to_widget(u, v) for u, v in place.picture.shaft])
    is_free = bool(are_off(np.array([scale_area(painter, place).getCoords()]), shaft, NEEDLE_PX)[0])
    long, said = _set(painter, place)
    rule(painter, _inner(painter, place), long, said, plated=is_free)
    painter.restore()


def scale_area(painter: QPainter, place: PicturePlace) -> QRectF:
    """What of the picture it covers. Leaves the painter its font."""
    painter.save()
    long, _ = _set(painter, place)
    inner, high = _inner(painter, place), painter.fontMetrics().height() + RULE_TEXT_PX
    painter.restore()
    return QRectF(inner.right() - long, inner.bottom() - high, long, high)


def _set(painter: QPainter, place: PicturePlace) -> tuple[float, str]:
    """Its length and its words, in letters that are no wider than it is."""
    said, long = phrase("monitor.scale", cm=SCALE_MM / 10), scale_px(place)
    grown(painter, place.square.width())
    fit(painter, long, said)
    return long, said


def _inner(painter: QPainter, place: PicturePlace) -> QRectF:
    return inside(place.square).adjusted(0, 0, 0, -OVER * painter.fontMetrics().height())
