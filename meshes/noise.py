"""Seeded random fields over space: the same for the same seed anywhere, with no generator to carry along."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.compiled import compiled

Single = NDArray[np.float32]
MASK = 2**64 - 1


def stream(seed: int, name: str) -> np.random.Generator:
    """A stream of chance by its name, so that a new one leaves the others as they were."""
    return np.random.Generator(np.random.Philox(key=np.array([seed, crc32(name.encode())], np.uint64)))


def lattice_noise(x: Single, y: Single, z: Single, cell_mm: Sequence[float], seed: int) -> Single:
    """Trilinear noise between hashed values at the nodes of a lattice, each within +-1.73 (unit variance there)."""
    out = np.empty(x.shape, np.float32)
    scale = np.array([1 / size for size in cell_mm], np.float32)
    _noise(x.ravel(), y.ravel(), z.ravel(), scale, np.uint64(seed), out.ravel())
    return out


def noise_at(point: ArrayLike, cell_mm: float, seed: int) -> float:
    """The same at one point."""
    x, y, z = (np.array([value], np.float32) for value in np.asarray(point, float))
    return float(lattice_noise(x, y, z, [cell_mm] * 3, seed)[0])


def scrambled(seed: int) -> int:
    """A seed's 64 bits well mixed (splitmix64): fields of neighbouring seeds then know nothing of each other."""
    z = (seed + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


@compiled
def _noise(x: Single, y: Single, z: Single, scale: Single, seed: np.uint64, out: Single) -> None:
    one = np.float32(1)
    for n in range(len(x)):
        a, b, c = x[n] * scale[0], y[n] * scale[1], z[n] * scale[2]
        i, j, k = np.floor(a), np.floor(b), np.floor(c)
        u, v, w = a - i, b - j, c - k
        total = np.float32(0)
        for corner in range(8):
            di, dj, dk = corner & 1, (corner >> 1) & 1, (corner >> 2) & 1
            share = (u if di else one - u) * (v if dj else one - v) * (w if dk else one - w)
            total += share * _hashed(np.int64(i) + di, np.int64(j) + dj, np.int64(k) + dk, seed)
        out[n] = total


@compiled(inline="always")
def _hashed(i: np.int64, j: np.int64, k: np.int64, seed: np.uint64) -> np.float32:
    """A value in +-sqrt(3) for every lattice node (a small integer hash)."""
    h = np.uint64(i) * np.uint64(0x9E3779B97F4A7C15) ^ np.uint64(j) * np.uint64(0xC2B2AE3D27D4EB4F)
    h = h ^ np.uint64(k) * np.uint64(0x165667B19E3779F9) ^ seed
    h = (h ^ (h >> np.uint64(31))) * np.uint64(0xD6E8FEB86659FD93)
    h = h ^ (h >> np.uint64(32))
    return (np.float32(h & np.uint64(0xFFFFFF)) * np.float32(2 / 0xFFFFFF) - np.float32(1)) * np.float32(1.7320508)
