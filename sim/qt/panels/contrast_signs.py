"""On a picture of the inside of a patient: the signs by which contrast tells when it came, for who cannot tell its colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from meshes.space import length
from sim.qt.glass.glass_looks import SIGNS
from sim.qt.panels.body_marks import Projected
from sim.qt.panels.lettering import write

APART_MM = 14.0
"""From sign to sign in a body of contrast"""
HALF, APART = 8, 5.0
"""Pixels of half a sign at the usual size of text; and of that, from one sign to any other"""


def spread(places: NDArray[np.floating], apart_mm: float = APART_MM) -> NDArray[np.floating]:
    """Of (n, 3) mm one of all that lie in a cube of that size, the nearest to its middle."""
    cubes = np.floor(places / apart_mm)
    off = length(places - (cubes + 0.5) * apart_mm)
    order = np.argsort(off, kind="stable")
    return places[np.sort(order[np.unique(cubes[order], axis=0, return_index=True)[1]])]


def paint_signs(
    painter: QPainter, signs: Sequence[tuple[int, NDArray[np.floating]]], grown: float, pixel: Projected, taken: Sequence[QRectF]
) -> list[QPointF]:
    """Those of layers, by their numbers, at places, (n, 3) mm each; none over what is written or over another. Where they are."""
    half = HALF * grown
    drawn: list[QPointF] = []
    for number, places in signs:
        for place in places:
            at = QPointF(*pixel(place))
            area = QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half)
            near = any((at - other).manhattanLength() < APART * half for other in drawn)
            if not near and not any(area.intersects(other) for other in taken):
                write(painter, area, Qt.AlignmentFlag.AlignCenter, SIGNS[number].text, QColor(*SIGNS[number].colour))
                drawn.append(at)
    return drawn
