"""What a body's folder keeps no surface of: vessels and muscle, drawn from its labels. Takes half a second: beside the window."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, gaussian_filter
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D, vtkWindowedSincPolyDataFilter

from meshes.anatomy import Anatomy, Labels
from meshes.tissues import Tissue
from sim.qt.theatre.small_vessels import are, ending_quietly, joined
from sim.qt.theatre.solids import Solid, together

SMALL_VEINS = (Tissue.EPIDURAL_VEIN, Tissue.BASIVERTEBRAL_VEIN)
LARGE = {"arteries": Tissue.AORTA, "veins": Tissue.CAVA}
"""Told well enough by the lattice of the whole trunk"""
THIN_BLUR, THIN_LEVEL = 0.9, 0.32
"""Voxels by which an artery, a voxel wider all round, is softened, and where its surface lies then: it is drawn half a millimetre too
thick"""
MUSCLE = (Tissue.MUSCLE, Tissue.MUSCLE_FAT)
BLOCK = 2
"""Voxels a side of the cells that surfaces are drawn from, in either lattice. A vein fills a cell that it touches: a thin one stays
whole, and is drawn up to half a millimetre too thick."""
ROUNDS, PASS_BAND, PAD = 20, 0.08, 4
VEIL_MM, VEIL_BLUR = 8.0, 0.7
"""Cells of the veil of muscle, and by how many of them it is softened: its thin sheets, cut into cells, were shards of glass"""


def soft_parts(anatomy: Anatomy) -> dict[str, Solid]:
    """By name, as far as the body has them."""
    found: dict[str, Solid] = {}
    fine = anatomy.fine
    veins = ending_quietly(fine, are(fine, SMALL_VEINS))
    for name, small in (("arteries", _thin(fine, joined(fine))), ("veins", _surface(fine, veins))):
        solids = [small, _surface(anatomy.coarse, anatomy.coarse.values == LARGE[name])]
        if any(solids):
            found[name] = together(*(solid for solid in solids if solid is not None))
    muscle = _veil(anatomy.coarse, MUSCLE)
    return found if muscle is None else found | {"muscle": muscle}


def _thin(labels: Labels, at: NDArray[np.int64]) -> Solid | None:
    """Softly round (n, 3) voxels; None if there are none."""
    if not len(at):
        return None
    low = at.min(0) - PAD
    held = np.zeros(at.max(0) - low + 1 + PAD, bool)
    held[tuple((at - low).T)] = True
    field = gaussian_filter(binary_dilation(held).astype(np.float32), THIN_BLUR) * (0.5 / THIN_LEVEL)
    return _round(field, labels.grid.centre(low), labels.grid.spacing)


def _surface(labels: Labels, wanted: NDArray[np.bool_]) -> Solid | None:
    """Round all cells that hold any of these voxels; None if there are none."""
    held = _blocks(wanted)
    if not held.any():
        return None
    corners = np.argwhere(held)
    low, high = corners.min(0), corners.max(0) + 1
    field = np.pad(held[tuple(slice(a, b) for a, b in zip(low, high, strict=True))], 1).astype(np.float32)
    spacing = labels.grid.spacing * BLOCK
    start = np.asarray(labels.grid.origin) + labels.grid.spacing * (BLOCK - 1) / 2 + spacing * (low - 1)
    return _round(field, start, spacing)


def _veil(labels: Labels, tissues: Iterable[Tissue]) -> Solid | None:
    """Softly round all that is mostly of these: large, smooth and of few triangles, as what is only looked through may be."""
    cells = max(1, round(VEIL_MM / labels.grid.spacing))
    size = [n // cells for n in labels.values.shape]
    wanted = np.isin(labels.values[tuple(slice(n * cells) for n in size)], [int(tissue) for tissue in tissues])
    if not wanted.any():
        return None
    share = wanted.reshape(size[0], cells, size[1], cells, size[2], cells).mean((1, 3, 5), dtype=np.float32)
    field = gaussian_filter(np.pad(share, 1), VEIL_BLUR)
    spacing = labels.grid.spacing * cells
    return _round(field, np.asarray(labels.grid.lo) - 0.5 * spacing, spacing)


def _round(field: NDArray[np.float32], start: NDArray[np.float64], spacing: float) -> Solid:
    """Where a field on a lattice is a half, smoothed."""
    image = vtkImageData()
    image.SetDimensions(*field.shape)
    image.SetSpacing(spacing, spacing, spacing)
    image.SetOrigin(*start)
    image.GetPointData().SetScalars(numpy_to_vtk(field.ravel(order="F"), deep=True))
    edges, sinc = vtkFlyingEdges3D(), vtkWindowedSincPolyDataFilter()
    edges.SetInputData(image)
    edges.SetValue(0, 0.5)
    sinc.SetInputConnection(edges.GetOutputPort())
    sinc.SetNumberOfIterations(ROUNDS)
    sinc.SetPassBand(PASS_BAND)
    sinc.NormalizeCoordinatesOn()
    sinc.Update()
    surface = sinc.GetOutput()
    faces = vtk_to_numpy(surface.GetPolys().GetConnectivityArray()).reshape(-1, 3)
    return Solid(vtk_to_numpy(surface.GetPoints().GetData()).astype(float), faces.astype(np.int64))


def _blocks(wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether any voxel of a block is wanted; a rest that fills no block is left out."""
    nx, ny, nz = (n // BLOCK for n in wanted.shape)
    held = np.zeros((nx, ny, nz), bool)
    for i in range(BLOCK):
        for j in range(BLOCK):
            for k in range(BLOCK):
                held |= wanted[i : BLOCK * nx : BLOCK, j : BLOCK * ny : BLOCK, k : BLOCK * nz : BLOCK]
    return held
