"""Where somebody's own processes and lamina end: one map of a whole vertebra knows nothing of their length and turn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.shapes import Points, Shape
from meshes.skeleton import Landmarks
from meshes.space import Side, Vector, side_sign, unit

REACH_MM, ASIDE_MM, STEP_MM = 14.0, 10.0, 0.7
"""A tip is looked for so far along its process and aside of where the map puts it, on a lattice so fine."""
TIP_MM = 1.0
"""What lies so near the farthest bone is the tip."""
SPINE_ASIDE_MM, SPINE_UP_MM = 6.0, 18.0
"""How far beside and above or below its middle the borders of a spinous process are looked for."""
LAMINA_REACH_MM, LAMINA_DEEP_MM, PARAMEDIAN_MM = 16.0, 1.5, 4.0
"""How far from its middle a lamina's lower edge is looked for, how deep in it and how far beside the midline, where a needle passes it."""


def process_ends(shape: Shape, marks: Landmarks, turn: NDArray[np.float64]) -> Landmarks:
    """Tips of the transverse and spinous processes, the latter's upper and lower border, the lamina's lower edge; mm, as the bone has them.

    ``turn`` holds the bone's right, front and up as columns. What is not found there stays away.
    """
    right, front, up = turn.T
    found: Landmarks = {}
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        name = f"transverse_tip_{side}"
        tip = _farthest(shape, marks[name], side_sign(side) * right, front, up)
        if tip is not None:
            found[name] = tip
    tip = _farthest(shape, marks["spinous_tip"], -front, right, up)
    if tip is not None:
        found["spinous_tip"] = tip
        for border, way in (("top", up), ("bottom", -up)):
            name = f"spinous_{border}"
            forward = float((marks[name] - marks["spinous_tip"]) @ front)
            edge = _border(shape, tip + forward * front, way, right)
            if edge is not None:
                found[name] = edge
    top, bottom = marks["lamina_top"], marks["lamina_bottom"]
    down, middle = unit(bottom - top), (top + bottom) / 2 - LAMINA_DEEP_MM * front
    edges = [_end(shape, middle + aside * right, down) for aside in (-PARAMEDIAN_MM, PARAMEDIAN_MM)]
    reached = [edge for edge in edges if edge is not None]
    if reached:
        found["lamina_bottom"] = middle + np.mean(reached) * down + LAMINA_DEEP_MM * front
    return found


def _end(shape: Shape, start: Vector, way: Vector) -> float | None:
    """mm from within bone to where it ends; None if it does not begin in bone or does not end."""
    along = np.arange(0.0, LAMINA_REACH_MM, 0.1)
    outside = shape(Points.of(start + along[:, None] * way)) >= 0
    return float(along[int(np.argmax(outside))]) if outside.any() and not outside[0] else None


def _farthest(shape: Shape, mark: Vector, way: Vector, a: Vector, b: Vector) -> Vector | None:
    """The tip of what is solid about a place, along ``way``."""
    out, aside = np.arange(-REACH_MM, REACH_MM, STEP_MM), np.arange(-ASIDE_MM, ASIDE_MM, STEP_MM)
    o, i, k = (g.ravel() for g in np.meshgrid(out, aside, aside, indexing="ij"))
    return _last(shape, mark + o[:, None] * way + i[:, None] * a + k[:, None] * b, o)


def _border(shape: Shape, middle: Vector, way: Vector, right: Vector) -> Vector | None:
    """The upper or lower edge of what is solid over or under a place, looked for on both sides of it."""
    out, aside = np.arange(-SPINE_UP_MM, SPINE_UP_MM, STEP_MM), np.arange(-SPINE_ASIDE_MM, SPINE_ASIDE_MM + STEP_MM, STEP_MM)
    o, i = (g.ravel() for g in np.meshgrid(out, aside, indexing="ij"))
    return _last(shape, middle + o[:, None] * way + i[:, None] * right, o)


def _last(shape: Shape, places: NDArray[np.float64], out: NDArray[np.float64]) -> Vector | None:
    """The middle of what is solid and farthest out among (n, 3) places; None if nothing is solid."""
    solid = shape(Points.of(places)) < 0
    if not solid.any():
        return None
    return np.asarray(places[solid & (out > out[solid].max() - TIP_MM)].mean(0), float)
