"""The spinal canal: a curve through the bones, and how far the bone is from it all round.

Found from the skeleton, whoever made it, so that sac, flavum and fat of an imported patient follow his own canal. Canal coordinates
of a point: ``s`` mm along the curve from the top, ``u`` mm to the right, ``v`` mm dorsally, and how much room there is that way.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import CubicSpline

from meshes.morphometry import Dimensions
from meshes.shapes import Array, Points
from meshes.sharing import shared
from meshes.skeleton import Skeleton
from meshes.space import RIGHT, Vector, dot, length, unit
from meshes.spine.laminae import teeth

STEP_MM = 1.0
DIRECTIONS = 64
REACH_MM = 26.0
ABOVE_MM = 50.0
"""How far the canal is followed above the highest ring: out of every lattice, so that it is open there."""
BELOW_MM = 9.0
"""How far below the hiatus."""
ALLOWANCE_MM = {"ventral": 2.0, "lateral": 2.5, "dorsal": 9.0}
"""Bone this much farther than the rings above and below suggest is not the canal's wall (guess): what one sees through a foramen or an
interlaminar window. Dorsally more, since a lamina slopes back."""
BESIDE_RING_MM = 3.0
"""A ring is as narrow as the bone is anywhere this near to it along the canal."""
BEHIND = 0.99
"""Sine of the angle to either side within which a window has the root of the spinous process behind it: 1.5 mm beside the midline."""
THINS_OUT = (0.10, 0.60)
"""Between these sines from the side to the back the flavum grows from nothing to its thickness: over the facet joints it is their thin
front capsule (guess)."""
GAP_HALF = 0.12
"""Half-width of a midline gap of the flavum, as the sine of its angle seen from the canal's middle: 2-3 mm (guess)."""


@dataclass(frozen=True)
class InCanal:
    """Points in canal coordinates; float32 arrays of one shape, mm."""

    s: Array
    u: Array
    v: Array
    r: Array
    outer: Array
    """Distance from the curve to the bone or the ligament's outer side in this direction."""
    inner: Array
    """The same, to the inner side of the flavum."""


@dataclass(frozen=True, eq=False)
class Canal:
    """The canal of one skeleton."""

    centre: NDArray[np.float64]
    """(n, 3) mm, a point each STEP_MM, from above"""
    tangent: NDArray[np.float64]
    right: NDArray[np.float64]
    dorsal: NDArray[np.float64]
    outer: NDArray[np.float32]
    """(n, DIRECTIONS) mm to the wall; directions by ``pseudo_angle`` from the right over dorsal and left to ventral"""
    flavum: NDArray[np.float32]
    """(n, DIRECTIONS) mm, thickness of the ligamentum flavum on that wall"""

    @property
    def length(self) -> float:
        return (len(self.centre) - 1) * STEP_MM

    def station(self, point: Vector) -> float:
        """s of the place on the curve nearest to a point, mm."""
        gap = self.centre - np.asarray(point)
        nearest = int(np.argmin(dot(gap, gap)))
        along = float(dot(np.asarray(point) - self.centre[nearest], self.tangent[nearest]))
        return float(np.clip(nearest * STEP_MM + along, 0.0, self.length))

    def row(self, s: ArrayLike) -> NDArray[np.intp]:
        """Which of the curve's points, and so of what is tabled along it, is nearest to stations; past an end, that end's."""
        return np.asarray(np.rint(np.clip(np.asarray(s) / STEP_MM, 0, len(self.centre) - 1)), np.intp)

    def at(self, s: float, u: float = 0.0, v: float = 0.0) -> Vector:
        """The point at canal coordinates, mm."""
        i = float(np.clip(s / STEP_MM, 0, len(self.centre) - 1))
        k = min(int(i), len(self.centre) - 2)
        t = i - k

        def between(a: NDArray[Any]) -> Vector:
            found: Vector = a[k] * (1 - t) + a[k + 1] * t
            return found

        return between(self.centre) + u * unit(between(self.right)) + v * unit(between(self.dorsal))

    def room(self, s: float, u: float, v: float, inner: bool = True) -> float:
        """Distance from the curve at ``s`` to the wall (or to the flavum on it) in the direction (u, v), mm."""
        i = self.row(s)
        wall = (self.outer[i] - self.flavum[i]) if inner else self.outer[i]
        a = pseudo_angle(np.array([u]), np.array([v]))[0] * DIRECTIONS / 4
        k = int(a)
        return float(wall[k % DIRECTIONS] * (k + 1 - a) + wall[(k + 1) % DIRECTIONS] * (a - k))

    def dorsal_wall(self, s: float, u: float, inner: bool = True) -> float:
        """v of the wall (or of the flavum on it) behind the place ``u`` to the right of the curve at ``s``, mm."""
        i = self.row(s)
        wall = (self.outer[i] - self.flavum[i]) if inner else self.outer[i]
        v = np.arange(self.room(s, 0.0, 1.0, inner) + 2.0, 0.0, -0.1)
        a = pseudo_angle(np.full_like(v, u), v) * DIRECTIONS / 4
        k = a.astype(int)
        within = np.hypot(u, v) <= wall[k % DIRECTIONS] * (k + 1 - a) + wall[(k + 1) % DIRECTIONS] * (a - k)
        return float(v[int(np.argmax(within))]) if within.any() else 0.0

    def locate(self, p: Points) -> InCanal:
        """Canal coordinates of points (worked out once for all organs that ask)."""
        if self not in p.memo:
            p.memo[self] = self._located(p)
        found: InCanal = p.memo[self]
        return found

    def _located(self, p: Points) -> InCanal:
        f = np.float32
        n = len(self.centre)
        z = self.centre[:, 2]
        index = np.clip(np.interp(-p.z, -z, np.arange(n)), 0, n - 1)
        c, t = self.centre.astype(f), self.tangent.astype(f)
        for _ in range(4):  # the curve is nearly straight over a step: a few corrections find its nearest place
            i = np.rint(index).astype(np.int32)
            along = (p.x - c[i, 0]) * t[i, 0] + (p.y - c[i, 1]) * t[i, 1] + (p.z - c[i, 2]) * t[i, 2]
            index = np.clip(i + along * f(1 / STEP_MM), 0, n - 1)
        k = np.minimum(index.astype(np.int32), n - 2)
        w = (index - k).astype(f)

        def blended(table: NDArray[Any]) -> Array:
            table = table.astype(f)
            found: Array = table[k] * (1 - w) + table[k + 1] * w
            return found

        dx, dy, dz = (q - blended(self.centre[:, j]) for j, q in enumerate((p.x, p.y, p.z)))
        u = dx * blended(self.right[:, 0]) + dy * blended(self.right[:, 1]) + dz * blended(self.right[:, 2])
        v = dx * blended(self.dorsal[:, 0]) + dy * blended(self.dorsal[:, 1]) + dz * blended(self.dorsal[:, 2])
        angle = pseudo_angle(u, v) * f(DIRECTIONS / 4)
        a = angle.astype(np.int32)
        aw = angle - a
        a, b = a % DIRECTIONS, (a + 1) % DIRECTIONS

        def in_direction(table: NDArray[Any]) -> Array:
            found: Array = (table[k, a] * (1 - aw) + table[k, b] * aw) * (1 - w) + (table[k + 1, a] * (1 - aw) + table[k + 1, b] * aw) * w
            return found

        outer = in_direction(self.outer)
        # past either end of the curve there is no canal
        past = np.where((index <= 0) | (index >= n - 1), np.abs(dx * t[i, 0] + dy * t[i, 1] + dz * t[i, 2]), f(0))
        r = np.sqrt(u * u + v * v) + past
        return InCanal((index * f(STEP_MM)).astype(f), u, v, r, outer, outer - in_direction(self.flavum))


def pseudo_angle(u: NDArray[Any], v: NDArray[Any]) -> NDArray[Any]:
    """A stand-in for the angle of (u, v) without trigonometry: 0 right, 1 dorsal, 2 left, 3 ventral, up to 4."""
    size = np.abs(u) + np.abs(v) + u.dtype.type(1e-9)
    turn = v / size
    found: NDArray[Any] = np.where(u >= 0, np.where(v >= 0, turn, 4 + turn), 2 - turn)
    return found


def directions() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The unit vectors (u, v) at which ``Canal.outer`` is given."""
    q = np.arange(DIRECTIONS) * 4.0 / DIRECTIONS
    v = np.where(q <= 1, q, np.where(q <= 3, 2 - q, q - 4))
    u = np.where((q <= 1) | (q >= 3), 1 - np.abs(v), np.abs(v) - 1)
    size = np.sqrt(u * u + v * v)
    return u / size, v / size


def find(skeleton: Skeleton, person: Dimensions) -> Canal:
    """The canal of a skeleton; ``person`` gives the ligament's thickness."""
    centre, tangent, right, dorsal = _curve(skeleton, person.values["hiatus_depth"] > 0)
    distance = _distance_to_bone(skeleton, centre, right, dorsal)
    bare = Canal(centre, tangent, right, dorsal, np.zeros_like(distance), np.zeros_like(distance))
    outer = _closed(distance, _rings(bare, skeleton), [interlaminar_span(bare, skeleton, level) for level in skeleton.levels])
    return Canal(centre, tangent, right, dorsal, outer, np.minimum(_flavum(bare, skeleton, person), 0.6 * outer))


def _curve(skeleton: Skeleton, opens: bool) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """A smooth line through the middles of the rings, the interspaces and the sacral canal, out of its hiatus if that is open."""
    knots: list[Vector] = []
    for above, below in pairwise(skeleton.column):
        m, n = above.landmarks, below.landmarks
        knots.append((m["canal_front"] + m["canal_back"]) / 2)
        front = (m["inferior_back"] + n["superior_back"]) / 2
        back = (m["lamina_bottom"] + n["lamina_top"]) / 2
        knots.append(front + 0.42 * (back - front))
    m = skeleton["sacrum"].landmarks
    knots += [(m[f"canal_s{i}_front"] + m[f"canal_s{i}_back"]) / 2 for i in (1, 2, 3, 4)]
    if opens:
        knots.append((m["hiatus_apex"] + m["hiatus_floor"]) / 2)
        knots.append(knots[-1] + BELOW_MM * unit(knots[-1] - knots[-2]))
    knots.insert(0, knots[0] + ABOVE_MM * unit(knots[0] - knots[1]))
    points = np.array(knots)
    chord = np.concatenate([[0.0], np.cumsum(length(np.diff(points, axis=0)))])
    spline = CubicSpline(chord, points, bc_type="natural")
    dense = spline(np.linspace(0, chord[-1], int(chord[-1] * 10)))
    arc = np.concatenate([[0.0], np.cumsum(length(np.diff(dense, axis=0)))])
    s = np.arange(0, arc[-1], STEP_MM)
    centre = np.stack([np.interp(s, arc, dense[:, i]) for i in range(3)], -1)
    tangent = unit(np.gradient(centre, axis=0))
    right = unit(RIGHT - dot(RIGHT, tangent)[:, None] * tangent)
    return centre, tangent, right, np.cross(tangent, right)


def _distance_to_bone(skeleton: Skeleton, centre: NDArray[Any], right: NDArray[Any], dorsal: NDArray[Any]) -> NDArray[np.float32]:
    """(n, DIRECTIONS): where bone begins, inf if not within reach."""
    u, v = directions()
    t = np.arange(0.0, REACH_MM, 0.5)
    bones = skeleton.walls()
    found = np.full((len(centre), DIRECTIONS), np.inf, np.float32)

    def work(i: int) -> None:
        ways = u[:, None] * right[i] + v[:, None] * dorsal[i]
        points = centre[i] + ways[:, None, :] * t[None, :, None]
        value = bones(Points.of(points.reshape(-1, 3))).reshape(DIRECTIONS, len(t))
        met = np.flatnonzero((value < 0).any(1))
        j = np.argmax(value[met] < 0, axis=1)
        a, b = value[met, j - 1], value[met, j]
        share = np.clip((a / np.where(j > 0, a - b, np.float32(1))).astype(float), 0.0, 1.0)
        found[i, met] = np.where(j > 0, t[j - 1] + 0.5 * share, 0.0)

    shared(work, range(len(centre)))
    return found


def _rings(canal: Canal, skeleton: Skeleton) -> list[float]:
    """The stations at which bone surrounds the canal on all sides."""
    rings = [canal.station((m["canal_front"] + m["canal_back"]) / 2) for m in (skeleton[level].landmarks for level in skeleton.levels)]
    m = skeleton["sacrum"].landmarks
    return rings + [canal.station((m[f"canal_s{i}_front"] + m[f"canal_s{i}_back"]) / 2) for i in (1, 2, 3, 4)]


def _closed(distance: NDArray[np.float32], rings: list[float], windows: list[tuple[float, float]]) -> NDArray[np.float32]:
    """The wall in every direction: bone where it belongs to the canal, else a straight line from bone above to bone below.

    Bone behind an interlaminar window is a spinous process's, not the wall: the flavum bridges it from edge to edge.
    """
    n = len(distance)
    s = np.arange(n) * STEP_MM
    open_behind = np.any([(s > top) & (s < bottom) for top, bottom in windows], axis=0)
    _, v = directions()
    allowance = np.where(v > 0.5, ALLOWANCE_MM["dorsal"], np.where(v < -0.6, ALLOWANCE_MM["ventral"], ALLOWANCE_MM["lateral"]))
    at = [int(round(r / STEP_MM)) for r in rings]
    beside = int(round(BESIDE_RING_MM / STEP_MM))
    around = []
    for i in at:
        block = distance[max(i - beside, 0) : i + beside + 1]
        ring = np.min(block, axis=0)
        open_ways = ~np.isfinite(ring)
        if open_ways.all():
            raise ValueError(f"no bone round the canal {i * STEP_MM:.0f} mm below its top")
        good = np.flatnonzero(~open_ways)
        ring[open_ways] = np.interp(np.flatnonzero(open_ways), good, ring[good], period=DIRECTIONS)
        around.append(ring)
    expected = np.stack([np.interp(np.arange(n), at, [ring[k] for ring in around]) for k in range(DIRECTIONS)], -1)
    wall = np.empty_like(distance)
    for k in range(DIRECTIONS):
        good = distance[:, k] <= expected[:, k] + allowance[k]
        if v[k] > BEHIND:
            good &= ~open_behind
        good[at] |= True
        values = np.where(np.isfinite(distance[:, k]), distance[:, k], expected[:, k])
        values[at] = np.minimum(values[at], expected[at, k])
        wall[:, k] = np.interp(np.arange(n), np.flatnonzero(good), values[good])
    for _ in range(2):  # smooth away the steps of the marching, along the canal and around it
        wall[1:-1] = 0.25 * wall[:-2] + 0.5 * wall[1:-1] + 0.25 * wall[2:]
        wall = 0.25 * np.roll(wall, 1, 1) + 0.5 * wall + 0.25 * np.roll(wall, -1, 1)
    return wall.astype(np.float32)


def _flavum(canal: Canal, skeleton: Skeleton, person: Dimensions) -> NDArray[np.float32]:
    """Thickness of the ligament: from behind the lamina above to the upper edge of the one below, round to the facets."""
    u, v = directions()
    s = np.arange(len(canal.centre))[:, None] * STEP_MM
    around = np.clip((v - THINS_OUT[0]) / (THINS_OUT[1] - THINS_OUT[0]), 0.0, 1.0)
    thickness = np.zeros((len(s), DIRECTIONS))
    for level in skeleton.levels:
        top = canal.station(skeleton.landmark(level, "lamina_bottom")) - person.levels[level].flavum_attachment
        bottom = canal.station(skeleton.below(level).landmarks["lamina_top"]) + 2.0
        upper, lower = teeth(np.arange(DIRECTIONS), person.grain, level)
        ramp = np.clip((s - top - upper) / 5.0, 0.0, 1.0) * np.clip((bottom + lower - s) / 2.5, 0.0, 1.0)
        sides = around * np.clip((np.abs(u) - GAP_HALF) / GAP_HALF, 0.0, 1.0) if level in person.flavum_gaps else around
        thickness = np.maximum(thickness, person.levels[level].flavum * ramp * sides[None, :])
    return thickness.astype(np.float32)


def interlaminar_span(canal: Canal, skeleton: Skeleton, level: str) -> tuple[float, float]:
    """Stations of the upper and lower bony edges of the interlaminar window below a level, mm."""
    upper, lower = skeleton.landmark(level, "lamina_bottom"), skeleton.below(level).landmarks["lamina_top"]
    return canal.station(upper), canal.station(lower)
