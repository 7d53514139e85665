"""The named streams of chance of one person: each quantity has its own, so that a new one leaves the others as they were."""

from __future__ import annotations

from zlib import crc32

import numpy as np

FARTHEST = 2.5
"""Nobody lies farther from the mean than so many standard deviations: the tables' ranges end there."""


class Chance:
    """One person's."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._normals: dict[str, float] = {}

    def _stream(self, name: str) -> np.random.Generator:
        return np.random.Generator(np.random.Philox(key=np.array([self.seed, crc32(name.encode())], np.uint64)))

    def normal(self, name: str) -> float:
        """Standard normal, within FARTHEST."""
        if name not in self._normals:
            self._normals[name] = float(np.clip(self._stream(name).standard_normal(), -FARTHEST, FARTHEST))
        return self._normals[name]

    def uniform(self, name: str) -> float:
        return float(self._stream(name).random())
