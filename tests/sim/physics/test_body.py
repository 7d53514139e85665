"""What lies at a place and how far it is to the next ...: against plain searches through the same labels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.space import Grid
from meshes.tissues import BONE, DISC, INTRATHECAL, NERVE, VESSEL, Tissue
from sim.physics.body import BONY, DISCAL, DURAL, NEURAL, SEARCH_MM, VASCULAR, Body
from tests.sim.physics.made import Labels, block, body, layered, painted, patient

CLASSES = {
    DURAL: frozenset({Tissue.DURA}) | INTRATHECAL,
    VASCULAR: VESSEL,
    NEURAL: NERVE,
    BONY: BONE,
    DISCAL: DISC,
}


@pytest.fixture(scope="module")
def man(reference: Anatomy) -> Body:
    return Body.of(reference)


def nearest_by_search(anatomy: Anatomy, point: NDArray, tissues: frozenset[Tissue]) -> float:
    """mm to the nearest fine voxel, as a cube, of these tissues: every voxel of a box that holds the whole reach is looked at."""
    grid, h = anatomy.fine.grid, anatomy.fine.grid.spacing
    box = grid.box_index(point - SEARCH_MM - 1, point + SEARCH_MM + 1)
    found = np.argwhere(np.isin(anatomy.fine.values[box], list(tissues)))
    if not len(found):
        return SEARCH_MM
    centres = grid.centre(found + [s.start for s in box])
    gaps = np.maximum(np.abs(centres - point) - h / 2, 0.0)
    return min(float(np.sqrt((gaps**2).sum(1)).min()), SEARCH_MM)


def test_clearances_are_those_of_a_plain_search(reference: Anatomy, man: Body) -> None:
    """Oracle: the nearest voxel by looking at all; places all about the canal, within and outside of everything."""
    rng = np.random.Generator(np.random.PCG64(21))
    places = [reference.canal[rng.integers(len(reference.canal))] + rng.uniform(-28, 28, 3) for _ in range(60)]
    met = np.zeros(5, bool)
    for place in places:
        clear = man.clearances(place)
        plain = [nearest_by_search(reference, place, CLASSES[k]) for k in range(5)]
        np.testing.assert_allclose(clear, plain, atol=1e-9)
        met |= (clear > 0) & (clear < SEARCH_MM)
    assert met.all()


@settings(derandomize=True, deadline=None, max_examples=80)
@given(st.tuples(*[st.floats(-14, 14)] * 3), st.tuples(*[st.integers(0, 39)] * 3))
def test_a_single_voxel_is_found_wherever_it_is(place: tuple[float, ...], voxel: tuple[int, int, int]) -> None:
    """Oracle: distance from a point to a cube, also across the blocks that the search skips by."""
    labels = block(Tissue.MUSCLE, 10.0)
    labels.values[voxel] = Tissue.ROOT
    lo = labels.grid.lo + np.array(voxel) * 0.5
    gap = np.maximum(np.maximum(lo - place, place - (lo + 0.5)), 0.0)
    expected = min(float(np.sqrt((gap**2).sum())), SEARCH_MM)
    assert body(labels).clearances(np.array(place))[NEURAL] == pytest.approx(expected, abs=1e-9)


def test_within_a_tissue_there_is_no_clearance() -> None:
    """Oracle: nothing between."""
    man = body(block(Tissue.CSF, 5.0))
    assert man.clearances(np.zeros(3))[DURAL] == 0.0
    assert (np.delete(man.clearances(np.zeros(3)), DURAL) == SEARCH_MM).all()


@pytest.mark.parametrize("tissue", Tissue)
def test_every_tissue_is_in_the_classes_it_should_be(tissue: Tissue) -> None:
    """Oracle: the sets that the tissues' own module names; dura counts with what it holds."""
    man = body(block(Tissue.MUSCLE, 1.0))
    assert [man.is_a(tissue, k) for k in range(5)] == [tissue in CLASSES[k] for k in range(5)]


def test_labels_are_those_of_the_anatomy(reference: Anatomy, man: Body) -> None:
    """Oracle: the anatomy's own look-up: the fine lattice where it reaches, the coarse one beyond, air outside."""
    rng = np.random.Generator(np.random.PCG64(8))
    points = rng.uniform(reference.coarse.grid.lo - 20, reference.coarse.grid.hi + 20, (3000, 3))
    labels = reference.tissue_at(points)
    assert {Tissue.AIR, Tissue.MUSCLE, Tissue.CORTICAL} < set(labels.tolist())
    np.testing.assert_array_equal([man.at(p) for p in points], labels)


def test_fine_labels_win_over_coarse_ones() -> None:
    """Oracle: a fine cube of bone in a coarse cube of muscle."""
    man = body(block(Tissue.CORTICAL, 4.0), block(Tissue.MUSCLE, 20.0, 2.0))
    assert man.at(np.array([3.9, 0.0, 0.0])) == Tissue.CORTICAL
    assert man.at(np.array([4.1, 0.0, 0.0])) == Tissue.MUSCLE
    assert man.at(np.array([19.9, 0.0, 0.0])) == Tissue.MUSCLE
    assert man.at(np.array([20.1, 0.0, 0.0])) == Tissue.AIR


def test_skin_is_where_a_ray_from_outside_first_meets_the_body() -> None:
    """Oracle: a flat skin at y = 0; a quarter of a millimetre is the step of the search."""
    man = body(layered((Tissue.SKIN, 2.0), (Tissue.FAT, 20.0)))
    start = np.array([1.0, -4.5, 2.0])
    straight = man.skin_along(start, np.array([0.0, 1.0, 0.0]), 50.0)
    assert straight is not None
    np.testing.assert_allclose(straight, [1.0, 0.0, 2.0], atol=0.26)
    assert straight[1] >= 0.0
    lean = np.array([0.6, 0.8, 0.0])
    slanting = man.skin_along(start, lean, 50.0)
    assert slanting is not None
    np.testing.assert_allclose(slanting, start + 4.5 / 0.8 * lean, atol=0.26)


def test_a_ray_beside_the_body_meets_no_skin() -> None:
    """Oracle: nothing in its way, or not within reach."""
    man = body(layered((Tissue.SKIN, 2.0), (Tissue.FAT, 20.0)))
    assert man.skin_along(np.array([30.0, -4.5, 0.0]), np.array([0.0, 1.0, 0.0]), 50.0) is None
    assert man.skin_along(np.array([0.0, -4.5, 0.0]), np.array([0.0, 1.0, 0.0]), 3.0) is None


def test_the_search_sees_a_class_in_the_last_odd_voxels() -> None:
    """Oracle: a lattice whose size is no multiple of a block, the class in its last corner."""
    grid = Grid((0.25, 0.25, 0.25), 0.5, (21, 19, 13))
    labels = painted(Labels(grid, np.full(grid.shape, Tissue.FAT, np.uint8)), Tissue.DURA, lambda x, y, z: (x > 10) & (y > 9) & (z > 6))
    corner = grid.hi - 0.5
    place = corner - [0.0, 3.0, 4.0]
    assert Body.of(patient(labels)).clearances(place)[DURAL] == pytest.approx(5.0)


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("sign", [-1, 1])
def test_the_search_reaches_as_far_as_it_says(axis: int, sign: int) -> None:
    """Oracle: a plane of dura 9.7 mm away is found wherever in a block of the search either of them lies; at 10.2 mm there is none."""
    for voxel in range(24, 33):
        labels = block(Tissue.MUSCLE, 14.0)
        index: list = [slice(None)] * 3
        index[axis] = voxel
        labels.values[tuple(index)] = Tissue.DURA
        man = body(labels)
        face = labels.grid.lo[axis] + 0.5 * (voxel + (1 if sign > 0 else 0))
        for away, found in ((9.7, 9.7), (10.2, SEARCH_MM)):
            place = np.zeros(3)
            place[axis] = face + sign * away
            assert man.clearances(place)[DURAL] == pytest.approx(found, abs=1e-9)
