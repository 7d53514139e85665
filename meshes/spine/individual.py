"""One body's own shape: each bone's surface displaced smoothly and by chance, and its two sides told apart.

All is one map of a bone's own frame onto the mean's: a field is asked where the mean has the place, and landmarks go the way back, so that
each stays on its own spot of the surface. Of the joints' surfaces little moves; where bones share a frame they share the displacement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import radians, tan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes import tables
from meshes.compiled import compiled
from meshes.morphometry import Dimensions
from meshes.noise import stream
from meshes.shapes import Array, Box, Points, Shape
from meshes.sides import Sides
from meshes.skeleton import Landmarks
from meshes.space import length
from meshes.spine.lattice import Displacement, displaced, displacement, smoothly

JOINT_MM = (5.0, 13.0)
"""So near to the middle of a facet nothing is displaced; so far all of it."""
CANAL_MM, CANAL_SHARE = (9.0, 20.0), 0.6
"""Within the first distance of the canal's middle so much of the displacement is left, beyond the second all: two walls that each move
make a canal or a pedicle as narrow as nobody's (guess)."""
SACRAL_MM, SACRAL_SHARE = (8.0, 22.0), 0.4
"""The same round the sacral canal and its hiatus, which are narrower."""
HIP_MM = (32.0, 50.0)
"""Round the middle of the hip joint nothing moves: ball and socket are turned by one centre."""
BODY_TO_ARCH_MM = (-6.0, 2.0)
"""From so far before the posterior wall to so far behind it the body's displacement gives way to the arch's."""
STEADY = 60
"""Rounds in which a landmark finds its place."""
MOST_RATIO = 1.6
"""No process is by more than this thicker, or longer beyond its root, than the mean of the two."""
RISING_MM = 8.0
"""Over so much beyond its root a transverse process takes on its own thickness and direction."""


@dataclass(frozen=True, eq=False)
class Own:
    """A bone's own shape against the mean's, in the bone's frame."""

    noise: Displacement | None = None
    """None for the mean itself."""
    numbers: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    """What ``_told_apart`` needs."""

    def of(self, shape: Shape) -> Shape:
        """The shape as this body has it."""
        if self.noise is None:
            return shape
        numbers, noise = self.numbers.astype(np.float32), self.noise

        def asked(p: Points) -> Array:
            x, y, z = np.empty_like(p.x), np.empty_like(p.y), np.empty_like(p.z)
            displaced(p.x, p.y, p.z, noise.values, noise.lo, noise.step, x, y, z)
            _told_apart(x, y, z, numbers)
            return shape(Points.at(x, y, z))

        return Shape(asked, Box.around(self._reached(shape.box, noise)), shape.steepest * self._steeper(noise))

    def places(self, marks: Landmarks) -> Landmarks:
        """The landmarks where this body has them."""
        if self.noise is None:
            return marks
        wanted = np.array(list(marks.values()), float)
        found = wanted.copy()
        for _ in range(STEADY):
            found += 0.8 * (wanted - self._mean(found, self.noise))
        return dict(zip(marks, found, strict=True))

    def _mean(self, points: NDArray[np.float64], noise: Displacement) -> NDArray[np.float64]:
        """Where the mean has places, (n, 3) mm."""
        x, y, z = np.ascontiguousarray(points.T)
        a, b, c = np.empty((3, len(points)))
        displaced(x, y, z, noise.values, noise.lo, noise.step, a, b, c)
        _told_apart(a, b, c, self.numbers)
        return np.stack([a, b, c], axis=1)

    def _reached(self, box: Box, noise: Displacement) -> NDArray[np.float64]:
        """(2, 3) mm: all that the shape can reach."""
        n = self.numbers
        beyond = max(box.hi[0] - n[0], 0.0)
        aside = max(n[2], n[3], 1.0) * beyond - beyond + abs(n[12]) + abs(n[13]) * 25.0
        tall = beyond * max(abs(n[6]), abs(n[7])) * 1.2 + 12.0 * (max(n[4], n[5], 1.0) - 1.0)
        deep = beyond * max(abs(n[8]), abs(n[9])) * 1.2 + 5.0 * abs(n[11])
        margin = noise.most + np.array([aside, deep, tall])
        return np.array([np.asarray(box.lo) - margin, np.asarray(box.hi) + margin])

    def _steeper(self, noise: Displacement) -> float:
        """How much steeper a field can become."""
        n = self.numbers
        slant = max(abs(n[6]), abs(n[7])) + max(abs(n[8]), abs(n[9])) + 2 * abs(n[12]) / max(n[10], 1.0) + abs(n[13]) + abs(n[11]) * 0.3
        thin = 1 / min(n[2], n[3], n[4], n[5], 1.0)
        return float(noise.steepest * thin * (1 + slant))


@compiled(error_model="numpy")
def _told_apart(x: NDArray[Any], y: NDArray[Any], z: NDArray[Any], numbers: NDArray[Any]) -> None:
    """From one body's sides to the mean's, in place."""
    f = x.dtype.type
    root, wall, r_long, l_long, r_tall, l_tall, r_rise, l_rise, r_back, l_back, behind, slant, tip, turn = numbers[:14]
    axis_z, lamina, middle_z = numbers[14:17]
    for i in range(len(x)):
        right = x[i] >= 0
        aside = abs(x[i])
        beyond = aside - root
        if beyond > 0:
            arch = min(max((wall - y[i]) / f(8), f(0)), f(1))
            arch = arch * arch * (f(3) - f(2) * arch)
            begun = min(beyond / f(RISING_MM), f(1))
            begun = arch * begun * begun * (f(3) - f(2) * begun)
            stretch = f(1) / (r_long if right else l_long) - f(1)
            tall = f(1) / (r_tall if right else l_tall) - f(1)
            z[i] -= begun * beyond * (r_rise if right else l_rise)
            z[i] += begun * tall * (z[i] - axis_z)
            y[i] += begun * beyond * (r_back if right else l_back)
            aside += arch * stretch * beyond
            x[i] = aside if right else -aside
        t = min((lamina - y[i]) / behind, f(1.2))
        if t > 0:
            near = min(max((f(18) - aside) / f(8), f(0)), f(1))
            t *= near
            y[i] += slant * x[i] * t * t
            x[i] -= tip * t * t + turn * (middle_z - z[i]) * t


def own_vertebra(level: str, person: Dimensions, marks: Landmarks) -> Own:
    """The own shape of a vertebra whose mean has these landmarks."""
    if person.own is None:
        return Own()
    side = person.own.levels[level]
    return Own(_vertebral(level, person, marks), _numbers(side, marks))


def own_pelvis(person: Dimensions, marks: Landmarks, hip: NDArray[np.float64]) -> Own:
    """The own shape of sacrum, hip bones and femora, in the sacrum's frame; ``hip`` is the middle of the right hip joint."""
    if person.own is None:
        return Own()
    numbers = _numbers(Sides(), {})
    facets = [point for name, point in marks.items() if name.startswith("superior_facet")]
    canal = np.array([point for name, point in marks.items() if name.startswith(("canal_s", "hiatus"))])
    size = next(row.amplitude_mm for row in tables.read("surface", tables.SurfaceLayer) if row.part == "pelvis")
    assert size is not None

    def amplitude(places: NDArray[np.float64]) -> NDArray[np.float64]:
        free = _away(places, facets, JOINT_MM) * _away(places, [hip, hip * [-1, 1, 1]], HIP_MM)
        return size * free * (SACRAL_SHARE + (1 - SACRAL_SHARE) * _away(places, canal, SACRAL_MM))

    half = float(abs(hip[0])) + 70.0
    box = Box((-half, -90.0, -200.0), (half, 110.0, 110.0))
    noise = displacement(box, amplitude, stream(person.own.seed, "surface/pelvis"), person.own.asymmetry, step_mm=4.0)
    return Own(_with_crests(noise, person.own.crest), numbers)


def _with_crests(noise: Displacement, higher: float) -> Displacement:
    """The right iliac crest so much higher than the left, mm; nothing of it at the sacroiliac joints."""
    x, _, z = noise.nodes()
    share = smoothly((np.abs(x) - 45.0) / 30.0)[:, None] * smoothly((z + 60.0) / 80.0)[None, :]
    noise.values[..., 2] -= (higher / 2 * np.sign(x)[:, None] * share)[:, None, :].astype(np.float32)
    return noise.measured()


def _vertebral(level: str, person: Dimensions, marks: Landmarks) -> Displacement:
    """The displacement in a vertebra's frame."""
    assert person.own is not None
    rows = tables.read("surface", tables.SurfaceLayer)
    body, arch = (next(row.amplitude_mm for row in rows if row.part == part) or 0.0 for part in ("body", "arch"))
    wall = float(marks["posterior_wall"][1])
    facets = [point for name, point in marks.items() if "_facet_" in name]
    middle = (marks["canal_front"] + marks["canal_back"]) / 2

    def amplitude(places: NDArray[np.float64]) -> NDArray[np.float64]:
        behind = smoothly((wall - places[..., 1] - BODY_TO_ARCH_MM[0]) / (BODY_TO_ARCH_MM[1] - BODY_TO_ARCH_MM[0]))
        size = body + (arch - body) * behind
        from_axis = np.sqrt((places[..., 0] - middle[0]) ** 2 + (places[..., 1] - middle[1]) ** 2)
        near = CANAL_SHARE + (1 - CANAL_SHARE) * smoothly((from_axis - CANAL_MM[0]) / (CANAL_MM[1] - CANAL_MM[0]))
        return np.asarray(size * near * _away(places, facets, JOINT_MM))

    box = Box.around(list(marks.values()), 12.0)
    return displacement(box, amplitude, stream(person.own.seed, f"surface/{level}"), person.own.asymmetry)


def _away(places: NDArray[np.float64], middles: Any, reach: tuple[float, float]) -> NDArray[np.float64]:
    """0 within the first distance of the nearest middle, 1 beyond the second."""
    nearest = np.min([length(places - middle) for middle in middles], axis=0)
    return smoothly((nearest - reach[0]) / (reach[1] - reach[0]))


def _numbers(side: Sides, marks: Landmarks) -> NDArray[np.float64]:
    """What tells a vertebra's sides apart, for the compiler: each side takes half of a difference."""
    if not marks:
        return np.array([1e6, 0.0, 1, 1, 1, 1, 0, 0, 0, 0, 1.0, 0, 0, 0, 0, -1e6, 0])
    root, reach = float(marks["pedicle_lateral_right"][0]), float(marks["transverse_tip_right"][0])
    free = max(reach - root, 1.5)
    long = [_ratio(1 + sign * side.transverse_length / 2 / free) for sign in (1, -1)]
    # the two heights h t and h / t differ by h (t - 1 / t)
    tall = float(np.clip(_thicker(side.transverse_height / TRANSVERSE_HEIGHT_MM), 1 / MOST_RATIO, MOST_RATIO))
    rise = [sign * tan(radians(side.transverse_rise / 2)) for sign in (1, -1)]
    back = [sign * tan(radians(side.transverse_back / 2)) for sign in (1, -1)]
    lamina, tip = float(marks["canal_back"][1]) - 2.0, float(marks["spinous_tip"][1])
    return np.array(
        [
            root, float(marks["posterior_wall"][1]), *long, tall, 1 / tall, *rise, *back, max(lamina - tip, 10.0),
            side.spinous_length / TIP_WIDTH_MM, side.spinous_tip, tan(radians(side.spinous_turn)),
            float(marks["transverse_tip_right"][2]), lamina, float(marks["spinous_tip"][2]),
        ]
    )  # fmt: skip


TRANSVERSE_HEIGHT_MM, TIP_WIDTH_MM = 14.0, 8.0
"""The usual height of a transverse process and width of a spinous one's tip (guess)."""


def _ratio(value: float) -> float:
    return float(np.clip(value, 1 / MOST_RATIO, MOST_RATIO))


def _thicker(difference: float) -> float:
    """t of t - 1 / t."""
    return float(difference / 2 + np.sqrt(difference * difference / 4 + 1))
