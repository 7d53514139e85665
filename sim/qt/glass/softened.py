"""What is only looked at, softened: contrast as one body round its cells, skin where a needle meets it. Needs VTK.

Nothing here is measured.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, label
from scipy.spatial import KDTree
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D

from meshes.space import length
from sim.qt.theatre.eased import eased
from sim.qt.theatre.entry_ring import MEETS_MM
from sim.qt.theatre.polydata import smooth
from sim.qt.theatre.solids import Solid
from sim.records.contrast_layers import Layer

BLUR, LEVEL, ROOM = 1.0, 0.38, 4
"""Cells by which a cell of contrast spreads, the share at which the body round it ends, and the room round all, cells"""
FINER, CRUMB, ROUND = 2, 20, 25
"""A body of contrast is drawn from cells so many times finer, without what hangs together in fewer cells: they were loose splinters; and by
how many cells it is told whose a piece of its surface is"""
DOT = Solid(
    np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], float),
    np.array([[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]]),
)
"""One of a dotted way, a millimetre in radius"""
PATCH_MM, DENSE = 45.0, 170
"""The skin that is shown round a tip that hardly lies in it: so wide, at its middle so dense, of 255"""


def bodies_of(layers: Sequence[Layer]) -> list[Solid]:
    """One smooth surface round the cells of all layers that are no crumbs, of crumbs alone round all; parted among the layers by which is
    nearest, by and large: bodies of their own would come through one another in flakes."""
    cell, cells = layers[0].cell_mm, np.concatenate([layer.places for layer in layers])
    start = cells.min(0).astype(float) - ROOM * cell
    at = np.round((cells - start) / cell).astype(np.int64)
    filled = np.zeros(tuple(at.max(0) + 1 + ROOM), np.float32)
    filled[tuple(at.T)] = 1.0
    clumps, _ = label(filled, np.ones((3, 3, 3)))
    large = np.bincount(clumps.ravel()) >= CRUMB
    large[0] = False
    filled = np.where(large[clumps], filled, 0.0) if large.any() else filled
    field = gaussian_filter(np.kron(filled, np.ones((FINER,) * 3, np.float32)), BLUR * FINER)
    image, edges = vtkImageData(), vtkFlyingEdges3D()
    image.SetDimensions(*field.shape)
    image.SetSpacing(*(cell / FINER,) * 3)
    image.SetOrigin(*(start - cell * (FINER - 1) / (2 * FINER)))
    image.GetPointData().SetScalars(numpy_to_vtk(field.ravel(order="F"), deep=True))
    edges.SetInputData(image)
    edges.SetValue(0, LEVEL * min(1.0, float(field.max())))
    edges.Update()
    found = edges.GetOutput()
    faces = vtk_to_numpy(found.GetPolys().GetConnectivityArray()).reshape(-1, 3).astype(np.int64)
    whole = eased(Solid(vtk_to_numpy(found.GetPoints().GetData()).astype(float), faces))
    of_cell = np.repeat(np.arange(len(layers)), [len(layer.places) for layer in layers])
    nearest = KDTree(cells).query(whole.vertices[faces].mean(1), min(ROUND, len(cells)))[1].reshape(len(faces), -1)
    of_face = np.sort(of_cell[nearest], axis=1)[:, nearest.shape[1] // 2]
    return [Solid(whole.vertices, faces[of_face == number]) for number in range(len(layers))]


def dotted(places: NDArray[np.float64], size_mm: float) -> Solid:
    """A dot at each of (n, 3) places, so many mm in radius."""
    corners = (places[:, None] + size_mm * DOT.vertices).reshape(-1, 3)
    starts = len(DOT.vertices) * np.arange(len(places))[:, None, None]
    return Solid(np.asarray(corners, float), (DOT.faces + starts).reshape(-1, 3))


def skin_at(skin: Solid, tip: NDArray[np.float64], colour: tuple[int, int, int]) -> vtkPolyData | None:
    """The skin that a tip lies in, fading outwards; None for a tip that is far from it."""
    away = length(skin.vertices - tip)
    if away.min() > MEETS_MM:
        return None
    near = Solid(skin.vertices, skin.faces[away[skin.faces].min(1) < PATCH_MM])
    dense = DENSE * np.clip(1.0 - (away / PATCH_MM) ** 2, 0.0, 1.0)
    made = smooth(near)
    made.GetPointData().SetScalars(numpy_to_vtk(np.column_stack([np.tile(colour, (len(away), 1)), dense]).astype(np.uint8), deep=True))
    return made
