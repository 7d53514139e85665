"""The shape language: solids as signed fields that compose.

A ``Shape`` is a value: a field (negative inside, about millimetres near its surface) and the box outside of which it is empty.
Shapes are never mutated; ``union``, ``subtract``, ``warp`` and the rest return new ones.

Only ``+ - * /``, square roots, minima and maxima touch an array, so that a field has the same bits on every machine.
A blended or warped value is not a distance: labels use its sign, and whoever needs distances measures them (``meshes.voxels``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.compiled import compiled, element_by_element
from meshes.extent import extent

Array = NDArray[np.float32]
SAMPLED_MM = 3.0
"""How far from a surface its field must still be right, whatever is left out for being far."""
SHALLOWEST = 10.0
"""A fillet is looked for no farther than for a field of a tenth of a distance: the bounds of warps laid on each other multiply (guess)."""
FAR = np.float32(1e3)
"""The value (mm) of a field where there is nothing near."""


@dataclass(frozen=True)
class Box:
    """An axis-aligned box, mm."""

    lo: tuple[float, float, float]
    hi: tuple[float, float, float]

    @staticmethod
    def around(points: ArrayLike, margin: float = 0.0) -> Box:
        p = np.asarray(points, float).reshape(-1, 3)
        return Box(tuple((p.min(0) - margin).tolist()), tuple((p.max(0) + margin).tolist()))

    def corners(self) -> NDArray[np.float64]:
        """(8, 3) mm"""
        return np.array([[x, y, z] for x in (self.lo[0], self.hi[0]) for y in (self.lo[1], self.hi[1]) for z in (self.lo[2], self.hi[2])])

    def touches(self, other: Box, margin: float = 0.0) -> bool:
        # asked tens of thousands of times for a body: written out
        (a, b, c), (d, e, f), (g, h, i), (j, k, n) = self.lo, self.hi, other.lo, other.hi
        m = margin
        return a - m <= j and g - m <= d and b - m <= k and h - m <= e and c - m <= n and i - m <= f

    def joined(self, other: Box) -> Box:
        return Box.around(np.vstack([self.corners(), other.corners()]))

    def near(self, points: Points, reach: Array | float) -> NDArray[np.bool_]:
        """Which points are within ``reach`` mm of the box, along each axis."""
        near = np.ones(points.x.shape, bool)
        for axis, a, b in zip((points.x, points.y, points.z), self.lo, self.hi, strict=True):
            near &= (axis >= a - reach) & (axis <= b + reach)
        return near


@dataclass(frozen=True)
class Points:
    """Where a field is asked for: three float32 arrays of one shape, mm, and a box that holds them all, if not said the smallest."""

    x: Array
    y: Array
    z: Array
    said: Box | None = None
    memo: dict[Any, Any] = dataclasses.field(default_factory=dict, repr=False, compare=False)
    """What several shapes would otherwise each work out for these points."""

    @cached_property
    def box(self) -> Box:
        """Of at least one place; found when it is first asked for, as most shapes never do."""
        if self.said is not None:
            return self.said
        a, b, c, d, e, f = extent(self.x.ravel(), self.y.ravel(), self.z.ravel())
        return Box((a, b, c), (d, e, f))

    @staticmethod
    def of(points: ArrayLike) -> Points:
        """From an (n, 3) array, mm."""
        p = np.asarray(points, np.float32)
        return Points(p[:, 0].copy(), p[:, 1].copy(), p[:, 2].copy())

    def chosen(self, mask: NDArray[np.bool_] | NDArray[np.int64]) -> Points:
        """Some of them, by a mask or by number."""
        return Points(self.x[mask], self.y[mask], self.z[mask])


Field = Callable[[Points], Array]
Range = tuple[Array, Array]
"""The least and the greatest that a field can be."""


@dataclass(frozen=True, eq=False)
class Shape:
    """A solid: ``shape(points)`` is negative inside."""

    field: Field
    box: Box
    steepest: float = 1.5
    """The field changes by no more than this per mm (1 for a true distance)."""
    closer: Callable[[Points, Array], Range] | None = None
    """``within``, for a shape that knows it closer than ``steepest`` tells."""

    def within(self, middles: Points, radius: Array) -> Range:
        """Bounds of the field in balls about the points, (n,) mm."""
        if self.closer is not None:
            return self.closer(middles, radius)
        value, margin = self(middles), np.float32(self.steepest) * radius
        return value - margin, value + margin

    def __call__(self, points: Points) -> Array:
        """The field at the points; worked out once for each ``Points``, so do not write into it."""
        if self not in points.memo:
            points.memo[self] = self.field(points)
        found: Array = points.memo[self]
        return found


def empty_at(points: Points) -> Array:
    return np.full(points.x.shape, FAR, np.float32)


# --- primitives ---------------------------------------------------------------------------------------------------------


def ellipsoid(centre: Sequence[float], radii: Sequence[float]) -> Shape:
    """``centre`` and the three half-axes ``radii``, mm."""
    c = np.asarray(centre, float)
    return limb([c, c + [1e-3, 0.0, 0.0]], [radii, radii])


def half_space(point: Sequence[float], outward: Sequence[float], box: Box) -> Shape:
    """All behind the plane through ``point`` whose normal ``outward`` points away; ``box`` says how much of it matters."""
    n = np.asarray(outward, float)
    n = (n / np.sqrt((n * n).sum())).astype(np.float32)
    c = np.asarray(point, np.float32)

    def field(p: Points) -> Array:
        found: Array = (p.x - c[0]) * n[0] + (p.y - c[1]) * n[1] + (p.z - c[2]) * n[2]
        return found

    return Shape(field, box)


def limb(nodes: ArrayLike, radii: ArrayLike, frame: ArrayLike | None = None, joint: float = 0.0) -> Shape:
    """An ellipsoid carried along a polyline while it grows or shrinks: capsules, plates and everything between.

    nodes : (n, 3) mm; radii : (n, 3) half-axes of the ellipsoid at each node, along the rows of
    frame : (3, 3) orthonormal, the same all along (the axes of space if not given); joint : mm over which pieces are blended.
    """
    nodes, radii = np.asarray(nodes, float), np.asarray(radii, float)
    axes = np.eye(3) if frame is None else np.asarray(frame, float)
    pieces, axes32, joint32 = limb_pieces(nodes, radii, axes), axes.astype(np.float32), np.float32(joint)

    def field(p: Points) -> Array:
        out = np.empty_like(p.x)
        limb_field(p.x, p.y, p.z, pieces, axes32, joint32, out)
        return out

    reach = np.sqrt(((radii[:, :, None] * axes[None]) ** 2).sum(1))
    # along its long axis the field of a flat ellipsoid promises a depth that its thin side does not have
    flatness = float((radii.max(1) / radii.min(1)).max())
    return Shape(field, Box.around(np.vstack([nodes - reach, nodes + reach]), joint / 4 * flatness), max(1.5, flatness))


def limb_pieces(nodes: NDArray[np.float64], radii: NDArray[np.float64], axes: NDArray[np.float64]) -> Array:
    """(n - 1, 15), a limb for ``limb_field``: origin, direction over squared length, that direction along each axis, first radii, their
    change."""
    steps = np.diff(nodes, axis=0)
    along = np.stack([(steps * axis).sum(1) for axis in axes], -1)
    columns = [nodes[:-1], steps / (steps * steps).sum(1)[:, None], along, radii[:-1], np.diff(radii, axis=0)]
    return np.column_stack(columns).astype(np.float32)


@compiled(error_model="numpy")
def limb_field(x: Array, y: Array, z: Array, pieces: Array, axes: Array, joint: np.float32, out: Array) -> None:
    """Write the field of a limb at some points into ``out``."""
    one, zero, quarter, tiny, axial = np.float32(1), np.float32(0), np.float32(0.25), np.float32(1e-6), np.float32(1e-3)
    for k in range(len(pieces)):
        q = pieces[k]
        first = k == 0
        for i in range(len(x)):  # no branch inside, so that the processor takes several points at once
            dx, dy, dz = x[i] - q[0], y[i] - q[1], z[i] - q[2]
            t = min(max(dx * q[3] + dy * q[4] + dz * q[5], zero), one)
            a, b, c = one / (q[9] + q[12] * t), one / (q[10] + q[13] * t), one / (q[11] + q[14] * t)
            u = (axes[0, 0] * dx + axes[0, 1] * dy + axes[0, 2] * dz - t * q[6]) * a
            v = (axes[1, 0] * dx + axes[1, 1] * dy + axes[1, 2] * dz - t * q[7]) * b
            w = (axes[2, 0] * dx + axes[2, 1] * dy + axes[2, 2] * dz - t * q[8]) * c
            k0 = np.sqrt(u * u + v * v + w * w)
            u, v, w = u * a, v * b, w * c
            k1 = np.sqrt(u * u + v * v + w * w)
            d = k0 * (k0 - one) / (k1 + tiny) if k0 > axial else (k0 - one) / max(a, max(b, c))  # on the axis itself k0 / k1 is 0 / 0
            old = FAR if first else out[i]
            h = max(joint - abs(old - d), zero)
            out[i] = min(old, d) - h * h * quarter / (joint + tiny)


# --- composition --------------------------------------------------------------------------------------------------------


def smooth_min(a: Array, b: Array, blend: float) -> Array:
    """The smaller of two fields, rounded where they differ by less than ``blend`` (mm)."""
    if blend <= 0:
        return np.minimum(a, b)
    found: Array = _smooth_min(a, b, np.float32(blend), np.float32(0.25 / blend))
    return found


@element_by_element("float32(float32, float32, float32, float32)")
def _smooth_min(a: np.float32, b: np.float32, k: np.float32, quarter: np.float32) -> np.float32:
    h = max(k - abs(a - b), np.float32(0))
    return min(a, b) - h * h * quarter


def union(*shapes: Shape, blend: float = 0.0) -> Shape:
    """All of them, their seams filleted over ``blend`` mm."""
    box = shapes[0].box
    for shape in shapes[1:]:
        box = box.joined(shape.box)

    def field(p: Points) -> Array:
        value = None
        for shape in shapes:
            if shape.box.touches(p.box, margin=influence(shape, blend)):
                part = shape(p)
                value = part if value is None else smooth_min(value, part, blend)
        return empty_at(p) if value is None else value

    steepest = max(shape.steepest for shape in shapes)
    return Shape(field, Box.around(box.corners(), blend / 4 * min(steepest, SHALLOWEST)), steepest)


def influence(shape: Shape, blend: float) -> float:
    """How far outside its box a shape still shares in a blend, mm: a field that is steep one way may be as shallow another way."""
    return max(blend * min(shape.steepest, SHALLOWEST), SAMPLED_MM) + 1.0


def intersect(*shapes: Shape, blend: float = 0.0) -> Shape:
    """What all have in common; the first one's box bounds it."""

    def field(p: Points) -> Array:
        value = shapes[0](p)
        for shape in shapes[1:]:
            value = -smooth_min(-value, -shape(p), blend)
        return value

    return Shape(field, shapes[0].box, max(shape.steepest for shape in shapes))


def subtract(solid: Shape, *tools: Shape, blend: float = 0.0) -> Shape:
    """``solid`` without ``tools``, the new edges rounded over ``blend`` mm."""

    def field(p: Points) -> Array:
        value = solid(p)
        for tool in tools:
            if tool.box.touches(p.box, margin=influence(tool, blend)):
                value = -smooth_min(-value, tool(p), blend)
        return value

    return Shape(field, solid.box, max(shape.steepest for shape in (solid, *tools)))


def offset(shape: Shape, mm: float) -> Shape:
    """Grown by ``mm`` (shrunk if negative), as far as the field is a distance."""
    grown = Box.around(shape.box.corners(), max(mm, 0.0))
    return Shape(lambda p: shape(p) - np.float32(mm), grown, shape.steepest)


def scaled(shape: Shape, factor: float) -> Shape:
    """The shape about its frame's origin, ``factor`` times as large."""
    if factor == 1.0:
        return shape
    f = np.float32

    def field(p: Points) -> Array:
        box = Box.around(p.box.corners() / factor)
        return shape(Points(p.x * f(1 / factor), p.y * f(1 / factor), p.z * f(1 / factor), box)) * f(factor)

    return Shape(field, Box.around(shape.box.corners() * factor), shape.steepest)


def mirrored(shape: Shape) -> Shape:
    """The shape given for x > 0, on both sides of the sagittal plane x = 0; seams at the plane stay as they are."""
    flipped = Box((-shape.box.hi[0], *shape.box.lo[1:]), (-shape.box.lo[0], *shape.box.hi[1:]))

    def field(p: Points) -> Array:
        lo, hi = p.box.lo[0], p.box.hi[0]
        near = 0.0 if lo <= 0 <= hi else min(abs(lo), abs(hi))
        box = Box((near, *p.box.lo[1:]), (max(abs(lo), abs(hi)), *p.box.hi[1:]))
        return shape(Points(np.abs(p.x), p.y, p.z, box))

    return Shape(field, shape.box.joined(flipped), shape.steepest)
