"""Folds of a glove at knuckles and wrist, by the way its skin faces alone: the light shows them, and no corner moves. By eye (guess)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from meshes.space import Vector, length, unit
from sim.qt.theatre.grips import Grip

DEEP, EACH_MM = 0.25, 11.0
"""How far a fold turns the skin, and from one to the next: below two cells of a hand's skin they would be noise"""
ASLANT_MM = (4.0, 13.0)
"""By how much they wander, and over how much: none runs straight"""
KNUCKLE, WRIST_MM = 1.5, 19.0
"""How far from a joint they reach: in its own radii; and from the wrist"""


def creased(grip: Grip, places: NDArray[np.float64], normals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Which way (n, 3) places of a glove face, unit, folds and all."""
    tilt = np.zeros_like(normals)
    for at, along, reach in _folded(grip):
        off = places - at
        near = np.exp(-((length(off) / reach) ** 2))
        wanders = ASLANT_MM[0] * np.sin(off @ np.roll(along, 1) / ASLANT_MM[1] + at[0])
        tilt += (DEEP * near * np.sin(2 * np.pi * (off @ along + wanders) / EACH_MM))[:, None] * along
    return unit(normals + tilt)


def _folded(grip: Grip) -> Iterator[tuple[Vector, Vector, float]]:
    """Where skin is folded, across which way, and how far round."""
    for name, chains in grip.parts.items():
        for joints in (np.array(chain, float) for chain in chains if name != "palm"):
            for before, joint, after in zip(joints, joints[1:], joints[2:], strict=False):
                yield joint[:3], unit(after[:3] - before[:3]), KNUCKLE * float(joint[3])
    wrist, knuckle = np.array(grip.wrist), np.array(grip.parts["middle"][0][0][:3])
    yield wrist + WRIST_MM * unit(knuckle - wrist), unit(knuckle - wrist), WRIST_MM
