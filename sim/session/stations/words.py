"""What the patient says."""

from __future__ import annotations

import numpy as np

from meshes.morphometry import LEVELS
from meshes.space import Vector, side_of
from sim.session.world import World

DERMATOME = {
    "L1": "into my {side} groin",
    "L2": "down the front of my {side} thigh",
    "L3": "down my {side} thigh to the knee",
    "L4": "down my {side} leg to the inside of the shin",
    "L5": "down the outside of my {side} leg to the big toe",
    "S1": "down the back of my {side} leg to the little toe",
    "S2": "down the back of my {side} thigh",
    "S3": "in my {side} buttock",
    "S4": "between my buttocks",
}
"""Where a root is felt [known: dermatomes]."""
PRESSURE_HURTS_MMHG = 180.0
"""Injection pressure at which the patient speaks up (guess)."""


def pain_of_root(world: World, place: Vector) -> str:
    """The words for a touched root: the nearest ganglion's dermatome."""
    side = side_of(float(place[0]))
    best, least = "L5", np.inf
    for level in (*LEVELS, "S2", "S3", "S4"):
        ganglion = world.anatomy.landmarks.get(f"{level}/ganglion_{side}")
        if ganglion is not None:
            distance = float(((ganglion - place) ** 2).sum())
            if distance < least:
                best, least = level, distance
    return f"Ah! An electric shock {DERMATOME[best].format(side=side)}!"
