"""Random fields that are the same anywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshes.noise import lattice_noise, noise_at, scrambled
from tests.meshes.steady import clouds, places, steady

CELL = [2.0, 3.0, 5.0]


def field(points: np.ndarray, seed: int = 1, cell: list[float] = CELL) -> np.ndarray:
    x, y, z = np.asarray(points, np.float32).T
    return lattice_noise(x, y, z, cell, seed)


def nodes(count: int) -> np.ndarray:
    """The nodes of the lattice."""
    return np.stack(np.meshgrid(*[np.arange(count, dtype=float)] * 3, indexing="ij"), -1).reshape(-1, 3) * CELL


def test_at_the_nodes_it_has_no_mean_and_unit_variance() -> None:
    """Oracle: a uniform value within +-sqrt(3) has variance 1; over 27,000 nodes the mean's own sd is 0.006."""
    values = field(nodes(30))
    assert abs(values.mean()) < 0.025
    assert values.var() == pytest.approx(1.0, abs=0.025)
    assert np.abs(values).max() <= np.sqrt(3) + 1e-5


def test_neighbouring_nodes_know_nothing_of_each_other() -> None:
    """Oracle: the correlation of independent values is 0 +- 1 / sqrt(n)."""
    values = field(nodes(30)).reshape(30, 30, 30)
    for axis in range(3):
        a, b = np.moveaxis(values, axis, 0)[:-1].ravel(), np.moveaxis(values, axis, 0)[1:].ravel()
        assert abs(np.corrcoef(a, b)[0, 1]) < 4 / np.sqrt(len(a))


@steady
@given(clouds(20, 40.0), st.integers(0, 2**31))
def test_asking_alone_or_together_gives_the_same(points: np.ndarray, seed: int) -> None:
    together = field(points, seed)
    np.testing.assert_array_equal(together, [field(p[None], seed)[0] for p in points])
    np.testing.assert_array_equal(together[::-1], field(points[::-1], seed))


@steady
@given(places(40.0))
def test_at_one_point_it_is_the_field_there(point: np.ndarray) -> None:
    assert noise_at(point, 4.0, 9) == field(point[None], 9, [4.0] * 3)[0]


def test_between_nodes_it_is_interpolated() -> None:
    """Oracle: the mean of a cell's eight corners is the value in its middle."""
    corner = np.array([[-6.0, 3.0, 10.0]])
    eight = corner + np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)]) * CELL
    assert field(corner + np.array(CELL) / 2)[0] == pytest.approx(field(eight).mean(), abs=1e-5)


def test_it_does_not_jump_at_a_node() -> None:
    edge = nodes(4) - 20.0
    step = np.array([1e-4, 0.0, 0.0])
    np.testing.assert_allclose(field(edge - step), field(edge + step), atol=1e-3)


def correlations(seeds: list[int]) -> np.ndarray:
    """Of each two of the fields, at 8000 nodes."""
    found = np.corrcoef([field(nodes(20), seed) for seed in seeds])
    return found[np.triu_indices(len(seeds), 1)]


def test_the_same_seed_is_the_same_field() -> None:
    np.testing.assert_array_equal(field(nodes(5), 7), field(nodes(5), 7))


def test_fields_of_seeds_far_apart_know_nothing_of_each_other() -> None:
    """Oracle: the correlation of independent values is 0 +- 1 / sqrt(8000) = 0.011; none of 66 is 5 sds away."""
    seeds = np.random.default_rng(0).integers(0, 2**62, 12).tolist()
    assert np.abs(correlations(seeds)).max() < 5 / np.sqrt(8000)


def test_fields_of_neighbouring_seeds_know_nothing_of_each_other() -> None:
    """Attempts are numbered 0, 1, 2 ...: scrambled, their tissues are drawn apart. Oracle: as above."""
    assert np.abs(correlations([scrambled(seed) for seed in range(12)])).max() < 5 / np.sqrt(8000)


def test_scrambling_is_the_published_splitmix() -> None:
    """Oracle: the first outputs of splitmix64 from seed 1234567 (Vigna's reference code)."""
    golden = 0x9E3779B97F4A7C15
    found = [scrambled(1234567 + i * golden) for i in range(3)]
    assert found == [6457827717110365317, 3203168211198807973, 9817491932198370423]
