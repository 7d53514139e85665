"""Linear pictures of the shipped patient, against a plain march; and what is kept between them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from meshes.anatomy import Anatomy
from meshes.tissues import ADIPOSE, Tissue
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.fluoroscope import KEPT, SOFT_UNIT, Fluoroscope, soft_density
from sim.fluoroscopy.shadows import Iodine, Steel, iodine_paths, steel_paths
from sim.fluoroscopy.views import named_pose
from tests.sim.fluoroscopy.plain import marched
from tests.sim.fluoroscopy.tables import signal

SIZE, KVP = 512, 80.0
POSES = {
    "AP": lambda a: View(named_pose(a, "AP", "L5")),
    "lateral": lambda a: View(named_pose(a, "lateral", "L5")),
    "contralateral oblique": lambda a: View(named_pose(a, "clo", "L5"), 220.0),
    "to the limits": lambda a: View(Pose(-37.0, 28.0, (0.0, 0.0, 40.0)), 150.0),
}


@pytest.fixture(scope="module")
def tube(reference: Anatomy) -> Fluoroscope:
    return Fluoroscope(reference)


@pytest.fixture
def needle(reference: Anatomy) -> Steel:
    target = reference.landmark("L4-L5/window_right")
    return Steel(np.array([target + [25.0, -85.0, -15.0], target]), 0.635, 0.42)


@pytest.fixture
def contrast(reference: Anatomy) -> Iodine:
    rng = np.random.Generator(np.random.PCG64(9))
    places = reference.landmark("L4-L5/window_right") + rng.uniform(-9, 9, (300, 3))
    return Iodine(places.astype(np.float32), rng.uniform(0.2, 1.5, 300).astype(np.float32), 1.2)


def some_rays(view: View, seed: int, count: int = 120) -> tuple[NDArray, NDArray, NDArray]:
    """Rows, columns and directions of random pixels."""
    rng = np.random.Generator(np.random.PCG64(seed))
    i, j = rng.integers(0, SIZE, (2, count))
    pitch = view.field_mm / SIZE
    u, v = (j + 0.5 - SIZE / 2) * pitch, (SIZE / 2 - i - 0.5) * pitch
    way = 1000.0 * view.beam + u[:, None] * view.across + v[:, None] * view.up
    return i, j, way / np.linalg.norm(way, axis=1)[:, None]


@pytest.fixture(scope="module", params=list(POSES))
def marches(request: pytest.FixtureRequest, reference: Anatomy) -> tuple[View, NDArray, NDArray, NDArray, NDArray]:
    """A view, some of its pixels, and mm of bone and of all tissue on their rays by a plain march through the patient's own lattices."""
    view = POSES[request.param](reference)
    i, j, directions = some_rays(view, 1)
    bone = sum(marched(density.grid, density.values / 255.0, view.source, directions, 0.15, 300.0, 1000.0) for density in reference.bone)
    share = np.ones(256)
    share[[Tissue.AIR, Tissue.GAS]], share[list(ADIPOSE)] = 0.0, 0.188 / 0.215
    share[Tissue.CSF], share[Tissue.ANNULUS], share[Tissue.NUCLEUS] = 0.956, 1.045, 1.025
    body = ndimage.gaussian_filter(share[reference.coarse.values], 0.6)
    return view, i, j, bone, marched(reference.coarse.grid, body, view.source, directions, 0.5, 300.0, 1000.0)


def test_bone_is_that_of_a_plain_march(tube: Fluoroscope, marches: tuple) -> None:
    """Oracle: trilinear march in steps of a quarter voxel, 120 rays a view.

    1.1 mm at worst and 0.08 on the mean: planes of 0.6 mm crossed at 50 degrees sample a cortex of 1-2 mm twice, and a sample more
    or less is 0.8 mm.
    Nothing systematic: all rays together to 0.5 %.
    """
    view, i, j, bone, _ = marches
    path = tube.background(view, KVP, SIZE).bone[i, j]
    assert bone.max() > 15
    assert np.abs(path - bone).max() < 1.1
    assert np.abs(path - bone).mean() < 0.08
    assert path.sum() == pytest.approx(bone.sum(), rel=0.005)


def test_all_tissue_is_that_of_a_plain_march(tube: Fluoroscope, marches: tuple) -> None:
    """Oracle: the same for all tissue at the picture's full resolution: 0.4 mm of 250."""
    view, i, j, _, body = marches
    assert body.max() > 200
    assert np.abs(tube.soft.paths(view, SIZE)[i, j] - body).max() < 0.4


def test_soft_tissue_may_be_traced_coarsely(tube: Fluoroscope, marches: tuple) -> None:
    """Oracle: the march. Traced at two pixels a voxel and interpolated, soft tissue errs by 0.4 mm for 95 of 100 rays, by 2 at worst.

    The worst are the skin's edge and bowel gas; 2 mm are 4 % of the signal, 0.4 mm 0.8 %.
    """
    view, i, j, bone, body = marches
    error = np.abs(tube.background(view, KVP, SIZE).soft[i, j] - np.maximum(body - bone, 0.0))
    assert np.quantile(error, 0.95) < 0.4
    assert error.max() < 2.0


def test_a_picture_is_the_whole_sum(tube: Fluoroscope, marches: tuple) -> None:
    """Oracle: marched path lengths through the plain sum over the spectrum: from body to signal with nothing of the program in it.

    5 % on any ray (0.7 mm of bone or 2 mm of soft tissue), 0.4 % on the mean of their sizes; a pixel's noise is 11 %.
    """
    view, i, j, bone, body = marches
    plain = np.array([signal(KVP, max(b - o, 0.0), o, 0.0, 0.0) for b, o in zip(body, bone, strict=True)])
    ratio = tube.linear(view, KVP, SIZE)[i, j] / plain
    assert np.abs(ratio - 1).max() < 0.05
    assert np.abs(ratio - 1).mean() < 0.004


def test_needle_and_contrast_weaken_what_is_behind_them(tube: Fluoroscope, reference: Anatomy, needle: Steel, contrast: Iodine) -> None:
    """Oracle: the plain sum over the spectrum with all four path lengths, where either, both or none lie; 1 %, the groups' bound."""
    view = View(named_pose(reference, "AP", "L5", "right", "L4-L5/window_right"), 150.0)
    body = tube.background(view, KVP, SIZE)
    steel, iodine = np.zeros((SIZE, SIZE)), np.zeros((SIZE, SIZE))
    for image, (window, part) in ((steel, steel_paths(view, needle, SIZE)), (iodine, iodine_paths(view, contrast, SIZE))):
        image[window.slices()] = part
    picture = tube.linear(view, KVP, SIZE, needle, contrast)
    kinds = [(steel > 0.1) & (iodine > 1), (steel > 0.1) & (iodine == 0), (steel == 0) & (iodine > 1), (steel == 0) & (iodine == 0)]
    assert all(kind.sum() > 50 for kind in kinds)
    for kind in kinds:
        chosen = np.argwhere(kind)[:: max(kind.sum() // 40, 1)]
        plain = [signal(KVP, body.soft[i, j], body.bone[i, j], iodine[i, j], steel[i, j]) for i, j in chosen]
        np.testing.assert_allclose(picture[tuple(chosen.T)], plain, rtol=0.01)


def test_either_alone_is_the_other_left_out(tube: Fluoroscope, reference: Anatomy, needle: Steel, contrast: Iodine) -> None:
    """Oracle: beside the needle's window contrast alone is the same picture, bit by bit, and the other way round."""
    view = View(named_pose(reference, "clo", "L5", "right", "L4-L5/window_right"), 150.0)
    both = tube.linear(view, KVP, SIZE, needle, contrast)
    for kept, window in (
        (tube.linear(view, KVP, SIZE, None, contrast), steel_paths(view, needle, SIZE)[0]),
        (tube.linear(view, KVP, SIZE, needle, None), iodine_paths(view, contrast, SIZE)[0]),
    ):
        outside = np.ones((SIZE, SIZE), bool)
        outside[window.slices()] = False
        np.testing.assert_array_equal(both[outside], kept[outside])


# --- what is kept ----------------------------------------------------------------------------------------------------------


def test_a_kept_body_gives_the_picture_traced_from_nothing(reference: Anatomy, tube: Fluoroscope, needle: Steel, contrast: Iodine) -> None:
    """Oracle: a machine that never made a picture before: after needle and contrast moved at a kept pose, bit by bit the same."""
    view = View(named_pose(reference, "AP", "L5"), 220.0)
    tube.linear(view, KVP, 256, needle, contrast)
    tube.linear(view, KVP, 256, Steel(needle.nodes + 3.0, 0.36, 0.0), None)
    moved = Steel(needle.nodes + [1.0, 6.5, 0.5], needle.outer_mm, needle.bore_mm)
    np.testing.assert_array_equal(
        tube.linear(view, KVP, 256, moved, contrast), Fluoroscope(reference).linear(view, KVP, 256, moved, contrast)
    )


def test_a_kept_body_is_never_painted_on(tube: Fluoroscope, reference: Anatomy, needle: Steel, contrast: Iodine) -> None:
    """Oracle: the bare picture before and after one with a needle, bit by bit; and what comes out may be written to."""
    view = View(named_pose(reference, "oblique", "L5"), 220.0)
    before = tube.linear(view, KVP, 256)
    shown = tube.linear(view, KVP, 256, needle, contrast)
    shown[:] = 7.0
    assert (tube.linear(view, KVP, 256, needle, contrast) != 7.0).all()
    np.testing.assert_array_equal(tube.linear(view, KVP, 256), before)


def test_another_pose_field_voltage_or_size_is_another_picture(tube: Fluoroscope, reference: Anatomy) -> None:
    """Oracle: each is traced for itself: a fresh machine makes the same, and no two are alike."""
    pose = named_pose(reference, "AP", "L5")
    turned = Pose(pose.orbit_deg + 1.0, pose.tilt_deg, pose.centre)
    asked = [(View(pose), 80.0, 128), (View(turned), 80.0, 128), (View(pose, 220.0), 80.0, 128), (View(pose), 81.0, 128)]
    pictures = [tube.linear(*one) for one in asked]
    fresh = Fluoroscope(reference)
    for i, (one, picture) in enumerate(zip(asked, pictures, strict=True)):
        np.testing.assert_array_equal(fresh.linear(*one), picture)
        assert not any(np.array_equal(picture, other) for other in pictures[:i])


def test_only_some_bodies_are_kept(reference: Anatomy) -> None:
    """Oracle: the stated number, and the last ones used: the first pose is traced anew, the last is the very same object."""
    fresh = Fluoroscope(reference)
    views = [View(Pose(float(orbit), 0.0, (0.0, 0.0, 40.0))) for orbit in range(KEPT + 2)]
    made = [fresh.background(view, KVP, 64) for view in views]
    assert fresh.background(views[-1], KVP, 64) is made[-1]
    assert fresh.background(views[2], KVP, 64) is made[2]
    assert fresh.background(views[0], KVP, 64) is not made[0]


# --- what the body is made of ----------------------------------------------------------------------------------------------


def test_air_and_gas_weigh_nothing_and_fat_less_than_muscle(reference: Anatomy) -> None:
    """Oracle: deep inside a tissue its own share: 0, 0.188 / 0.215 ([@elam_2002]), 1."""
    density, labels = soft_density(reference.coarse) * SOFT_UNIT, reference.coarse.values
    for tissue, share in ((Tissue.AIR, 0.0), (Tissue.GAS, 0.0), (Tissue.FAT, 0.188 / 0.215), (Tissue.MUSCLE, 1.0)):
        deep = ndimage.binary_erosion(labels == tissue, iterations=3)
        if tissue != Tissue.GAS or deep.any():
            assert deep.any()
            np.testing.assert_allclose(density[deep], share, atol=0.01)


def test_all_look_through_one_body(reference: Anatomy) -> None:
    one, other = Fluoroscope(reference), Fluoroscope(reference)
    assert one.soft is other.soft
    assert one.bone is other.bone
    assert Fluoroscope(replace(reference, bone=reference.bone[:1])).bone is not one.bone
