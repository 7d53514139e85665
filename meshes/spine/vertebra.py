"""A vertebra: a body turned on a polar outline, an arch of limbs, warped to one person's measures.

Local frame: levelled on its own end-plates, x right, y anterior, z superior, the origin within the body at mid-height.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes import tables
from meshes.compiled import compiled
from meshes.morphometry import Measures
from meshes.process_form import ProcessForms
from meshes.shapes import Array, Box, Points, Shape
from meshes.spine import processes
from meshes.spine.template import assembled, parts


@dataclass(frozen=True)
class BodyOutline:
    """A vertebral body: its outline is a polynomial in the sine of the polar angle, even in x; lengths in mm."""

    centre_y: float
    height: float
    radius: tuple[float, ...]
    """Polynomial coefficients: radius at mid-taper against sin(angle), +1 in front, -1 behind."""
    taper: float
    waist: tuple[float, float, float]
    """How much narrower at mid-height: a polynomial in sin(angle)."""
    rim: float
    hollow_top: float
    hollow_bottom: float
    tilt_top: float
    tilt_bottom: float
    edge: float
    """Rounding of the rim."""

    @staticmethod
    def of(level: str) -> BodyOutline:
        """From the table ``vertebral_bodies``."""
        row = next(row for row in tables.read("vertebral_bodies", tables.VertebralBody) if row.level == level)
        radius = tuple(getattr(row, f"radius{i}") for i in range(7))
        return BodyOutline(
            row.centre_y, row.height, radius, row.taper, (row.waist0, row.waist1, row.waist2), row.rim,
            row.hollow_top, row.hollow_bottom, row.tilt_top, row.tilt_bottom, row.edge,
        )  # fmt: skip

    def shape(self) -> Shape:
        f = np.float32
        radius, waist = np.array(self.radius, f), np.array(self.waist, f)
        numbers = np.array(
            [
                self.centre_y, self.height / 2, self.taper, self.rim, self.hollow_top, self.hollow_bottom, self.tilt_top,
                self.tilt_bottom, self.edge, 0.25 / self.edge,
            ],
            f,
        )  # fmt: skip

        def field(p: Points) -> Array:
            out = np.empty_like(p.x)
            _body(p.x, p.y, p.z, radius, waist, numbers, out)
            return out

        reach = 1.25 * float(np.abs(np.polynomial.polynomial.polyval(np.linspace(-1, 1, 41), self.radius)).max())
        tall = self.height / 2 + 2.0
        return Shape(field, Box((-reach, self.centre_y - reach, -tall), (reach, self.centre_y + reach, tall)), steepest=2.0)


@compiled(error_model="numpy")
def _body(x: Array, y: Array, z: Array, radius: Array, waist: Array, numbers: Array, out: Array) -> None:
    f = np.float32
    centre_y, half, taper, rim, hollow_top, hollow_bottom, tilt_top, tilt_bottom, edge, quarter = numbers
    for i in range(len(x)):
        dy = y[i] - centre_y
        r = np.sqrt(x[i] * x[i] + dy * dy) + f(1e-3)
        s = dy / r
        u = z[i] / half
        inside = f(1) - min(u * u, f(1.5))
        waisted = waist[2]
        for k in range(1, -1, -1):
            waisted = waisted * s + waist[k]
        size = f(1) + taper * u - waisted * inside - rim * inside * inside
        round_about = radius[6]
        for k in range(5, -1, -1):
            round_about = round_about * s + radius[k]
        outline = max(round_about * size, f(2))
        rho = min(r / outline, f(1.1))
        bowl = max(f(1) - rho * rho, f(0))
        bowl = bowl * (f(2) - bowl)
        top = half + tilt_top * dy - hollow_top * bowl
        bottom = -half + tilt_bottom * dy + hollow_bottom * bowl
        # the two end-plates cut off, their edges rounded
        side, above, below = r - outline, z[i] - top, bottom - z[i]
        h = max(edge - abs(above - side), f(0))
        value = max(side, above) + h * h * quarter
        h = max(edge - abs(value - below), f(0))
        out[i] = max(value, below) + h * h * quarter


LEAST_PROCESS_MM = 1.5
"""A transverse process stands out of the pedicle by this at least (T12's by 2.6: [@masharawi_2007])."""
TEMPLATE_OF = {"L1": "L2"}
"""A level without a fitted template of its own borrows this one; its measures make the difference."""


def template_level(level: str) -> str:
    return TEMPLATE_OF.get(level, level)


def template_shape(level: str) -> Shape:
    """The vertebra as it was fitted, in its own frame."""
    return assembled(parts(level), core=BodyOutline.of(level).shape())


def own_shape(level: str, forms: ProcessForms) -> Shape:
    """The template with somebody's processes, in the template's frame."""
    source = template_level(level)
    rest = assembled(processes.own_limbs(source), core=BodyOutline.of(source).shape())
    return processes.added(rest, level, source, forms)


@dataclass(frozen=True)
class Ramp:
    """A monotone piecewise-linear map through knots, its ends prolonged."""

    source: tuple[float, ...]
    target: tuple[float, ...]

    def __call__(self, value: NDArray[Any]) -> NDArray[Any]:
        f = value.dtype.type
        slopes = [(b - a) / (d - c) for a, b, c, d in zip(self.target, self.target[1:], self.source, self.source[1:], strict=False)]
        out = f(self.target[0]) + f(slopes[0]) * np.minimum(value - f(self.source[0]), f(self.source[1] - self.source[0]))
        for c, d, slope in zip(self.source[1:-2], self.source[2:-1], slopes[1:-1], strict=True):
            out = out + f(slope) * np.minimum(np.maximum(value - f(c), f(0)), f(d - c))
        found: NDArray[Any] = out + f(slopes[-1]) * np.maximum(value - f(self.source[-2]), f(0))
        return found

    def inverse(self) -> Ramp:
        return Ramp(self.target, self.source)

    def knots(self) -> NDArray[np.float32]:
        """(4, n): where each piece begins, what it gives there, how steep and how wide it is; the last column only ends it."""
        source, target = np.array(self.source), np.array(self.target)
        slope, width = np.diff(target) / np.diff(source), np.diff(source)
        return np.array([source, target, np.append(slope, 0.0), np.append(width, 0.0)]).astype(np.float32)


@dataclass(frozen=True)
class Warp:
    """Template frame to one person's frame: stretched between the places that a measure fixes, body and arch each by their own widths."""

    body_scale: float
    arch: Ramp
    depth: Ramp
    height: float
    wall_y: float
    """The posterior wall in the template's frame, mm: in front of it the body's scale holds, 8 mm behind it the arch's."""
    front_y: float
    floor_z: float
    """The lower end-plate, in the template's frame."""
    wedge: float = 0.0
    """The share of its height that the body lost at ``front_y``, growing from nothing at the wall."""

    @staticmethod
    def between(template: Measures, person: Measures, outline: BodyOutline, wedge: float) -> Warp:
        wall_y, front_y = (float(outline.centre_y + sign * np.polynomial.polynomial.polyval(sign, outline.radius)) for sign in (-1, 1))

        def knots_x(m: Measures) -> tuple[float, ...]:
            beside = m.canal_width / 2 + m.pedicle_width
            return (0.0, m.canal_width / 2, beside, max(m.transverse_span / 2, beside + LEAST_PROCESS_MM))

        def knots_y(m: Measures, wall: float, front: float) -> tuple[float, ...]:
            return (wall - m.spinous_length, wall - m.canal_depth, wall, front)

        depth_scale = person.endplate_depth / template.endplate_depth
        return Warp(
            person.endplate_width / template.endplate_width,
            Ramp(knots_x(template), knots_x(person)),
            Ramp(knots_y(template, wall_y, front_y), knots_y(person, wall_y * depth_scale, front_y * depth_scale)),
            person.body_height / template.body_height,
            wall_y,
            front_y,
            -outline.height / 2,
            wedge,
        )

    def _kept(self, template_y: NDArray[Any]) -> NDArray[Any]:
        """The share of its height above the lower end-plate that is left there."""
        f = template_y.dtype.type
        t = np.minimum(np.maximum((template_y - f(self.wall_y)) / f(self.front_y - self.wall_y), f(0)), f(1.2))
        found: NDArray[Any] = f(1) - f(self.wedge) * t
        return found

    def _body_share(self, template_y: NDArray[Any]) -> NDArray[Any]:
        f = template_y.dtype.type
        t = np.minimum(np.maximum((template_y - f(self.wall_y - 8.0)) / f(8.0), f(0)), f(1))
        found: NDArray[Any] = t * t * (f(3) - f(2) * t)
        return found

    def to_person(self, points: ArrayLike) -> NDArray[np.float64]:
        """(..., 3) mm, template frame -> person's"""
        p = np.asarray(points, float)
        share = self._body_share(p[..., 1])
        x = np.abs(p[..., 0])
        x = share * x * self.body_scale + (1 - share) * self.arch(x)
        above = p[..., 2] - self.floor_z
        z = self.floor_z + np.where(above > 0, above * self._kept(p[..., 1]), above)
        return np.stack([np.copysign(x, p[..., 0]), self.depth(p[..., 1]), z * self.height], axis=-1)

    def to_template(self, p: Points) -> Points:
        """Where the person's points lie in the template."""
        x, y, z = np.empty_like(p.x), np.empty_like(p.y), np.empty_like(p.z)
        _unwarped(p.x, p.y, p.z, *self._backwards, x, y, z)
        return Points(x, y, z)

    @cached_property
    def _backwards(self) -> tuple[Array, Array, Array]:
        """What ``to_template`` needs."""
        deep = self.front_y - self.wall_y
        numbers = [self.wall_y - 8.0, 1 / self.body_scale, 1 / self.height, self.floor_z, self.wedge, self.wall_y, deep]
        return self.arch.inverse().knots(), self.depth.inverse().knots(), np.array(numbers, np.float32)


@compiled(error_model="numpy", inline="always")
def _ramped(value: np.float32, knots: Array) -> np.float32:
    source, start, slope, width = knots
    out = start[0] + slope[0] * min(value - source[0], width[0])
    for k in range(1, len(slope) - 2):
        out = out + slope[k] * min(max(value - source[k], np.float32(0)), width[k])
    last = len(slope) - 2
    found: np.float32 = out + slope[last] * max(value - source[last], np.float32(0))
    return found


@compiled(error_model="numpy")
def _unwarped(
    px: Array, py: Array, pz: Array, arch: Array, depth: Array, numbers: Array, x: Array, y: Array, z: Array
) -> None:  # fmt: skip
    f = np.float32
    share_from, body, height, floor_z, wedge, wall_y, front = numbers
    for i in range(len(px)):
        y[i] = _ramped(py[i], depth)
        t = min(max((y[i] - share_from) / f(8.0), f(0)), f(1))
        share = t * t * (f(3) - f(2) * t)
        aside = abs(px[i])
        # between the two scales the inverse is taken share by share: exact at both ends, and continuous
        x[i] = np.copysign(share * aside * body + (f(1) - share) * _ramped(aside, arch), px[i])
        if wedge != 0:
            above = pz[i] * height - floor_z
            t = min(max((y[i] - wall_y) / front, f(0)), f(1.2))
            z[i] = (above / (f(1) - wedge * t) if above > 0 else above) + floor_z
        else:
            z[i] = pz[i] * height


def vertebra(level: str, measures: Measures, wedge: float = 0.0, forms: ProcessForms | None = None) -> tuple[Shape, Warp]:
    """The vertebra of one person, in its own frame, and the warp that carries template landmarks onto it.

    wedge : the share of the body's front height that a fracture took; forms : the person's processes, or the template's own limbs.
    """
    source = template_level(level)
    warp = Warp.between(Measures.of_template(source), measures, BodyOutline.of(source), wedge)
    template = own_shape(level, forms) if forms and processes.swept(level) else template_shape(source)

    def field(p: Points) -> Array:
        return template(warp.to_template(p))

    box = Box.around(warp.to_person(template.box.corners()), 1.0)
    return Shape(field, box, steepest=3.2), warp
