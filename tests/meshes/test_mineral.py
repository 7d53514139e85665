"""How dense a bone is."""

from __future__ import annotations

import numpy as np
import pytest

from meshes import mineral
from meshes.anatomy import FULL, Anatomy
from meshes.drawing import SPARED
from meshes.mineral import density
from meshes.morphometry import reference as reference_man
from meshes.shapes import Points
from meshes.skeleton import Skeleton
from meshes.tissues import BONE

TRABECULAR = reference_man().values["trabecular_share"]
CORTICAL_CM, SPONGIOSA_CM, MUSCLE_CM = 0.605, 0.281, 0.215
"""Linear attenuation at 60 keV, [@elam_2002] (xraydb)."""


def profile(shell: float, grain: float = 1.0, spacing: float = 0.6, start: float = 0.0) -> np.ndarray:
    """Density through a plane border into deep bone, voxel by voxel, 0 to FULL."""
    distance = np.float32(3.0 + start) - np.float32(spacing) * np.arange(40, dtype=np.float32)
    return density(distance, np.full_like(distance, shell), np.full_like(distance, grain), TRABECULAR, spacing)


@pytest.mark.parametrize("start", [0.0, 0.13, 0.3, 0.47])
@pytest.mark.parametrize("shell", [0.2, 0.45, 0.7, 1.7])
def test_a_shell_has_its_mass_wherever_the_voxels_fall(shell: float, start: float) -> None:
    """Oracle: closed form, shell + TRABECULAR (depth - shell); each voxel is rounded to 1/255."""
    spacing = 0.6
    values = profile(shell, start=start, spacing=spacing)
    depth = -(3.0 + start - spacing * 39) + spacing / 2
    expected = shell + TRABECULAR * (depth - shell)
    assert values.astype(float).sum() / FULL * spacing == pytest.approx(expected, abs=40 * spacing * 0.5 / FULL)


def test_there_is_nothing_outside_and_no_more_than_solid_bone_inside() -> None:
    values = profile(1.7)
    assert (values[:4] == 0).all()
    assert values.max() == FULL


def test_deep_bone_is_spongiosa() -> None:
    """Oracle: the attenuation of spongiosa between that of soft tissue and of cortex, [@elam_2002]."""
    share = (SPONGIOSA_CM - MUSCLE_CM) / (CORTICAL_CM - MUSCLE_CM)
    assert profile(0.45)[-1] / FULL == pytest.approx(share, abs=0.5 / FULL + 0.001)


def test_the_grain_varies_round_one_and_never_vanishes(skeleton: Skeleton) -> None:
    rng = np.random.default_rng(0)
    grain = mineral.grain(Points.of(rng.uniform(-100, 100, (20_000, 3))), 7)
    assert grain.mean() == pytest.approx(1.0, abs=0.02)
    assert grain.min() >= np.float32(0.1)
    assert 0.1 < grain.std() < mineral.GRAIN


def test_the_shell_is_thin_on_the_body_and_thick_on_the_arch(skeleton: Skeleton) -> None:
    """Oracle: the constants' own source: 0.4 mm on a body's side, 2-3 mm on laminae and pedicles, here 1.7."""
    bone = skeleton["L3"]
    m = bone.landmarks
    side = (m["superior_side_right"] + m["inferior_side_right"]) / 2
    found = mineral.shell_thickness(bone, Points.of([side, m["superior_endplate"], m["pars_right"], m["lamina_bottom"]]))
    np.testing.assert_allclose(found, [0.45, 0.7, 2.7, 1.7], atol=0.02)


def test_the_shell_of_a_process_is_thin_on_its_faces_and_thick_on_its_rim(skeleton: Skeleton) -> None:
    """Oracle: what makes a rim visible: more cortex along a ray at the border than through the faces, on both sides alike."""
    bone = skeleton["L3"]
    m, up = bone.landmarks, bone.pose.turn([0.0, 0.0, 1.0])
    for side in ("right", "left"):
        half_way = (m[f"pedicle_{side}"] + 2 * m[f"transverse_tip_{side}"]) / 3
        face, above, below = mineral.shell_thickness(bone, Points.of([half_way, half_way + 4.6 * up, half_way - 4.6 * up]))
        assert face < 1.0
        assert min(above, below) > 1.5
    face, rim = mineral.shell_thickness(bone, Points.of([m["spinous_tip"], m["spinous_bottom"]]))
    assert face < 1.1 < rim


@pytest.mark.parametrize("which", [0, 1])
def test_no_density_stands_more_than_a_voxel_outside_the_labels_of_bone(which: int, reference: Anatomy) -> None:
    """Oracle: the labels, drawn apart from the density; half a voxel of overlap each, and the coarse lattice's for the pelvis;
    nerve and sac are labelled as such even where they lie in a groove of bone."""
    volume = reference.bone[which]
    solid = np.argwhere(volume.values > FULL // 2)
    points = volume.grid.centre(solid[:: max(len(solid) // 40_000, 1)])
    points = points[reference.fine.grid.holds(points)]
    assert len(points) > 1000
    touched = np.zeros(len(points), bool)
    for dx in (-0.6, 0.0, 0.6):
        for dy in (-0.6, 0.0, 0.6):
            for dz in (-0.6, 0.0, 0.6):
                touched |= np.isin(reference.tissue_at(points + [dx, dy, dz]), list(BONE | SPARED))
    assert touched.mean() > 0.999


def test_there_is_mineral_in_every_voxel_that_is_labelled_bone(reference: Anatomy) -> None:
    places = np.argwhere(np.isin(reference.fine.values, list(BONE)))[::37]
    points = reference.fine.grid.centre(places)
    most = np.zeros(len(points))
    for volume in reference.bone:
        inside = volume.grid.holds(points)
        i = volume.grid.index(points[inside])
        most[inside] = np.maximum(most[inside], volume.values[tuple(i.T)])
    assert (most > 0).mean() > 0.9999
