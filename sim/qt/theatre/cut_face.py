"""The face of a bone that is cut open: flat in the plane of the cut, and spongy as bone is inside. Needs VTK.

It closes the bone where the plane goes through it: the far wall seen through the cut let everything shine through that lies at that wall.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonDataModel import vtkPlane, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkCutter
from vtkmodules.vtkFiltersGeneral import vtkContourTriangulator
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

from meshes.space import Vector, unit
from sim.qt.theatre.looks import LOOKS
from sim.qt.theatre.polydata import places_of, texture

TILE_MM, TILE_PX, MESH_PX = 20.0, 160, 1.5
"""The sponge repeats so often and is painted so finely; and half of one of its meshes (guesses, by eye)"""
OPEN, SEED = 0.30, 5
"""The share of it that is marrow (guess, by eye)"""


class CutFace:
    """Of one bone; not seen yet. Remembers what it made last."""

    def __init__(self) -> None:
        self.actor, self.plane = vtkActor(), vtkPlane()
        mapper = vtkPolyDataMapper()
        mapper.SetScalarVisibility(False)
        self.actor.SetMapper(mapper)
        self.actor.SetVisibility(False)
        self.actor.SetTexture(texture(sponge()))
        self.actor.GetProperty().LightingOff()
        self._of: tuple[object, ...] = ()

    def lie(self, bone: vtkPolyData, at: Vector, towards: Vector) -> None:
        """In the plane through a place, mm, that is looked at from there, unit: what lies there of the bone is to be cut away."""
        wanted = (bone, tuple(at), tuple(towards))
        if wanted == self._of:
            return
        self._of = wanted
        self.plane.SetOrigin(*at)
        self.plane.SetNormal(*-np.asarray(towards))
        self.actor.GetMapper().SetInputData(face(bone, self.plane))


def face(bone: vtkPolyData, plane: vtkPlane) -> vtkPolyData:
    """Of a closed surface; with the sponge laid over it."""
    cut, filled = vtkCutter(), vtkContourTriangulator()
    cut.SetInputData(bone)
    cut.SetCutFunction(plane)
    cut.GenerateTrianglesOff()
    filled.SetInputConnection(cut.GetOutputPort())
    filled.Update()
    found: vtkPolyData = filled.GetOutput()
    found.GetPointData().Initialize()  # the bone's normals are none of the face's
    if found.GetNumberOfPoints():
        normal = np.array(plane.GetNormal())
        across = unit(np.cross(normal, np.eye(3)[np.abs(normal).argmin()]))
        on = places_of(found) @ np.stack([across, np.cross(normal, across)], 1) / TILE_MM
        found.GetPointData().SetTCoords(numpy_to_vtk(on.astype(np.float32), deep=True))
    return found


def sponge() -> NDArray[np.uint8]:
    """(rows, columns, 3): marrow in a mesh of bone, that meets itself at its edges."""
    field = gaussian_filter(np.random.default_rng(SEED).normal(size=(TILE_PX, TILE_PX)), MESH_PX, mode="wrap")
    field = (field - np.quantile(field, OPEN)) / field.std()
    bone, marrow = (np.array(LOOKS[name].colour, float) for name in ("cut_bone", "marrow"))
    share = np.clip(0.5 + field, 0.0, 1.0)[..., None]
    return np.asarray(share * bone + (1.0 - share) * marrow, np.uint8)
