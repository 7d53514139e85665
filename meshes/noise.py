"""Seeded random fields over space: the same for the same seed anywhere, with no generator to carry along."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float32]


def lattice_noise(x: Array, y: Array, z: Array, cell_mm: Sequence[float], seed: int) -> Array:
    """Trilinear noise between hashed values at the nodes of a lattice, each within +-1.73 (unit variance there)."""
    f = np.float32
    base, weight = [], []
    for axis, size in zip((x, y, z), cell_mm, strict=True):
        scaled = axis * f(1 / size)
        whole = np.floor(scaled)
        base.append(whole.astype(np.int64))
        weight.append((scaled - whole).astype(f))
    total = np.zeros_like(x)
    for corner in range(8):
        d = [(corner >> i) & 1 for i in range(3)]
        share = np.ones_like(x)
        for i in range(3):
            share = share * (weight[i] if d[i] else f(1) - weight[i])
        total += share * _hashed(base[0] + d[0], base[1] + d[1], base[2] + d[2], seed)
    return total


def noise_at(point: ArrayLike, cell_mm: float, seed: int) -> float:
    """The same at one point."""
    x, y, z = (np.array([value], np.float32) for value in np.asarray(point, float))
    return float(lattice_noise(x, y, z, [cell_mm] * 3, seed)[0])


def _hashed(i: NDArray, j: NDArray, k: NDArray, seed: int) -> Array:
    """A value in +-sqrt(3) for every lattice node (a small integer hash)."""
    u = np.uint64
    h = i.astype(u) * u(0x9E3779B97F4A7C15) ^ j.astype(u) * u(0xC2B2AE3D27D4EB4F) ^ k.astype(u) * u(0x165667B19E3779F9) ^ u(seed)
    h = (h ^ (h >> u(31))) * u(0xD6E8FEB86659FD93)
    h = h ^ (h >> u(32))
    return ((h & u(0xFFFFFF)).astype(np.float32) * np.float32(2 / 0xFFFFFF) - np.float32(1)) * np.float32(1.7320508)
