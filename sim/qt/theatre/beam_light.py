"""The beam as the eye has it: light along its four edges, from the tube on, that is gone where the detector is. Needs VTK.

The detector is left away where it stands before the eye, and what ended there all at once was a pane that hung in the air.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkCommonDataModel import vtkPolyData

from sim.qt.theatre.cutaway import smoothly
from sim.qt.theatre.looks import LOOKS
from sim.qt.theatre.polydata import polydata, tinted
from sim.qt.theatre.solids import Solid, together

EDGE, BETWEEN, WIDE = 0.42, 0.08, 0.07
"""How dense it is along an edge and in the middle of a side, and how wide an edge is, in sides (guesses, by eye)"""
ENDS = 0.4
"""The share of its length over which it fades (guess, by eye)"""
ACROSS = np.array([0.0, 0.05, 0.13, 0.5, 0.87, 0.95, 1.0])
ALONG = np.concatenate([[0.0], np.linspace(1.0 - ENDS, 1.0, 4)])
"""Where its corners are: across a side, and from the tube to the detector; few, as it is drawn while something moves"""


def beam_light(cone: Solid) -> vtkPolyData:
    """Of a pyramid: its focus, then the four corners at the detector, in their order round."""
    focus, rim = cone.vertices[0], cone.vertices[1:]
    sides = [_side(focus, rim[k], rim[(k + 1) % 4]) for k in range(4)]
    dense = np.tile(np.outer(smoothly((1.0 - ALONG) / ENDS), _edges(ACROSS)).ravel(), 4)
    colours = np.column_stack([np.broadcast_to(LOOKS["cone"].colour, (len(dense), 3)), 255 * dense])
    return tinted(polydata(together(*sides)), colours.astype(np.uint8))


def _edges(across: NDArray[np.float64]) -> NDArray[np.float64]:
    """How dense a side is there."""
    off = np.minimum(across, 1.0 - across) / WIDE
    return np.asarray(BETWEEN + (EDGE - BETWEEN) * np.exp(-off * off))


def _side(focus: NDArray[np.float64], one: NDArray[np.float64], other: NDArray[np.float64]) -> Solid:
    ends = one + ACROSS[:, None] * (other - one)
    places = focus + ALONG[:, None, None] * (ends - focus)
    at = np.arange(places.shape[0] * places.shape[1]).reshape(places.shape[:2])
    a, b, c, d = (corner.ravel() for corner in (at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]))
    wide = slice(len(ACROSS) - 1, None)  # at the focus a side is as narrow as a point
    return Solid(places.reshape(-1, 3), np.concatenate([np.stack([a, b, c], 1)[wide], np.stack([a, c, d], 1)]))
