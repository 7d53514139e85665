"""Closed surfaces from fields, and back into voxels."""

from __future__ import annotations

import math

import numpy as np
import pytest
import pyvista as pv
import trimesh
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.shapes import ellipsoid, subtract, union
from meshes.space import Grid
from meshes.surfaces import as_polydata, closed_surface, volumes
from meshes.tissues import BONE, DISC, INTRATHECAL, Tissue
from meshes.voxels import sample

GRID = Grid.covering([-14.0] * 3, [14.0] * 3, 0.6)


def sphere(radius: float = 10.0, spacing: float = 0.6) -> trimesh.Trimesh:
    grid = Grid.covering([-radius - 2] * 3, [radius + 2] * 3, spacing)
    return closed_surface(sample(ellipsoid((0.1, 0.2, -0.1), [radius] * 3), grid, 3.0), grid)


def test_the_surface_of_a_sphere_is_closed_and_has_its_volume_and_area() -> None:
    """Oracle: 4/3 pi r^3 and 4 pi r^2; chords cut a little off both, never add."""
    mesh = sphere()
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    assert 0.997 * 4 / 3 * math.pi * 10**3 < mesh.volume < 4 / 3 * math.pi * 10**3
    assert 0.997 * 4 * math.pi * 10**2 < mesh.area < 1.001 * 4 * math.pi * 10**2


def test_every_vertex_lies_on_the_surface() -> None:
    """Oracle: the sphere's radius; a chord of 0.6 mm sags h^2 / 8r = 0.0045 mm."""
    away = np.linalg.norm(sphere().vertices - [0.1, 0.2, -0.1], axis=1)
    np.testing.assert_allclose(away, 10.0, atol=0.01)


def test_half_the_spacing_leaves_a_quarter_of_the_error() -> None:
    """Oracle: linear interpolation is of second order."""
    true = 4 / 3 * math.pi * 10**3
    coarse, fine = (true - sphere(spacing=h).volume for h in (1.6, 0.8))
    assert coarse / fine == pytest.approx(4.0, rel=0.15)


def test_surfaces_face_outwards() -> None:
    mesh = sphere()
    outward = mesh.triangles_center - [0.1, 0.2, -0.1]
    assert ((mesh.face_normals * outward).sum(axis=1) > 0).all()


def test_a_solid_that_the_lattice_cuts_is_closed_there() -> None:
    """Oracle: half a sphere."""
    grid = Grid((-12.0, -12.0, 0.0), 0.5, (49, 49, 25))
    mesh = closed_surface(sample(ellipsoid((0, 0, 0), [10.0] * 3), grid, 3.0), grid)
    assert mesh.is_watertight
    # the wall stands within half a voxel of the lattice's last centres
    assert mesh.volume == pytest.approx(2 / 3 * math.pi * 1000, abs=math.pi * 100 * 0.5)


def test_two_solids_make_two_bodies() -> None:
    two = union(ellipsoid((-7, 0, 0), [4] * 3), ellipsoid((7, 0, 0), [4] * 3))
    mesh = closed_surface(sample(two, GRID, 3.0), GRID)
    assert mesh.body_count == 2
    assert mesh.is_watertight


def test_smoothing_labels_keeps_them_closed_and_their_volume() -> None:
    """Oracle: 4/3 pi r^3 of the ball that the labels are of."""
    field = np.where(sample(ellipsoid((0, 0, 0), [10.0] * 3), GRID, 3.0) < 0, -1.0, 1.0).astype(np.float32)
    rough, smooth = closed_surface(field, GRID), closed_surface(field, GRID, smooth_rounds=20)
    assert smooth.is_watertight
    assert smooth.volume == pytest.approx(4 / 3 * math.pi * 1000, rel=0.02)
    assert smooth.area < 0.95 * rough.area, "it is smoother"


def test_a_drawn_surface_has_the_same_corners_and_faces() -> None:
    mesh = sphere()
    drawn = as_polydata(mesh)
    assert (drawn.n_points, drawn.n_cells) == (len(mesh.vertices), len(mesh.faces))
    assert drawn.volume == pytest.approx(mesh.volume, rel=1e-5)


# --- the shipped patient ------------------------------------------------------------------------------------------------

SHIPPED = ("T11", "T12", "rib11", "rib12", "L1", "L2", "L3", "L4", "L5", "sacrum", "hips", "femora", "sac", "nerves", "discs", "skin")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_surface_is_closed_and_faces_outwards(name: str, reference: Anatomy) -> None:
    """Oracle: trimesh."""
    mesh = reference.surfaces[name]
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    assert mesh.volume > 0


def test_no_surface_is_shipped_that_is_not_tested(reference: Anatomy) -> None:
    assert set(reference.surfaces) == set(SHIPPED)


def counted(anatomy: Anatomy, tissues: frozenset[Tissue]) -> float:
    """ml by labels: the fine lattice, and the coarse one above it, where the canal goes on."""
    fine = np.isin(anatomy.fine.values, list(tissues)).sum() * anatomy.fine.grid.voxel_ml
    wide = anatomy.coarse
    z = wide.grid.axes()[2]
    above = np.isin(wide.values[:, :, z > anatomy.fine.grid.hi[2]], list(tissues)).sum() * wide.grid.voxel_ml
    return float(fine + above)


def test_the_discs_hold_as_much_as_their_labels(reference: Anatomy) -> None:
    """Oracle: the count of the labels, sampled apart from the surface, which is drawn at 1.6 mm; bone covers the discs' rims."""
    assert reference.surfaces["discs"].volume / 1000 == pytest.approx(counted(reference, DISC), rel=0.03)


def test_the_sac_s_surface_is_where_its_labels_end(reference: Anatomy) -> None:
    """Oracle: the labels, sampled apart from the surface, which is drawn at 1.3 mm and has no sleeves."""
    fine, tissues = reference.fine, list(INTRATHECAL | {Tissue.DURA})
    points = fine.grid.lo + fine.grid.spacing * (np.argwhere(np.isin(fine.values, tissues))[::7] + 0.5)
    sac = pv.wrap(reference.surfaces["sac"])

    def depth(places: NDArray) -> NDArray:
        return np.asarray(pv.PolyData(places).compute_implicit_distance(sac)["implicit_distance"])

    assert (depth(points) < 0.6).mean() > 0.85, "what lies farther out are the sleeves"
    box = np.random.default_rng(4).uniform(np.array(sac.bounds)[::2], np.array(sac.bounds)[1::2], (20_000, 3))
    within = box[(depth(box) < -0.3) & fine.grid.holds(box)]
    assert np.isin(reference.tissue_at(within), tissues).mean() > 0.99


def test_the_bones_surfaces_hold_as_much_as_the_coarse_labels_of_bone(reference: Anatomy) -> None:
    """Oracle: the count of the coarse labels."""
    bones = [name for name in SHIPPED if name not in ("sac", "nerves", "discs", "skin")]
    labels = np.isin(reference.coarse.values, list(BONE)).sum() * reference.coarse.grid.voxel_ml
    assert sum(reference.surfaces[n].volume for n in bones) / 1000 == pytest.approx(labels, rel=0.01)


def test_the_skin_holds_as_much_as_all_that_is_not_air(reference: Anatomy) -> None:
    """Oracle: the count of the coarse labels; the surface is drawn at 8 mm."""
    counted = (reference.coarse.values != Tissue.AIR).sum() * reference.coarse.grid.voxel_ml
    assert reference.surfaces["skin"].volume / 1000 == pytest.approx(counted, rel=0.02)


def test_specks_and_bubbles_are_left_out() -> None:
    """A ball of 10 mm with a speck beside it and a bubble in it; two halves of like size are both kept."""
    ball, speck, bubble = ellipsoid((0, 0, 0), [10.0] * 3), ellipsoid((12.5, 0, 0), [1.2] * 3), ellipsoid((0, 3.0, 0), [1.5] * 3)
    mesh = closed_surface(sample(subtract(union(ball, speck), bubble), GRID, 3.0), GRID)
    assert mesh.is_watertight
    assert volumes(mesh) == pytest.approx([4 / 3 * np.pi * 1000], rel=0.02)
    pair = union(ellipsoid((-7.0, 0, 0), [5.0] * 3), ellipsoid((7.0, 0, 0), [4.0] * 3))
    assert sorted(volumes(closed_surface(sample(pair, GRID, 3.0), GRID))) == pytest.approx([4 / 3 * np.pi * r**3 for r in (4, 5)], rel=0.05)
