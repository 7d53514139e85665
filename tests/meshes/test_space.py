"""Frames, poses and lattices."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from meshes.space import (
    ANTERIOR,
    AXES_BY_NAME,
    IDENTITY,
    POSTERIOR,
    RIGHT,
    SUPERIOR,
    TIE,
    Grid,
    Pose,
    dot,
    length,
    opposite,
    rotate,
    rotation,
    side_of,
    side_sign,
    tilted_forward,
    unit,
)
from tests.meshes.steady import clouds, directions, numbers, places, steady

angles = numbers(-7.0, 7.0)
poses = st.builds(lambda axis, angle, origin: Pose(rotation(axis, angle), origin), directions(), angles, places())
grids = st.builds(
    lambda first, spacing, shape: Grid(tuple(float(k) * spacing for k in first), spacing, shape),
    st.tuples(*[st.integers(-80, 80)] * 3),
    st.sampled_from([0.5, 0.6, 1.2, 2.0]),
    st.tuples(*[st.integers(1, 40)] * 3),
)


def test_right_anterior_superior_are_right_handed() -> None:
    np.testing.assert_array_equal(np.cross(RIGHT, ANTERIOR), SUPERIOR)
    np.testing.assert_array_equal(POSTERIOR, -ANTERIOR)


def test_left_is_the_negative_side_of_x() -> None:
    assert (side_sign("left"), side_sign("right")) == (-1, 1)
    assert (side_of(-0.1), side_of(0.1)) == ("left", "right")
    assert (opposite("left"), opposite("right")) == ("right", "left")


def test_each_named_axis_has_its_opposite() -> None:
    for name, axis in AXES_BY_NAME.items():
        np.testing.assert_array_equal(axis, -AXES_BY_NAME[("-" if name[0] == "+" else "+") + name[1]])
    assert len(AXES_BY_NAME) == 6


def test_a_quarter_turn_about_superior_takes_right_to_anterior() -> None:
    """Oracle: the right-hand rule."""
    np.testing.assert_allclose(rotate(rotation(SUPERIOR, math.pi / 2), RIGHT), ANTERIOR, atol=1e-15)


@steady
@given(directions(), angles)
def test_a_rotation_is_orthonormal_and_right_handed(axis: np.ndarray, angle: float) -> None:
    turn = rotation(axis, angle)
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(turn) == pytest.approx(1.0, abs=1e-12)
    np.testing.assert_allclose(turn @ axis, axis, atol=1e-12)


@steady
@given(directions(), angles)
def test_a_rotation_is_the_one_that_scipy_makes(axis: np.ndarray, angle: float) -> None:
    """Oracle: scipy's rotation vectors."""
    expected = Rotation.from_rotvec(angle * axis / np.linalg.norm(axis)).as_matrix()
    np.testing.assert_allclose(rotation(axis, angle), expected, atol=1e-12)


@steady
@given(clouds(7), clouds(7))
def test_products_written_out_agree_with_numpy(a: np.ndarray, b: np.ndarray) -> None:
    """Oracle: numpy's einsum, norm and matmul."""
    np.testing.assert_allclose(dot(a, b), np.einsum("ij,ij->i", a, b), rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(length(a), np.linalg.norm(a, axis=1), rtol=1e-12)
    turn = rotation([1.0, 2.0, 3.0], 0.7)
    np.testing.assert_allclose(rotate(turn, a), a @ turn.T, atol=1e-11)


@steady
@given(directions())
def test_a_unit_vector_is_one_long_and_keeps_its_way(way: np.ndarray) -> None:
    assert float(length(unit(way))) == pytest.approx(1.0, abs=1e-12)
    np.testing.assert_allclose(unit(way) * np.linalg.norm(way), way, atol=1e-12)


@steady
@given(poses, clouds(5))
def test_a_pose_comes_back_to_where_it_started(pose: Pose, points: np.ndarray) -> None:
    np.testing.assert_allclose(pose.to_local(pose.to_patient(points)), points, atol=1e-9)


@steady
@given(poses, poses, clouds(5))
def test_after_means_first_the_inner_then_the_outer(outer: Pose, inner: Pose, points: np.ndarray) -> None:
    np.testing.assert_allclose(outer.after(inner).to_patient(points), outer.to_patient(inner.to_patient(points)), atol=1e-9)


@steady
@given(poses, directions())
def test_a_direction_turns_but_does_not_move(pose: Pose, way: np.ndarray) -> None:
    np.testing.assert_allclose(pose.turn(way), pose.to_patient(way) - pose.to_patient(np.zeros(3)), atol=1e-9)
    np.testing.assert_array_equal(IDENTITY.turn(way), way)


def test_what_tilts_forward_leans_its_upper_side_to_the_front() -> None:
    """Oracle: sine and cosine of the slope."""
    up = tilted_forward(math.radians(30.0), (1.0, 2.0, 3.0)).turn(SUPERIOR)
    np.testing.assert_allclose(up, [0.0, 0.5, math.sqrt(3) / 2], atol=1e-12)


@steady
@given(grids, st.data())
def test_a_voxel_s_centre_lies_in_that_voxel(grid: Grid, data: st.DataObject) -> None:
    index = np.array([data.draw(st.integers(0, n - 1)) for n in grid.shape])
    np.testing.assert_array_equal(grid.index(grid.centre(index)), index)
    assert bool(grid.holds(grid.centre(index)))
    np.testing.assert_allclose([axis[i] for axis, i in zip(grid.axes(), index, strict=True)], grid.centre(index), atol=1e-9)


@steady
@given(grids, clouds(20))
def test_a_point_is_within_half_a_voxel_of_the_centre_of_its_own(grid: Grid, points: np.ndarray) -> None:
    """Half a voxel, and what counts as lying on the border."""
    assert np.abs(grid.centre(grid.index(points)) - points).max() <= grid.spacing * (0.5 + TIE) + 1e-9


@steady
@given(grids, clouds(20))
def test_a_lattice_holds_exactly_what_lies_between_its_corners(grid: Grid, points: np.ndarray) -> None:
    between = ((points >= grid.lo) & (points < grid.hi)).all(axis=1)
    clear = (np.abs(points - grid.lo) > 1e-6).all(axis=1) & (np.abs(points - grid.hi) > 1e-6).all(axis=1)
    np.testing.assert_array_equal(grid.holds(points)[clear], between[clear])


@steady
@given(places(), places(), st.sampled_from([0.5, 0.6, 2.0]))
def test_a_covering_lattice_covers_and_is_aligned_with_the_origin(a: np.ndarray, b: np.ndarray, spacing: float) -> None:
    lo, hi = np.minimum(a, b), np.maximum(a, b)
    grid = Grid.covering(lo, hi, spacing)
    last = grid.centre(np.array(grid.shape) - 1)
    assert (np.asarray(grid.origin) <= lo + 1e-9).all()
    assert (last >= hi - 1e-9).all()
    assert (last - hi < spacing + 1e-9).all(), "no more voxels than needed"
    steps = np.asarray(grid.origin) / spacing
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-6)


@steady
@given(grids, places(), places())
def test_a_box_of_voxels_is_all_that_touches_the_box(grid: Grid, a: np.ndarray, b: np.ndarray) -> None:
    """Oracle: every voxel asked by itself."""
    lo, hi = np.minimum(a, b), np.maximum(a, b)
    box = grid.box_index(lo, hi)
    for axis, chosen, low, high in zip(grid.axes(), box, lo, hi, strict=True):
        touched = (axis + grid.spacing / 2 > low + 1e-6) & (axis - grid.spacing / 2 < high - 1e-6)
        inside = np.zeros(len(axis), bool)
        inside[chosen] = True
        assert inside[touched].all()
        grazed = (axis + grid.spacing / 2 > low - 1e-6) & (axis - grid.spacing / 2 < high + 1e-6)
        assert not inside[~grazed].any()


def test_a_cropped_lattice_keeps_its_centres() -> None:
    grid = Grid((-3.0, 1.2, 6.0), 0.6, (20, 30, 40))
    part = grid.cropped((slice(2, 9), slice(5, 6), slice(0, 40)))
    assert part.shape == (7, 1, 40)
    np.testing.assert_allclose(part.centre([1, 0, 3]), grid.centre([3, 5, 3]), atol=1e-12)


def test_a_thousand_one_millimetre_voxels_are_a_millilitre() -> None:
    """Oracle: 1 ml = 1 cm3."""
    assert Grid((0, 0, 0), 1.0, (10, 10, 10)).voxel_ml * 1000 == pytest.approx(1.0)
    assert Grid((0, 0, 0), 0.6, (1, 1, 1)).voxel_ml == pytest.approx(0.216e-3)
