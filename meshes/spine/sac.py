"""The thecal sac: dura and the fluid within, an ellipse carried along the canal down to its tip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import Dimensions
from meshes.shapes import Array, Box, Points, Shape
from meshes.skeleton import Skeleton
from meshes.spine.canal import STEP_MM, Canal, directions, interlaminar_span
from meshes.spine.running_mean import running_mean

TAPER_MM = 16.0
"""Over this length the sac narrows to its tip (guess)."""
LEAST_GAP_MM = 0.7
"""Between dura and the canal's wall everywhere (guess: one voxel of fat)."""
MOST_NARROW = 0.6
EGG = 2 / (3 * np.pi)
"""What an egg's area lacks of the ellipse's, per share of its width lost at its back (integral of v (1 - v^2)^1/2)."""
TOO_MUCH_FAT_MM = 7.0
"""Fat deeper than this is not normal (Borre), and goes on under the laminae."""
ROUND_SHARE = 0.95
"""The published depths and widths make ellipses 15 % larger than the published areas: the depth gives way by a part of it."""
LEAST_SHARE = 0.85
"""Fat behind the sac takes no more of its depth than leaves this share (guess)."""
WINDOW_SHARE = 0.3
"""Where between the laminae a needle goes for the fat, from the upper one."""
PAD_HALF_MM, PAD_MM, LEAST_PAD_MM, PAD_SHARE = 3.5, 2.2, 1.7, 0.45
"""There the fat is still so deep this far beside the midline, or this share of its greatest depth (guess: a triangle's side)."""


@dataclass(frozen=True, eq=False)
class Sac:
    """Its half-axes and dorsal shift at each station of the canal, mm; zero below the tip."""

    canal: Canal
    half_width: NDArray[np.float32]
    half_depth: NDArray[np.float32]
    shift: NDArray[np.float32]
    """How far its axis lies dorsal of the canal's curve (negative: ventral)."""
    narrow: NDArray[np.float32]
    """The share of its width that it has lost at its very back: between the facets it is an egg."""
    tip: float
    """Station of its end."""

    def outside(self, p: Points) -> Array:
        """Distance from the dura's outer face, negative within; mm, first order.

        The tables are interpolated by own code for bit-equality and speed: ``np.interp`` works in float64 and takes 26 ms for four tables
        at 100,000 places where this takes 2; ``scipy.ndimage.map_coordinates`` takes 6 and differs in the last digit of float32.
        """
        c = self.canal.locate(p)
        n = len(self.half_width)
        i = np.minimum(c.s * np.float32(1 / STEP_MM), np.float32(n - 1.001))
        k = i.astype(np.int32)
        w = i - k

        def at(table: Array) -> Array:
            found: Array = table[k] * (1 - w) + table[k + 1] * w
            return found

        a, b = np.maximum(at(self.half_width), np.float32(1e-3)), np.maximum(at(self.half_depth), np.float32(1e-3))
        v = (c.v - at(self.shift)) / b
        a = a * (np.float32(1) - at(self.narrow) * np.minimum(np.maximum(v, np.float32(0)), np.float32(1)))
        u = c.u / a
        k0 = np.sqrt(u * u + v * v)
        su, sv = u / a, v / b
        value = k0 * (k0 - np.float32(1)) / (np.sqrt(su * su + sv * sv) + np.float32(1e-6))
        # a film of fat parts it from the walls: where it leans on them a fluid still finds its way
        found: Array = np.maximum(np.maximum(value, c.r - c.inner + np.float32(LEAST_GAP_MM)), c.s - np.float32(self.tip))
        return found

    @property
    def area(self) -> NDArray[np.float32]:
        """(n,) mm2 within the dura's outer face, where no wall flattens it."""
        return np.float32(np.pi) * self.half_width * self.half_depth * (1 - np.float32(EGG) * self.narrow)

    def dura(self) -> Shape:
        """Everything from the dura's outer face inwards."""
        return Shape(self.outside, self.box(), steepest=2.5)

    def fluid(self, dura_mm: float) -> Shape:
        """Everything within the dura."""
        return Shape(lambda p: self.outside(p) + np.float32(dura_mm), self.box(), steepest=2.5)

    def box(self) -> Box:
        return Box.around(self.canal.centre, 14.0)

    def wall(self, s: float, u_share: float, v_share: float) -> NDArray[np.float64]:
        """The point of the dura at station ``s`` in the direction of the shares of its half-axes, mm (patient)."""
        i = self.canal.row(s)
        return self.canal.at(s, u_share * float(self.half_width[i]), float(self.shift[i]) + v_share * float(self.half_depth[i]))


def sac(canal: Canal, skeleton: Skeleton, person: Dimensions) -> Sac:
    """The sac that fits the person's measures into the canal as it is."""
    m = skeleton["sacrum"].landmarks
    stations = [canal.station((n["canal_front"] + n["canal_back"]) / 2) for n in (skeleton[level].landmarks for level in skeleton.levels)]
    stations.append(canal.station((m["canal_s1_front"] + m["canal_s1_back"]) / 2))
    s1, s2, s3 = (canal.station((m[f"canal_s{i}_front"] + m[f"canal_s{i}_back"]) / 2) for i in (1, 2, 3))
    s2_top, s2_bottom = (s1 + s2) / 2, (s2 + s3) / 2
    tip = s2_top + person.values["sac_tip_fraction_s2"] * (s2_bottom - s2_top)

    n = len(canal.centre)
    s = np.arange(n) * STEP_MM
    wanted_depth = np.interp(s, stations, [person.nerves[level].sac_depth for level in (*skeleton.levels, "S1")])
    wanted_width = np.interp(s, stations, [person.nerves[level].sac_width for level in (*skeleton.levels, "S1")])
    # the ventral fat is wide behind the lumbosacral disc, and again thin within the sacrum
    l4, l5, sacral = stations[-3:]
    disc = (l5 + sacral) / 2
    thin = person.values["ventral_gap"]
    gap = np.interp(s, [l4, disc, sacral], [thin, person.values["ventral_gap_s1"], thin])
    inner = canal.outer - canal.flavum
    ventral = inner[:, 48]
    side = np.minimum(inner[:, 0], inner[:, 32])
    width = _smooth(np.maximum(np.minimum(wanted_width, 2 * (side - LEAST_GAP_MM)), 2.0))
    wanted_depth *= ROUND_SHARE
    back = _back(canal, skeleton, person, width / 2, LEAST_SHARE * wanted_depth + gap - ventral)
    # what fat in front and behind leave; a sac that needs less of it lies at the back
    room = np.maximum(back + ventral - gap, 2.0)
    depth = np.minimum(wanted_depth, room)
    narrow = _narrowed(inner, width / 2, depth / 2, back - depth / 2)
    # an egg as large as the ellipse that is wanted is deeper
    depth = np.minimum(wanted_depth / (1 - EGG * narrow), room)
    end = np.clip((tip - s) / TAPER_MM, 0.0, 1.0)
    narrowing = np.sqrt(end * (2 - end))
    centre = _smooth(back - depth / 2, 5)
    narrow = _narrowed(inner, width / 2, depth / 2, centre)
    f = np.float32
    half_width, half_depth = (width / 2 * narrowing).astype(f), (depth / 2 * narrowing).astype(f)
    return Sac(canal, half_width, half_depth, centre.astype(f), narrow.astype(f), float(tip))


def _narrowed(inner: NDArray[Any], half_width: NDArray[Any], half_depth: NDArray[Any], centre: NDArray[Any]) -> NDArray[np.float64]:
    """The share of its width that the sac gives up towards its back, so that it passes between the facets."""
    u, v = directions()
    right, left = np.arange(0, 17), np.arange(32, 15, -1)
    found = np.zeros(len(inner))
    for i in range(len(inner)):
        for share in (0.35, 0.65):
            height = centre[i] + share * half_depth[i]
            sides = ((np.maximum.accumulate(inner[i, way] * v[way]), np.abs(inner[i, way] * u[way])) for way in (right, left))
            room = min(float(np.interp(height, up, out)) for up, out in sides)
            ellipse = half_width[i] * np.sqrt(1 - share * share)
            found[i] = max(found[i], (1 - (room - LEAST_GAP_MM) / ellipse) / share)
    return _smooth(np.clip(found, 0.0, MOST_NARROW), 7)


def _back(canal: Canal, skeleton: Skeleton, person: Dimensions, half_width: NDArray[Any], most: NDArray[Any]) -> NDArray[np.float64]:
    """How far behind the canal's curve the sac's back lies at each station, mm: the fat behind it lies in segments.

    It comes as near as it can to the upper edge of each lamina and leaves the person's fat behind it at the lower edge, but for ``most``.
    """
    s = np.arange(len(canal.centre)) * STEP_MM
    wall = (canal.outer - canal.flavum)[:, 16].astype(float)

    def at(values: NDArray[Any], station: float) -> float:
        return float(np.interp(station, s, values))

    knots: list[tuple[float, float]] = []
    for level in skeleton.levels:
        fat = person.levels[level].dorsal_fat
        edge = canal.station(skeleton.landmark(level, "lamina_top"))
        top, bottom = interlaminar_span(canal, skeleton, level)
        knots.append((edge, at(wall, edge) - max(fat - TOO_MUCH_FAT_MM, LEAST_GAP_MM)))
        knots.append((top, max(at(wall, top) - fat, at(most, top))))
        # the needle's place beside the midline keeps its fat, where the walls come nearer
        place = top + WINDOW_SHARE * (bottom - top)
        share = min(PAD_HALF_MM / at(half_width, place), 0.9)
        fall = (1 - np.sqrt(1 - share * share)) * (at(wall, place) - fat + at(canal.outer[:, 48], place)) / 2
        beside = canal.dorsal_wall(place, PAD_HALF_MM) - max(min(PAD_MM, PAD_SHARE * fat), LEAST_PAD_MM) + fall
        knots.append((place, min(at(wall, place) - PAD_SHARE * fat, beside)))
    edge = canal.station(skeleton.landmark("sacrum", "lamina_top"))
    knots.append((edge, at(wall, edge) - LEAST_GAP_MM))
    where, wanted = np.array(sorted(knots)).T

    def through(v: NDArray[Any]) -> NDArray[np.float64]:
        line = np.where(s <= edge, np.interp(s, where, v), wall - LEAST_GAP_MM)
        return np.minimum(_smooth(line, 7), wall - LEAST_GAP_MM)

    # what smoothing takes from the fat where it is deepest, it is given before
    lost = np.maximum(np.interp(where, s, through(wanted)) - wanted, 0.0)
    return through(wanted - lost)


def _smooth(values: NDArray[Any], mm: int = 13) -> NDArray[np.float64]:
    """The running mean along the canal, twice: the sac does not follow every step of the bone. Little more than it was anywhere."""
    width = 2 * (int(round(mm / STEP_MM)) // 2) + 1
    mean = running_mean(running_mean(values.astype(float), width), width)
    found: NDArray[np.float64] = np.minimum(mean, values + 1.0)
    return found
