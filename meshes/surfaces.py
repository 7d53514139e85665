"""Closed surfaces from fields and labels. Of VTK only what is used: all of it takes a second and 80 MB more to load."""

from __future__ import annotations

import numpy as np
import pyvista as pv
import trimesh
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from meshes.space import Grid, dot

STRAY_SHARE = 0.01
"""A piece smaller than this share of the largest is a speck that the lattice left."""


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
    if _volume(mesh) < 0:
        mesh.invert()
    return without_strays(mesh)


def _volume(mesh: trimesh.Trimesh) -> float:
    """mm3, negative if it faces inwards; trimesh works out the moments of inertia too."""
    a, b, c = (mesh.vertices[mesh.faces[:, i]] - mesh.vertices[0] for i in range(3))
    return float(dot(a, np.cross(b, c)).sum()) / 6


def thinned_surface(distance: NDArray[np.float32], grid: Grid, step: int) -> trimesh.Trimesh:
    """The surface of a field, drawn from every ``step``-th voxel."""
    thin = np.ascontiguousarray(distance[::step, ::step, ::step])
    return closed_surface(thin, Grid(grid.origin, grid.spacing * step, thin.shape))


def pieces(mesh: trimesh.Trimesh) -> NDArray[np.int64]:
    """(faces,) which connected piece each face belongs to."""
    edges = mesh.faces[:, [0, 1, 1, 2]].reshape(-1, 2)
    n = len(mesh.vertices)
    _, of_vertex = connected_components(coo_array((np.ones(len(edges), bool), edges.T), (n, n)), directed=False)
    return np.unique(of_vertex[mesh.faces[:, 0]], return_inverse=True)[1]


def volumes(mesh: trimesh.Trimesh) -> NDArray[np.float64]:
    """(pieces,) mm3, negative where a piece faces inwards."""
    a, b, c = (mesh.vertices[mesh.faces[:, i]] - mesh.vertices.mean(0) for i in range(3))
    return np.asarray(np.bincount(pieces(mesh), dot(a, np.cross(b, c)) / 6), float)


def without_strays(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
    """The surface without specks and without bubbles within it."""
    of_face, sizes = pieces(mesh), volumes(mesh)
    kept = sizes >= STRAY_SHARE * sizes.max()
    if not kept.all():
        mesh.update_faces(kept[of_face])
        mesh.remove_unreferenced_vertices()
    return mesh


def as_polydata(mesh: trimesh.Trimesh) -> pv.PolyData:
    """For drawing."""
    return pv.PolyData(np.asarray(mesh.vertices), np.column_stack([np.full(len(mesh.faces), 3), mesh.faces]).ravel())
