"""Pushes through cells, against the same written out plainly, push after push and cell after cell."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.physics.advection import OUT, ROWS, Cascade

CELLS = 40


def made(rng: np.random.Generator) -> tuple[Cascade, NDArray]:
    """Cells that hand on to any of those after them or out, one of them to nobody; and their rank's cell."""
    order = rng.permutation(CELLS).astype(np.int32)
    neighbour = np.full((CELLS, 6), -1, np.int32)
    shares = np.zeros((CELLS, 7))
    for k, i in enumerate(order):
        later = rng.permutation(order[k + 1 :])[:3]
        neighbour[i, : len(later)] = later
        shares[i, : len(later)] = rng.random(len(later))
        shares[i, 6] = 0.1 * rng.random() if len(later) else 1.0
        shares[i] /= shares[i].sum()
    shares[order[CELLS // 2]] = 0.0
    return Cascade.of(order, 0.01 + 0.05 * rng.random(CELLS), neighbour, shares), order


def plainly(cascade: Cascade, load: NDArray, given: NDArray, left: NDArray) -> None:
    """One push into the first rank: a cell fills; then of its content 1 / exp(passing / capacity), as a series, stays."""
    coming = np.zeros((CELLS, ROWS))
    coming[0] = given
    for k in range(CELLS):
        i, comes, room = cascade.cell[k], coming[k], cascade.capacity[k]
        new = comes[:3].sum()
        passing = load[:3, i].sum() + new - room
        if passing <= 1e-15 or not cascade.shares[i].any():
            load[:, i] += comes
            continue
        late = min(passing / new, 1.0)
        load[:, i] += (1 - late) * comes
        x = passing / room
        goes = 1 - 1 / (1 + x + x**2 / 2 + x**3 / 6 + x**4 / 24)
        out = goes * load[:, i] + (1 - goes / x) * late * comes
        load[:, i] += late * comes - out
        for d in range(6):
            if cascade.shares[i, d] > 0:
                coming[cascade.rank[cascade.neighbour[i, d]]] += cascade.shares[i, d] * out
        left += cascade.shares[i, 6] * out


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_pushes_together_are_pushes_one_by_one(seed: int) -> None:
    """Oracle: the plain way, to what a cell may lack of being full; however many go through the cells at once."""
    rng = np.random.Generator(np.random.PCG64(seed))
    cascade, order = made(rng)
    given = 0.002 * rng.random((50, ROWS)) * (rng.random((50, ROWS)) < 0.7)
    plain, plain_left = np.zeros((ROWS, CELLS)), np.zeros(ROWS)
    for push in given:
        plainly(cascade, plain, push, plain_left)
    for parts in ((50,), (3, 4, 1, 20, 22)):
        load, left, at = np.zeros((ROWS, CELLS), order="F"), np.zeros(ROWS), 0
        for many in parts:
            cascade.spill(load, given[at : at + many], int(order[0]), left)
            at += many
        np.testing.assert_allclose(load, plain, rtol=1e-7, atol=1e-12)
        np.testing.assert_allclose(left, plain_left, rtol=1e-7, atol=1e-12)
        np.testing.assert_allclose(load.sum(1) + left, given.sum(0), rtol=1e-12)
        assert not cascade.coming.any()
        assert (cascade.shelf == OUT).all()


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_a_full_cell_takes_pushes_to_the_same_digits_as_one_that_fills_among_them(seed: int) -> None:
    """Pushes given one by one meet most cells full; given together, the same cells fill on the way and go the longer way."""
    rng = np.random.Generator(np.random.PCG64(seed))
    cascade, order = made(rng)
    given = 0.002 * rng.random((48, ROWS)) * (rng.random((48, ROWS)) < 0.7)
    loads = []
    for many in (1, 8):
        load, left = np.zeros((ROWS, CELLS), order="F"), np.zeros(ROWS)
        for at in range(0, len(given), many):
            cascade.spill(load, given[at : at + many], int(order[0]), left)
        loads.append(load)
    np.testing.assert_array_equal(*loads)
