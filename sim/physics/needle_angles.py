"""What the two angles of a needle mean."""

from __future__ import annotations

from math import atan2, degrees, radians, tan

import numpy as np

from meshes.space import Vector, unit


def direction_of(lateral_deg: float, cephalad_deg: float) -> Vector:
    """The unit direction of a needle leaning so from straight down."""
    return unit(np.array([tan(radians(lateral_deg)), 1.0, tan(radians(cephalad_deg))]))


def lean_of(direction: Vector) -> tuple[float, float]:
    """(lateral_deg, cephalad_deg) of a direction into the patient."""
    forward = max(float(direction[1]), 1e-6)
    return degrees(atan2(float(direction[0]), forward)), degrees(atan2(float(direction[2]), forward))
