"""Signs of what was noticed on a line of time: a shape and a colour for each kind, and places in which none covers another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

ROLES = {
    "exposure_ended": "beam", "loss_of_resistance": "good", "bone_contact": "ink", "fluid_drips": "bad",
    "blood_drips": "bad", "patient_says": "orange", "injection_started": "bright", "injection_ended": "bright", "refused": "faded",
}  # fmt: skip
PLAIN = "edge"
"""The role of the colour of all others: fainter than any of these"""
CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "exposure_ended": ((-1.5, -5), (1.5, -5), (1.5, 5), (-1.5, 5)),
    "loss_of_resistance": ((0, -6), (6, 5), (-6, 5)),
    "bone_contact": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
    "fluid_drips": ((0, 6), (-6, -5), (6, -5)),
    "blood_drips": ((0, 6), (-6, -5), (6, -5)),
    "patient_says": ((0, -6), (6, 0), (0, 6), (-6, 0)),
    "injection_started": ((-3, -6), (6, 0), (-3, 6)),
    "injection_ended": ((3, -6), (-6, 0), (3, 6)),
    "refused": ((-5, -3), (-3, -5), (0, -2), (3, -5), (5, -3), (2, 0), (5, 3), (3, 5), (0, 2), (-3, 5), (-5, 3), (-2, 0)),
}
"""Pixels round its place: kinds are told apart by shape as well as by colour; what has no shape of its own is a dot."""
FIRST = ("fluid_drips", "blood_drips", "loss_of_resistance", "injection_started", "injection_ended", "bone_contact", "exposure_ended")
"""What lies over all that stand behind it here; then speech, then what was refused, then dots"""
RANKS = {kind: rank for rank, kind in enumerate((*FIRST, "patient_says", "refused"))}
DOT = 2.5
"""Pixels from the middle of a dot to its edge: most marks are dots, and say least"""
LANES = (15.5, 6.0)
"""Pixels from above to the middle of a mark: on the line, and where it would cover another, above that"""
FREE = 1.0
"""Pixels between two marks of a lane"""


def rank(kind: str) -> int:
    """0 for what matters most."""
    return RANKS.get(kind, len(RANKS))


def reach(kind: str) -> float:
    """Pixels from the middle of its mark to the side."""
    return max((abs(x) for x, _ in CORNERS.get(kind, ())), default=DOT)


def placed(marks: Sequence[tuple[float, str]], width: int) -> list[int]:
    """The lane of each mark at so many pixels, of its kind: what matters most takes the line, and what would cover it stands above.

    A mark that has room in neither lane lies on the line, under the others; so does a dot: it says least, and many of them risen drowned
    the others.
    """
    taken = np.zeros((len(LANES), max(width, 1)), bool)
    lanes = [0] * len(marks)
    for number in sorted(range(len(marks)), key=lambda n: rank(marks[n][1])):
        x, kind = marks[number]
        half = reach(kind) + FREE / 2
        columns = slice(max(round(x - half), 0), max(round(x + half), 0))
        free = range(len(LANES) if kind in CORNERS else 1)
        lanes[number] = next((lane for lane in free if not taken[lane, columns].any()), 0)
        taken[lanes[number], columns] = True
    return lanes


def draw_mark(painter: QPainter, at: QPointF, kind: str) -> None:
    """With the painter's brush."""
    corners = CORNERS.get(kind)
    if corners is None:
        painter.drawEllipse(at, DOT, DOT)
    else:
        painter.drawPolygon([at + QPointF(*corner) for corner in corners])
