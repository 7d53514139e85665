"""Shapes onto lattices: volumes against closed forms, blocks against asking every voxel."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshes.leaves import Leaves
from meshes.painting import Layer, paint
from meshes.shapes import Box, Points, Shape, ellipsoid, half_space, limb, subtract, union
from meshes.sharing import ahead, shared, threads
from meshes.space import Grid
from meshes.telling import silent
from meshes.tissues import Tissue
from meshes.voxels import sample
from tests.meshes.steady import brief, numbers, places

GRID = Grid((-18.0, -15.6, -21.0), 0.6, (61, 53, 71))
"""No side a multiple of a leaf."""


def centres(grid: Grid) -> Points:
    """All voxel centres at once, as the painter computes them."""
    i, j, k = (a.astype(float) for a in np.meshgrid(*(np.arange(n) for n in grid.shape), indexing="ij"))
    return Points.of(np.stack([o + grid.spacing * n.ravel() for o, n in zip(grid.origin, (i, j, k), strict=True)], -1))


def one_by_one(grid: Grid, layers: list[Layer], start: np.ndarray) -> np.ndarray:
    """Every voxel asked of every layer, in order."""
    p = centres(grid)
    labels = start.ravel().copy()
    for kind, shape in layers:
        inside = shape(p) < 0
        labels[inside] = kind if isinstance(kind, Tissue) else kind(p)[inside]
    return labels.reshape(grid.shape)


balls = st.builds(lambda c, r: ellipsoid(c, [r] * 3), places(14), numbers(0.7, 12.0))
plates = st.builds(
    lambda c, way, thin, wide: limb([c, c + 6 * way], [[thin, wide, wide]] * 2),
    places(10),
    places(1.0).filter(lambda v: float(np.linalg.norm(v)) > 0.3),
    numbers(0.8, 2.0),
    numbers(4.0, 16.0),
)
solids = st.one_of(
    balls,
    plates,
    st.builds(lambda a, b: union(a, b, blend=3.0), balls, plates),
    st.builds(lambda a, b: subtract(a, b, blend=1.0), balls, plates),
)


@pytest.mark.parametrize("radius", [3.0, 7.5, 14.0])
def test_a_sampled_sphere_has_the_volume_of_a_sphere(radius: float) -> None:
    """Oracle: 4/3 pi r^3; the centres' count errs by about the square root of the surface's voxels."""
    labels = np.zeros(GRID.shape, np.uint8)
    paint(labels, GRID, [(Tissue.FAT, ellipsoid((0.1, -0.2, 0.3), [radius] * 3))])
    expected = 4 / 3 * math.pi * radius**3
    slack = 2 * math.sqrt(4 * math.pi * radius**2 / GRID.spacing**2) * GRID.spacing**3
    assert np.count_nonzero(labels) * GRID.spacing**3 == pytest.approx(expected, abs=slack)


def test_a_sampled_capsule_has_the_volume_of_a_capsule() -> None:
    """Oracle: pi r^2 L + 4/3 pi r^3."""
    labels = np.zeros(GRID.shape, np.uint8)
    a, b, r = np.array([-7.0, -4.0, -9.0]), np.array([6.0, 5.0, 11.0]), 4.0
    paint(labels, GRID, [(Tissue.ROOT, limb([a, b], [[r] * 3] * 2))])
    run = float(np.linalg.norm(b - a))
    assert np.count_nonzero(labels) * GRID.spacing**3 == pytest.approx(math.pi * r * r * run + 4 / 3 * math.pi * r**3, rel=0.005)


@brief
@given(st.lists(solids, min_size=1, max_size=5))
def test_painting_by_leaves_is_asking_every_voxel(shapes: list[Shape]) -> None:
    """Oracle: brute force."""
    layers: list[Layer] = [(list(Tissue)[k + 1], shape) for k, shape in enumerate(shapes)]
    start = np.full(GRID.shape, Tissue.MUSCLE, np.uint8)
    painted = start.copy()
    paint(painted, GRID, layers)
    np.testing.assert_array_equal(painted, one_by_one(GRID, layers, start))


def test_a_plate_thinner_than_a_leaf_is_painted_as_thin_as_it_is() -> None:
    """A flat ellipsoid's field promises depth along its long axes: no leaf may be taken whole for it. Oracle: brute force."""
    layers: list[Layer] = [(Tissue.FASCIA, limb([[0, 0, 0], [0.5, 0, 0]], [[1.5, 14.0, 14.0]] * 2))]
    painted = np.zeros(GRID.shape, np.uint8)
    paint(painted, GRID, layers)
    np.testing.assert_array_equal(painted, one_by_one(GRID, layers, np.zeros(GRID.shape, np.uint8)))


def test_the_axis_of_a_limb_is_no_hole_in_it() -> None:
    """Voxel centres that lie exactly on the axis, where the field's formula is 0 / 0."""
    grid = Grid((-5.0, -5.0, -5.0), 0.5, (21, 21, 21))
    labels = np.zeros(grid.shape, np.uint8)
    paint(labels, grid, [(Tissue.ROOT, limb([[0, 0, -4], [0, 0, 4]], [[2.0] * 3] * 2))])
    assert (labels[10, 10, 2:19] == Tissue.ROOT).all()


def test_where_layers_overlap_the_last_one_wins() -> None:
    """Three balls so large that whole leaves lie in all of them. Oracle: brute force, and the middle by name."""
    balls_ = [ellipsoid((x, 0, 0), [13] * 3) for x in (-2.0, 0.0, 2.0)]
    tissues = (Tissue.FAT, Tissue.MUSCLE, Tissue.DURA)
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
        layers: list[Layer] = [(tissues[k], balls_[k]) for k in order]
        labels = np.zeros(GRID.shape, np.uint8)
        paint(labels, GRID, layers)
        assert labels[tuple(GRID.index([0.0, 0.0, 0.0]))] == tissues[order[-1]]
        np.testing.assert_array_equal(labels, one_by_one(GRID, layers, np.zeros(GRID.shape, np.uint8)))


def test_what_no_layer_holds_keeps_its_label() -> None:
    labels = np.full(GRID.shape, Tissue.VISCERA, np.uint8)
    paint(labels, GRID, [(Tissue.GAS, ellipsoid((0, 0, 0), [5] * 3))])
    assert set(np.unique(labels).tolist()) == {Tissue.VISCERA, Tissue.GAS}
    assert labels[0, 0, 0] == Tissue.VISCERA


def test_a_layer_may_tell_the_tissue_point_by_point() -> None:
    def by_side(p: Points) -> np.ndarray:
        return np.where(p.x > 0, Tissue.DORSAL_FAT, Tissue.VENTRAL_FAT).astype(np.uint8)

    ball = ellipsoid((0, 0, 0), [10] * 3)
    layers: list[Layer] = [(by_side, ball), (Tissue.CSF, ellipsoid((0, 0, 0), [4] * 3))]
    painted = np.zeros(GRID.shape, np.uint8)
    paint(painted, GRID, layers)
    np.testing.assert_array_equal(painted, one_by_one(GRID, layers, np.zeros(GRID.shape, np.uint8)))
    assert {Tissue.DORSAL_FAT, Tissue.VENTRAL_FAT, Tissue.CSF} <= set(np.unique(painted).tolist())


@brief
@given(solids, numbers(0.5, 4.0))
def test_a_sampled_field_is_the_field_clipped(shape: Shape, reach: float) -> None:
    """Oracle: brute force. Beyond the reach of its surface a field's value may be cut off early, never its sign."""
    found = sample(shape, GRID, reach)
    expected = np.clip(shape(centres(GRID)), -reach, reach).reshape(GRID.shape)
    np.testing.assert_array_equal(found < 0, expected < 0)
    near = np.abs(expected) < 0.9 * GRID.spacing
    np.testing.assert_array_equal(found[near], expected[near])
    assert np.abs(found).max() <= reach + 1e-6


def test_what_is_made_ahead_comes_in_its_order_and_one_at_a_time() -> None:
    begun: list[int] = []

    def work(job: int) -> int:
        begun.append(job)
        return job * job

    for done, (job, square) in enumerate(ahead(work, [3, 1, 2])):
        assert (job, square) == ([3, 1, 2][done], [9, 1, 4][done])
        assert len(begun) <= done + 2  # no more than one lies waiting
    assert begun == [3, 1, 2]
    assert not list(ahead(work, []))


def test_what_fails_ahead_is_told_when_its_turn_comes() -> None:
    found = ahead(lambda job: 1 / job, [1, 0])
    assert next(found) == (1, 1.0)
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_leaves_tile_their_box_without_gap_or_overlap() -> None:
    box = (slice(3, 50), slice(0, 53), slice(10, 11))
    leaves = Leaves.of(GRID, box)
    seen = np.zeros(GRID.shape, int)
    every = np.arange(len(leaves.start))
    for batch in leaves.batches(every):
        leaves.write(seen, batch, leaves.read(seen, batch) + 1)
    assert (seen[box] == 1).all()
    assert seen.sum() == seen[box].sum()


def test_no_voxel_of_a_leaf_is_farther_from_its_middle_than_its_radius() -> None:
    leaves = Leaves.of(GRID, tuple(slice(0, n) for n in GRID.shape))
    for i in (0, 7, len(leaves.start) - 1):
        points = leaves.points(np.array([i]))
        offsets = np.column_stack([points.x, points.y, points.z]) - [m[i] for m in (leaves.middles.x, leaves.middles.y, leaves.middles.z)]
        assert np.linalg.norm(offsets, axis=1).max() == pytest.approx(leaves.radius[i], abs=1e-4)


def test_points_of_leaves_are_their_voxels_centres_in_the_order_of_what_is_read() -> None:
    leaves = Leaves.of(GRID, tuple(slice(0, n) for n in GRID.shape))
    index = np.stack(np.meshgrid(*(np.arange(n) for n in GRID.shape), indexing="ij"), -1)
    batch = np.array([0, 17, len(leaves.start) - 1])
    points = leaves.points(batch)
    found = np.column_stack([points.x, points.y, points.z])
    number = np.arange(index[..., 0].size).reshape(GRID.shape)
    read = leaves.read(number, batch)
    np.testing.assert_allclose(found, GRID.centre(index.reshape(-1, 3)[read]), atol=1e-5)
    assert (found >= np.array(points.box.lo) - 1e-4).all()
    assert (found <= np.array(points.box.hi) + 1e-4).all()


def test_leaves_that_hold_a_value_are_found() -> None:
    """Oracle: brute force over the blocks."""
    leaves = Leaves.of(GRID, tuple(slice(0, n) for n in GRID.shape))
    field = np.random.default_rng(3).normal(0.0, 1.0, GRID.shape).astype(np.float32)
    wanted = [i for i, (a, b) in enumerate(zip(leaves.start, leaves.stop, strict=True)) if field[tuple(map(slice, a, b))].min() < -3.2]
    assert 0 < len(wanted) < len(leaves.start)
    assert leaves.holding(field, -3.2).tolist() == wanted


@pytest.mark.parametrize("count", ["1", "2", "5"])
def test_the_number_of_threads_changes_no_voxel(count: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = union(ellipsoid((2, 1, 0), [9, 6, 12]), half_space((0, 0, -12), (0, 0, 1), Box((-20,) * 3, (20,) * 3)), blend=2)
    monkeypatch.setenv("TUOHY_THREADS", count)
    assert threads() == int(count)
    painted = np.zeros(GRID.shape, np.uint8)
    paint(painted, GRID, [(Tissue.FAT, shape)])
    np.testing.assert_array_equal(painted, one_by_one(GRID, [(Tissue.FAT, shape)], np.zeros(GRID.shape, np.uint8)))


def test_every_shared_job_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for count in ("1", "3"):
        monkeypatch.setenv("TUOHY_THREADS", count)
        done = np.zeros(50, int)

        def work(k: int, done: np.ndarray = done) -> None:
            done[k] += 1

        shared(work, list(range(50)))
        assert (done == 1).all()


@pytest.mark.parametrize("count", ["1", "3"])
def test_an_error_in_a_shared_job_is_not_swallowed(count: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUOHY_THREADS", count)

    def work(k: int) -> None:
        if k == 7:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        shared(work, list(range(20)))


def test_progress_runs_from_nothing_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUOHY_THREADS", "1")
    told: list[float] = []
    grid = Grid((-40.0, -40.0, -40.0), 0.6, (134, 134, 134))
    paint(np.zeros(grid.shape, np.uint8), grid, [(Tissue.FAT, ellipsoid((0, 0, 0), [39] * 3))], lambda stage, share: told.append(share))
    assert len(told) >= 3
    assert told == sorted(told)
    assert 0.0 <= told[0] <= told[-1] <= 1.0
    assert silent("anything", 0.5) is None


@pytest.mark.parametrize("count", ["1", "2"])
def test_whoever_watches_the_progress_may_cancel(count: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUOHY_THREADS", count)

    class Cancelled(Exception):
        pass

    def enough(stage: str, share: float) -> None:
        if share > 0.3:
            raise Cancelled

    grid = Grid((-40.0, -40.0, -40.0), 0.6, (134, 134, 134))
    with pytest.raises(Cancelled):
        paint(np.zeros(grid.shape, np.uint8), grid, [(Tissue.FAT, ellipsoid((0, 0, 0), [39] * 3))], enough)
