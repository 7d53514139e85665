"""Which root was touched."""

from __future__ import annotations

import numpy as np

from meshes.morphometry import LEVELS
from meshes.space import Vector, side_of
from scenarios.words.said import Said
from sim.session.world import World


def root_touched(world: World, place: Vector) -> Said:
    """What a patient says whose root is touched here: that of the nearest ganglion."""
    side = side_of(float(place[0]))
    best, least = "L5", np.inf
    for level in (*LEVELS, "S2", "S3", "S4"):
        ganglion = world.anatomy.landmarks.get(f"{level}/ganglion_{side}")
        if ganglion is not None:
            distance = float(((ganglion - place) ** 2).sum())
            if distance < least:
                best, least = level, distance
    return Said("root", root=best, side=side)
