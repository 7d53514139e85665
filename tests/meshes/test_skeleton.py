"""The bones of one person, each where it belongs."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

from meshes.morphometry import VERTEBRAE, Dimensions, reference
from meshes.shapes import Points, ellipsoid
from meshes.skeleton import Bone, Skeleton, endplate_normal, endplate_size, placed
from meshes.space import IDENTITY, tilted_forward
from meshes.spine.bone_landmarks import of_template
from meshes.spine.joints import GAP_MM, joint_space, with_joints
from meshes.spine.vertebra import template_shape
from meshes.stacking import from_tables


def lean_deg(bone: Bone, which: str) -> float:
    """How far an end-plate's front stands above its back, degrees."""
    rise = bone.landmarks[f"{which}_front"] - bone.landmarks[f"{which}_back"]
    return float(np.degrees(np.arctan2(rise[2], rise[1])))


def test_the_origin_is_the_middle_of_the_s1_end_plate(skeleton: Skeleton) -> None:
    """To the side it is the sacrum's midline, from which an end-plate's own shape may lie off."""
    x, *others = skeleton.landmark("sacrum", "superior_endplate")
    np.testing.assert_allclose(others, 0.0, atol=1e-9)
    assert abs(x) < 4.0
    even = from_tables(reference(0.0)).landmark("sacrum", "superior_endplate")
    np.testing.assert_allclose(even, 0.0, atol=1e-9)


def test_the_bones_stand_above_each_other_from_the_sacrum_to_t11(skeleton: Skeleton) -> None:
    heights = [skeleton.landmark(name, "superior_endplate")[2] for name in (*VERTEBRAE, "sacrum")]
    assert heights == sorted(heights, reverse=True)


def test_each_disc_space_is_as_high_as_the_person_s_disc(skeleton: Skeleton, person: Dimensions) -> None:
    """Oracle: the table, Shin 2024; seen from the side, as an own shape may put an end-plate's middle beside that of the next."""
    for above, below in pairwise((*VERTEBRAE, "sacrum")):
        gap = skeleton.landmark(above, "inferior_endplate") - skeleton.landmark(below, "superior_endplate")
        assert np.linalg.norm((skeleton[above].pose.rotation.T @ gap)[1:]) == pytest.approx(person.levels[above].disc_height, abs=1e-4)


def test_the_s1_end_plate_slopes_as_the_person_lies(skeleton: Skeleton, person: Dimensions) -> None:
    """Oracle: closed form, 40 - 0.5 (50.5 - 31.8) = 30.65 degrees."""
    assert -lean_deg(skeleton["sacrum"], "superior") == pytest.approx(person.sacral_slope_deg, abs=1e-6)


def test_each_segment_has_its_share_of_the_lordosis(mean_skeleton: Skeleton, person: Dimensions) -> None:
    """Oracle: the person's segmental angles, upper end-plate to upper end-plate; of the mean man, who leans to no side."""
    skeleton = mean_skeleton
    for above, below in pairwise((*VERTEBRAE, "sacrum")):
        turned = lean_deg(skeleton[above], "superior") - lean_deg(skeleton[below], "superior")
        assert turned == pytest.approx(person.levels[above].segment_deg, abs=1e-4)


@pytest.mark.parametrize("asymmetry", [0.0, 1.0])
def test_both_halves_of_every_bone_are_mirror_images_unless_the_person_is_asymmetrical(asymmetry: float) -> None:
    """Oracle: each point asked on both sides."""
    rng = np.random.default_rng(1)
    for bone in from_tables(reference(asymmetry)).bones:
        p = rng.uniform(bone.shape.box.lo, bone.shape.box.hi, (4000, 3))
        one, other = bone.shape(Points.of(p)), bone.shape(Points.of(p * [-1, 1, 1]))
        apart = np.abs(one - other)
        if asymmetry == 0:
            assert apart[np.abs(one) < 5.0].max() < 4e-3, bone.name  # farther away the order of what is joined tells
        elif bone.name != "femora":  # they turn in their joints undisplaced
            assert np.median(apart) > 0.1


def shared_ml(one: Bone, other: Bone) -> float:
    """What two bones hold in common, asked every 0.5 mm of where their boxes meet (the pelvis every 1.5 mm)."""
    lo, hi = np.maximum(one.shape.box.lo, other.shape.box.lo), np.minimum(one.shape.box.hi, other.shape.box.hi)
    if (lo >= hi).any():
        return 0.0
    step = 1.5 if {one.name, other.name} & {"hips", "femora"} else 0.5
    steps = np.meshgrid(*(np.arange(a, b, step) for a, b in zip(lo, hi, strict=True)), indexing="ij")
    p = Points.of(np.stack(steps, -1).reshape(-1, 3))
    return float(np.count_nonzero((one.shape(p) < 0) & (other.shape(p) < 0))) * step**3 / 1000


PAIRS = [
    ("T11", "T12"),
    ("T12", "L1"),
    ("T11", "L1"),
    ("T11", "rib11"),
    ("T12", "rib12"),
    ("T12", "rib11"),
    ("rib11", "rib12"),
    ("L1", "rib12"),
    *combinations(("L1", "L2", "L3", "L4"), 2),
    ("L4", "L5"),
    ("L5", "sacrum"),
    ("L4", "sacrum"),
    ("L5", "hips"),
    ("sacrum", "hips"),
    ("sacrum", "femora"),
    ("hips", "femora"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_two_bones_share_a_place(one: str, other: str, skeleton: Skeleton) -> None:
    """Oracle: brute force; a hundredth of a millilitre is let pass where facets graze."""
    assert shared_ml(skeleton[one], skeleton[other]) < 0.01


def test_a_joint_space_parts_two_overlapping_solids_by_its_gap() -> None:
    """Oracle: closed form, two balls whose surfaces cross at x = 0: on the axis the space reaches GAP / 2 to either side."""
    a, b = ellipsoid((-9.8, 0, 0), [10] * 3), ellipsoid((9.8, 0, 0), [10] * 3)
    space = joint_space(a, b)
    x = np.linspace(-2, 2, 401)
    inside = space(Points.of(np.column_stack([x, 0 * x, 0 * x]))) < 0
    assert np.ptp(x[inside]) == pytest.approx(GAP_MM, abs=0.03)
    far = Points.of(np.array([[0.0, 9.0, 0.0], [-12.0, 0.0, 0.0]]))
    assert (space(far) > 0).all()


def test_two_bones_that_are_nowhere_near_have_no_joint() -> None:
    with pytest.raises(ValueError, match="near"):
        joint_space(ellipsoid((0, 0, 0), [5] * 3), ellipsoid((50, 0, 0), [5] * 3))


def test_every_pair_of_neighbours_has_its_joint(skeleton: Skeleton) -> None:
    """T11-T12 to L5-S1, the sacroiliac one, and two of ribs."""
    assert len(skeleton.joints) == 10
    bones = skeleton.walls()
    for joint in skeleton.joints:
        rng = np.random.default_rng(2)
        p = Points.of(rng.uniform(joint.box.lo, joint.box.hi, (60_000, 3)))
        inside = joint(p) < 0
        assert inside.any()
        assert (bones(p)[inside] >= 0).all(), "no bone in the joint's space"


def test_joints_may_be_asked_of_some_bones_only(skeleton: Skeleton) -> None:
    two = with_joints((skeleton["L3"], skeleton["L4"]))
    assert len(two.joints) == 1
    assert "L3" in two
    assert "sacrum" not in two
    with pytest.raises(StopIteration):
        two["sacrum"]


def test_a_bone_moved_takes_its_landmarks_along() -> None:
    """Oracle: the pose applied by hand."""
    pose = tilted_forward(0.3, (5.0, -2.0, 40.0))
    bone = placed("L4", template_shape("L4"), of_template("L4"), pose)
    still = placed("L4", template_shape("L4"), of_template("L4"), IDENTITY)
    p = np.random.default_rng(5).uniform(-40, 40, (3000, 3))
    np.testing.assert_allclose(bone.shape(Points.of(pose.to_patient(p))), still.shape(Points.of(p)), atol=2e-3)
    for name, point in still.landmarks.items():
        np.testing.assert_allclose(bone.landmarks[name], pose.to_patient(point), atol=1e-9)


def test_an_end_plate_s_normal_points_up_square_to_its_rim(skeleton: Skeleton) -> None:
    for name in (*VERTEBRAE, "sacrum"):
        m, normal = skeleton[name].landmarks, endplate_normal(skeleton[name])
        assert normal[2] > 0.8
        assert abs(normal @ (m["superior_front"] - m["superior_back"])) < 1e-9
        assert abs(normal @ (m["superior_side_right"] - m["superior_side_left"])) < 1e-9


def test_an_end_plate_s_size_is_the_distance_of_its_rims(skeleton: Skeleton) -> None:
    rims = {"side_right": [20.0, 0, 0], "side_left": [-20.0, 0, 0], "front": [0, 30.0, 0], "back": [0, -4.0, 0]}
    bone = replace(skeleton["L4"], landmarks={f"superior_{name}": np.array(point) for name, point in rims.items()})
    assert endplate_size(bone) == (40.0, 34.0)
