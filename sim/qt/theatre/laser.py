"""The laser's cross on skin and cloth."""

from __future__ import annotations

import numpy as np

from meshes.space import Vector
from sim.fluoroscopy.carm import View
from sim.qt.theatre.drape import Heights
from sim.qt.theatre.solids import Solid, together, tube

LONG_MM, OFF_MM = 60.0, 1.5
"""Half of an arm, and how far over the skin it is drawn"""
ON_BACK = 0.3
"""Of the beam's direction: a beam that runs less from behind than that leaves no cross on the back"""


def cross(middle: Vector, view: View, relief: Heights) -> Solid:
    """Round this place, mm, along the picture's sides."""
    steps = np.linspace(-LONG_MM, LONG_MM, 13)[:, None]
    arms = []
    for way in (view.across, view.up):
        arm = middle + steps * way
        if abs(view.beam[1]) > ON_BACK:
            arm = relief.nearest(arm, view.beam)
        arms.append(tube(arm + OFF_MM * view.beam, 1.0, 5))
    return together(*arms)
