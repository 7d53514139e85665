"""The coarse lattice, against a dense solution of the same conductances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.physics.patches import Patches, settle
from sim.physics.pressure import PATCH

SIDE = 9
"""Cells along an edge of the made lattice."""


def made(seed: int, leaks: bool = True) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Neighbours, conductances, outlets and places of the cells of a lattice with holes."""
    rng = np.random.Generator(np.random.PCG64(seed))
    there = rng.random((SIDE, SIDE, SIDE)) < 0.6
    index = np.argwhere(there)
    number = np.full((SIDE + 2,) * 3, -1, np.int32)
    number[1:-1, 1:-1, 1:-1][there] = np.arange(len(index))
    ways = np.array([[-1, 0, 0], [1, 0, 0], [0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1]])
    neighbour = np.stack([number[tuple((index + 1 + way).T)] for way in ways], 1)
    conductance = np.zeros(neighbour.shape)
    for d in (1, 3, 5):
        here = np.flatnonzero(neighbour[:, d] >= 0)
        conductance[here, d] = np.exp(rng.normal(0.0, 2.0, len(here)))
        conductance[neighbour[here, d], d - 1] = conductance[here, d]
    outlet = rng.random(len(index)) * 1e-3 if leaks else np.zeros(len(index))
    return neighbour, conductance, outlet, index


def boxes(index: NDArray) -> NDArray:
    return np.asarray((index // np.array(PATCH)) @ np.array([100, 10, 1]))


def cut(neighbour: NDArray, conductance: NDArray, outlet: NDArray, index: NDArray) -> Patches:
    box = boxes(index)
    return Patches.cut(neighbour, conductance, outlet, box, np.argsort(box, kind="stable"))


@settings(derandomize=True, deadline=None, max_examples=20)
@given(st.integers(0, 10**6))
def test_patches_are_solved_exactly(seed: int) -> None:
    """Oracle: numpy's solution of the cells' matrix, summed over the patches."""
    neighbour, conductance, outlet, index = made(seed)
    patches = cut(neighbour, conductance, outlet, index)
    n, count = len(outlet), len(patches.inverse)
    assert 1 < count < n
    dense = np.diag(outlet + conductance.sum(1))
    for i, d in zip(*np.nonzero(neighbour >= 0), strict=True):
        dense[i, neighbour[i, d]] -= conductance[i, d]
    member = np.zeros((count, n))
    member[patches.of, np.arange(n)] = 1.0
    right = np.random.Generator(np.random.PCG64(seed)).normal(size=count)
    plain = np.linalg.solve(member @ dense @ member.T, right)
    settle(patches, right)
    np.testing.assert_allclose(right, plain, rtol=1e-7, atol=1e-9 * np.abs(plain).max())


def test_a_patch_lies_in_one_box_on_one_side_of_a_wall() -> None:
    """Oracle: what the module says of a patch, where a wall through the middle of boxes conducts a thousandth of all else."""
    neighbour, conductance, outlet, index = made(1)
    left = index[:, 0] < PATCH[0] + 1
    conductance[neighbour >= 0] = 1.0
    conductance[(neighbour >= 0) & (left[:, None] != left[neighbour])] = 1e-3
    patches = cut(neighbour, conductance, outlet, index)
    for number in range(len(patches.inverse)):
        assert len(set(boxes(index)[patches.of == number])) == 1
    # a cell that the wall alone joins to anything may go with either side
    held = conductance.max(1) == 1.0
    assert not set(patches.of[held & left]) & set(patches.of[held & ~left])
    assert len(set(patches.of)) < held.sum() / 2


@pytest.mark.parametrize("seed", [1, 2])
def test_a_piece_that_nothing_can_leave_is_left_at_rest(seed: int) -> None:
    """Oracle: without an outlet every piece is singular: its last patch stays at 0, and nothing is divided by nothing."""
    neighbour, conductance, outlet, index = made(seed, leaks=False)
    patches = cut(neighbour, conductance, outlet, index)
    at_rest = patches.inverse == 0.0
    assert at_rest.any()
    y = np.zeros(len(patches.inverse))
    settle(patches, y)
    assert not y.any()
    assert np.isfinite(patches.share).all()
