"""What fluid does by itself, cell by cell."""

from __future__ import annotations

import numpy as np
import pytest

from sim.physics.mixing import wash_out


@pytest.mark.parametrize(("trace_ml", "share"), [(1e-9, 0.037), (1e9, 1.0)])
def test_blood_takes_a_share_and_the_last_trace_whole(trace_ml: float, share: float) -> None:
    """Oracle: whole arrays; what is gone is summed in the order of the cells, so that it is the same to the last bit."""
    rng = np.random.Generator(np.random.PCG64(7))
    load = np.asfortranarray(rng.random((4, 500)) * (rng.random((4, 500)) < 0.2))
    gone, before = np.array([0.1, 0.2, 0.3, 0.4]), load.copy(order="F")
    assert wash_out(load, 0.037, trace_ml, gone)
    taken = before * share
    np.testing.assert_array_equal(load, before - taken)
    np.testing.assert_array_equal(gone, np.array([0.1, 0.2, 0.3, 0.4]) + taken.sum(1))


def test_an_empty_space_loses_nothing() -> None:
    """Oracle: nothing is nothing; iodine alone is something."""
    load, gone = np.zeros((4, 20), order="F"), np.zeros(4)
    assert not wash_out(load, 0.5, 1e-9, gone)
    assert not gone.any()
    load[3, 5] = 2.0
    assert wash_out(load, 0.5, 1e-9, gone)
    np.testing.assert_array_equal(gone, [0.0, 0.0, 0.0, 2.0])
