"""Bone that is cut away under glass, before a needle's tip and before contrast. Oracles: the eye's own geometry; pixels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, binary_opening
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkPlane

from meshes.anatomy import Anatomy
from meshes.space import POSTERIOR, SUPERIOR
from sim.fluoroscopy.carm import Pose, View
from sim.qt.theatre.cut_face import face, sponge
from sim.qt.theatre.cutaway import BEYOND_MM, CLOUD_MM, MOST, SOFT_MM, TIP_MM, mixed, plane_before, window
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.instruments import Grasp
from sim.qt.theatre.looks import CONTRAST, LOOKS
from sim.qt.theatre.polydata import places_of, smooth
from sim.qt.theatre.solids import Solid, box, together
from sim.qt.theatre.theatre_scene import TheatreScene
from tests.qt.test_theatre import cast, scene

__all__ = ["cast", "scene"]
SIZE, LARGE = (200, 160), (800, 640)
AWAY = View(Pose(0.0, 0.0, (0.0, 0.0, 400.0)))
"""Of the C-arm: before nothing that is looked at"""


def test_the_window_is_open_at_the_tip_and_closes_softly() -> None:
    """Fault: bone faded triangle by triangle, in shards and spikes. Oracle: the eye's own pixels."""
    tip = np.array([0.0, -20.0, 40.0])
    eye = Eye.near(1, tip)
    share = window(eye, *SIZE, tip, None)
    assert share.shape == SIZE[::-1]
    _, right, _ = eye.axes()

    def at(off_mm: float) -> float:
        x, y = eye.pixel(tip + off_mm * right, *SIZE)
        return float(share[round(y - 0.5), round(x - 0.5)])

    assert at(0.0) == 1.0
    assert at(TIP_MM - 3.0) > 0.95
    assert 0.1 < at(TIP_MM + SOFT_MM / 2) < 0.9
    assert at(TIP_MM + SOFT_MM + 6.0) == 0.0
    assert max(np.abs(np.diff(share, axis=axis)).max() for axis in (0, 1)) < 0.2, "an edge"


def test_it_follows_contrast() -> None:
    cloud = np.array([(0.0, -20.0, z) for z in np.arange(10.0, 71.0)])
    eye = Eye.bent_over(1, np.array([0.0, -20.0, 40.0]))
    share = window(eye, *LARGE, None, cloud)
    _, _, up = eye.axes()
    for place in cloud[::10]:
        for off, is_open in ((0.0, True), (CLOUD_MM + SOFT_MM + 8.0, False)):
            x, y = eye.pixel(place + off * up, *LARGE)
            assert (share[int(y), int(x)] > 0.9) == is_open


@pytest.mark.parametrize("up_deg", [10.0, 40.0, 84.0])
def test_the_cut_lies_behind_tip_and_contrast_and_along_the_patient(up_deg: float) -> None:
    tip, cloud = np.array([0.0, -25.0, 40.0]), np.array([(0.0, -20.0, z) for z in np.arange(10.0, 71.0)])
    eye = Eye(1, 14.0, up_deg, 300.0, (0.0, -20.0, 40.0))
    at, towards = plane_before(eye, tip, cloud)
    assert float(towards @ SUPERIOR) == pytest.approx(0.0, abs=1e-9)
    assert float((eye.place - at) @ towards) > 0
    depth = (np.vstack([cloud, tip]) - at) @ towards
    assert depth.min() >= BEYOND_MM - 1e-6
    along = plane_before(Eye(1, 88.0, 10.0, 300.0, (0.0, -20.0, 40.0)), tip, None)[1]
    assert abs(float(along @ SUPERIOR)) > 0.8, "who looks along the patient cuts across him"


def test_of_two_pictures_each_has_its_share() -> None:
    whole, cut = np.full((1, 3, 3), 200, np.uint8), np.full((1, 3, 3), 100, np.uint8)
    assert mixed(whole, cut, np.array([[0, MOST // 2, MOST]], np.uint16))[0, :, 0].tolist() == [200, 150, 100]


@pytest.mark.display
@pytest.mark.parametrize("moving", [True, False])
def test_contrast_behind_bone_is_seen_whole_and_bone_is_whole_again(reference: Anatomy, scene: TheatreScene, moving: bool) -> None:
    """Faults: laminae hid the tip and contrast under the clearest glass; where they faded, they were torn."""
    canal = reference.landmark("L4-L5/window")
    middle = canal - 6.0 * POSTERIOR
    eye = Eye.near(1, middle)
    scene.stand(AWAY)
    scene.see_through(0.9)
    scene.look(eye)
    scene.parts["sac"].GetProperty().SetOpacity(0.0)  # what lies in it is seen through it, and paler

    def pictured() -> NDArray[np.int64]:
        return scene.picture(*SIZE, moving).astype(np.int64)

    plain = pictured()
    grains = together(*(box((6.0, 6.0, 4.0), middle + z * SUPERIOR) for z in np.arange(-18.0, 19.0, 4.0)))
    scene.show_contrast({"contrast": smooth(grains)})
    seen = pictured()
    pink = (np.abs(seen - CONTRAST).sum(-1) < 180) & (seen[..., 0] - seen[..., 1] > 60)
    for z in np.linspace(-17.0, 17.0, 9):
        x, y = eye.pixel(middle + z * SUPERIOR, *SIZE)
        assert pink[round(y) - 2 : round(y) + 3, round(x) - 2 : round(x) + 3].any(), z
    assert (seen[:, -20:] == plain[:, -20:]).all(), "far off nothing is cut"
    scene.show_contrast({})
    assert (pictured() == plain).all()


def marrow(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """(height, width): where a picture shows marrow, pure or up to half with the bone round it: a colour that nothing else has."""
    pure, bone = (np.array(LOOKS[name].colour, float) for name in ("marrow", "cut_bone"))
    share = np.clip(((picture - pure) @ (bone - pure)) / ((bone - pure) @ (bone - pure)), 0.0, 0.5)
    return np.asarray(np.linalg.norm(picture - pure - share[..., None] * (bone - pure), axis=-1) < 12.0)


@pytest.mark.display
def test_what_lies_behind_a_cut_does_not_come_through_its_face(scene: TheatreScene) -> None:
    """Fault: scraps of veins stood on the sacrum, which had been closed by its far wall. Oracle: the picture with and without the veins."""
    scene.stand(AWAY)
    scene.see_through(0.9)
    for veil in ("skin", "muscle"):
        scene.parts[veil].GetProperty().SetOpacity(0.0)
    scene.look(Eye.near(1, scene.cast.stage.inside["sacrum"].vertices.mean(0)))
    with_veins = scene.picture(*LARGE, moving=False).astype(int)
    scene.parts["veins"].GetProperty().SetOpacity(0.0)
    without = scene.picture(*LARGE, moving=False)
    on_face = binary_opening(binary_closing(marrow(without), iterations=3), iterations=5)
    assert on_face.sum() > 2000
    assert np.abs(with_veins - without).sum(-1)[on_face].max() < 40


def test_a_face_fills_the_outline_of_what_is_cut() -> None:
    """Oracle: the area of a box's section, a hole and all."""
    plane = vtkPlane()
    plane.SetOrigin(0.0, 0.0, 1.0)
    plane.SetNormal(0.0, 0.0, 1.0)
    hollow = box((10.0, 10.0, 10.0), (0.0, 0.0, 0.0), 0.01)
    inner = box((4.0, 4.0, 4.0), (0.0, 0.0, 0.0), 0.01)
    found = face(smooth(together(hollow, Solid(inner.vertices, inner.faces[:, ::-1]))), plane)
    places, faces = places_of(found), vtk_to_numpy(found.GetPolys().GetConnectivityArray()).reshape(-1, 3)
    a, b, c = (places[faces[:, i]] for i in range(3))
    assert np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2 == pytest.approx(100.0 - 16.0, abs=0.5)
    assert np.allclose(places[:, 2], 1.0)


def test_the_sponge_meets_itself_at_its_edges() -> None:
    """Oracle: the step over an edge is no larger than within."""
    grains = sponge().astype(int)
    within = np.abs(np.diff(grains, axis=0)).mean()
    assert np.abs(grains[0] - grains[-1]).mean() < 1.5 * within
    assert grains.std(axis=(0, 1)).max() > 15, "it has meshes"


@pytest.mark.display
def test_before_the_tip_bone_is_cut_flat(reference: Anatomy, scene: TheatreScene) -> None:
    """Oracle: the colour of marrow, which nothing else in the picture has."""
    tip = reference.landmark("L4-L5/window") - 4.0 * POSTERIOR
    held = Grasp(tip + 60.0 * POSTERIOR, -POSTERIOR, 30.0, 60.0, 12.0, 18)
    scene.stand(AWAY)
    scene.see_through(1.0)
    scene.parts["skin"].GetProperty().SetOpacity(0.0)
    scene.parts["muscle"].GetProperty().SetOpacity(0.0)
    scene.look(Eye(1, 14.0, 80.0, 200.0, (float(tip[0]), float(tip[1]), float(tip[2]))))

    def lids() -> int:
        return int(marrow(scene.picture(*LARGE, moving=False)).sum())

    before = lids()
    scene.show_needle(held, None)
    assert lids() > before + 100
    scene.show_needle(None, None)
    assert lids() == before
