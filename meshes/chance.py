"""The named streams of chance of one person: each quantity has its own, so that a new one leaves the others as they were."""

from __future__ import annotations

import numpy as np

from meshes.noise import stream

FARTHEST = 2.5
"""Nobody lies farther from the mean than so many standard deviations: the tables' ranges end there."""


class Chance:
    """One person's."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._normals: dict[str, float] = {}

    def normal(self, name: str) -> float:
        """Standard normal, within FARTHEST."""
        if name not in self._normals:
            self._normals[name] = float(np.clip(stream(self.seed, name).standard_normal(), -FARTHEST, FARTHEST))
        return self._normals[name]

    def uniform(self, name: str) -> float:
        return float(stream(self.seed, name).random())
