"""Closed surfaces from fields and labels."""

from __future__ import annotations

import numpy as np
import pyvista as pv
import trimesh
from numpy.typing import NDArray

from meshes.space import Grid


def closed_surface(field: NDArray[np.float32], grid: Grid, smooth_rounds: int = 0) -> trimesh.Trimesh:
    """The zero surface of a sampled field (negative inside), closed where the lattice ends, facing outwards.

    smooth_rounds : rounds of windowed-sinc smoothing, for fields that are only labels.
    """
    outside = np.float32(max(float(field.max()), grid.spacing))
    padded = np.pad(field, 1, constant_values=outside)
    image = pv.ImageData(dimensions=padded.shape, spacing=(grid.spacing,) * 3, origin=np.asarray(grid.origin) - grid.spacing)
    image["field"] = padded.ravel(order="F")
    surface = image.contour([0.0], scalars="field", method="flying_edges")
    if smooth_rounds:
        surface = surface.smooth_taubin(n_iter=smooth_rounds, pass_band=0.08)
    mesh = trimesh.Trimesh(surface.points, surface.faces.reshape(-1, 4)[:, 1:], process=True)
    mesh.update_faces(mesh.nondegenerate_faces())
    mesh.remove_unreferenced_vertices()
    if mesh.volume < 0:
        mesh.invert()
    return mesh


def as_polydata(mesh: trimesh.Trimesh) -> pv.PolyData:
    """For drawing."""
    return pv.PolyData(np.asarray(mesh.vertices), np.column_stack([np.full(len(mesh.faces), 3), mesh.faces]).ravel())
