"""The same shapes of fewer triangles, for while something moves. Needs VTK."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkFiltersCore import vtkQuadricClustering, vtkQuadricDecimation

from sim.qt.theatre.polydata import faces_of, polydata
from sim.qt.theatre.solids import Solid, together

SPLINTER = 24
"""Triangles: what hangs together in fewer is no part of a body"""


def coarse(solid: Solid, cell_mm: float) -> Solid:
    """As many triangles as cells of this size need."""
    work = vtkQuadricClustering()
    work.SetInputData(polydata(solid))
    work.AutoAdjustNumberOfDivisionsOff()
    low, high = solid.vertices.min(0), solid.vertices.max(0)
    work.SetNumberOfDivisions(*(max(2, int(n)) for n in np.ceil((high - low) / cell_mm)))
    work.Update()
    made = work.GetOutput()
    faces = vtk_to_numpy(made.GetPolys().GetConnectivityArray()).reshape(-1, 3)
    return Solid(vtk_to_numpy(made.GetPoints().GetData()).astype(float), faces.astype(np.int64))


def fewer(solid: Solid, most: int) -> Solid:
    """The same shape of about so many triangles, large where it is flat: what is coarser by cells tears where it is thin. Piece by piece,
    between which other threads run; splinters are left out."""
    edges = solid.faces[:, [0, 1, 1, 2]].reshape(-1, 2)
    n = len(solid.vertices)
    of_corner = connected_components(coo_array((np.ones(len(edges), bool), edges.T), (n, n)), directed=False)[1]
    of_face = np.unique(of_corner[solid.faces[:, 0]], return_inverse=True)[1]
    share = min(1.0, most / len(solid.faces))
    whole = [Solid(solid.vertices, solid.faces[of_face == k]) for k in np.flatnonzero(np.bincount(of_face) >= SPLINTER)]
    return together(*(_fewer(piece, share) for piece in whole)) if whole else solid


def _fewer(solid: Solid, share: float) -> Solid:
    used, faces = np.unique(solid.faces, return_inverse=True)
    work = vtkQuadricDecimation()
    work.SetInputData(polydata(Solid(solid.vertices[used], faces.reshape(-1, 3))))
    work.SetTargetReduction(1.0 - share)
    work.Update()
    made = work.GetOutput()
    return Solid(vtk_to_numpy(made.GetPoints().GetData()).astype(float), faces_of(made))
