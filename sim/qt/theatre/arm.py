"""An arm in a gown's sleeve, from the wrist over the elbow to the shoulder, and the glove's cuff over it; by eye (guess).

Its frame: x from the wrist to the elbow, z up, mm; y to where the shoulder is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.space import unit
from sim.qt.theatre.solids import Solid, swept

ELBOW_MM, REACHES_MM, BENDS_MM = 262.0, 520.0, 46.0
"""Along the arm: where the elbow is, where the sleeve is left, and over how much of it the elbow bends"""
SHOULDER = (0.70, 0.67, 0.20)
"""Where the upper arm leads"""
SIDES, EACH_MM = 24, 7.5
CUFF: tuple[tuple[float, float], ...] = ((-22, 14), (-10, 22), (6, 26), (34, 30), (52, 33), (57, 34.4), (60, 34.2), (61.5, 32), (58, 28))
"""Of the glove: how far along and how wide, to the rolled rim"""
SLEEVE: tuple[tuple[float, float], ...] = ((30, 25), (58, 28), (78, 35), (110, 41), (180, 46), (240, 51), (275, 53), (330, 56), (520, 64))
"""The same of the gown"""
FOLDS = ((6.0, 66, 26, 17.0), (4.2, 120, 44, 31.0), (8.0, 256, 46, 26.0), (3.6, 350, 120, 52.0))
"""How deep, mm, round where, over how much, and one every so many: pushed up at the wrist, creased in the elbow's bend"""
HANGS = 1.08
"""The cloth is so much higher than wide"""


def sleeve() -> Solid:
    """Of the gown."""
    at = np.arange(SLEEVE[0][0], REACHES_MM, EACH_MM)
    wide = np.interp(at, *np.array(SLEEVE, float).T)
    turn = np.linspace(0.0, 2 * np.pi, SIDES, endpoint=False)
    return swept(_rings(at, wide[:, None] + _folded(at[:, None], turn[None]), turn))


def cuff() -> Solid:
    """Of the glove, drawn over the sleeve."""
    at, wide = np.array(CUFF, float).T
    turn = np.linspace(0.0, 2 * np.pi, SIDES, endpoint=False)
    crumpled = 0.9 * np.sin(3 * turn + 0.6) * np.clip(at[:, None] / 50, 0, 1)
    return swept(_rings(at, wide[:, None] + crumpled, turn))


def in_folds(solid: Solid) -> NDArray[np.float64]:
    """0 to 1: what is left of the light at the corners of a sleeve: less in the depth of its folds."""
    rings = solid.vertices.reshape(-1, SIDES, 3)
    off = np.linalg.norm(rings - rings.mean(1, keepdims=True), axis=2)
    smooth = np.stack([np.convolve(np.pad(row, 4, mode="edge"), np.ones(9) / 9, "valid") for row in off.T], 1)
    return np.asarray(np.clip(0.92 + (off - smooth) / 14.0, 0.5, 1.0).ravel())


def _folded(at: NDArray[np.float64], turn: NDArray[np.float64]) -> NDArray[np.float64]:
    """mm by which cloth stands off: folds that run aslant round the arm, none all the way."""
    found = np.zeros(np.broadcast_shapes(at.shape, turn.shape))
    for k, (deep, middle, over, each) in enumerate(FOLDS):
        slant = each * (0.35 * np.sin(turn + k) + 0.22 * np.sin(2 * turn + 2.1 * k) + 0.10 * np.sin(5 * turn + at / 23))
        wave = np.cos(2 * np.pi * (at + slant) / each)
        part = 0.55 + 0.45 * np.sin(turn * (1 + k % 2) + 1.7 * k + at / 41)
        found += 0.5 * deep * part * np.exp(-(((at - middle) / over) ** 2)) * np.sign(wave) * np.abs(wave) ** 0.7
    return found


def _rings(at: NDArray[np.float64], wide: ArrayLike, turn: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, k, 3): round the arm's middle line, so wide."""
    bent = np.clip((at - ELBOW_MM) / BENDS_MM + 0.5, 0, 1)[:, None]
    along = unit((1 - bent) * np.array([1.0, 0.0, 0.0]) + bent * unit(np.array(SHOULDER)))
    steps = np.diff(at)[:, None] * 0.5 * (along[1:] + along[:-1])
    middle = np.concatenate([np.zeros((1, 3)), np.cumsum(steps, axis=0)]) + (at[0], 0.0, 0.0)
    across = unit(np.cross([0.0, 0.0, 1.0], along))
    up = np.cross(along, across)
    wide = np.asarray(wide, float)[..., None]
    return np.asarray(middle[:, None] + wide * (np.cos(turn)[:, None] * across[:, None] + HANGS * np.sin(turn)[:, None] * up[:, None]))
