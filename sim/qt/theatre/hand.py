"""The operator's gloved hand at the hub, from the side of the feet, so that needle and entry stay free to the eye; by eye (guess).

Its frame: x from the hub to the wrist, y to the thumb's side, z up; mm. The thumb is on the side where the operator stands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.space import POSTERIOR, unit
from sim.qt.theatre.instruments import Grasp
from sim.qt.theatre.solids import Solid, swept, together, tube

WINGS_MM = 9.0
"""From the end of the shaft to the wings: there it holds"""
FROM_OPERATOR, FROM_FEET = 0.5, 0.87
FINGERS: tuple[tuple[tuple[float, float, float, float], ...], ...] = (
    ((132, 14, -6, 17), (98, 38, -4, 14), (66, 42, -2, 11), (36, 27, 0, 9.5), (10, 12, 0, 8.5), (2, 9, 0, 4)),
    ((104, 6, 8, 11), (82, 12, 17, 10.5), (46, -6, 26, 9.5), (20, -11, 15, 8.5), (5, -9, 3, 7.5), (1, -8, 0, 3.5)),
    ((106, -10, 8, 11), (84, -8, 16, 10.5), (50, -27, 16, 9.5), (42, -25, -8, 8.5), (56, -20, -18, 7), (60, -18, -18, 3)),
    ((108, -24, 6, 11), (88, -25, 12, 10), (58, -42, 10, 9), (52, -38, -12, 8), (66, -32, -19, 7), (70, -30, -19, 3)),
    ((110, -34, 2, 10), (94, -40, 8, 9), (70, -54, 3, 8), (66, -49, -13, 7), (78, -42, -19, 6), (82, -40, -19, 3)),
)
"""Thumb, index and the three that are curled: x, y, z and radius of each, from the palm to the tip"""
PALM = (
    (158, 0, -4, 26, 19),
    (148, 0, -4, 28, 19),
    (130, 0, -2, 33, 20),
    (108, -5, 3, 40, 19),
    (90, -11, 7, 39, 16),
    (78, -13, 9, 35, 12),
    (72, -13, 9, 28, 7),
)
"""x, y, z, half its width and half its thickness, from the wrist"""
CUFF, SLEEVE = (
    ((146, 0, -4, 31), (188, 5, -1, 39), (198, 6, 0, 42), (200, 6, 0, 38)),
    ((186, 5, 0, 33), (300, 40, 26, 42), (520, 130, 84, 56)),
)
ROUND = 16


def glove(side: int) -> Solid:
    """For an operator on this side of the patient, +1 at the right."""
    ring = np.linspace(0.0, 2 * np.pi, ROUND, endpoint=False)
    palm = [np.column_stack([np.full(ROUND, x), y + wide * np.cos(ring), z + thick * np.sin(ring)]) for x, y, z, wide, thick in PALM]
    return _on(side, swept(palm[::-1]), *(_limb(_eased(finger)) for finger in FINGERS), _limb(CUFF))


def sleeve(side: int) -> Solid:
    """Of the gown."""
    return _on(side, _limb(_eased(SLEEVE)))


def frame_at(held: Grasp, side: int) -> NDArray[np.float64]:
    """(4, 4): from the hand's frame to the patient's, where it holds this needle."""
    frame = np.eye(4)
    away = unit(np.array([FROM_OPERATOR * side, 0.0, -FROM_FEET]))
    frame[:3, 0], frame[:3, 1], frame[:3, 2] = away, np.cross(POSTERIOR, away), POSTERIOR
    frame[:3, 3] = held.hub - WINGS_MM * held.along
    return frame


def _limb(joints: ArrayLike) -> Solid:
    rows = np.asarray(joints, float)
    return tube(rows[:, :3], rows[:, 3], ROUND)


def _eased(joints: ArrayLike) -> NDArray[np.float64]:
    """Corners cut twice: a glove has no edges."""
    rows = np.asarray(joints, float)
    for _ in range(2):
        cut = np.stack([0.75 * rows[:-1] + 0.25 * rows[1:], 0.25 * rows[:-1] + 0.75 * rows[1:]], 1).reshape(-1, rows.shape[1])
        rows = np.concatenate([rows[:1], cut, rows[-1:]])
    return rows


def _on(side: int, *solids: Solid) -> Solid:
    """The other hand is the same in a mirror."""
    whole = together(*solids)
    return whole if side > 0 else Solid(whole.vertices * (1, -1, 1), whole.faces[:, ::-1])
