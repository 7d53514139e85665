"""Laying one surface on another."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st

from meshes.anatomy import Anatomy
from meshes.registration import Affine, best_map, register, surface_distance
from meshes.space import rotation
from tests.meshes.steady import directions, numbers, places, steady

turns = st.builds(rotation, directions(), numbers(-3.0, 3.0))


def cloud(count: int = 60) -> np.ndarray:
    return np.random.default_rng(4).normal(0, [20, 12, 15], (count, 3))


@steady
@given(turns, places())
def test_a_rigid_map_is_found_again(turn: np.ndarray, shift: np.ndarray) -> None:
    """Oracle: the map that made the pairs."""
    points = cloud()
    found = best_map(points, points @ turn.T + shift, "rigid")
    np.testing.assert_allclose(found.matrix, turn, atol=1e-9)
    np.testing.assert_allclose(found.shift, shift, atol=1e-8)


@steady
@given(turns, places(), numbers(0.5, 2.0))
def test_a_similar_map_is_found_again(turn: np.ndarray, shift: np.ndarray, scale: float) -> None:
    """Oracle: the map that made the pairs."""
    points = cloud()
    found = best_map(points, scale * points @ turn.T + shift, "similar")
    np.testing.assert_allclose(found.matrix, scale * turn, atol=1e-9)


@steady
@given(turns, turns, st.tuples(*[numbers(0.5, 2.0)] * 3), places())
def test_an_affine_map_is_found_again(one: np.ndarray, other: np.ndarray, stretch: tuple[float, ...], shift: np.ndarray) -> None:
    """Oracle: the map that made the pairs."""
    points, matrix = cloud(), one @ np.diag(stretch) @ other
    found = best_map(points, points @ matrix.T + shift, "affine")
    np.testing.assert_allclose(found.matrix, matrix, atol=1e-8)
    np.testing.assert_allclose(found(points), points @ matrix.T + shift, atol=1e-7)


@steady
@given(turns, places(), numbers(0.5, 2.0))
def test_an_inverse_undoes(turn: np.ndarray, shift: np.ndarray, scale: float) -> None:
    map_ = Affine(scale * turn, shift)
    np.testing.assert_allclose(map_.inverse()(map_(cloud())), cloud(), atol=1e-8)


def test_a_mirror_image_is_never_made_by_turning() -> None:
    """A left hand does not become a right one: the best rigid map of mirrored pairs is a rotation all the same."""
    points = cloud()
    found = best_map(points, points * [-1, 1, 1], "rigid")
    assert np.linalg.det(found.matrix) == pytest.approx(1.0)


@pytest.mark.parametrize("freedom", ["rigid", "similar"])
def test_a_moved_vertebra_is_laid_back_where_it_was(freedom: str, reference: Anatomy) -> None:
    """Oracle: the motion that was given; two samples of one surface, 0.1 mm and half a degree of each other."""
    mesh = reference.surfaces["L4"]
    source, _ = trimesh.sample.sample_surface(mesh, 2500, seed=0)
    target, _ = trimesh.sample.sample_surface(mesh, 2500, seed=1)
    turn, shift = rotation([1.0, 0.3, 0.2], np.radians(8.0)), np.array([2.0, -3.0, 4.0])
    start = Affine(np.eye(3), target.mean(0) - (source @ turn.T).mean(0))
    found = register(source @ turn.T + shift, target, freedom, Affine(start.matrix, start.shift - shift), rounds=60)
    round_trip = found((source @ turn.T) + shift)
    assert np.linalg.norm(round_trip - source, axis=1).max() < 0.5
    assert np.linalg.norm((round_trip - source).mean(0)) < 0.1


def test_the_distance_of_a_shifted_plane_is_the_shift() -> None:
    """Oracle: two lattices of the same points, one lifted by 2 mm."""
    x, y = np.meshgrid(np.arange(30.0), np.arange(30.0))
    flat = np.column_stack([x.ravel(), y.ravel(), np.zeros(900)])
    assert surface_distance(flat, flat + [0, 0, 2.0]) == pytest.approx((2.0, 2.0))
    assert surface_distance(flat, flat) == (0.0, 0.0)
