"""Simple solids as triangles, mm: what the furniture and the instruments are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.space import unit


@dataclass(frozen=True, eq=False)
class Solid:
    """Triangles between places."""

    vertices: NDArray[np.float64]
    """(n, 3) mm"""
    faces: NDArray[np.int64]
    """(m, 3)"""

    def moved(self, frame: ArrayLike) -> Solid:
        """The same in another frame: (4, 4)."""
        m = np.asarray(frame, float)
        return Solid(self.vertices @ m[:3, :3].T + m[:3, 3], self.faces)


def together(*solids: Solid) -> Solid:
    """Several as one."""
    starts = np.cumsum([0, *(len(s.vertices) for s in solids)])
    faces = [s.faces + start for s, start in zip(solids, starts, strict=False)]
    return Solid(np.concatenate([s.vertices for s in solids]), np.concatenate(faces))


def closed(solid: Solid) -> Solid:
    """With a lid on the one hole where it was cut, if there is one."""
    ways = np.concatenate([solid.faces[:, [0, 1]], solid.faces[:, [1, 2]], solid.faces[:, [2, 0]]])
    back = {tuple(way) for way in ways[:, ::-1].tolist()}
    rim = np.array([way for way in ways.tolist() if tuple(way) not in back], np.int64).reshape(-1, 2)
    if not len(rim):
        return solid
    middle = len(solid.vertices)
    lid = np.column_stack([rim[:, ::-1], np.full(len(rim), middle)])
    return Solid(np.vstack([solid.vertices, solid.vertices[rim[:, 0]].mean(0)]), np.concatenate([solid.faces, lid]))


def swept(sections: ArrayLike, closed_ends: bool = True) -> Solid:
    """Through rings of as many corners each, (n, k, 3) mm, one after the other; the ends are convex."""
    rings = np.asarray(sections, float)
    n, k = rings.shape[:2]
    i, j = np.meshgrid(np.arange(n - 1), np.arange(k), indexing="ij")
    a, b = i * k + j, i * k + (j + 1) % k
    faces = [np.stack([a, b, a + k], -1).reshape(-1, 3), np.stack([b, b + k, a + k], -1).reshape(-1, 3)]
    if closed_ends:
        fan = np.stack([np.zeros(k - 2, int), np.arange(2, k), np.arange(1, k - 1)], -1)
        faces += [fan, fan[:, ::-1] + (n - 1) * k]
    return Solid(rings.reshape(-1, 3), np.concatenate(faces))


def prism(polygon: ArrayLike, z: tuple[float, float]) -> Solid:
    """A convex polygon, (k, 2) mm, drawn out along z."""
    flat = np.asarray(polygon, float)
    return swept([np.column_stack([flat, np.full(len(flat), level)]) for level in z])


def plate(width: float, height: float, corner: float) -> NDArray[np.float64]:
    """A rectangle round the origin with its corners cut off: (8, 2) mm."""
    w, h = width / 2, height / 2
    upper = [(w, corner - h), (w, h - corner), (w - corner, h), (corner - w, h)]
    return np.array([*upper, *((-x, -y) for x, y in upper)])


def box(size: ArrayLike, middle: ArrayLike, corner: float = 12.0) -> Solid:
    """With its upright edges (along z) cut off."""
    w, h, d = np.asarray(size, float)
    solid = prism(plate(w, h, min(corner, w / 2.1, h / 2.1)), (-d / 2, d / 2))
    return Solid(solid.vertices + np.asarray(middle, float), solid.faces)


def rounded(width: float, height: float, radius: float) -> NDArray[np.float64]:
    """A rectangle round the origin with round corners: (28, 2) mm."""
    turns = np.radians(np.linspace(0.0, 90.0, 7))
    arc = radius * np.column_stack([np.cos(turns), np.sin(turns)]) + (width / 2 - radius, height / 2 - radius)
    over = arc[::-1] * (-1, 1)
    return np.concatenate([arc, over, -arc, -over])


def stacked(tiers: Iterable[tuple[float, float, float, float]]) -> Solid:
    """Round-cornered plates over one another as one body: width, height, radius and z of each, mm."""
    return swept([np.column_stack([flat := rounded(width, height, radius), np.full(len(flat), z)]) for width, height, radius, z in tiers])


def disc(radius: float, thick: float, middle: ArrayLike) -> Solid:
    """A wheel: its axle along x."""
    half, eased = thick / 2, 0.86 * radius
    return turned([(-half, eased), (-0.6 * half, radius), (0.6 * half, radius), (half, eased)], middle, (1, 0, 0), 24)


def lattice(x: ArrayLike, z: ArrayLike, y: float) -> Solid:
    """Level, with corners on these lines, and facing up: light that is baked into its corners has somewhere to fall."""
    across, along = np.meshgrid(np.asarray(x, float), np.asarray(z, float), indexing="ij")
    n, k = across.shape
    i, j = (a.ravel() for a in np.meshgrid(np.arange(n - 1), np.arange(k - 1), indexing="ij"))
    a = i * k + j
    vertices = np.stack([across.ravel(), np.full(across.size, y), along.ravel()], -1)
    return Solid(vertices, np.concatenate([np.stack([a, a + k, a + 1], -1), np.stack([a + 1, a + k, a + k + 1], -1)]))


def block(size: ArrayLike, middle: ArrayLike, round_: float, bevel: float) -> Solid:
    """A box with round upright edges (along z), and with its upper and lower ones eased."""
    w, h, d = np.asarray(size, float)
    ends = [(-d / 2, bevel), (-d / 2 + 0.3 * bevel, 0.3 * bevel), (-d / 2 + bevel, 0.0)]
    tiers = [*ends, *((-z, off) for z, off in ends[::-1])]
    solid = stacked((w - 2 * off, h - 2 * off, max(round_ - off, 0.5), z) for z, off in tiers)
    return Solid(solid.vertices + np.asarray(middle, float), solid.faces)


def turned(profile: ArrayLike, start: ArrayLike, along: ArrayLike, sides: int = 12) -> Solid:
    """Turned on a lathe: (n, 2) of mm along the axis from ``start``, and radius."""
    axis, from_ = unit(along), np.asarray(start, float)
    other = np.array([0.0, 0.0, 1.0]) if abs(axis[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    u = unit(np.cross(axis, other))
    v = np.cross(axis, u)
    angles = np.linspace(0.0, 2 * np.pi, sides, endpoint=False)
    ring = np.cos(angles)[:, None] * u + np.sin(angles)[:, None] * v
    return swept([from_ + at * axis + radius * ring for at, radius in np.asarray(profile, float)])


def tube(path: ArrayLike, radius: ArrayLike, sides: int = 8) -> Solid:
    """Round a curve: (n, 3) mm; of one radius, or of one at each place."""
    places = np.asarray(path, float)
    along = unit(np.gradient(places, axis=0))
    other = np.array([0.0, 0.0, 1.0]) if abs(along[:, 2]).max() < 0.99 else np.array([1.0, 0.0, 0.0])
    u = unit(np.cross(along, other))
    v = np.cross(along, u)
    angles = np.linspace(0.0, 2 * np.pi, sides, endpoint=False)
    wide = np.broadcast_to(np.asarray(radius, float), len(places))[:, None, None]
    rings = places[:, None] + wide * (np.cos(angles)[:, None] * u[:, None] + np.sin(angles)[:, None] * v[:, None])
    return swept(rings)
