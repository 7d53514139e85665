"""What touches what. Oracles are brute force: every voxel and its six neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage
from scipy.spatial import cKDTree

from meshes.anatomy import Anatomy
from meshes.drawing import SPARED
from meshes.layers import canal_layers, covering_layers
from meshes.morphometry import INTERSPACES, LUMBAR, Dimensions
from meshes.shapes import Points
from meshes.skeleton import Skeleton
from meshes.spine import canal as canals
from meshes.spine import covering, nerves, sac
from meshes.spine.canal import Canal
from meshes.tissues import BONE, CANAL_FAT, DISC, EPIDURAL, INTRATHECAL, NERVE, Tissue
from tests.meshes.looking import is_of, neighbours


def test_the_dura_encloses_the_fluid(reference: Anatomy) -> None:
    """No step along an axis leads from fluid to anything but dura, or bone drawn over it: never to fat, vein, root or ligament."""
    found = neighbours(reference.fine.values, INTRATHECAL)
    assert found <= INTRATHECAL | {Tissue.DURA} | BONE
    assert not found & EPIDURAL


def test_fluid_touches_bone_hardly_anywhere(reference: Anatomy) -> None:
    """Where the wall was smoothed across a spur, bone is drawn over the dura: less than 1 voxel in 1000 of the fluid."""
    fluid, bone = is_of(reference.fine.values, INTRATHECAL), is_of(reference.fine.values, BONE)
    faces = 0
    for axis in range(3):
        a, b = np.moveaxis(fluid, axis, 0), np.moveaxis(bone, axis, 0)
        faces += np.count_nonzero(a[1:] & b[:-1]) + np.count_nonzero(a[:-1] & b[1:])
    assert faces < 1e-3 * 6 * fluid.sum()


def test_the_dura_leads_nowhere_but_between_canal_and_fluid(reference: Anatomy) -> None:
    """It touches the canal's content and walls; where canal and drawn tissues do not quite meet, fat of the trunk; never skin or gas."""
    allowed = INTRATHECAL | CANAL_FAT | BONE | {
        Tissue.DURA, Tissue.FLAVUM, Tissue.EPIDURAL_VEIN, Tissue.ROOT, Tissue.GANGLION, Tissue.FAT,
        # in the foramina, about the sleeves
        Tissue.FORAMINAL_FAT, Tissue.ARTERY, Tissue.ANNULUS, Tissue.BASIVERTEBRAL_VEIN, Tissue.RETRODURAL,
    }  # fmt: skip
    assert neighbours(reference.fine.values, {Tissue.DURA}) <= allowed


def test_the_canal_s_content_is_one_piece(reference: Anatomy) -> None:
    """No island of canal fat outside the canal: all but crumbs of a few voxels hangs together round the sac."""
    pieces, _ = ndimage.label(is_of(reference.fine.values, CANAL_FAT | INTRATHECAL | {Tissue.DURA}))
    sizes = np.sort(np.bincount(pieces.ravel())[1:])[::-1]
    assert sizes[0] / sizes.sum() > 0.999
    assert sizes[1] < 20


def test_a_nerve_is_not_cut_through_by_bone(reference: Anatomy) -> None:
    """Every piece of nerve larger than a crumb holds a ganglion, or comes from above the lattice, as T11's."""
    pieces, _ = ndimage.label(is_of(reference.fine.values, NERVE))
    large = set((np.flatnonzero(np.bincount(pieces.ravel())[1:] > 20) + 1).tolist())
    from_above = set(np.unique(pieces[:, :, -1]).tolist())
    ganglia = [point for name, point in reference.landmarks.items() if "/ganglion_" in name and reference.fine.grid.holds(point)]
    assert len(ganglia) == 20, "those of T11 lie above the fine lattice"
    held = {int(pieces[tuple(reference.fine.grid.index(point))]) for point in ganglia}
    assert held <= large <= held | from_above


def test_no_canal_fat_lies_outside_the_canal(reference: Anatomy) -> None:
    """Oracle: the distance of every voxel from the canal's curve; half of the widest canal of the tables (L5, mean surface) is 17.4 mm,
    the sacral one ends in a hiatus 8.5 mm past the last station."""
    for tissue, reach in (
        (Tissue.DORSAL_FAT, 15.0),
        (Tissue.VENTRAL_FAT, 17.4 + 0.6),
        (Tissue.LATERAL_FAT, 20.0),
        (Tissue.SACRAL_FAT, 23.0),
    ):
        points = reference.fine.grid.centre(np.argwhere(reference.fine.values == tissue))
        away, _ = cKDTree(reference.canal).query(points)
        assert away.max() < reach, tissue.name


def test_dorsal_fat_lies_behind_the_sac_and_ventral_fat_before_it(reference: Anatomy) -> None:
    """Oracle: beside each voxel the nearest point of the sac's own column of labels."""
    g = reference.fine.grid
    for k in range(g.index([0, 0, 20.0])[2], g.index([0, 0, 150.0])[2], 9):
        middle = slice(g.index([-3.0, 0, 0])[0], g.index([3.0, 0, 0])[0])
        plane = reference.fine.values[middle, :, k]
        sac_y = np.flatnonzero(is_of(plane, INTRATHECAL).any(0))
        dorsal, ventral = (np.flatnonzero((plane == t).any(0)) for t in (Tissue.DORSAL_FAT, Tissue.VENTRAL_FAT))
        assert not len(dorsal) or dorsal.max() < sac_y.mean()
        assert not len(ventral) or ventral.min() > sac_y.mean()


def test_there_is_as_much_on_both_sides(reference: Anatomy) -> None:
    """Sides differ, but within a tenth, counted from the canal's middle at each height: a spine has its slight curve."""
    grid = reference.fine.grid
    x, _, z = grid.axes()
    along = reference.canal[np.argsort(reference.canal[:, 2])]
    right = x[:, None] - np.interp(z, along[:, 2], along[:, 0])
    kinds = [{t} for t in (Tissue.LATERAL_FAT, Tissue.FORAMINAL_FAT, Tissue.ROOT, Tissue.GANGLION, Tissue.CORTICAL, Tissue.CSF)]
    for tissues in [*kinds, {Tissue.MUSCLE, Tissue.MUSCLE_FAT}]:
        counted = np.count_nonzero(is_of(reference.fine.values, tissues), axis=1)
        assert counted[right > 0].sum() == pytest.approx(counted[right < 0].sum(), rel=0.1), tissues


def test_the_sac_lies_within_the_canal(reference: Anatomy) -> None:
    """Oracle: no vertex of the sac's surface lies in bone, but for the crumbs where bone was drawn over it, nor outside the body's back."""
    tissue = reference.tissue_at(reference.surfaces["sac"].vertices)
    assert is_of(tissue, BONE).mean() < 0.06
    away, _ = cKDTree(reference.canal).query(reference.surfaces["sac"].vertices)
    assert away.max() < 13.0


def test_the_sac_ends_about_s2(reference: Anatomy) -> None:
    """Oracle: mid-S2, range upper S1 to S3-4 ([@sac_end_2014]); the last voxel of fluid lies between the S1 and S3 stations."""
    m = reference.landmarks
    fluid = reference.fine.grid.centre(np.argwhere(is_of(reference.fine.values, INTRATHECAL)))
    lowest = fluid[np.abs(fluid[:, 0]) < 3.0, 2].min()  # not in a sleeve
    s1, s2, s3 = (float((m[f"sacrum/canal_s{i}_front"] + m[f"sacrum/canal_s{i}_back"])[2] / 2) for i in (1, 2, 3))
    assert s3 < lowest < s1
    assert abs(lowest - s2) < 6.0
    assert abs(lowest - m["sac/tip"][2]) < 6.0, "the landmark is where the fluid ends, but for a tip too thin for the lattice"


def test_the_cord_ends_at_the_upper_edge_of_l1(reference: Anatomy) -> None:
    """Oracle: the mode of the conus is upper L1, range T12-L2 ([@sac_end_2014])."""
    lowest = reference.fine.grid.centre(np.argwhere(reference.fine.values == Tissue.CORD))[:, 2].min()
    m = reference.landmarks
    assert m["L1/inferior_endplate"][2] < lowest < m["L1/superior_endplate"][2]
    assert neighbours(reference.fine.values, {Tissue.CORD}) <= INTRATHECAL, "fluid all round"
    _, count = ndimage.label(reference.fine.values == Tissue.CORD)
    assert count == 1


def test_strands_float_in_fluid_at_every_level(reference: Anatomy) -> None:
    """Oracle: a strand of 1.1 mm is 0.95 mm2; ten to twenty of them in a sac of 130 to 200 mm2: 4 % to 30 %, fluid is most of it."""
    shares = []
    for space in INTERSPACES[1:]:
        k = int(reference.fine.grid.index(reference.landmarks[f"{space}/window"])[2])
        plane = reference.fine.values[40:-40, :, k]
        sac_x = slice(int(reference.fine.grid.index([-11.0, 0, 0])[0]) - 40, int(reference.fine.grid.index([11.0, 0, 0])[0]) - 40)
        strands = np.count_nonzero(plane[sac_x] == Tissue.CAUDA)
        shares.append(strands / np.count_nonzero(is_of(plane[sac_x], INTRATHECAL | {Tissue.DURA})))
    assert all(0.04 < share < 0.30 for share in shares)


@pytest.mark.parametrize("level", [*LUMBAR, "S1"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_fluid_goes_out_with_the_root_to_its_ganglion(level: str, side: str, reference: Anatomy) -> None:
    """Oracle: connectedness: the fluid of the sac, face to face, leads to within 4 mm of the ganglion's near end, and never into it."""
    g = reference.fine.grid
    middle = reference.landmarks[f"{level}/ganglion_{side}"]
    pieces, _ = ndimage.label(is_of(reference.fine.values, INTRATHECAL))
    sac_piece = np.bincount(pieces.ravel())[1:].argmax() + 1
    fluid = g.centre(np.argwhere(pieces == sac_piece))
    ganglion = g.centre(np.argwhere(reference.fine.values == Tissue.GANGLION))
    own = ganglion[np.linalg.norm(ganglion - middle, axis=1) < 8.0]
    gap, _ = cKDTree(own).query(fluid)
    assert 0.6 < gap.min() < 4.0


def test_a_facet_joint_is_closed_by_its_capsule(reference: Anatomy) -> None:
    """Oracle: six neighbours of every voxel of the joints: bone, flavum, capsule or the space behind the flavum, hardly fat or muscle."""
    joint = reference.fine.values == Tissue.FACET_JOINT
    open_to = is_of(reference.fine.values, {Tissue.FAT, Tissue.MUSCLE, Tissue.FASCIA})
    faces = sum(
        np.count_nonzero(np.moveaxis(joint, a, 0)[1:] & np.moveaxis(open_to, a, 0)[:-1])
        + np.count_nonzero(np.moveaxis(joint, a, 0)[:-1] & np.moveaxis(open_to, a, 0)[1:])
        for a in range(3)
    )
    assert faces < 0.002 * 6 * joint.sum()


@pytest.mark.parametrize("space", INTERSPACES[:-1])
def test_the_retrodural_space_leads_from_facet_to_facet(space: str, reference: Anatomy) -> None:
    """Oracle: [@patterns_known] (Okada): behind the flavum at one level, butterfly to the other facet: one piece about the window that
    holds both joints. Not at L5-S1, whose joints lie wider than the flavum that is drawn."""
    g = reference.fine.grid
    middle = reference.landmarks[f"{space}/window"]
    box = g.box_index(middle - [30.0, 26.0, 18.0], middle + [30.0, 18.0, 18.0])
    part = reference.fine.values[box]
    pieces, _ = ndimage.label(is_of(part, {Tissue.RETRODURAL, Tissue.FACET_JOINT}), np.ones((3, 3, 3)))
    sizes = np.bincount(pieces.ravel())[1:]
    largest = np.argwhere(pieces == sizes.argmax() + 1)
    joint = largest[part[tuple(largest.T)] == Tissue.FACET_JOINT]
    x = g.cropped(box).centre(joint)[:, 0]
    assert x.min() < -6.0
    assert x.max() > 6.0


def test_clefts_lie_within_the_interspinous_ligament(reference: Anatomy) -> None:
    """A pocket of fat in the midline, which a needle beside the spinous processes does not meet. A twentieth to half of the ligament."""
    values = reference.fine.values
    cleft = values == Tissue.INTERSPINOUS_CLEFT
    share = cleft.sum() / (cleft.sum() + (values == Tissue.INTERSPINOUS).sum())
    assert 0.05 < share < 0.5
    for space in INTERSPACES[:-1]:
        lines = [reference.landmarks[f"{space}/window"][0], *(reference.landmarks[f"{level}/spinous_tip"][0] for level in space.split("-"))]
        at = reference.fine.grid.centre(np.argwhere(cleft))
        low, high = sorted(reference.landmarks[f"{level}/spinous_tip"][2] for level in space.split("-"))
        aside = at[(at[:, 2] > low) & (at[:, 2] < high), 0]
        assert min(lines) - 2.0 < aside.min()
        assert aside.max() < max(lines) + 2.0


def test_flavum_lies_behind_the_sac_and_touches_the_dorsal_fat(reference: Anatomy) -> None:
    found = neighbours(reference.fine.values, {Tissue.FLAVUM})
    assert {Tissue.DORSAL_FAT, Tissue.RETRODURAL, Tissue.CORTICAL} <= found
    assert not found & (INTRATHECAL | DISC | {Tissue.SKIN, Tissue.GAS, Tissue.VISCERA})


def test_discs_lie_between_bones_and_never_in_the_canal(reference: Anatomy) -> None:
    found = neighbours(reference.fine.values, DISC)
    assert Tissue.CORTICAL in found
    # a root's sleeve lies on the disc below its foramen
    assert not found & (INTRATHECAL | {Tissue.DORSAL_FAT, Tissue.FLAVUM, Tissue.SKIN})
    # but for a few voxels where a long ganglion leans on the disc's side
    assert neighbours(reference.fine.values, {Tissue.NUCLEUS}) <= DISC | BONE | {Tissue.GANGLION}


def test_spongiosa_is_covered_by_cortex(reference: Anatomy) -> None:
    """Soft tissue touches cortex, not spongiosa; nerves lie in grooves that the bone's own surface does not know.
    A field's depth, no distance, tells the two apart: three voxels in 2000 slip."""
    inner, soft = reference.fine.values == Tissue.CANCELLOUS, ~is_of(reference.fine.values, BONE | SPARED)
    bare = 0
    for axis in range(3):
        a, b = np.moveaxis(inner, axis, 0), np.moveaxis(soft, axis, 0)
        bare += np.count_nonzero(a[1:] & b[:-1]) + np.count_nonzero(a[:-1] & b[1:])
    assert bare < 1.5e-3 * inner.sum()


def touched_by_air(reference: Anatomy) -> dict[Tissue, int]:
    """How many faces air shares with each tissue beside it, above and below cuts of the trunk left out."""
    values = reference.coarse.values
    slices = np.flatnonzero((values != Tissue.AIR).any(axis=(0, 1)))
    within = values[:, :, slices[0] + 1 : slices[-1]]
    air = within == Tissue.AIR
    beside = []
    for axis in (0, 1):
        a, v = np.moveaxis(air, axis, 0), np.moveaxis(within, axis, 0)
        beside += [v[1:][a[:-1]], v[:-1][a[1:]]]
    counts = np.bincount(np.concatenate(beside), minlength=256)
    return {Tissue(t): int(counts[t]) for t in np.flatnonzero(counts) if t != Tissue.AIR}


@pytest.mark.parametrize("name", ["fine", "coarse"])
def test_from_behind_one_meets_the_skin_first(name: str, reference: Anatomy) -> None:
    """Oracle: brute force, every column of voxels from the back (the coccyx is the next test's)."""
    values = getattr(reference, name).values
    values = values[:, :, (values != Tissue.AIR).any(axis=(0, 1))]
    body = values != Tissue.AIR
    entered = body.any(axis=1) & ~body[:, 0]
    first = np.take_along_axis(values, body.argmax(axis=1)[:, None], axis=1)[:, 0][entered]
    assert len(first) > 5000
    assert is_of(first, {Tissue.SKIN} | BONE).all()
    assert is_of(first, BONE).mean() < 0.01


def test_no_bone_stands_out_of_the_skin(reference: Anatomy) -> None:
    assert not set(touched_by_air(reference)) & BONE


def test_both_lattices_show_the_same_body(reference: Anatomy) -> None:
    """Oracle: each coarse voxel's centre asked of the fine lattice, which knows more tissues but not other bones, muscles or air."""
    g = reference.coarse.grid
    index = np.stack(np.meshgrid(*(np.arange(n) for n in g.shape), indexing="ij"), -1).reshape(-1, 3)
    points = g.centre(index)
    inside = reference.fine.grid.holds(points)
    index, points = index[inside], points[inside]
    fine, coarse = reference.tissue_at(points), reference.coarse.values[tuple(index.T)]
    bone = is_of(fine, BONE), is_of(coarse, BONE)
    assert np.count_nonzero(bone[0] != bone[1]) < 0.03 * np.count_nonzero(bone[0])
    for tissue in (Tissue.AIR, Tissue.MUSCLE, Tissue.VISCERA):
        there = fine == tissue
        assert np.count_nonzero(coarse[there] != tissue) < 0.01 * np.count_nonzero(there), tissue.name


def test_the_shipped_labels_are_what_the_layers_say_point_by_point(
    reference: Anatomy, skeleton: Skeleton, canal: Canal, person: Dimensions
) -> None:
    """Oracle: brute force. Random voxels, most of them round the canal, asked of every layer in order.
    What is bone or sealed dura is left out."""
    thecal = sac.sac(canal, skeleton, person)
    roots = nerves.nerves(thecal, skeleton, person)
    body = covering.trunk(skeleton, canal, person)
    layers = covering_layers(skeleton, person, body, body.solid()) + canal_layers(skeleton, person, canal, thecal, roots)
    rng = np.random.default_rng(6)
    g = reference.fine.grid
    anywhere = rng.integers(0, g.shape, (15_000, 3))
    near = g.index(canal.centre[rng.integers(0, len(canal.centre), 25_000)] + rng.normal(0, 9.0, (25_000, 3)))
    index = np.vstack([anywhere, near[((near >= 0) & (near < g.shape)).all(1)]])
    # voxel centres as the painter rounds them
    p = Points.of(np.asarray(g.origin) + g.spacing * index)
    expected = np.zeros(len(index), np.uint8)
    for kind, shape in layers:
        inside = shape(p) < 0
        expected[inside] = kind if isinstance(kind, Tissue) else kind(p)[inside]
    shipped = reference.fine.values[tuple(index.T)]
    sealed = (shipped == Tissue.DURA) & is_of(expected, INTRATHECAL)
    asked = ~is_of(shipped, BONE | {Tissue.FACET_CAPSULE}) & ~sealed
    assert asked.sum() > 20_000
    assert len(np.unique(expected[asked])) > 18, "nearly every tissue is met"
    np.testing.assert_array_equal(shipped[asked], expected[asked])
    assert sealed.sum() < 0.3 * np.count_nonzero(is_of(expected, INTRATHECAL))


def test_every_ring_of_bone_and_every_window_is_where_the_canal_says(canal: Canal, skeleton: Skeleton, reference: Anatomy) -> None:
    """Oracle: rays straight back from the canal's curve in the labels: bone behind the ring, none in the window beside the spine."""
    for level in LUMBAR:
        top, bottom = canals.interlaminar_span(canal, skeleton, level)
        m = skeleton[level].landmarks
        for s, covered in ((canal.station((m["canal_front"] + m["canal_back"]) / 2), True), ((top + 0.4 * (bottom - top)), False)):
            start = canal.at(s, 3.0)
            back = canal.dorsal[int(round(s))]
            # 16 mm reach beyond the flavum, not so far as to meet a spinous process or an articular one
            ray = reference.tissue_at(start + np.arange(0, 16, 0.2)[:, None] * back)
            assert is_of(ray, BONE).any() == covered, (level, covered)
