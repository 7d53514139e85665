"""What is only looked at, softened: surfaces eased, contrast as one body round its cells, skin where a needle meets it. Needs VTK.

Nothing here is measured.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, label
from scipy.spatial import KDTree
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D, vtkWindowedSincPolyDataFilter

from meshes.space import length
from sim.qt.theatre.polydata import polydata, smooth
from sim.qt.theatre.solids import Solid, tube
from sim.records.contrast_layers import Layer

ROUNDS, PASS_BAND, LEAST = 20, 0.06, 500
"""Of easing; and of how many corners a surface is at least that is eased: a made thing keeps its edges"""
BLUR, LEVEL, ROOM = 0.8, 0.3, 3
"""Cells by which a cell of contrast spreads, the share at which the body round it ends, and the room round all, cells"""
FINER, CRUMB = 2, 12
"""A body of contrast is drawn from cells so many times finer, without what hangs together in fewer cells: they were loose splinters"""
APART_MM, SIGN_MM = 10.0, 1.5
"""From sign to sign on a body of contrast, and how far each reaches"""
MEETS_MM, PATCH_MM, DENSE = 15.0, 45.0, 170
"""A tip so near the skin is shown with the skin round it, so wide, at its middle so dense, of 255"""

RING_MM, RING_THICK_MM, RING_SIDES, PIECES = 7.0, 0.6, 33, 60
"""Of the ring round the entry: how far off it runs, how thick and how round it is; and pieces of a stretch of shaft that are looked at"""


def eased(solid: Solid) -> Solid:
    """Without the steps and facets of what it was made from; its corners keep their number and order."""
    if len(solid.vertices) < LEAST:
        return solid
    sinc = vtkWindowedSincPolyDataFilter()
    sinc.SetInputData(polydata(solid))
    sinc.SetNumberOfIterations(ROUNDS)
    sinc.SetPassBand(PASS_BAND)
    sinc.NormalizeCoordinatesOn()
    sinc.BoundarySmoothingOff()
    sinc.Update()
    return Solid(vtk_to_numpy(sinc.GetOutput().GetPoints().GetData()).astype(float), solid.faces)


def body_of(layer: Layer) -> Solid:
    """Smooth, round the cells of a layer that are no crumbs; of crumbs alone all are drawn."""
    cell = layer.cell_mm
    start = layer.places.min(0).astype(float) - ROOM * cell
    at = np.round((layer.places - start) / cell).astype(np.int64)
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
    return eased(Solid(vtk_to_numpy(found.GetPoints().GetData()).astype(float), faces))


def spread(places: NDArray[np.float64], apart_mm: float) -> NDArray[np.float64]:
    """One of all that lie in a cube of that size, the nearest to its middle."""
    cubes = np.floor(places / apart_mm)
    off = length(places - (cubes + 0.5) * apart_mm)
    order = np.argsort(off, kind="stable")
    return places[np.sort(order[np.unique(cubes[order], axis=0, return_index=True)[1]])]


def entry_ring(skin: Solid, shaft: NDArray[np.float64]) -> Solid | None:
    """Round the place at which a needle, (n, 3) mm from hub to tip, meets the skin, lying in it; None where it meets none."""
    at = np.concatenate([np.linspace(*ends, PIECES) for ends in pairwise(shaft)])
    away, nearest = KDTree(skin.vertices).query(at)
    place = at[away.argmin()]
    if away.min() > MEETS_MM:
        return None
    near = skin.vertices[length(skin.vertices - skin.vertices[nearest[away.argmin()]]) < MEETS_MM]
    along, across, _ = np.linalg.svd(near - near.mean(0), full_matrices=False)[2]
    turn = np.linspace(0.0, 2 * np.pi, RING_SIDES)[:, None]
    return tube(place + RING_MM * (np.cos(turn) * along + np.sin(turn) * across), RING_THICK_MM)


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
