"""A keyhole in bone: what stands before a needle's tip clears with the glass, most of all at the line of sight. Needs VTK."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkIdTypeArray
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData

from meshes.space import Vector, length, unit
from sim.qt.theatre.looks import Colour
from sim.qt.theatre.polydata import places_of, tinted

WIDE_MM, BEFORE_MM = 30.0, 6.0
"""Round the tip, as one looks, bone is as it was from so far off; and as clear as it gets so far before it (guesses, by eye)"""
LEFT = 0.06
"""Of bone on the line of sight, where glass is clearest (guess)"""


def parted(data: vtkPolyData, colour: Colour, eye: Vector, tip: Vector, glass: float) -> tuple[vtkPolyData, vtkPolyData]:
    """What stays as dense as it is, and what clears, in this colour with its own density at each corner."""
    dense = density(places_of(data), eye, tip, glass)
    faces = vtk_to_numpy(data.GetPolys().GetConnectivityArray()).reshape(-1, 3)
    clears = (dense < 1.0)[faces].any(1)
    veil = np.column_stack([np.broadcast_to(colour, (len(dense), 3)), 255 * dense]).astype(np.uint8)
    return _of(data, faces[~clears]), tinted(_of(data, faces[clears]), veil)


def density(places: NDArray[np.float64], eye: Vector, tip: Vector, glass: float, wide_mm: float = WIDE_MM) -> NDArray[np.float64]:
    """(n,) 0 to 1 of bone at (n, 3) mm: a cone from the eye, so that the hole is round, which ends before the tip."""
    far, ahead = float(length(tip - eye)), unit(tip - eye)
    way = places - eye
    deep = way @ ahead
    off = length(way - deep[:, None] * ahead) * far / np.maximum(deep, 1.0)
    clear = _eased(1.0 - off / wide_mm) * _eased((far - deep) / BEFORE_MM)
    return np.asarray(1.0 - (1.0 - LEFT) * glass * clear)


def _eased(share: NDArray[np.float64]) -> NDArray[np.float64]:
    part = np.clip(share, 0.0, 1.0)
    return part * part * (3.0 - 2.0 * part)


def _of(data: vtkPolyData, faces: NDArray[np.int64]) -> vtkPolyData:
    """These faces of it; it shares all else."""
    other, cells = vtkPolyData(), vtkCellArray()
    other.ShallowCopy(data)
    rows: vtkIdTypeArray = numpy_to_vtkIdTypeArray(np.ascontiguousarray(faces, np.int64).ravel(), deep=True)
    cells.SetData(3, rows)
    other.SetPolys(cells)
    return other
