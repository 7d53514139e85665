"""Cross sections carried along a process: a blade that tapers, thins and turns, as a signed distance shape."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.shapes import Array, Box, Points, Shape

PIECES = 4
"""Between two stations of a table, smoothly interpolated."""
CAP = 0.7
"""How far the end goes on beyond the last section, in half-heights of it: rounded, not sawn off."""
ROOT_CAP_MM = 2.0
"""How far before the first section it begins: in bone, and no farther than that."""
STEEPEST = 2.4
"""Of a field whose sections change along it, held by a test."""


@dataclass(frozen=True)
class Sweep:
    """Evenly spaced sections; the direction ``along`` is the patient's left or right, or backwards."""

    first: float
    """mm along, of the first section."""
    step: float
    sections: NDArray[np.float64]
    """(n, 8) mm: centre aside and up, half the height, half the thickness above, half-way and below, sine and cosine of the tilt."""

    @staticmethod
    def through(first: float, tip: float, stations: NDArray[np.float64], tilt_deg: NDArray[np.float64]) -> Sweep:
        """Smoothly through the stations, its rounded end at ``tip``.

        stations : (n, 6) as the first columns of ``sections``; tilt_deg : (n,)
        """
        turned = np.array([[sin(radians(t)), cos(radians(t))] for t in tilt_deg])
        sections = _smooth(np.column_stack([stations, turned]))
        last = tip - CAP * float(sections[-1, 2])
        return Sweep(first, (last - first) / (len(sections) - 1), sections)

    @property
    def last(self) -> float:
        return self.first + self.step * (len(self.sections) - 1)

    def centre(self, along: float) -> tuple[float, float, float]:
        """(aside, up, half the height) mm there; beyond its ends as at them."""
        at = self.first + self.step * np.arange(len(self.sections))
        aside, up, half = (float(np.interp(along, at, self.sections[:, k])) for k in range(3))
        return aside, up, half

    def shape(self, axis: int, sign: float) -> Shape:
        """Carried along x (axis 0, aside is y) or y (axis 1, aside is x), in the direction of ``sign``."""
        table = self.sections.astype(np.float32)
        rate = np.array([self.first, 1 / self.step, self.step, ROOT_CAP_MM, CAP * self.sections[-1, 2]], np.float32)
        way = np.float32(sign)

        def field(p: Points) -> Array:
            out = np.empty_like(p.x)
            along, aside = (p.x, p.y) if axis == 0 else (p.y, p.x)
            _swept(along, aside, p.z, way, rate, table, out)
            return out

        aside, up, half = self.sections[:, 0], self.sections[:, 1], self.sections[:, 2]
        ends = sorted([sign * (self.first - rate[3]), sign * (self.last + rate[4])])
        wide = half + self.sections[:, 3:6].max(1)
        other = float((aside - wide).min()), float((aside + wide).max())
        xy = (ends, other) if axis == 0 else (other, ends)
        lo, hi = zip(*xy, (float((up - wide).min()), float((up + wide).max())), strict=True)
        return Shape(field, Box.around([lo, hi]), STEEPEST)


def _smooth(stations: NDArray[np.float64]) -> NDArray[np.float64]:
    """Catmull and Rom's cubics through evenly spaced rows, PIECES to each step; at the ends as if the rows went straight on."""
    ends = np.vstack([2 * stations[0] - stations[1], stations, 2 * stations[-1] - stations[-2]])
    found = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for t in (k / PIECES for k in range(PIECES)):
            found.append(b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))))
    return np.array([*found, stations[-1]])


ROW = 256
"""So many places are worked out together: their sections are looked up first, so that the rest goes several at once."""


@compiled(error_model="numpy")
def _swept(along: Array, aside: Array, up: Array, way: np.float32, rate: Array, table: Array, out: Array) -> None:
    """The field of a ``Sweep``: sections whose half-thickness is a parabola of the height, their edges rounded by a fourth power."""
    f, o, last = np.float32, np.uint64, len(table) - 1
    first, inverse, step, before, behind = rate
    section = np.empty((8, ROW), f)
    for start in range(0, len(along), ROW):
        count = min(ROW, len(along) - start)
        for i in range(count):
            s = (way * along[start + i] - first) * inverse
            k = min(max(np.int32(s), np.int32(0)), np.int32(last - 1))
            t = min(max(s - f(k), f(0)), f(1))
            for column in range(8):
                c, here = o(column), o(k)  # without a sign, or each would be asked whether it counts from the end
                section[c, o(i)] = table[here, c] + t * (table[here + o(1), c] - table[here, c])
        for i in range(count):  # no branch inside
            s = (way * along[start + i] - first) * inverse
            beyond = -s * step if s < f(0) else max(s - f(last), f(0)) * step
            cap = before if s < f(0) else behind
            dx, dz = aside[start + i] - section[0, i], up[start + i] - section[1, i]
            high, over, half, under = section[2, i], section[3, i], section[4, i], section[5, i]
            sine, cosine = section[6, i], section[7, i]
            w, v = (dx * sine + dz * cosine) / high, dx * cosine - dz * sine
            q = min(max(w, f(-1)), f(1))
            thick = half + q * (over - under) * f(0.5) + q * q * ((over + under) * f(0.5) - half)
            v, u = v / thick, beyond / cap
            k0 = np.sqrt(v * v + w * w * w * w + u * u)
            g, r, e = v / thick, f(2) * w * w * w / high, u / cap
            steep = np.sqrt(g * g + r * r + e * e)
            value = (k0 - f(1)) * thick
            # a distance to first order; within, no deeper than the blade is thick
            near = k0 * (k0 - f(1)) / (steep + f(1e-6))
            better = near if k0 > f(1) else max(near, value)
            out[start + i] = better if k0 > f(0.05) else value
