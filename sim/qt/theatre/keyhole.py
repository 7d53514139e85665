"""A keyhole in bone: what stands before a needle's tip and before contrast clears with the glass, most at the line of sight. Needs VTK."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree
from vtkmodules.vtkCommonDataModel import vtkPolyData

from meshes.space import Vector, length, unit
from sim.qt.theatre.looks import Colour
from sim.qt.theatre.polydata import faces_of, of_faces, tinted
from sim.qt.theatre.veils import nearest_first

WIDE_MM, BEFORE_MM, BEYOND_MM = 30.0, 6.0, 8.0
"""Round the tip, as one looks, bone is as it was from so far off; and from so far beyond it, over so much, as clear as it gets: half of a
lamina that crosses the tip's depth would be a torn flap (guesses, by eye)"""
LEFT = 0.06
"""Of bone on the line of sight, where glass is clearest (guess)"""
GHOST, ROUND_MM, SOFT_MM = 0.2, 3.0, 13.0
"""Of bone before contrast, so far round it, and from there until it is whole (guesses, by eye)"""


def parted(data: vtkPolyData, colour: Colour, eye: Vector, dense: NDArray[np.float64]) -> tuple[vtkPolyData, vtkPolyData]:
    """What stays as dense as it is, and what clears, in this colour with its own density, (n,) 0 to 1, at each corner."""
    faces = faces_of(data)
    clears = (dense < 1.0)[faces].any(1)
    veil = np.column_stack([np.broadcast_to(colour, (len(dense), 3)), 255 * dense]).astype(np.uint8)
    return of_faces(data, faces[~clears]), nearest_first(tinted(of_faces(data, faces[clears]), veil), eye)


def density(places: NDArray[np.float64], eye: Vector, tip: Vector, glass: float, wide_mm: float = WIDE_MM) -> NDArray[np.float64]:
    """(n,) 0 to 1 of bone at (n, 3) mm: a cone from the eye, so that the hole is round, which ends before the tip."""
    far, ahead = float(length(tip - eye)), unit(tip - eye)
    way = places - eye
    deep = way @ ahead
    off = length(way - deep[:, None] * ahead) * far / np.maximum(deep, 1.0)
    clear = _eased(1.0 - off / wide_mm) * _eased((far + BEYOND_MM - deep) / BEFORE_MM)
    return np.asarray(1.0 - (1.0 - LEFT) * glass * clear)


def density_over(places: NDArray[np.float64], eye: Vector, cloud: NDArray[np.float64], glass: float) -> NDArray[np.float64]:
    """The same of bone before contrast, (k, 3) mm: a ghost of it remains, so that one sees where the contrast lies."""
    ahead = unit(cloud.mean(0) - eye)
    across = unit(np.cross(ahead, np.roll(ahead, 1)))
    axes = np.stack([across, np.cross(ahead, across), ahead])
    (bone, spread), far = ((at - eye) @ axes.T for at in (places, cloud)), float(length(cloud.mean(0) - eye))
    flat, lies = (far * at[:, :2] / np.maximum(at[:, 2:], 1.0) for at in (bone, spread))
    off, nearest = KDTree(lies).query(flat, distance_upper_bound=ROUND_MM + SOFT_MM)
    before = np.append(spread[:, 2], -np.inf)[nearest] - bone[:, 2]
    clear = _eased((ROUND_MM + SOFT_MM - off) / SOFT_MM) * _eased((before + BEYOND_MM) / BEFORE_MM)
    return np.asarray(1.0 - (1.0 - GHOST) * glass * clear)


def _eased(share: NDArray[np.float64]) -> NDArray[np.float64]:
    part = np.clip(share, 0.0, 1.0)
    return part * part * (3.0 - 2.0 * part)
