"""The scene for a peer program, and our own picture of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh

from meshes.anatomy import Anatomy, Labels
from meshes.space import Grid
from scenarios.files import InputError
from sim.exchange.peer import BODY_PER_CM, BONE_PER_CM, write_scene
from sim.fluoroscopy.carm import Pose, View
from tests.sim.fluoroscopy.plain import rays, sphere_chords

CENTRE = (0.0, 0.0, 40.0)
BODY_R, BONE_R = 60.0, 18.0
BONE = np.array([14.0, -9.0, 48.0])
SIZE, FIELD = 128, 300.0


@pytest.fixture(scope="module")
def balls(reference: Anatomy) -> Anatomy:
    """A round body with one round bone in it, and a hip that sticks out."""
    body = trimesh.creation.icosphere(5, BODY_R)
    body.apply_translation(CENTRE)
    bone = trimesh.creation.icosphere(4, BONE_R)
    bone.apply_translation(BONE)
    outside = trimesh.creation.icosphere(3, 20.0)
    outside.apply_translation(np.array(CENTRE) + [0.0, 0.0, 55.0])
    nothing = Labels(Grid((0.0, 0.0, 0.0), 1.0, (1, 1, 1)), np.zeros((1, 1, 1), np.uint8))
    return Anatomy("balls", {}, nothing, nothing, (), {"skin": body, "L4": bone, "hips": outside}, {}, reference.canal, (), "made")


@pytest.fixture(scope="module")
def written(balls: Anatomy, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("peer") / "scene"
    return folder, write_scene(balls, View(Pose(25.0, 12.0, CENTRE), FIELD), SIZE, folder)


def test_our_picture_is_that_of_two_balls(written: tuple[Path, dict]) -> None:
    """Oracle: closed form: chords of two balls, the bone in place of body. Columns run from the picture's right, as the peer counts them.

    2 % of transmission (1 mm of body, 0.5 of bone at a side) but for the rims, where a chord rises from nothing within a pixel of 2.3 mm.
    """
    folder, _ = written
    picture = np.load(folder / "transmission.npy")[:, ::-1]
    source, directions = rays(25.0, 12.0, FIELD, SIZE)
    body, off_body = sphere_chords(source, directions, np.array(CENTRE), BODY_R)
    bone, off_bone = sphere_chords(source, directions, BONE, BONE_R)
    exact = np.exp(-(BODY_PER_CM * (body - bone) + BONE_PER_CM * bone) / 10)
    clear = (np.abs(off_body - BODY_R) > 5.0) & (np.abs(off_bone - BONE_R) > 1.5)
    assert (bone[clear] > 20).sum() > 80
    np.testing.assert_allclose(picture[clear], exact[clear], rtol=0.02)


@pytest.mark.parametrize("lacking", ["skin", "bones"])
def test_a_body_without_surfaces_of_skin_or_bones_has_no_scene(balls: Anatomy, tmp_path: Path, lacking: str) -> None:
    kept = {name: mesh for name, mesh in balls.surfaces.items() if (name == "skin") == (lacking == "bones")}
    with pytest.raises(InputError, match=f"'balls' has no surface of its {lacking}"):
        write_scene(replace(balls, surfaces=kept), View(Pose(25.0, 12.0, CENTRE), FIELD), SIZE, tmp_path)


def test_the_scene_says_where_everything_is(written: tuple[Path, dict]) -> None:
    """Oracle: trigonometry of the pose; what is returned is what is written."""
    folder, scene = written
    assert json.loads((folder / "scene.json").read_text(encoding="utf-8")) == scene
    source, detector = np.array(scene["source_mm"]), np.array(scene["detector_centre_mm"])
    assert np.linalg.norm(detector - source) == pytest.approx(1000.0)
    assert np.linalg.norm(np.array(CENTRE) - source) == pytest.approx(640.0)
    assert np.dot(scene["detector_up"], detector - source) == pytest.approx(0.0, abs=1e-9)
    assert scene["pixels"] == [SIZE, SIZE]
    assert scene["pixel_mm"] * SIZE == pytest.approx(FIELD)
    assert scene["render_ms"] > 0


def test_surfaces_are_handed_out_closed_and_whole(written: tuple[Path, dict], balls: Anatomy) -> None:
    """Oracle: the surfaces that went in: closed, of the same volume; a bone that leaves the body is left out."""
    folder, scene = written
    assert [part["file"] for part in scene["inner"]] == ["L4.stl"]
    assert not (folder / "hips.stl").exists()
    for file, name, density in (("body.stl", "skin", BODY_PER_CM), ("L4.stl", "L4", BONE_PER_CM)):
        mesh = trimesh.load_mesh(folder / file)
        assert mesh.is_watertight
        assert mesh.volume == pytest.approx(balls.surfaces[name].volume, rel=1e-4)
        part = scene["body"] if file == "body.stl" else scene["inner"][0]
        assert part == {"file": file, "mu_per_cm": density}
