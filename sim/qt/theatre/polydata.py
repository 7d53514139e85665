"""Solids as VTK draws them: with normals, colours, and a coarse version for while something moves. Needs VTK."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkIdTypeArray, vtkPoints, vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkImageData, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkAppendPolyData, vtkPolyDataNormals
from vtkmodules.vtkRenderingCore import vtkRenderWindow, vtkTexture

from meshes.space import length
from sim.qt.theatre.solids import Solid

EDGE_DEG = 38.0
"""Faces that meet at more are an edge."""
CLEAREST, DENSEST = 0.12, 0.6
"""Opacity of a clear film, and where it is folded (guesses, by eye)"""
DARKENS_MM, DARK = 42.0, 0.12
"""So far from its ends a thing that goes on darkens, and what is left of its colour at them (guesses, by eye)"""
CLEAR_MM, FADES_MM = 8.0, 60.0
"""From the end of what fades out: wholly clear, and from there until it is as dense as it gets"""


def polydata(solid: Solid) -> vtkPolyData:
    """The triangles alone."""
    data, points, cells = vtkPolyData(), vtkPoints(), vtkCellArray()
    points.SetData(numpy_to_vtk(np.ascontiguousarray(solid.vertices, np.float32), deep=True))
    cells.SetData(3, numpy_to_vtkIdTypeArray(np.ascontiguousarray(solid.faces, np.int64).ravel(), deep=True))
    data.SetPoints(points)
    data.SetPolys(cells)
    return data


def film(corners: NDArray[np.float64]) -> vtkPolyData:
    """A picture's place, (4, 3) mm from its lower left corner to the right and round, ready for a texture."""
    data = polydata(Solid(corners, np.array([(0, 1, 2), (0, 2, 3)])))
    data.GetPointData().SetTCoords(numpy_to_vtk(np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32), deep=True))
    return data


def texture(pixels: NDArray[np.uint8]) -> vtkTexture:
    """Of a picture, (rows, columns) of greys or (rows, columns, 3), row 0 on top."""
    image, rows = vtkImageData(), pixels[::-1] if pixels.ndim == 3 else np.repeat(pixels[::-1, :, None], 3, 2)
    image.SetDimensions(rows.shape[1], rows.shape[0], 1)
    image.GetPointData().SetScalars(numpy_to_vtk(np.ascontiguousarray(rows).reshape(-1, 3), deep=True))
    made = vtkTexture()
    made.SetInputDataObject(image)
    made.InterpolateOn()
    made.MipmapOn()
    return made


def edged(solid: Solid) -> vtkPolyData:
    """With its edges kept sharp: made things."""
    work = vtkPolyDataNormals()
    work.SetInputData(polydata(solid))
    work.SetFeatureAngle(EDGE_DEG)
    work.SplittingOn()
    work.Update()
    made: vtkPolyData = work.GetOutput()
    return made


def smooth(solid: Solid) -> vtkPolyData:
    """Round all over: what has grown, and cloth. By numpy, which lets other threads run meanwhile."""
    return rounded(solid, normals(solid.vertices, solid.faces))


def rounded(solid: Solid, normals: NDArray[np.float64]) -> vtkPolyData:
    """The same with normals, (n, 3), that are known."""
    data = polydata(solid)
    data.GetPointData().SetNormals(numpy_to_vtk(normals.astype(np.float32), deep=True))
    return data


def normals(vertices: NDArray[np.float64], faces: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n, 3): outwards at each corner; of one that no face has, nothing."""
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    of_face = np.cross(b - a, c - a)
    found = np.stack([sum(np.bincount(faces[:, i], of_face[:, k], len(vertices)) for i in range(3)) for k in range(3)], -1)
    return np.asarray(found / np.maximum(length(found), 1e-12)[:, None])


def lit(data: vtkPolyData, light: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.uint8]]) -> vtkPolyData:
    """With light baked in, (n, 3) or with opacity (n, 4), that falls on places, (n, 3) mm, with normals."""
    return tinted(data, light(places_of(data), normals_of(data)))


def tinted(data: vtkPolyData, colours: NDArray[np.uint8]) -> vtkPolyData:
    """The same in other colours, (n, 3) or with opacity (n, 4), one at each corner; it shares all else."""
    other, array = vtkPolyData(), numpy_to_vtk(np.ascontiguousarray(colours), deep=True)
    other.ShallowCopy(data)
    array.SetName("colour")
    other.GetPointData().SetScalars(array)
    return other


def places_of(data: vtkPolyData) -> NDArray[np.float64]:
    """(n, 3) mm: its corners."""
    return np.asarray(vtk_to_numpy(data.GetPoints().GetData()), float)


def normals_of(data: vtkPolyData) -> NDArray[np.float64]:
    """(n, 3): outwards at each."""
    return np.asarray(vtk_to_numpy(data.GetPointData().GetNormals()), float)


def colours_of(data: vtkPolyData) -> NDArray[np.uint8]:
    """(n, 3): the colour at each."""
    return np.asarray(vtk_to_numpy(data.GetPointData().GetScalars()), np.uint8)


def fading(data: vtkPolyData, colours: ArrayLike) -> vtkPolyData:
    """In these colours, one or (n, 3), and clear to the head and to the feet: what only ends where a body in memory does has no edge."""
    z = places_of(data)[:, 2]
    from_end = np.minimum(z - z.min(), z.max() - z) - CLEAR_MM
    dense = 255 * np.clip(from_end / FADES_MM, 0, 1)
    return tinted(data, np.column_stack([np.broadcast_to(colours, (len(z), 3)), dense]).astype(np.uint8))


def darkening(data: vtkPolyData, colour: ArrayLike) -> vtkPolyData:
    """In this colour, and lost in the dark to the head and to the feet: as solid as it is, it ends as no stump."""
    z = places_of(data)[:, 2]
    share = np.clip(np.minimum(z - z.min(), z.max() - z) / DARKENS_MM, 0, 1)
    left = DARK + (1.0 - DARK) * share * share * (3.0 - 2.0 * share)
    return tinted(data, (np.asarray(colour) * left[:, None]).astype(np.uint8))


def as_one(parts: Iterable[vtkPolyData]) -> vtkPolyData:
    """Several with the same arrays: what is drawn in one go costs less than the sum."""
    work = vtkAppendPolyData()
    for part in parts:
        work.AddInputData(part)
    work.Update()
    made: vtkPolyData = work.GetOutput()
    return made


def film_of(folds: NDArray[np.float64], colour: ArrayLike) -> NDArray[np.uint8]:
    """(n, 4): of a clear film, denser where it is folded, 0 to 1."""
    dense = 255 * (CLEAREST + (DENSEST - CLEAREST) * folds)
    return np.column_stack([np.broadcast_to(colour, (len(folds), 3)), dense]).astype(np.uint8)


def darkness(share: NDArray[np.float64]) -> NDArray[np.uint8]:
    """(n, 4): black, as dense as a share of the light is taken."""
    return np.concatenate([np.zeros((len(share), 3)), 255 * share[:, None]], 1).astype(np.uint8)


def pixels_of(window: vtkRenderWindow) -> NDArray[np.uint8]:
    """(height, width, 3), row 0 on top: what it shows, drawn now."""
    window.Render()
    (width, height), found = window.GetSize(), vtkUnsignedCharArray()
    window.GetPixelData(0, 0, width - 1, height - 1, 0, found, 0)
    return np.asarray(vtk_to_numpy(found).reshape(height, width, 3)[::-1])


def faces_of(data: vtkPolyData) -> NDArray[np.int64]:
    """(m, 3): its triangles."""
    return np.asarray(vtk_to_numpy(data.GetPolys().GetConnectivityArray()), np.int64).reshape(-1, 3)


def of_faces(data: vtkPolyData, faces: NDArray[np.int64]) -> vtkPolyData:
    """These triangles of it, (m, 3); it shares all else."""
    other, cells = vtkPolyData(), vtkCellArray()
    other.ShallowCopy(data)
    rows: vtkIdTypeArray = numpy_to_vtkIdTypeArray(np.ascontiguousarray(faces, np.int64).ravel(), deep=True)
    cells.SetData(3, rows)
    other.SetPolys(cells)
    return other
