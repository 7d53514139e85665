"""What is clear, as an eye sees it: of its layers the foremost alone, and no edge. Needs VTK."""

from __future__ import annotations

import numpy as np
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkPolyData

from meshes.space import Vector, dot, unit
from sim.qt.theatre.polydata import faces_of, normals_of, of_faces, places_of, tinted

FACES = 0.8
"""The cosine to the line of sight up to which a veil is as dense as it gets (guess)"""


def nearest_first(data: vtkPolyData, eye: Vector) -> vtkPolyData:
    """What is clear, so that of its layers only that before all others is seen: drawn first, it keeps away what lies behind it."""
    faces = faces_of(data)
    off = places_of(data)[faces].mean(1) - eye
    return of_faces(data, faces[np.argsort(dot(off, off), kind="stable")])


def veiled(data: vtkPolyData, eye: Vector) -> vtkPolyData:
    """The foremost layer of what has its opacity in its colours, (n, 4); clearer where it turns away from the eye: no edge is seen."""
    turned = np.abs(dot(normals_of(data), unit(places_of(data) - eye)))
    colours = vtk_to_numpy(data.GetPointData().GetScalars()).copy()
    colours[:, 3] = (colours[:, 3] * np.clip(turned / FACES, 0.0, 1.0) ** 2).astype(np.uint8)
    return nearest_first(tinted(data, colours), eye)
