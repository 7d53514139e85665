"""What glass shows while something moves, and what is clear. Oracles: edges and places of triangles; the eye's own geometry."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import KDTree
from vtkmodules.util.numpy_support import vtk_to_numpy

from meshes.anatomy import Anatomy
from meshes.space import POSTERIOR
from sim.qt.theatre.cast import MOVING, STEADY_MM
from sim.qt.theatre.coarser import SPLINTER, coarse, fewer
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.keyhole import BEYOND_MM, GHOST, ROUND_MM, SOFT_MM, density_over
from sim.qt.theatre.polydata import faces_of, places_of, smooth, tinted
from sim.qt.theatre.solids import Solid, box, swept, together
from sim.qt.theatre.stage import Scenery, stage_of
from sim.qt.theatre.theatre_scene import TheatreScene
from sim.qt.theatre.veils import nearest_first, veiled
from tests.qt.test_theatre import cast, scene

__all__ = ["cast", "scene"]


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
    solid = fewer(coarse(whole, STEADY_MM[name]), MOVING[name])
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


def test_bone_before_contrast_is_a_ghost_and_no_other() -> None:
    """Fault: contrast was hidden behind laminae."""
    eye, cloud = np.array([0.0, -400.0, 0.0]), np.array([(0.0, 0.0, z) for z in range(-20, 21, 4)])
    before, behind, beside = np.array([[0.0, -20, 8]]), np.array([[0.0, BEYOND_MM + 3, 8]]), np.array([[ROUND_MM + SOFT_MM + 3, -20.0, 8]])
    assert density_over(before, eye, cloud, 1.0) == pytest.approx(GHOST)
    assert density_over(before, eye, cloud, 0.0) == 1.0
    assert density_over(behind, eye, cloud, 1.0) == density_over(beside, eye, cloud, 1.0) == 1.0


@pytest.mark.display
def test_the_scene_shows_contrast_through_bone_and_makes_that_whole_again(reference: Anatomy, scene: TheatreScene) -> None:
    canal = reference.landmark("L4-L5/window")
    scene.see_through(0.9)
    scene.look(Eye.bent_over(1, canal))

    def whole() -> int:
        scene.picture(120, 100, moving=True)
        return int(scene.parts["bone"].GetMapper().GetInput().GetNumberOfPolys())

    plain = whole()
    scene.show_contrast({"contrast": smooth(box((8.0, 8.0, 40.0), canal - 6.0 * POSTERIOR))})
    assert whole() < 0.98 * plain
    scene.show_contrast({})
    assert whole() == plain
