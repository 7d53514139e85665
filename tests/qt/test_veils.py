"""What glass shows while something moves, and what is clear. Oracles: edges and places of triangles; the eye's own geometry."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import KDTree
from vtkmodules.util.numpy_support import vtk_to_numpy

from meshes.anatomy import Anatomy
from sim.qt.theatre.cast import MOVING, STEADY, STEADY_MM
from sim.qt.theatre.coarser import SPLINTER, coarse, fewer
from sim.qt.theatre.polydata import faces_of, places_of, smooth, tinted
from sim.qt.theatre.solids import Solid, swept, together
from sim.qt.theatre.stage import Scenery, stage_of
from sim.qt.theatre.veils import nearest_first, veiled


@pytest.fixture(scope="module")
def scenery(reference: Anatomy) -> Scenery:
    return stage_of(reference, inside=True)


def ball() -> Solid:
    """Of triangles, 20 mm in radius."""
    turns, high = np.linspace(0, 2 * np.pi, 40, endpoint=False), np.linspace(0.01, 3.13, 30)
    rings = [[(20 * np.sin(a) * np.cos(t), 20 * np.sin(a) * np.sin(t), -20 * np.cos(a)) for t in turns] for a in high]
    return swept(rings)


@pytest.mark.parametrize("name", ["bone", "nerves"])
def test_while_something_moves_bone_and_roots_are_whole(scenery: Scenery, name: str) -> None:
    """Fault: laminae in shards with holes, roots as zigzags. Oracle: an edge of a closed surface has two faces, no more and no fewer."""
    whole = scenery.inside[name]
    still = coarse(whole, STEADY_MM[name]) if name in STEADY_MM else fewer(whole, STEADY[name])
    solid = fewer(still, MOVING[name])
    assert len(solid.faces) <= 1.01 * MOVING[name]
    edges = np.sort(solid.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    of = np.unique(edges, axis=0, return_counts=True)[1]
    assert (of == 1).mean() < 0.005, "holes"
    off = KDTree(whole.vertices).query(solid.vertices[solid.faces].mean(1))[0]
    assert np.percentile(off, 95) < 1.4, "mm off the body"


def test_splinters_are_left_out() -> None:
    """Fault: loose triangles floated in the belly."""
    loose = Solid(np.array([[60.0, 0, 0], [70, 0, 0], [60, 10, 0]]), np.array([[0, 1, 2]]))
    assert len(loose.faces) < SPLINTER
    assert fewer(together(ball(), loose), 800).vertices[:, 0].max() < 21.0
    assert len(fewer(loose, 800).faces) == 1, "but what is nothing else is shown"


def test_what_is_clear_is_drawn_from_the_nearest_on_and_shows_no_edge() -> None:
    """Fault: layers behind one another were flaps, and each edge of muscle a brown line."""
    data, eye = smooth(ball()), np.array([0.0, -300.0, 0.0])
    drawn = nearest_first(data, eye)
    off = np.linalg.norm(places_of(drawn)[faces_of(drawn)].mean(1) - eye, axis=1)
    assert (np.diff(off) >= 0).all()
    assert sorted(map(tuple, faces_of(drawn).tolist())) == sorted(map(tuple, faces_of(data).tolist()))
    dense = np.column_stack([np.full((len(places_of(data)), 3), 90), np.full(len(places_of(data)), 200)]).astype(np.uint8)
    veil = veiled(tinted(data, dense), eye)
    found, places = vtk_to_numpy(veil.GetPointData().GetScalars())[:, 3], places_of(veil)
    assert found[places[:, 1] < -19.0].min() > 190, "before the eye as dense as it was"
    assert found[np.abs(places[:, 1]) < 1.0].max() < 10, "at its edge nothing"
