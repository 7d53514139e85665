"""The body of an attempt as its recording describes it: its landmarks and its canal, and nothing that a needle could meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.canal_line import CanalLine
from meshes.quoting import quoted
from meshes.space import Vector
from scenarios.files import InputError


@dataclass(frozen=True, eq=False)
class Site:
    """Where things are in the body that the needle was put into."""

    landmarks: dict[str, NDArray[np.float64]]
    """(3,) mm each, by name"""
    canal: CanalLine

    @staticmethod
    def of(data: dict[str, Any]) -> Site:
        """From what the event ``body_described`` says."""
        landmarks = {name: np.array(place, float) for name, place in data["landmarks"].items()}
        return Site(landmarks, CanalLine(np.array(data["canal"], float).reshape(-1, 3)))

    def landmark(self, name: str) -> Vector:
        """Raises InputError if that body has none of this name: it cannot be judged by what asks for it."""
        if name not in self.landmarks:
            raise InputError(f"the recording's body has no landmark {quoted(name)}")
        return self.landmarks[name]

    def station(self, place: Vector) -> float:
        """mm along the canal from its top."""
        return float(self.canal.station(place))
