"""Pictures made larger."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.fluoroscopy.enlargement import add_enlarged


def enlarged(image: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Alone, upright."""
    out = np.zeros((size, size), np.float32)
    add_enlarged(np.ascontiguousarray(image.T), out)
    return out


def test_an_enlarged_picture_keeps_a_slope() -> None:
    """Oracle: a plane is its own interpolation: exact between the outer pixels' centres, prolonged beyond."""
    i, j = np.indices((20, 20), np.float32)
    large = enlarged(3 * i - 2 * j + 5, 80)
    places = np.clip((np.arange(80) + 0.5) / 4 - 0.5, 0, 19)
    np.testing.assert_allclose(large, 3 * places[:, None] - 2 * places[None, :] + 5, atol=1e-4)


def test_an_enlarged_picture_keeps_a_curve() -> None:
    """Oracle: a parabola is its own interpolation too, a pixel and more from the border (Catmull and Rom's curve is of third order)."""
    i, j = np.indices((24, 24), np.float32)
    large = enlarged(0.5 * i * i + 0.25 * i * j - j * j, 60)
    at = (np.arange(60) + 0.5) * 0.4 - 0.5
    y, x = at[:, None], at[None, :]
    inner = slice(4, -4)
    np.testing.assert_allclose(large[inner, inner], (0.5 * y * y + 0.25 * y * x - x * x)[inner, inner], atol=1e-3)


def test_a_picture_of_the_right_size_is_left_alone() -> None:
    """Oracle: itself, bit by bit."""
    image = np.random.Generator(np.random.PCG64(2)).random((37, 37), np.float32)
    np.testing.assert_array_equal(enlarged(image, 37), image)


def test_what_is_there_already_is_added_to() -> None:
    """Oracle: the picture alone and what was there."""
    image, there = np.random.Generator(np.random.PCG64(3)).random((2, 40, 40), np.float32)
    out = np.kron(there, np.ones((2, 2), np.float32))
    add_enlarged(np.ascontiguousarray(image.T), out)
    np.testing.assert_array_equal(out, np.kron(there, np.ones((2, 2), np.float32)) + enlarged(image, 80))


@pytest.mark.parametrize("threads", ["1", "3"])
def test_the_number_of_threads_does_not_show(monkeypatch: pytest.MonkeyPatch, threads: str) -> None:
    """Oracle: the picture of two threads, bit by bit."""
    image = np.random.Generator(np.random.PCG64(1)).random((50, 50), np.float32)
    monkeypatch.setenv("TUOHY_THREADS", "2")
    two = enlarged(image, 131)
    monkeypatch.setenv("TUOHY_THREADS", threads)
    np.testing.assert_array_equal(enlarged(image, 131), two)
