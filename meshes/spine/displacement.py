"""Smooth random displacements: layers of cubic splines between random knots, kept on a lattice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from meshes import tables
from meshes.compiled import compiled
from meshes.shapes import Array, Box, Points, Range, Shape
from meshes.skeleton import Landmarks

STEP_MM = 2.5
"""Of the lattice: four steps to the shortest wave."""
SPREAD = 0.3315
"""Of a cubic spline field in space whose knots have unit spread: (151 / 315) ^ 1.5."""
STEEPEST = 0.8
"""No displacement changes by more than this per mm: from 1 on a surface would fold."""

AROUND = 3
"""So many steps round a node it is known how steep the displacement is: as far as the corner of a leaf is from its middle."""
ROUNDS = 60
"""In which a landmark finds its place: each leaves STEEPEST of the way at most."""


@dataclass(frozen=True, eq=False)
class Displacement:
    """What is added to a place of one body to come to the mean's."""

    values: Array
    """(nx, ny, nz, 3) mm"""
    lo: Array
    """(3,) mm, the first node"""
    step: np.float32
    most: float = 0.0
    """mm, along one axis"""
    steepest: float = 1.0
    """How much steeper a field becomes at most."""
    around: Array = field(default_factory=lambda: np.ones((1, 1, 1), np.float32))
    """The same within AROUND nodes along each axis of a node."""

    def of(self, shape: Shape) -> Shape:
        """The shape as the body has it that is so displaced."""
        if not self.most:
            return shape

        def asked(p: Points) -> Array:
            x, y, z = np.empty_like(p.x), np.empty_like(p.y), np.empty_like(p.z)
            _displaced(p.x, p.y, p.z, self.values, self.lo, self.step, x, y, z)
            return shape(Points(x, y, z))

        def closer(middles: Points, radius: Array) -> Range:
            value, stretch = asked(middles), np.empty_like(middles.x)
            _looked_up(middles.x, middles.y, middles.z, self.around, self.lo, self.step, stretch)
            reach = np.where(radius < np.float32(AROUND) * self.step, stretch, np.float32(self.steepest))
            margin = np.float32(shape.steepest) * reach * radius
            return value - margin, value + margin

        return Shape(asked, Box.around(shape.box.corners(), self.most), shape.steepest * self.steepest, closer)

    def places(self, marks: Landmarks) -> Landmarks:
        """The landmarks where that body has them, mm: each where what is added to it leads back to the mean's."""
        if not self.most or not marks:
            return marks
        wanted = np.array(list(marks.values()), float)
        found, mean = wanted.copy(), np.empty_like(wanted.T)
        for _ in range(ROUNDS):
            x, y, z = np.ascontiguousarray(found.T)
            _displaced(x, y, z, self.values, self.lo, self.step, mean[0], mean[1], mean[2])
            found += wanted - mean.T
        return dict(zip(marks, found, strict=True))

    def nodes(self) -> tuple[NDArray[np.float64], ...]:
        """Where the nodes lie along each axis, mm."""
        return tuple(float(o) + float(self.step) * np.arange(n) for o, n in zip(self.lo, self.values.shape, strict=False))

    def measured(self) -> Displacement:
        """The same, and how large and how steep it is."""
        stretches = _stretches(self.values, float(self.step), 1.0)
        # outside the lattice the border's displacement goes on: a gradient less, or none
        around = ndimage.maximum_filter(np.maximum(stretches, 1.0), 2 * AROUND + 1, mode="nearest")
        return replace(self, most=float(np.abs(self.values).max()), steepest=float(stretches.max()), around=around)


STILL = Displacement(np.zeros((2, 2, 2, 3), np.float32), np.zeros(3, np.float32), np.float32(STEP_MM))
"""Nothing is displaced."""


def displacement(
    box: Box, amplitude: Callable[[NDArray[np.float64]], NDArray[np.float64]], chance: np.random.Generator, asymmetry: float,
    step_mm: float = STEP_MM,
) -> Displacement:  # fmt: skip
    """A random displacement round a bone that is its own mirror image about x = 0 but for chance; not yet ``measured``.

    amplitude : the spread of each direction at (..., 3) places, mm; asymmetry : 0, left is the mirror of right, to 1, nothing of it is.
    """
    half = int(np.ceil(max(-box.lo[0], box.hi[0]) / step_mm))
    counts = [2 * half + 1, *(int(np.ceil((box.hi[i] - box.lo[i]) / step_mm)) + 1 for i in (1, 2))]
    lo = np.array([-half * step_mm, box.lo[1], box.lo[2]])
    values = np.zeros((*counts, 3))
    for row in tables.read("surface", tables.SurfaceLayer):
        if row.knots_mm is None or row.share is None:
            continue
        per = row.knots_mm / step_mm
        reach = int(np.ceil(half / per)) + 2
        knots = chance.standard_normal((2 * reach + 1, *(int(np.ceil(n / per)) + 4 for n in counts[1:]), 3))
        other = knots[::-1] * [-1, 1, 1]
        # of half the variance each: what both sides have in common, and what tells them apart
        same, apart = (knots + other) / 2, (knots - other) / 2
        knots = np.sqrt(2 - asymmetry**2) * same + asymmetry * apart
        _splines(knots, reach - half / per, 1 / per, np.sqrt(row.share) / SPREAD, values)
    places = np.stack(np.meshgrid(*(o + step_mm * np.arange(n) for o, n in zip(lo, counts, strict=True)), indexing="ij"), -1)
    values *= amplitude(places)[..., None]
    values *= min(STEEPEST / float(_stretches(values.astype(np.float32), step_mm, 0.0).max()), 1.0)
    return Displacement(values.astype(np.float32), lo.astype(np.float32), np.float32(step_mm))


def smoothly(value: NDArray[Any], between: tuple[float, float]) -> NDArray[np.float64]:
    """From 0 up to the first of two bounds to 1 from the second on."""
    t = np.clip((value - between[0]) / (between[1] - between[0]), 0.0, 1.0)
    return np.asarray(t * t * (3 - 2 * t), float)


@compiled(error_model="numpy", inline="always")
def _weights(t: float, w: NDArray[Any]) -> None:
    """The four cubic splines at ``t`` between two knots."""
    r = 1 - t
    w[0] = r * r * r / 6
    w[1] = (3 * t * t * t - 6 * t * t + 4) / 6
    w[2] = (3 * r * r * r - 6 * r * r + 4) / 6
    w[3] = t * t * t / 6


@compiled(error_model="numpy")
def _splines(knots: NDArray[Any], first: float, rate: float, size: float, out: NDArray[Any]) -> None:
    """Add a spline field to a lattice, one axis after the other; its x runs from the knot ``first``, y and z from knot 1."""
    nx, ny, nz, _ = out.shape
    mx, my = knots.shape[:2]
    w = np.empty(4)
    along_z = np.zeros((mx, my, nz, 3))
    for k in range(nz):
        a = 1 + k * rate
        n = int(a)
        _weights(a - n, w)
        for i in range(mx):
            for j in range(my):
                for c in range(3):
                    for q in range(4):
                        along_z[i, j, k, c] += w[q] * knots[i, j, n - 1 + q, c]
    along_y = np.zeros((mx, ny, nz, 3))
    for j in range(ny):
        a = 1 + j * rate
        n = int(a)
        _weights(a - n, w)
        for i in range(mx):
            for k in range(nz):
                for c in range(3):
                    for q in range(4):
                        along_y[i, j, k, c] += w[q] * along_z[i, n - 1 + q, k, c]
    for i in range(nx):
        a = first + i * rate
        n = int(np.floor(a + 1e-9))
        _weights(a - n, w)
        for j in range(ny):
            for k in range(nz):
                for c in range(3):
                    for q in range(4):
                        out[i, j, k, c] += size * w[q] * along_y[n - 1 + q, j, k, c]


@compiled(error_model="numpy")
def _stretches(values: Array, step: float, still: float) -> Array:
    """How much longer a short way becomes at each node: the norm of the displacement's gradient plus ``still`` times the identity.

    Found from node to node as the sixteenth root of the trace of its square to the eighth, which is too large by a fourteenth at most.
    """
    nx, ny, nz, _ = values.shape
    found = np.zeros((nx - 1, ny - 1, nz - 1), np.float32)
    g, b, square = np.empty((3, 3)), np.empty((3, 3)), np.empty((3, 3))
    for i in range(nx - 1):
        for j in range(ny - 1):
            for k in range(nz - 1):
                for c in range(3):
                    here = values[i, j, k, c]
                    g[c, 0], g[c, 1] = (values[i + 1, j, k, c] - here) / step, (values[i, j + 1, k, c] - here) / step
                    g[c, 2] = (values[i, j, k + 1, c] - here) / step
                    g[c, c] += still
                for p in range(3):
                    for q in range(3):
                        b[p, q] = g[0, p] * g[0, q] + g[1, p] * g[1, q] + g[2, p] * g[2, q]
                for _ in range(3):
                    for p in range(3):
                        for q in range(3):
                            square[p, q] = b[p, 0] * b[0, q] + b[p, 1] * b[1, q] + b[p, 2] * b[2, q]
                    b[:] = square
                trace = b[0, 0] + b[1, 1] + b[2, 2]
                found[i, j, k] = np.sqrt(np.sqrt(np.sqrt(np.sqrt(trace))))
    return found


@compiled(error_model="numpy")
def _looked_up(px: Array, py: Array, pz: Array, around: Array, lo: Array, step: np.float32, out: Array) -> None:
    """The greatest stretch of the blocks round places; beyond the lattice that of its border."""
    f = np.float32
    nx, ny, nz = around.shape
    for n in range(len(px)):
        i = int(min(max((px[n] - lo[0]) / step, f(0)), f(nx - 1)))
        j = int(min(max((py[n] - lo[1]) / step, f(0)), f(ny - 1)))
        k = int(min(max((pz[n] - lo[2]) / step, f(0)), f(nz - 1)))
        out[n] = around[i, j, k]


ROW = 256
"""So many places are worked out together, axis by axis, which is quicker by a fifth."""


@compiled(error_model="numpy")
def _displaced(
    px: NDArray[Any], py: NDArray[Any], pz: NDArray[Any], values: Array, lo: Array, step: np.float32, x: NDArray[Any], y: NDArray[Any],
    z: NDArray[Any],
) -> None:  # fmt: skip
    """Places with their displacement, in between the nodes by line; outside the lattice that of its border."""
    f, o, d = np.float32, np.uint64, np.float64
    nx, ny, nz, _ = values.shape
    flat, right, back, up = values.reshape(-1), o(3 * ny * nz), o(3 * nz), o(3)
    node, between = np.empty(ROW, o), np.empty((3, ROW))
    for start in range(0, len(px), ROW):
        count = min(ROW, len(px) - start)
        for n in range(count):
            a = min(max((px[start + n] - lo[0]) / step, f(0)), f(nx - 1.001))
            b = min(max((py[start + n] - lo[1]) / step, f(0)), f(ny - 1.001))
            c = min(max((pz[start + n] - lo[2]) / step, f(0)), f(nz - 1.001))
            i, j, k = np.int32(a), np.int32(b), np.int32(c)
            between[0, n], between[1, n], between[2, n] = a - d(i), b - d(j), c - d(k)
            node[n] = o(i) * right + o(j) * back + o(k) * up
        for axis in range(3):
            place, out = (px, x) if axis == 0 else (py, y) if axis == 1 else (pz, z)
            for n in range(count):
                u, v, w, at = between[0, n], between[1, n], between[2, n], node[n] + o(axis)
                near = (flat[at] * (1 - u) + flat[at + right] * u) * (1 - v)
                near += (flat[at + back] * (1 - u) + flat[at + right + back] * u) * v
                at += up
                far = (flat[at] * (1 - u) + flat[at + right] * u) * (1 - v)
                far += (flat[at + back] * (1 - u) + flat[at + right + back] * u) * v
                out[start + n] = place[start + n] + (near * (1 - w) + far * w)
