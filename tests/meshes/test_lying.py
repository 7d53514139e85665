"""How the pillow under the belly changes the body. Numbers are copied here from their sources by hand."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from meshes.morphometry import INTERSPACES, LUMBAR, Dimensions, reference
from meshes.outlines import window_height
from meshes.person import Person
from meshes.population import dimensions
from meshes.skeleton import Skeleton
from meshes.stacking import from_tables
from meshes.tissues import BONE
from sim.fluoroscopy.views import named_pose
from tests.meshes.looking import is_of, seen, unit

SHE = Person(sex="female", seed=5)


@pytest.fixture(scope="module")
def flat_man() -> Dimensions:
    return reference(lying="flat")


@pytest.fixture(scope="module")
def flat_bones(flat_man: Dimensions) -> Skeleton:
    return from_tables(flat_man)


def open_mm(anatomy: Anatomy, level: str, aside: float) -> float:
    """How far a line along the backs of two laminae's fronts, so far beside the midline, runs free of bone: counted in the labels."""
    below = (*LUMBAR[1:], "sacrum")[LUMBAR.index(level)]
    top, bottom = anatomy.landmarks[f"{level}/lamina_bottom"], anatomy.landmarks[f"{below}/lamina_top"]
    down, right = unit(bottom - top), np.array([1.0, 0.0, 0.0])
    back = np.cross(down, right)
    back *= -np.sign(back[1])
    t = np.arange(-8.0, np.linalg.norm(bottom - top) + 8.0, 0.2)
    bone = is_of(seen(anatomy, top + aside * right, np.array([down, back]), t, np.arange(-6.0, 6.1, 0.5)), BONE).any(1)
    middle = int(np.argmin(np.abs(t - np.linalg.norm(bottom - top) / 2)))
    ends = middle + int(np.argmax(bone[middle:])), middle - int(np.argmax(bone[middle::-1]))
    return 0.2 * (ends[0] - ends[1])


def test_without_a_pillow_his_lordosis_is_the_whole_recumbent_one(person: Dimensions, flat_man: Dimensions) -> None:
    """Oracle: [@prone_pillow], a pillow takes 5 degrees of 36.8 (n = 627); the levels' shares as standing (Sci Rep 2022)."""
    flat, pillow = ([man.levels[level].segment_deg for level in LUMBAR] for man in (flat_man, person))
    assert sum(flat) == pytest.approx(36.8)
    assert sum(flat) - sum(pillow) == pytest.approx(5.0)
    assert [deg / 36.8 for deg in flat] == pytest.approx([deg / 50.5 for deg in (1.2, 5.9, 9.1, 12.7, 21.6)])


def test_without_a_pillow_his_sacrum_turns_back_by_half_of_that(person: Dimensions, flat_man: Dimensions) -> None:
    """Oracle: slope 40 standing ([@pelvis_known]) less half of 50.5 - 36.8."""
    assert flat_man.sacral_slope_deg == pytest.approx(40.0 - 0.5 * (50.5 - 36.8))
    assert flat_man.sacral_slope_deg - person.sacral_slope_deg == pytest.approx(2.5)


@pytest.mark.parametrize("who", [SHE, Person(sex="male", seed=6, age=78.0)], ids=["she", "an old man"])
def test_whoever_lies_flat_gains_as_much(who: Person) -> None:
    """Oracle: [@prone_pillow]; all else of the person stays."""
    flat, pillow = dimensions(who, "flat"), dimensions(who)
    gained = [flat.levels[level].segment_deg - pillow.levels[level].segment_deg for level in LUMBAR]
    assert sum(gained) == pytest.approx(5.0, abs=0.01)
    assert flat.sacral_slope_deg - pillow.sacral_slope_deg == pytest.approx(2.5, abs=0.01)
    assert [flat.levels[level].measures for level in LUMBAR] == [pillow.levels[level].measures for level in LUMBAR]
    assert [flat.levels[level].window_height for level in LUMBAR] == [pillow.levels[level].window_height for level in LUMBAR]


def test_no_bone_changes_its_shape_with_how_he_lies(skeleton: Skeleton, flat_bones: Skeleton) -> None:
    """Oracle: a bone is rigid; its landmarks in its own frame, laminae included, to a sixth of a voxel."""
    for level in LUMBAR:
        one, other = skeleton[level], flat_bones[level]
        for name, point in one.landmarks.items():
            gap = one.pose.to_local(point) - other.pose.to_local(other.landmarks[name])
            assert np.linalg.norm(gap) < 0.1, (level, name)


def test_each_window_is_lower_without_a_pillow(reference: Anatomy, flat: Anatomy) -> None:
    """Oracle: flexion opens windows, by 5 mm from neutral to full at L5-S1 ([@barrow_interlaminar], 12.2 to 17.2): so much of a motion of
    2 degrees there, and of less above, is between nothing and 3 mm. Measured in the labels as a reader does, and in the outlines."""
    seen_in, drawn = [], []
    for level, space in zip(LUMBAR, INTERSPACES, strict=True):
        heights = [np.median([open_mm(body, level, aside) for aside in (-4.0, -3.0, 3.0, 4.0)]) for body in (reference, flat)]
        seen_in.append(heights[0] - heights[1])
        heights = [window_height(body.outline(f"{space}/interlaminar_window")) for body in (reference, flat)]
        drawn.append(heights[0] - heights[1])
    for lost in (seen_in, drawn):
        assert all(-0.6 < mm < 3.0 for mm in lost)  # a voxel is 0.6 mm, and at L1-L2 a tenth of a degree moves nothing
        assert sum(lost) > 2.0
        assert max(lost) == lost[-1]


def test_ap_over_the_sacrum_is_tilted_by_what_the_slope_gains(reference: Anatomy, flat: Anatomy) -> None:
    """Oracle: the table's share, half of 5 degrees; landmarks in the labels' frame are rounded."""
    tilts = [named_pose(body, "AP", "S1", "right", "sacrum/superior_endplate").tilt_deg for body in (reference, flat)]
    assert abs(tilts[1] - tilts[0]) == pytest.approx(2.5, abs=0.1)


def test_the_middle_of_the_sacrum_s_end_plate_is_where_it_was(reference: Anatomy, flat: Anatomy) -> None:
    """Oracle: it is the origin of a patient's coordinates."""
    gap = reference.landmark("sacrum/superior_endplate") - flat.landmark("sacrum/superior_endplate")
    assert np.linalg.norm(gap) < 0.1
