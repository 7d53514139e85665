"""From the linear signal to the greys on the monitor: a chain of named stages, each of which can be left out.

scatter, blur and noise belong to the physics; logarithm, window and inversion to the display. Pictures decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import ndimage

from sim.fluoroscopy.dose import DETECTOR_UGY
from sim.fluoroscopy.parallel import over_rows

PHOTONS_PER_MM2_UGY = 30_200.0
"""RQA5, fact sheet 6.4."""
SCATTER_AT = ((150.0, 0.32), (200.0, 0.40), (300.0, 0.55), (400.0, 0.62))
"""mm of tissue -> share of scatter in the signal, behind a grid: 40 % AP, 55 % lateral (fact sheet 6.4 BUILD), beyond by guess."""
SCATTER_SIGMA_MM = 40.0
SCATTER_SIZE = 32
"""Scatter is worked out at this many pixels across."""
BLUR_MM = 0.22
"""Standard deviation of phosphor and focal-spot blur at the detector (guess; about 2 line pairs a mm at 10 %)."""
NOISE_TILE = 1024 + 257
WINDOW_LOG = 1.55
"""Range of -log signal from white to black, after equalisation."""
EQUALISE = 0.72
"""How much of the slow change of brightness across the field the display takes away, as image processors do (guess, by eye)."""
EQUALISE_SIGMA_MM = 26.0


@dataclass(frozen=True)
class Stages:
    """Which stages run."""

    scatter: bool = True
    noise: bool = True
    blur: bool = True
    equalise: bool = True
    inverted: bool = False


@dataclass(frozen=True)
class Collimator:
    """Half-openings of the blades as shares of the field, 0 to 1."""

    width: float = 1.0
    height: float = 1.0

    @property
    def open_share(self) -> float:
        return self.width * self.height

    def pixels(self, size: int) -> tuple[slice, slice]:
        """(rows, columns) left open in a picture."""
        rows, columns = (int(round(size / 2 * (1 - share))) for share in (self.height, self.width))
        return slice(rows, size - rows), slice(columns, size - columns)


ALL_STAGES, OPEN = Stages(), Collimator()


@cache
def _noise_tile() -> NDArray[np.float32]:
    """Standard normal numbers, the same ones always: a frame takes its piece by its number."""
    tile = np.random.Generator(np.random.Philox(7)).standard_normal((NOISE_TILE, NOISE_TILE), np.float32)
    tile.setflags(write=False)
    return tile


def scatter_share(thickness_mm: float) -> float:
    return float(np.interp(thickness_mm, [mm for mm, _ in SCATTER_AT], [share for _, share in SCATTER_AT]))


def haze(signal: NDArray[np.float32], field_mm: float, thickness_mm: float, open_share: float = 1.0) -> NDArray[np.float32]:
    """(SCATTER_SIZE, SCATTER_SIZE): scattered signal, low-passed; a narrower beam scatters less (guess: in proportion)."""
    size = signal.shape[0]
    block = size // SCATTER_SIZE
    small = signal[: block * SCATTER_SIZE, : block * SCATTER_SIZE].reshape(SCATTER_SIZE, block, SCATTER_SIZE, block).mean(axis=(1, 3))
    share = scatter_share(thickness_mm)
    # the open beam beside the body is bright but meets nothing that scatters
    scattering = np.minimum(
        small, 2.5 * float(np.median(small[SCATTER_SIZE // 4 : -SCATTER_SIZE // 4, SCATTER_SIZE // 4 : -SCATTER_SIZE // 4]))
    )
    spread = ndimage.gaussian_filter(scattering, SCATTER_SIGMA_MM * SCATTER_SIZE / field_mm, mode="nearest")
    return (spread * (share / (1 - share) * open_share)).astype(np.float32)


def displayed(
    signal: NDArray[np.float32],
    field_mm: float,
    thickness_mm: float,
    frame: int,
    collimator: Collimator = OPEN,
    stages: Stages = ALL_STAGES,
) -> NDArray[np.uint8]:
    """(size, size) greys of one frame: bone and metal dark, unless inverted.

    frame : the picture's number, which picks its noise; the same number gives the same noise.
    """
    size = signal.shape[0]
    fog = (
        haze(signal, field_mm, thickness_mm, collimator.open_share)
        if stages.scatter
        else np.zeros((SCATTER_SIZE, SCATTER_SIZE), np.float32)
    )
    opened = collimator.pixels(size)
    middle = slice(size * 3 // 8, size * 5 // 8)
    centre = float(np.median(signal[middle, middle][::4, ::4])) + float(fog[SCATTER_SIZE // 2, SCATTER_SIZE // 2])
    base = _slow(signal, fog, centre, field_mm) if stages.equalise else np.zeros_like(fog)
    pitch = field_mm / size
    photons = DETECTOR_UGY * PHOTONS_PER_MM2_UGY * pitch * pitch
    tile = _noise_tile()
    i, j = (frame * 97) % (NOISE_TILE - 1024), (frame * 61) % (NOISE_TILE - 1024)
    f = np.float32
    noisy = np.empty_like(signal)
    strength = f(np.sqrt(centre / photons)) if stages.noise else f(0)

    def first(top: int, bottom: int) -> None:
        _fog_and_noise(signal, fog, tile, i, j, strength, top, bottom, noisy)

    over_rows(first, size)
    greys = np.full((size, size), 255 if stages.inverted else 0, np.uint8)
    taps = _taps(BLUR_MM / pitch) if stages.blur else np.array([0, 1, 0], np.float32)
    rows, columns = opened

    def second(top: int, bottom: int) -> None:
        _blur_and_window(
            noisy,
            taps,
            base,
            f(centre),
            f(WINDOW_LOG),
            stages.inverted,
            max(top, rows.start),
            min(bottom, rows.stop),
            columns.start,
            columns.stop,
            greys,
        )

    over_rows(second, size)
    return greys


def _slow(signal: NDArray[np.float32], fog: NDArray[np.float32], centre: float, field_mm: float) -> NDArray[np.float32]:
    """(SCATTER_SIZE, SCATTER_SIZE): what equalisation adds to the logarithm: part of its slow changes, turned round."""
    block = signal.shape[0] // SCATTER_SIZE
    small = signal[: block * SCATTER_SIZE, : block * SCATTER_SIZE].reshape(SCATTER_SIZE, block, SCATTER_SIZE, block).mean(axis=(1, 3))
    slow = np.log(np.maximum(small + fog, 1e-6) / centre)
    slow = ndimage.gaussian_filter(np.clip(slow, -2.5, 2.5), EQUALISE_SIGMA_MM * SCATTER_SIZE / field_mm, mode="nearest")
    return (-EQUALISE * slow).astype(np.float32)


def _taps(sigma: float) -> NDArray[np.float32]:
    """Three weights of a small Gaussian."""
    side = np.exp(-0.5 / max(sigma, 0.2) ** 2)
    return np.array([side, 1.0, side], np.float32) / np.float32(1 + 2 * side)


@njit(cache=True, nogil=True, error_model="numpy")
def _fog_and_noise(signal, fog, tile, i0, j0, strength, top, bottom, out):  # type: ignore[no-untyped-def]
    """Add scatter, interpolated, and noise whose variance follows the signal."""
    size, small = signal.shape[0], fog.shape[0]
    scale = np.float32(small) / np.float32(size)
    half, zero, one = np.float32(0.5), np.float32(0), np.float32(1)
    for i in range(top, bottom):
        y = min(max((np.float32(i) + half) * scale - half, zero), np.float32(small) - np.float32(1.001))
        k = int(y)
        y -= np.float32(k)
        for j in range(size):
            x = min(max((np.float32(j) + half) * scale - half, zero), np.float32(small) - np.float32(1.001))
            m = int(x)
            x -= np.float32(m)
            upper = fog[k, m] * (one - x) + fog[k, m + 1] * x
            lower = fog[k + 1, m] * (one - x) + fog[k + 1, m + 1] * x
            value = signal[i, j] + upper * (one - y) + lower * y
            noise = tile[i0 + i & 1023, j0 + j & 1023] if size > 1024 else tile[i0 + i, j0 + j]
            out[i, j] = max(value + strength * np.sqrt(value) * noise, np.float32(1e-6))


@njit(cache=True, nogil=True, error_model="numpy")
def _blur_and_window(image, taps, base, centre, window, inverted, top, bottom, left, right, out):  # type: ignore[no-untyped-def]
    """Blur by three taps each way, take the logarithm, and set it into 8 bits with the field's middle a little above mid-grey."""
    size, small = image.shape[0], base.shape[0]
    a, b, c = taps
    scale = np.float32(small) / np.float32(size)
    half, zero, one = np.float32(0.5), np.float32(0), np.float32(1)
    for i in range(top, bottom):
        above, below = max(i - 1, 0), min(i + 1, size - 1)
        y = min(max((np.float32(i) + half) * scale - half, zero), np.float32(small) - np.float32(1.001))
        k = int(y)
        y -= np.float32(k)
        for j in range(left, right):
            west, east = max(j - 1, 0), min(j + 1, size - 1)
            value = (
                b * (a * image[above, j] + b * image[i, j] + c * image[below, j])
                + a * (a * image[above, west] + b * image[i, west] + c * image[below, west])
                + c * (a * image[above, east] + b * image[i, east] + c * image[below, east])
            )
            x = min(max((np.float32(j) + half) * scale - half, zero), np.float32(small) - np.float32(1.001))
            m = int(x)
            x -= np.float32(m)
            upper = base[k, m] * (one - x) + base[k, m + 1] * x
            lower = base[k + 1, m] * (one - x) + base[k + 1, m + 1] * x
            grey = np.float32(0.55) + (np.log(value / centre) + upper * (one - y) + lower * y) / window
            shade = np.uint8(min(max(grey, zero), one) * np.float32(255) + np.float32(0.5))
            out[i, j] = 255 - shade if inverted else shade
