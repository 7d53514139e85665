"""Stands in for what draws bodies beside a form, and makes them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from meshes.person import Person
from sim.qt.studio.body_shots import BodyShots

FLAT = BodyShots({}, np.zeros(3), (np.full((8, 8), 90, np.uint8),) * 2)
Answer = Callable[[BodyShots], None]


class Makers:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.sketches: list[tuple[Person, Answer]] = []
        self.wholes: list[tuple[Person | str, Answer]] = []
        self.hears: list[Callable[[str, float], None]] = []
        self.abandoned = 0

    def sketch(self, person: Person, done: Answer, failed: object, hear: object) -> Makers:
        self.sketches.append((person, done))
        return self

    def whole(self, who: Person | str, done: Answer, failed: object, hear: Callable[[str, float], None]) -> Makers:
        self.hears.append(hear)
        self.wholes.append((who, done))
        return self

    def abandon(self) -> None:
        self.abandoned += 1
