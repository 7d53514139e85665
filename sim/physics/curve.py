"""The way of a steered tip: pieces of constant curvature and spin, each a screw motion in closed form.

The unicycle of Webster et al. 2006 (IJRR 25:509): the frame moves along its own direction, turns towards its side at the curvature and
rolls about its direction at the spin. These are Frenet's equations with the spin as torsion: a line, a circle or a helix. In the bicycle
the tip leads that frame by a length, so that a bent tip's way has a corner where the shaft is turned, and that of any other needle none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.space import SUPERIOR, Vector, dot, unit
from sim.physics.body import label_at

CHORD_MM = 0.25
"""A piece is followed by chords of this length, counted from its start; on a radius of 120 mm they miss it by 0.0001 mm."""


@dataclass(frozen=True, eq=False)
class Piece:
    """A screw motion."""

    start_mm: float
    """Depth at which it begins."""
    frame: NDArray[np.float64]
    """(4, 3): place, mm, and the unit vectors of direction, side and direction x side, at the start"""
    curvature: float
    """1/mm, towards the side."""
    spin: float
    """Radians per mm, clockwise seen from the hub."""

    def at(self, depth_mm: float) -> NDArray[np.float64]:
        """(4, 3) the frame at a depth. Not to be written: it is the same for all who ask."""
        return _at(self, depth_mm)


@lru_cache(64)
def _at(piece: Piece, depth_mm: float) -> NDArray[np.float64]:
    """Asked for many times where the tip stands."""
    return np.asarray(frame_at(piece.frame, piece.curvature, piece.spin, depth_mm - piece.start_mm))


def frame_of(place: Vector, direction: Vector, side: Vector) -> NDArray[np.float64]:
    """(4, 3) frame of a place and two directions that are square to each other."""
    return np.array([place, direction, side, cross(direction, side)])


def cross(a: Vector, b: Vector) -> Vector:
    """a x b of two vectors: ``np.cross``, made for many at once, takes twenty times as long for two."""
    (ax, ay, az), (bx, by, bz) = a, b
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def across(wish: Vector, axis: Vector) -> Vector:
    """The part of ``wish`` across ``axis``, as a unit vector; any direction across it if there is no such part."""
    rest = wish - dot(wish, axis) * axis
    if float(dot(rest, rest)) < 1e-8:
        rest = np.array([1.0, 0.0, 0.0]) - axis[0] * axis
    return unit(rest)


@lru_cache(64)
def hour_of(piece: Piece, depth_mm: float, towards_opening: bool) -> float:
    """The hour to which the opening faces at this depth, as ``Needle.clock``; looked at far oftener than the needle is moved."""
    frame = piece.at(depth_mm)
    bevel, direction = frame[2] if towards_opening else -frame[2], frame[1]
    up = across(SUPERIOR, direction)
    return float(np.arctan2(float(dot(bevel, cross(direction, up))), float(dot(bevel, up))) / (2 * np.pi) * 12 % 12)


def turned(frame: NDArray[np.float64], radians: float) -> NDArray[np.float64]:
    """The frame turned about its direction, clockwise seen from the hub."""
    side = unit(np.cos(radians) * frame[2] + np.sin(radians) * frame[3])
    return frame_of(frame[0], frame[1], side)


@compiled
def frame_at(frame: NDArray[np.float64], curvature: float, spin: float, s: float) -> NDArray[np.float64]:
    """The frame ``s`` mm on: all turns about Darboux's vector, which stands still."""
    out = np.empty((4, 3))
    rate = np.sqrt(curvature * curvature + spin * spin)
    if rate < 1e-11:
        out[:] = frame
        out[0] += s * frame[1]
        return out
    axis = (spin * frame[1] + curvature * frame[3]) / rate
    c, sn = np.cos(rate * s), np.sin(rate * s)
    half = np.sin(rate * s / 2)
    along = axis[0] * frame[1, 0] + axis[1] * frame[1, 1] + axis[2] * frame[1, 2]
    cross = np.empty(3)
    for row in range(1, 4):
        v = frame[row]
        cross[0] = axis[1] * v[2] - axis[2] * v[1]
        cross[1] = axis[2] * v[0] - axis[0] * v[2]
        cross[2] = axis[0] * v[1] - axis[1] * v[0]
        inner = axis[0] * v[0] + axis[1] * v[1] + axis[2] * v[2]
        out[row] = v * c + cross * sn + axis * (inner * (1 - c))
        if row == 1:
            across = v - axis * along
            out[0] = frame[0] + axis * (along * s) + across * (sn / rate) + cross * (2 * half * half / rate)
    return out


@compiled
def glide(
    frame: NDArray[np.float64],
    curvature: float,
    spin: float,
    front: float,
    begin: float,
    end: float,
    label: int,
    fine: NDArray[np.uint8],
    fine_lo: NDArray[np.float64],
    fine_mm: float,
    coarse: NDArray[np.uint8],
    coarse_lo: NDArray[np.float64],
    coarse_mm: float,
) -> tuple[float, int]:
    """Follow a piece from ``begin`` to ``end`` mm after its start, up to the first change of label.

    Every border of voxels on the way is met, so that nothing depends on where a push begins and ends.

    Returns
    -------
    (mm after the piece's start, label met) : the label is -1 if nothing changes.
    """
    number = int(np.floor(begin / CHORD_MM + 1e-9))
    a = frame_at(frame, curvature, spin, number * CHORD_MM)
    p = a[0] + front * a[1]
    while number * CHORD_MM < end - 1e-12:
        b = frame_at(frame, curvature, spin, (number + 1) * CHORD_MM)
        q = b[0] + front * b[1]
        first = max(begin / CHORD_MM - number, 0.0)
        last = min(end / CHORD_MM - number, 1.0)
        t, met = first_change(p, q, first, last, label, fine, fine_lo, fine_mm, coarse, coarse_lo, coarse_mm)
        if met >= 0:
            return (number + t) * CHORD_MM, met
        p = q
        number += 1
    return end, -1


@compiled
def first_change(
    p: NDArray[np.float64],
    q: NDArray[np.float64],
    first: float,
    last: float,
    label: int,
    fine: NDArray[np.uint8],
    fine_lo: NDArray[np.float64],
    fine_mm: float,
    coarse: NDArray[np.uint8],
    coarse_lo: NDArray[np.float64],
    coarse_mm: float,
) -> tuple[float, int]:
    """Where on the chord from p to q, between two shares of it, the label first differs; voxel by voxel.

    Returns (share, label met), or (last, -1).
    """
    t = first
    while t < last:
        inside = True
        for a in range(3):
            x = p[a] + (t + 1e-9) * (q[a] - p[a]) - fine_lo[a]
            inside = inside and 0 <= x < fine.shape[a] * fine_mm
        nearest = last
        for a in range(3):
            d = q[a] - p[a]
            if abs(d) < 1e-15:
                continue
            mm = fine_mm if inside else coarse_mm
            lo = fine_lo[a] if inside else coarse_lo[a]
            x = (p[a] + t * d - lo) / mm
            plane = np.floor(x + 1e-9) + 1 if d > 0 else np.ceil(x - 1e-9) - 1
            nearest = _sooner(nearest, t, (lo + plane * mm - p[a]) / d)
            if not inside:
                nearest = _sooner(nearest, t, (fine_lo[a] - p[a]) / d)
                nearest = _sooner(nearest, t, (fine_lo[a] + fine.shape[a] * fine_mm - p[a]) / d)
        middle = 0.5 * (t + nearest)
        here = label_at(p + middle * (q - p), fine, fine_lo, fine_mm, coarse, coarse_lo, coarse_mm)
        if here != label:
            return t, int(here)
        t = nearest
    return last, -1


@compiled(inline="always")
def _sooner(nearest: float, t: float, candidate: float) -> float:
    """The candidate, if it lies before the nearest so far and is not behind."""
    return candidate if t + 1e-9 < candidate < nearest else nearest
