"""Where the signs of layers of contrast stand: on their bodies, as an eye sees them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from meshes.space import Vector, dot, length, unit
from sim.qt.theatre.polydata import normals
from sim.qt.theatre.solids import Solid

APART_MM = 14.0
"""A cube of a body has one sign at most"""
TURNED, FRINGE_MM = 0.6, 1.2
"""The least cosine from the surface to the line of sight where one stands; and how far beside that line what lies before it hides it
(guesses)"""


def signs_on(bodies: Mapping[int, Solid], eye: Vector) -> tuple[tuple[int, NDArray[np.float64]], ...]:
    """Of bodies by their numbers, and for each the corners of its surface, (n, 3) mm, at which its signs stand: turned to the eye, hidden
    by none of all these bodies. None of one that is alone: what it is is told by the key."""
    shown = {number: body for number, body in bodies.items() if len(body.faces)}
    if len(shown) < 2:
        return ()
    every = np.concatenate([body.vertices[np.unique(body.faces)] for body in shown.values()])
    far = length(every - eye)
    middle = float(far.mean())
    tree = KDTree((every - eye) / far[:, None])
    found = []
    for number, body in shown.items():
        used = np.unique(body.faces)
        places = body.vertices[used]
        turned = dot(normals(body.vertices, body.faces)[used], unit(eye - places))
        off = length(places - eye)
        facing = np.flatnonzero(turned > TURNED)
        before = tree.query_ball_point((places[facing] - eye) / off[facing, None], FRINGE_MM / middle)
        seen = facing[[far[beside].min() > off[i] - FRINGE_MM for i, beside in zip(facing, before, strict=True)]] if len(facing) else facing
        order = seen[np.argsort(-turned[seen], kind="stable")]
        cubes = np.floor(places[order] / APART_MM)
        found.append((number, places[np.sort(order[np.unique(cubes, axis=0, return_index=True)[1]])]))
    return tuple(found)
