"""Is this a spine? The shipped one is; each planted fault is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import trimesh

from meshes.anatomy import Anatomy, Labels
from meshes.morphometry import LUMBAR
from meshes.plausibility import faults_of_anatomy, faults_of_skeleton, faults_of_surface
from meshes.skeleton import Bone, Skeleton
from meshes.space import rotation
from meshes.tissues import EPIDURAL, INTRATHECAL, NERVE, VESSEL, Tissue, title


def moved(bone: Bone, change: Callable[[np.ndarray], np.ndarray], name: str | None = None) -> Bone:
    return replace(bone, name=name or bone.name, landmarks={key: change(point) for key, point in bone.landmarks.items()})


def all_moved(skeleton: Skeleton, change: Callable[[np.ndarray], np.ndarray]) -> Skeleton:
    return Skeleton(tuple(moved(bone, change) for bone in skeleton.bones))


def with_bones(skeleton: Skeleton, *changed: Bone) -> Skeleton:
    by_name = {bone.name: bone for bone in changed}
    return Skeleton(tuple(by_name.get(bone.name, bone) for bone in skeleton.bones))


def about_middle(bone: Bone, axis: list[float], degrees: float) -> Callable[[np.ndarray], np.ndarray]:
    middle, turn = bone.landmarks["superior_endplate"], rotation(axis, np.radians(degrees))
    return lambda point: middle + turn @ (point - middle)


# --- bones --------------------------------------------------------------------------------------------------------------


def test_the_reference_skeleton_has_no_fault(skeleton: Skeleton) -> None:
    assert faults_of_skeleton(skeleton) == []


def test_living_people_s_extremes_are_no_fault(skeleton: Skeleton) -> None:
    """Oracle: body width 39.4-58.8 against a mean of 46.7 mm (87 CT): 0.84 to 1.26 times the mean man."""
    for size in (0.84, 1.26):
        assert faults_of_skeleton(all_moved(skeleton, lambda p, size=size: size * p)) == []


@pytest.mark.parametrize("name", [*LUMBAR, "sacrum"])
def test_a_missing_bone_is_named(name: str, skeleton: Skeleton) -> None:
    assert faults_of_skeleton(Skeleton(tuple(b for b in skeleton.bones if b.name != name))) == [f"{name} is missing"]


@pytest.mark.parametrize("factor", [0.1, 10.0, 25.4, 0.03937])
def test_a_wrong_unit_is_seen_at_every_level(factor: float, skeleton: Skeleton) -> None:
    """Centimetres, tenths of millimetres, inches taken for millimetres."""
    faults = faults_of_skeleton(all_moved(skeleton, lambda p: factor * p))
    for level in LUMBAR:
        assert any(f.startswith(f"{level}: the upper end-plate is") and "should be 30-68" in f for f in faults)
        assert any(f.startswith(f"{level}: the canal is deep") and "should be 8-26" in f for f in faults)
    assert any("from" in f and "should be 20-55" in f for f in faults)


def test_two_levels_swapped_are_named(skeleton: Skeleton) -> None:
    swapped = with_bones(skeleton, moved(skeleton["L3"], lambda p: p, "L2"), moved(skeleton["L2"], lambda p: p, "L3"))
    faults = faults_of_skeleton(swapped)
    assert "L2 does not lie above L3" in faults


def test_all_levels_counted_from_below_are_named(skeleton: Skeleton) -> None:
    renamed = {name: skeleton[other] for name, other in zip(LUMBAR, reversed(LUMBAR), strict=True)}
    upside = Skeleton((*(moved(bone, lambda p: p, name) for name, bone in renamed.items()), skeleton["sacrum"]))
    faults = faults_of_skeleton(upside)
    for above, below in pairwise(LUMBAR):
        assert f"{above} does not lie above {below}" in faults


def test_left_and_right_swapped_are_named(skeleton: Skeleton) -> None:
    faults = faults_of_skeleton(all_moved(skeleton, lambda p: p * [-1, 1, 1]))
    for level in LUMBAR:
        assert f"{level}: left and right are swapped" in faults


def test_front_and_back_swapped_are_named(skeleton: Skeleton) -> None:
    faults = faults_of_skeleton(all_moved(skeleton, lambda p: p * [1, -1, 1]))
    for level in LUMBAR:
        assert f"{level}: its spinous process lies in front of its body" in faults


def test_a_spine_upside_down_is_named(skeleton: Skeleton) -> None:
    """Mirrored, and turned over about the axis from left to right."""
    assert "L1 does not lie above L2" in faults_of_skeleton(all_moved(skeleton, lambda p: p * [1, 1, -1]))
    faults = faults_of_skeleton(all_moved(skeleton, lambda p: p * [1, -1, -1]))
    for level in LUMBAR:
        assert f"{level}: leans by more than 60 degrees" in faults
        assert f"{level}: its spinous process lies in front of its body" in faults


def test_a_patient_lying_across_the_axes_is_named(skeleton: Skeleton) -> None:
    """The long axis along y instead of z: every vertebra leans by 90 degrees."""
    turn = rotation([1.0, 0.0, 0.0], np.pi / 2)
    faults = faults_of_skeleton(all_moved(skeleton, lambda p: turn @ p))
    for level in LUMBAR:
        assert f"{level}: leans by more than 60 degrees" in faults


def test_one_vertebra_the_wrong_way_round_is_named_and_no_other(skeleton: Skeleton) -> None:
    bone = skeleton["L4"]
    faults = faults_of_skeleton(with_bones(skeleton, moved(bone, about_middle(bone, [0, 0, 1], 180.0))))
    assert "L4: its spinous process lies in front of its body" in faults
    assert "L4: left and right are swapped" in faults
    assert all(f.startswith("L4") for f in faults)


@pytest.mark.parametrize(("shift", "said"), [(80.0, "L1 is 1"), (-20.0, "L1 is 1")])
def test_a_vertebra_too_far_or_too_near_is_named_with_its_distance(shift: float, said: str, skeleton: Skeleton) -> None:
    faults = faults_of_skeleton(with_bones(skeleton, moved(skeleton["L1"], lambda p: p + [0, 0, shift])))
    assert {f.split()[0] for f in faults} <= {"L1", "T12"}
    found = next(f for f in faults if f.endswith("mm from L2, should be 20-55"))
    assert found.startswith(said)


def test_a_closed_canal_is_named(skeleton: Skeleton) -> None:
    bone = skeleton["L5"]
    marks = {**bone.landmarks, "canal_back": bone.landmarks["canal_front"] - [0, 5.0, 0]}
    assert faults_of_skeleton(with_bones(skeleton, replace(bone, landmarks=marks))) == ["L5: the canal is deep 5.0 mm, should be 8-26"]


# --- a finished patient -------------------------------------------------------------------------------------------------


def relabelled(anatomy: Anatomy, change: Callable[[np.ndarray], None]) -> Anatomy:
    values = anatomy.fine.values.copy()
    change(values)
    return replace(anatomy, fine=Labels(anatomy.fine.grid, values))


def test_the_shipped_patient_has_no_fault(reference: Anatomy) -> None:
    assert faults_of_anatomy(reference) == []


@pytest.fixture(scope="module")
def body(reference: Anatomy) -> Anatomy:
    """The shipped patient, his fine labels only round the canal: whole enough to be broken, and quick to look through."""
    grid = reference.fine.grid
    box = grid.box_index(reference.canal.min(0) - [42.0, 26.0, 20.0], reference.canal.max(0) + [42.0, 40.0, 20.0])
    cut = replace(reference, fine=Labels(grid.cropped(box), reference.fine.values[box]))
    assert faults_of_anatomy(cut) == []
    return cut


@pytest.mark.parametrize(
    "tissue",
    [Tissue.CSF, Tissue.DURA, Tissue.DORSAL_FAT, Tissue.SACRAL_FAT, Tissue.FLAVUM, Tissue.CORTICAL, Tissue.CANCELLOUS, Tissue.ROOT],
    ids=lambda t: t.name,
)
def test_a_tissue_that_is_gone_is_named(tissue: Tissue, body: Anatomy) -> None:
    def gone(values: np.ndarray) -> None:
        values[values == tissue] = Tissue.MUSCLE

    assert faults_of_anatomy(relabelled(body, gone)) == [f"there is no {title(tissue)}"]


@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_one_voxel_missing_from_the_dura_is_named(axis: int, way: int, body: Anatomy) -> None:
    """Oracle: a planted hole: a voxel of dura between fluid and fat on one axis becomes fat."""
    values = body.fine.values
    dura, fluid = values == Tissue.DURA, np.isin(values, [Tissue.CSF])
    fat = np.isin(values, [Tissue.DORSAL_FAT, Tissue.LATERAL_FAT, Tissue.VENTRAL_FAT, Tissue.SACRAL_FAT])
    between = dura & np.roll(fluid, way, axis) & np.roll(fat, -way, axis)
    hole = tuple(np.argwhere(between)[0])

    def pricked(copy: np.ndarray) -> None:
        copy[hole] = values[tuple(np.add(hole, way * np.eye(3, dtype=int)[axis]))]

    assert faults_of_anatomy(relabelled(body, pricked)) == ["the dura has a hole: fluid touches epidural fat"]


def test_a_blocked_canal_is_named(body: Anatomy) -> None:
    def blocked(values: np.ndarray) -> None:
        g = body.fine.grid
        at = g.index(body.canal[210])
        values[at[0] - 12 : at[0] + 12, at[1] - 12 : at[1] + 12, at[2] - 12 : at[2] + 12] = Tissue.CORTICAL

    faults = faults_of_anatomy(relabelled(body, blocked))
    assert any(f.startswith("the canal is not open: ") for f in faults)


def said(anatomy: Anatomy) -> str:
    return "; ".join(faults_of_anatomy(anatomy))


def at(anatomy: Anatomy, place: np.ndarray, half: tuple[int, int, int]) -> tuple[slice, ...]:
    """The voxels round a place."""
    return tuple(slice(int(i) - h, int(i) + h + 1) for i, h in zip(anatomy.fine.grid.index(place), half, strict=True))


def test_a_hole_to_anything_is_named(body: Anatomy) -> None:
    """All of the dura at one height gone to muscle."""

    def peeled(values: np.ndarray) -> None:
        slab = values[:, :, body.fine.grid.index(body.canal[170])[2]]
        slab[slab == Tissue.DURA] = Tissue.MUSCLE

    assert "the dura has a hole: fluid touches muscle" in said(relabelled(body, peeled))


@pytest.mark.parametrize(("tissues", "name"), [(INTRATHECAL, "the sac"), (EPIDURAL | NERVE | VESSEL, "the epidural space")])
def test_what_is_cut_in_two_is_named_with_the_place(tissues: frozenset[Tissue], name: str, body: Anatomy) -> None:
    place = body.landmark("L3/canal_front")

    def cut(values: np.ndarray) -> None:
        k = int(body.fine.grid.index(place)[2])
        slab = values[:, :, k - 2 : k + 3]
        slab[np.isin(slab, list(tissues))] = Tissue.DURA if tissues is INTRATHECAL else Tissue.MUSCLE

    assert f"{name} is in pieces: " in said(relabelled(body, cut))


def test_a_level_without_flavum_is_named_and_no_other(body: Anatomy) -> None:
    def bare(values: np.ndarray) -> None:
        z = body.fine.grid.axes()[2]
        slab = values[:, :, np.abs(z - body.landmark("L3-L4/window")[2]) < 12.0]
        slab[slab == Tissue.FLAVUM] = Tissue.MUSCLE
        values[:, :, np.abs(z - body.landmark("L3-L4/window")[2]) < 12.0] = slab

    assert faults_of_anatomy(relabelled(body, bare)) == ["there is no ligamentum flavum at L3-L4"]


@pytest.mark.parametrize("tissue", [Tissue.DORSAL_FAT, Tissue.CSF])
def test_what_runs_through_bone_is_named(tissue: Tissue, body: Anatomy) -> None:
    """A channel from the canal through the body of L3."""
    middle = body.landmark("L3/posterior_wall") + [0.0, 12.0, 0.0]

    def drilled(values: np.ndarray) -> None:
        values[at(body, middle, (3, 22, 3))] = tissue

    assert f"{title(tissue)} runs through bone at" in said(relabelled(body, drilled))


def test_labels_of_another_place_are_named(body: Anatomy) -> None:
    """The labels moved by half a vertebra under the landmarks."""
    moved = relabelled(body, lambda values: values.__setitem__(slice(None), np.roll(values, 28, axis=2)))
    faults = said(moved)
    assert "L3/pedicle_left lies in" in faults
    assert "should be in bone" in faults
    assert "should be in a nerve" in faults


def test_a_mirrored_body_is_named(body: Anatomy) -> None:
    """Landmarks and outlines of the left called right and the other way round."""
    other = {"left": "right", "right": "left"}

    def swapped(name: str) -> str:
        stem, _, side = name.rpartition("_")
        return f"{stem}_{other[side]}" if side in other else name

    mirrored = replace(body, landmarks={swapped(n): p for n, p in body.landmarks.items()})
    assert {f"{level}: left and right are swapped" for level in LUMBAR} <= set(faults_of_anatomy(mirrored))
    only_one = replace(body, outlines={swapped(n) if n.startswith("L2/") else n: o for n, o in body.outlines.items()})
    assert faults_of_anatomy(only_one) == ["L2: left and right are swapped"]


def test_levels_in_another_order_are_named(body: Anatomy) -> None:
    names = {"L2": "L3", "L3": "L2"}
    marks = {"/".join([names.get(n.split("/")[0], n.split("/")[0]), *n.split("/")[1:]]): p for n, p in body.landmarks.items()}
    assert "L2 does not lie above L3" in said(replace(body, landmarks=marks))


@pytest.mark.parametrize("level", [*LUMBAR, "sacrum"])
def test_a_missing_level_is_named(level: str, body: Anatomy) -> None:
    marks = {n: p for n, p in body.landmarks.items() if not n.startswith(f"{level}/")}
    assert faults_of_anatomy(replace(body, landmarks=marks)) == [f"{level} is missing: it has no landmarks"]
    surfaces = {n: mesh for n, mesh in body.surfaces.items() if n != level}
    assert faults_of_anatomy(replace(body, surfaces=surfaces)) == [f"{level} is missing: it has no surface"]


def test_a_landmark_that_is_no_number_is_named(body: Anatomy) -> None:
    marks = {**body.landmarks, "hiatus": np.array([0.0, np.nan, 0.0])}
    assert faults_of_anatomy(replace(body, landmarks=marks)) == ["the landmark hiatus is not a place"]


def test_lattices_that_disagree_are_named(body: Anatomy) -> None:
    coarse = replace(body, coarse=Labels(body.coarse.grid, np.roll(body.coarse.values, 15, axis=1)))
    assert "coarse and fine labels disagree" in said(coarse)
    empty = replace(body, bone=tuple(replace(d, values=np.zeros_like(d.values)) for d in body.bone))
    assert said(empty) == "bone without density: only 0% of the labelled bone has any"


def test_a_surface_inside_out_is_named(body: Anatomy) -> None:
    mesh = body.surfaces["L3"].copy()
    mesh.invert()
    assert faults_of_surface("L3", mesh) == ["the surface of L3 is inside out"]


def test_a_surface_that_faces_both_ways_is_named(body: Anatomy) -> None:
    mesh = body.surfaces["L3"]
    faces = mesh.faces.copy()
    faces[:100] = faces[:100, ::-1]
    turned = trimesh.Trimesh(mesh.vertices, faces, process=False)
    assert faults_of_surface("L3", turned) == ["the surface of L3 faces outwards here and inwards there"]


def test_an_island_and_a_bubble_are_named(body: Anatomy) -> None:
    mesh = body.surfaces["L3"]
    island = trimesh.creation.icosphere(radius=2.0)
    island.apply_translation(mesh.vertices.mean(0) + [0, 90.0, 0])
    assert faults_of_surface("L3", trimesh.util.concatenate([mesh, island])) == ["the surface of L3 has 1 stray pieces"]
    bubble = trimesh.creation.icosphere(radius=12.0)
    bubble.invert()
    bubble.apply_translation(mesh.vertices.mean(0))
    assert faults_of_surface("L3", trimesh.util.concatenate([mesh, bubble])) == ["the surface of L3 has a piece that is inside out"]


def test_an_open_surface_is_named(body: Anatomy) -> None:
    torn = trimesh.Trimesh(body.surfaces["L3"].vertices, body.surfaces["L3"].faces[:-1], process=False)
    faulty = replace(body, surfaces={**body.surfaces, "L3": torn})
    assert faults_of_anatomy(faulty) == ["the surface of L3 is not closed"]
