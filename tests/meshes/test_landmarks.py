"""Each landmark lies in or at the tissue that it names, on its own side, in its own order."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import pyvista as pv

from meshes.anatomy import Anatomy
from meshes.building import Made
from meshes.landmarks import PARAMEDIAN_MM, WITHIN_MM
from meshes.morphometry import INTERSPACES, LUMBAR
from meshes.skeleton import Skeleton
from meshes.spine.bone_landmarks import of_template
from meshes.surfaces import as_polydata
from meshes.tissues import BONE, CANAL_FAT, EPIDURAL, INTRATHECAL, NERVE, Tissue
from scenarios import files
from tests.meshes.looking import along, is_of

SIDES = ("left", "right")
ON_BONE_MM = 0.6
"""A voxel."""


def tissue(anatomy: Anatomy, name: str) -> Tissue:
    return Tissue(int(anatomy.tissue_at(anatomy.landmark(name))[0]))


def within(anatomy: Anatomy, name: str, reach: float) -> set[Tissue]:
    """All tissues on a lattice of 0.3 mm not farther from a landmark than ``reach``."""
    steps = np.arange(-reach, reach + 0.01, 0.3)
    ball = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 3)
    ball = ball[np.linalg.norm(ball, axis=1) <= reach]
    return {Tissue(int(t)) for t in np.unique(anatomy.tissue_at(anatomy.landmark(name) + ball))}


def from_surface(anatomy: Anatomy, bone: str, points: list[np.ndarray]) -> np.ndarray:
    """Distance of points from a bone's surface, positive outside, mm."""
    probed = pv.PolyData(np.array(points)).compute_implicit_distance(as_polydata(anatomy.surfaces[bone]))
    return np.asarray(probed["implicit_distance"])


# --- sides and order ----------------------------------------------------------------------------------------------------


def test_left_lies_to_the_left_of_right(reference: Anatomy) -> None:
    """And of the midline of its own bone; the two differ by no more than people's sides do (15 mm of a transverse process's height)."""
    paired = [name.removesuffix("_left") for name in reference.landmarks if name.endswith("_left")]
    assert len(paired) > 60
    for name in paired:
        left, right = reference.landmark(f"{name}_left"), reference.landmark(f"{name}_right")
        assert left[0] < right[0], name
        assert np.abs(left + right)[0] < 35.0, name  # a column that leans by some degrees stands aside at its top
        assert np.abs(left - right)[1:].max() < 15.0, name


def test_of_a_symmetrical_man_left_mirrors_the_right(even: Made) -> None:
    """Oracle: the other side's place, mirrored; what has no side lies in the midline."""
    marks = even.anatomy.landmarks
    for name in marks:
        if not name.endswith(("_left", "_right")):
            assert abs(marks[name][0]) < 1e-6, name
        if not name.endswith("_left"):
            continue
        left, right = marks[name], marks[name.removesuffix("left") + "right"]
        assert left[0] < 0 < right[0], name
        # what is looked for in the canal's rounded walls may differ by a step from side to side
        np.testing.assert_allclose(left * [-1, 1, 1], right, atol=0.35, err_msg=name)


def test_levels_follow_each_other_from_above(reference: Anatomy) -> None:
    names = [
        *(f"{level}/pedicle_right" for level in LUMBAR),
        "sacrum/canal_s1_front",
        "sacrum/canal_s2_front",
        "sacrum/canal_s3_front",
        "hiatus",
    ]
    heights = [reference.landmark(name)[2] for name in names]
    assert heights == sorted(heights, reverse=True)
    windows = [reference.landmark(f"{space}/window")[2] for space in INTERSPACES]
    assert windows == sorted(windows, reverse=True)
    for space, window in zip(INTERSPACES, windows, strict=True):
        above, below = space.split("-")
        assert window < reference.landmark(f"{above}/pedicle_right")[2]
        if below != "S1":
            assert window > reference.landmark(f"{below}/pedicle_right")[2]


def test_within_a_vertebra_front_is_in_front_and_top_on_top(reference: Anatomy) -> None:
    for level in LUMBAR:
        m = {k.split("/")[1]: v for k, v in reference.landmarks.items() if k.startswith(f"{level}/")}
        assert m["superior_front"][1] > m["superior_back"][1] > m["canal_back"][1] > m["spinous_tip"][1]
        assert m["superior_endplate"][2] > m["inferior_endplate"][2]
        assert m["lamina_top"][2] > m["lamina_bottom"][2]
        for side in SIDES:
            assert m[f"pedicle_top_{side}"][2] > m[f"pedicle_{side}"][2] > m[f"pedicle_bottom_{side}"][2]
            assert abs(m[f"pedicle_medial_{side}"][0]) < abs(m[f"pedicle_{side}"][0]) < abs(m[f"pedicle_lateral_{side}"][0])
            assert abs(m[f"pedicle_lateral_{side}"][0]) < abs(m[f"transverse_tip_{side}"][0])


# --- in their tissue ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("space", INTERSPACES)
def test_the_window_is_dorsal_fat_just_inside_the_flavum(space: str, reference: Anatomy) -> None:
    """An interlaminar needle's target. Oracle: the labels straight behind it: flavum first, within WITHIN_MM and a voxel."""
    for suffix in ("", "_left", "_right"):
        # in the midline the fat is parted by the dorsomedian band
        fat = {Tissue.DORSAL_FAT} if suffix else {Tissue.DORSAL_FAT, Tissue.PLICA}
        assert tissue(reference, f"{space}/window{suffix}") in fat
        behind = along(reference, reference.landmark(f"{space}/window{suffix}"), [0, -1, 0], 8.0)
        first = behind[np.argmax(~is_of(behind, fat))]
        assert first == Tissue.FLAVUM
        # the wall slopes: straight back it is farther than square to it
        assert int(np.argmax(behind == Tissue.FLAVUM)) * 0.05 < 1.5 * WITHIN_MM + 0.9
    aside = np.linalg.norm((reference.landmark(f"{space}/window_left") - reference.landmark(f"{space}/window_right"))[[0, 2]])
    assert aside == pytest.approx(2 * PARAMEDIAN_MM, abs=0.1)


@pytest.mark.parametrize("space", INTERSPACES)
def test_the_window_is_open_to_a_needle_from_behind(space: str, reference: Anatomy) -> None:
    """Oracle: every 0.05 mm of a line square to the skin's midline beside the spinous processes, tilted up by up to 40 degrees."""
    start = reference.landmark(f"{space}/window_right")
    ways = [np.array([0.0, -np.cos(t), np.sin(t)]) for t in np.radians(np.arange(-40, 41, 5))]
    assert any(not is_of(along(reference, start, way, 60.0), BONE).any() for way in ways)


@pytest.mark.parametrize("space", INTERSPACES)
def test_the_flavum_s_landmarks_lie_at_its_outer_side(space: str, reference: Anatomy) -> None:
    for suffix in ("", "_left", "_right"):
        assert tissue(reference, f"{space}/flavum{suffix}") == Tissue.FLAVUM
        assert within(reference, f"{space}/flavum{suffix}", 1.2) - {Tissue.FLAVUM}, "it is a border"


@pytest.mark.parametrize("space", INTERSPACES)
def test_the_interlaminar_lines_lie_on_the_front_of_bone(space: str, reference: Anatomy) -> None:
    """What the contralateral oblique view shows: the ventral edges of the laminae above and below."""
    for which in ("above", "below"):
        for side in SIDES:
            assert within(reference, f"{space}/interlaminar_line_{which}_{side}", 1.5) & (BONE | {Tissue.FLAVUM})
        assert within(reference, f"{space}/spinolaminar_line_{which}", 2.4) & BONE
    above, below = (reference.landmark(f"{space}/spinolaminar_line_{which}") for which in ("above", "below"))
    assert below[2] < reference.landmark(f"{space}/window")[2] < above[2]


@pytest.mark.parametrize("level", LUMBAR)
@pytest.mark.parametrize("side", SIDES)
def test_a_pedicle_s_middle_is_bone_all_round(level: str, side: str, reference: Anatomy) -> None:
    assert within(reference, f"{level}/pedicle_{side}", 2.0) <= BONE


BORDERS = (
    "posterior_wall", "canal_front", "superior_front", "superior_back", "pedicle_top_left", "pedicle_top_right", "pedicle_bottom_left",
    "pedicle_bottom_right", "pedicle_medial_left", "pedicle_medial_right",
)  # fmt: skip


@pytest.mark.parametrize("level", LUMBAR)
def test_borders_lie_on_the_bone_s_surface(level: str, reference: Anatomy) -> None:
    """Oracle: the shipped surface of the bone, within a voxel."""
    gaps = from_surface(reference, level, [reference.landmark(f"{level}/{name}") for name in BORDERS])
    assert np.abs(gaps).max() < ON_BONE_MM, dict(zip(BORDERS, gaps.round(2), strict=True))


@pytest.mark.parametrize("level", LUMBAR)
@pytest.mark.parametrize("side", SIDES)
def test_a_foramen_is_open_fat_under_its_pedicle(level: str, side: str, reference: Anatomy) -> None:
    """A transforaminal needle's target: in foraminal fat, up to 4 mm under the 6 o'clock, above the nerve, not in bone."""
    assert tissue(reference, f"{level}/foramen_{side}") == Tissue.FORAMINAL_FAT
    target, six = reference.landmark(f"{level}/foramen_{side}"), reference.landmark(f"{level}/six_oclock_{side}")
    assert 1.2 < six[2] - target[2] < 4.0
    np.testing.assert_array_equal(six, reference.landmark(f"{level}/pedicle_bottom_{side}"))
    above = along(reference, target, [0, 0, 1], 8.0)
    assert is_of(above, BONE).any(), "the pedicle is above it"
    assert not is_of(reference.tissue_at(target + np.arange(-0.6, 0.7, 0.6)[:, None] * [0.0, 0.0, 1.0]), NERVE).any(), "the safe triangle"
    below = target + np.stack(np.meshgrid(0.0, np.arange(-8.0, 8.1, 0.5), np.arange(-9.0, -1.0, 0.5), indexing="ij"), -1).reshape(-1, 3)
    assert is_of(reference.tissue_at(below), NERVE).any(), "the nerve is below it"


@pytest.mark.parametrize("level", [*LUMBAR, "S1", "S2", "S3", "S4"])
@pytest.mark.parametrize("side", SIDES)
def test_a_ganglion_s_landmark_lies_in_it(level: str, side: str, reference: Anatomy) -> None:
    assert tissue(reference, f"{level}/ganglion_{side}") == Tissue.GANGLION


@pytest.mark.parametrize("level", ["S1", "S2", "S3", "S4"])
def test_the_sacral_foramina_are_open(level: str, reference: Anatomy) -> None:
    for side in SIDES:
        for part in ("canal", "junction", "ventral", "dorsal"):
            assert tissue(reference, f"sacrum/foramen_{level}_{part}_{side}") in EPIDURAL | NERVE | INTRATHECAL


def test_the_hiatus_lies_at_the_canal_s_lower_opening(reference: Anatomy) -> None:
    """Between apex and floor; behind it the membrane, above it the sacral canal, bone in front."""
    assert tissue(reference, "hiatus") == Tissue.SACRAL_FAT
    start = reference.landmark("hiatus")
    behind = along(reference, start + [0, 0, -4.0], [0, -1, 0], 12.0)
    assert Tissue.SACROCOCCYGEAL in behind
    assert not is_of(behind, BONE).any(), "no bone closes it behind"
    assert is_of(along(reference, start, [0, 1, 0], 12.0), BONE).any()
    up = reference.landmark("sacral_canal/direction")
    assert np.linalg.norm(up) == pytest.approx(1.0, abs=1e-3)
    inwards = along(reference, start, up, 30.0)
    assert is_of(inwards[: int(20 / 0.05)], {Tissue.SACRAL_FAT, Tissue.ROOT}).mean() > 0.9


def test_the_way_to_the_caudal_target_is_free_from_behind(reference: Anatomy) -> None:
    """Oracle: a line through the membrane at the hiatus to the target, 6 mm past its entry no bone, end in the sacral canal."""
    target = reference.landmark("sacral_canal/target")
    assert tissue(reference, "sacral_canal/target") in CANAL_FAT
    hiatus = reference.landmark("hiatus")
    assert not is_of(along(reference, hiatus, target - hiatus, 1.0, 0.005), BONE).any()
    s3, s4 = reference.landmark("sacral_canal/s3"), reference.landmark("sacral_canal/s4")
    assert s4[2] < target[2] < s3[2], "between S3 and S4: never past S3"


def test_the_cornua_stand_on_both_sides_of_the_hiatus(reference: Anatomy) -> None:
    for side in SIDES:
        assert tissue(reference, f"sacrum/cornu_{side}") in BONE
    right = reference.landmark("sacrum/cornu_right")
    assert reference.landmark("sacrum/hiatus_end")[2] < right[2] < reference.landmark("hiatus/apex")[2] + 1.0
    assert right[1] < reference.landmark("hiatus")[1], "they stand out to the back"


def test_the_sac_s_tip_lies_at_its_end(reference: Anatomy) -> None:
    tip = reference.landmark("sac/tip")
    up = reference.canal[max(np.argmin(((reference.canal - tip) ** 2).sum(1)) - 8, 0)]
    assert Tissue.CSF in reference.tissue_at(tip + np.linspace(0, 1, 50)[:, None] * (up - tip))
    down = reference.canal[np.argmin(((reference.canal - tip) ** 2).sum(1)) + 3]
    assert not is_of(reference.tissue_at(down), INTRATHECAL).any()


# --- names --------------------------------------------------------------------------------------------------------------


def test_every_landmark_that_a_technique_speaks_of_is_there(reference: Anatomy) -> None:
    """Oracle: the techniques' own files."""
    asked = set()
    for technique in map(files.technique, ("lumbar_interlaminar", "lumbar_transforaminal", "caudal")):
        for template in (technique.entry, technique.target, technique.reach, *technique.sights, *technique.palpable):
            for space in INTERSPACES:
                for side in SIDES:
                    asked.add(template.replace("{interspace}", space).replace("{level}", space.split("-")[0]).replace("{side}", side))
    assert len(asked) > 100
    assert asked <= reference.landmarks.keys(), sorted(asked - reference.landmarks.keys())


def test_every_landmark_of_the_bones_is_handed_on(skeleton: Skeleton, reference: Anatomy) -> None:
    for bone in skeleton.bones:
        for name, point in bone.landmarks.items():
            np.testing.assert_allclose(reference.landmark(f"{bone.name}/{name}"), point, atol=6e-4)
    assert set(of_template("L4")) == set(skeleton["L4"].landmarks)


def test_neighbouring_levels_have_the_same_landmarks(reference: Anatomy) -> None:
    by_level = [{n.split("/")[1] for n in reference.landmarks if n.startswith(f"{level}/")} for level in LUMBAR]
    for one, other in pairwise(by_level):
        assert one == other
