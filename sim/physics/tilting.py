"""Leaning the hub of a needle that is in the patient: a shallow one turns about its entry, a deep one bends and holds its line."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from meshes.space import Vector, dot, length, rotate, rotation, unit
from sim.physics.beam import kinks_at, turned_by
from sim.physics.body import BONY, Body
from sim.physics.curve import Piece, across, frame_of
from sim.physics.grip import Stretch
from sim.physics.needle import Crossing, Needle
from sim.physics.tissue import tissue_table

PART_MM = 1.0
"""A shaft bends in parts of this length."""
LOOK_MM = 0.05
"""What the tip meets on its way aside, and the shaft after it, is looked up at this spacing."""
Obstacle = Literal["steel", "bone"]


def tilt(needle: Needle, direction: Vector, body: Body) -> list[Crossing] | Obstacle:
    """Point the shaft at the skin along ``direction``.

    Returns what the tip meets as it moves aside; or "steel" if the shaft would kink, "bone" if there is some in its way, and moves nothing.
    """
    direction, old = unit(direction), needle.lean
    axis = np.cross(old, direction)
    angle = float(np.arctan2(length(axis), dot(old, direction)))
    if angle < 1e-9:
        return []
    axis = unit(axis)
    depths = np.linspace(0.0, needle.depth_mm, max(int(np.ceil(needle.depth_mm / PART_MM)), 1) + 1)
    share, curvature = np.ones(len(depths)), 0.0
    if needle.depth_mm > 1e-9:
        hold = np.array([tissue_table().hold_n_mm2[needle.tissue_at(d)] for d in depths[1:]])
        share, curvature = turned_by(needle.depth_mm, needle.kind.stiffness_n_mm2, hold)
    bow = needle.bow + angle * curvature * axis
    if float(length(bow)) > kinks_at(needle.kind.outer_mm):
        return "steel"
    pieces = _bent(needle, depths, [rotation(axis, angle * float(s)) for s in share])
    places = [piece.frame[0] + needle.kind.front_mm * piece.frame[1] for piece in pieces]
    if any(body.is_a(body.at(p), BONY) for a, b in pairwise(places) for p in _between(a, b)):
        return "bone"
    found = _swept(needle, places[-1], body)
    needle.pieces, needle.bow, needle.pushed, needle.on_bone = pieces, bow, None, False
    needle.under = body.at(needle.tip)
    needle.stretches = _laid_out(needle, body)
    return found


def _bent(needle: Needle, depths: NDArray[np.float64], turns: list[NDArray[np.float64]]) -> list[Piece]:
    """The way in short pieces, each turned about the entry and set on the end of the one before."""
    frames = [needle.piece_at(d).at(d) for d in depths]
    place = needle.entry - needle.kind.front_mm * rotate(turns[0], frames[0][1])
    pieces = []
    for i, (depth, frame, turn) in enumerate(zip(depths, frames, turns, strict=True)):
        if i > 0:
            place = place + rotate((turns[i - 1] + turn) / 2, frame[0] - frames[i - 1][0])
        was, direction = needle.piece_at(depth), unit(rotate(turn, frame[1]))
        pieces.append(Piece(float(depth), frame_of(place, direction, across(rotate(turn, frame[2]), direction)), was.curvature, was.spin))
    return pieces if needle.depth_mm > 0 else pieces[:1]


def _between(a: Vector, b: Vector) -> list[Vector]:
    """Places from one to another, the first left out."""
    count = max(int(np.ceil(float(length(b - a)) / LOOK_MM)), 1)
    return [a + (b - a) * i / count for i in range(1, count + 1)]


def _swept(needle: Needle, end: Vector, body: Body) -> list[Crossing]:
    """What the tip meets on the straight way to its new place."""
    before, found = needle.lies_in, []
    for place in _between(needle.tip, end):
        after = body.at(place)
        if after != before and not body.is_a(after, BONY):
            x, y, z = place.tolist()
            found.append(Crossing(needle.depth_mm, before, after, (x, y, z)))
            before = after
    return found


def _laid_out(needle: Needle, body: Body) -> list[Stretch]:
    """The tissues along the present shape."""
    stretches = [Stretch(0.0, body.at(needle.entry), 0.0, 0.0)]
    for depth in np.arange(0.0, needle.depth_mm, 5 * LOOK_MM):
        label = body.at(needle.place_at(depth))
        if label != stretches[-1].tissue:
            stretches.append(stretches[-1].then(float(depth), label))
    if needle.under != stretches[-1].tissue:
        stretches.append(stretches[-1].then(needle.depth_mm, needle.under))
    return stretches
