"""Quantum noise: random numbers worked out from a picture's number and a pixel's place, the same on every machine, never the same twice."""

from __future__ import annotations

import numpy as np

from meshes.compiled import compiled

BYTES_SD = np.float32(147.80054127)
"""Standard deviation of the sum of four bytes."""


@compiled(inline="always")
def mixed(x: np.uint32) -> np.uint32:
    """A 32-bit number whose every bit hangs on all bits of the given one (Wellons's low-bias multiply and shift)."""
    x = np.uint32(x ^ (x >> np.uint32(16)))
    x = np.uint32(x * np.uint32(0x7FEB352D))
    x = np.uint32(x ^ (x >> np.uint32(15)))
    x = np.uint32(x * np.uint32(0x846CA68B))
    return np.uint32(x ^ (x >> np.uint32(16)))


@compiled(inline="always")
def row_key(frame: int, row: int) -> np.uint32:
    """What a row's numbers start from."""
    return mixed(np.uint32(mixed(np.uint32(frame)) + np.uint32(row) * np.uint32(0x9E3779B1)))


@compiled(inline="always")
def deviate(key: np.uint32, column: int) -> np.float32:
    """Nearly normal, mean 0 and variance 1: the sum of the four bytes of a random number."""
    x = mixed(np.uint32(key ^ np.uint32(np.uint32(column) * np.uint32(0x85EBCA6B))))
    total = (x & np.uint32(255)) + ((x >> np.uint32(8)) & np.uint32(255)) + ((x >> np.uint32(16)) & np.uint32(255)) + (x >> np.uint32(24))
    return (np.float32(np.int32(total)) - np.float32(510)) / BYTES_SD
