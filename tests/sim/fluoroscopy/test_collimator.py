"""Blades and iris."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.fluoroscopy.collimator import OPEN, Collimator

SIZE = 512
share = st.floats(0.06, 1.0)


def opened(collimator: Collimator, size: int = SIZE) -> np.ndarray:
    column = np.arange(size)
    spans = collimator.spans(size)
    return np.asarray((column >= spans[:, :1]) & (column < spans[:, 1:]))


@settings(derandomize=True, deadline=None, max_examples=20)
@given(share, share)
def test_blades_open_the_middle(width: float, height: float) -> None:
    """Oracle: a share of the width and one of the height, about the middle, to a pixel; the share of the area is their product."""
    rows, columns = (np.flatnonzero(opened(Collimator(width, height)).any(axis)) for axis in (1, 0))
    assert len(columns) == pytest.approx(width * SIZE, abs=1.01)
    assert len(rows) == pytest.approx(height * SIZE, abs=1.01)
    assert columns[0] == SIZE - 1 - columns[-1]
    assert rows[0] == SIZE - 1 - rows[-1]
    assert Collimator(width, height).open_share == pytest.approx(width * height)


@settings(derandomize=True, deadline=None, max_examples=30)
@given(share, share, st.floats(0.1, 1.5))
def test_an_iris_cuts_a_circle(width: float, height: float, iris: float) -> None:
    """Oracle: a million places asked one by one; 0.5 % of the field for the pixels on the edge."""
    collimator = Collimator(width, height, iris)
    x = (np.arange(1000) + 0.5) / 500 - 1
    inside = (np.abs(x)[:, None] <= height) & (np.abs(x)[None, :] <= width) & (np.hypot(x[:, None], x[None, :]) <= iris)
    assert collimator.open_share == pytest.approx(inside.mean(), abs=0.002)
    assert opened(collimator).mean() == pytest.approx(inside.mean(), abs=0.005)
    assert collimator.holds(0.0, 0.0)
    assert collimator.holds(0.9, 0.9) == inside[949, 949]


def test_wide_open_is_everything() -> None:
    """Oracle: every pixel, and an area of one."""
    assert opened(OPEN).all()
    assert OPEN.open_share == 1.0
    assert Collimator(iris=1.0).seen_share == pytest.approx(1.0)
