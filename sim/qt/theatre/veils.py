"""What is clear, as an eye sees it: of its layers the foremost alone, and no edge. Needs VTK."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkPolyData

from meshes.space import Vector, dot, unit
from sim.qt.theatre.polydata import faces_of, normals_of, of_faces, places_of, tinted

FACES = 0.8
"""The cosine to the line of sight up to which a veil is as dense as it gets (guess)"""
FACING = 0.25
"""Of the density of a contour, what faces the eye has (guess)"""


def nearest_first(data: vtkPolyData, eye: Vector) -> vtkPolyData:
    """What is clear, so that of its layers only that before all others is seen: drawn first, it keeps away what lies behind it."""
    faces = faces_of(data)
    off = places_of(data)[faces].mean(1) - eye
    return of_faces(data, faces[np.argsort(dot(off, off), kind="stable")])


def veiled(data: vtkPolyData, eye: Vector) -> vtkPolyData:
    """The foremost layer of what has its opacity in its colours, (n, 4); clearer where it turns away from the eye: no edge is seen."""
    return _as_dense(data, eye, np.clip(_turned(data, eye) / FACES, 0.0, 1.0) ** 2)


def rimmed(data: vtkPolyData, eye: Vector) -> vtkPolyData:
    """The same the other way round, as a bowl of glass is seen: its contour, and little of what faces the eye."""
    return _as_dense(data, eye, FACING + (1.0 - FACING) * (1.0 - _turned(data, eye)) ** 2)


def _turned(data: vtkPolyData, eye: Vector) -> NDArray[np.float64]:
    """(n,) the cosine to the line of sight, whichever side is seen."""
    return np.asarray(np.minimum(np.abs(dot(normals_of(data), unit(places_of(data) - eye))), 1.0))


def _as_dense(data: vtkPolyData, eye: Vector, share: NDArray[np.float64]) -> vtkPolyData:
    colours = vtk_to_numpy(data.GetPointData().GetScalars()).copy()
    colours[:, 3] = (colours[:, 3] * share).astype(np.uint8)
    return nearest_first(tinted(data, colours), eye)
