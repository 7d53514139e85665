"""Quantum noise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from sim.fluoroscopy.detector import NO_STAGES, Shot, Stages, exposed

SIZE = 256
NOISY = Stages(**{**NO_STAGES.__dict__, "noise": True})


def noise(frame: int, size: int = SIZE, detector_ugy: float = 0.030) -> NDArray[np.float64]:
    flat = np.ones((size, size), np.float32)
    return exposed(flat, Shot(frame, 150.0, 200.0, detector_ugy), NOISY).astype(float) - 1


@pytest.mark.parametrize(("field", "size"), [(300.0, 1024), (150.0, 512)])
def test_noise_is_that_of_counted_photons(field: float, size: int) -> None:
    """Oracle: Poisson: the variance of a pixel's count is its mean, whatever the level.

    Counts from [@rqa5_fluence]: 30 nGy in the middle of its 20-40 a frame, 30,200 photons per mm2 and uGy; 24-48 in a pixel of 0.2 mm.
    1.5 % for chance at 100,000 pixels and more.
    """
    image = np.ones((size, size), np.float32)
    image[:, : size // 4], image[:, size * 3 // 4 :] = 0.8, 1.3
    photons = 0.030 * 30_200 * (field / size) ** 2
    assert Shot(1, 200.0, 200.0).photons(1000) == pytest.approx(36, abs=0.5)
    counts = photons * exposed(image, Shot(3, field, 200.0), NOISY).astype(float)
    for part, level in ((slice(0, size // 4), 0.8), (slice(size // 4, size * 3 // 4), 1.0), (slice(size * 3 // 4, size), 1.3)):
        assert counts[:, part].mean() == pytest.approx(photons * level, rel=0.005)
        assert counts[:, part].var() / counts[:, part].mean() == pytest.approx(1.0, abs=0.015)


@pytest.mark.parametrize("more", [2.0, 4.0, 16.0])
def test_noise_follows_the_dose(more: float) -> None:
    """Oracle: n times the dose, 1 / sqrt(n) of the noise."""
    assert noise(5).std() / noise(5, detector_ugy=0.030 * more).std() == pytest.approx(np.sqrt(more), rel=1e-3)


def test_noise_is_nearly_normal() -> None:
    """Oracle: moments of the sum of four bytes: skew 0, excess kurtosis -1.2 / 4; a normal's quantiles to 0.04 of its deviation."""
    sample = noise(9, 1024).ravel()
    assert stats.skew(sample) == pytest.approx(0.0, abs=0.01)
    assert stats.kurtosis(sample) == pytest.approx(-0.3, abs=0.02)
    for share in (0.05, 0.25, 0.75, 0.95):
        assert np.quantile(sample, share) / sample.std() == pytest.approx(stats.norm.ppf(share), abs=0.04)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.integers(1, 100_000), st.integers(1, 5000))
def test_another_frame_has_other_noise(frame: int, later: int) -> None:
    """Oracle: two frames are uncorrelated as they lie and slid over each other any way: the largest of 65,536 correlations stays below
    6 standard errors."""
    one, two = noise(frame), noise(frame + later)
    correlation = np.fft.ifft2(np.fft.fft2(one) * np.conj(np.fft.fft2(two))).real / (one.std() * two.std() * one.size)
    assert np.abs(correlation).max() < 6 / np.sqrt(one.size)


def test_noise_of_pixels_is_independent() -> None:
    """Oracle: a white spectrum: a picture slid over itself matches nowhere but in place (65,535 slides, 6 standard errors)."""
    one = noise(3)
    correlation = np.fft.ifft2(np.abs(np.fft.fft2(one)) ** 2).real / (one.var() * one.size)
    assert correlation[0, 0] == pytest.approx(1.0, abs=0.01)
    correlation[0, 0] = 0
    assert np.abs(correlation).max() < 6 / np.sqrt(one.size)


def test_noise_does_not_come_back() -> None:
    """Oracle: the first pixels of 20,000 frames (22 minutes of the fastest pulses) are all different."""
    flat = np.ones((32, 32), np.float32)
    seen = {exposed(flat, Shot(frame, 150.0, 200.0), NOISY).tobytes() for frame in range(1, 20_001, 7)}
    assert len(seen) == len(range(1, 20_001, 7))


def test_these_are_the_numbers() -> None:
    """Oracle: the multiply-and-shift worked out in whole numbers here, digit by digit; so they are the same on every machine."""

    def mixed(x: int) -> int:
        x ^= x >> 16
        x = x * 0x7FEB352D & 0xFFFFFFFF
        x ^= x >> 15
        x = x * 0x846CA68B & 0xFFFFFFFF
        return x ^ x >> 16

    frame, row, column = 12345, 17, 201
    key = mixed(mixed(frame) + row * 0x9E3779B1 & 0xFFFFFFFF)
    x = mixed(key ^ (column * 0x85EBCA6B & 0xFFFFFFFF))
    normal = (sum(x >> s & 255 for s in (0, 8, 16, 24)) - 510) / np.sqrt(4 * (256**2 - 1) / 12)
    photons = Shot(frame, 150.0, 200.0).photons(SIZE)
    assert noise(frame)[row, column] == pytest.approx(normal / np.sqrt(photons), abs=1e-6)
