"""What is added to a body's picture without tracing the body again: the needle, worked out exactly, and contrast, voxel by voxel."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from sim.fluoroscopy.carm import SOURCE_TO_DETECTOR_MM, View
from sim.fluoroscopy.parallel import over_rows


@dataclass(frozen=True, eq=False)
class Steel:
    """A needle as the X-ray sees it."""

    nodes: NDArray[np.float64]
    """(n, 3) mm, from hub to tip"""
    outer_mm: float
    """Radius."""
    bore_mm: float
    """Radius of the hollow; 0 with the stylet in."""


HUB_MM, HUB_RADIUS_MM, HUB_BORE_MM = 24.0, 3.4, 2.1
"""How long a hub is behind the shaft, and the radii of its wall (guess: a Luer cone is about as wide)"""
PLASTIC_PER_MM = 0.023
"""What polycarbonate takes at 60 keV (guess: 1.2 times what water does)"""


@dataclass(frozen=True, eq=False)
class Iodine:
    """Contrast as the X-ray sees it."""

    places: NDArray[np.float32]
    """(n, 3) mm, cell centres"""
    mg: NDArray[np.float32]
    """(n,) iodine in each cell"""
    cell_mm: float


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels: rows top..bottom, columns left..right (past the end)."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def empty(self) -> bool:
        return self.top >= self.bottom or self.left >= self.right

    def slices(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)


def shadow_of(view: View, points: NDArray[np.floating], reach_mm: float, size: int) -> Window:
    """The pixels that things within ``reach_mm`` of the points can touch."""
    if len(points) == 0:
        return Window(0, 0, 0, 0)
    at = view.pixel(view.project(points), size)
    return _windows(view, at.min(0)[None], at.max(0)[None], reach_mm, size)[0]


def _windows(view: View, least: NDArray[np.float64], most: NDArray[np.float64], reach_mm: float, size: int) -> list[Window]:
    """Round what lies between (n, 2) least and most columns and rows."""
    pad = 2.2 * reach_mm * size / view.field_mm + 1.0
    first, past = (np.clip(edge, 0, size).astype(int).tolist() for edge in (np.floor(least - pad), np.ceil(most + pad) + 1))
    return [Window(top, bottom, left, right) for (left, top), (right, bottom) in zip(first, past, strict=True)]


def steel_paths(view: View, needle: Steel, size: int) -> tuple[Window, NDArray[np.float32]]:
    """The window that the needle shadows and mm of steel along the ray of each of its pixels."""
    window = shadow_of(view, needle.nodes, needle.outer_mm, size)
    out = np.zeros((window.bottom - window.top, window.right - window.left), np.float32)
    if not window.empty and len(needle.nodes) > 1:
        pitch = view.field_mm / size
        first = (
            view.detector
            - view.source
            + (0.5 - size / 2 + window.left) * pitch * view.across
            - (0.5 - size / 2 + window.top) * pitch * view.up
        )
        at = view.pixel(view.project(needle.nodes), size)
        parts = _windows(view, np.minimum(at[:-1], at[1:]), np.maximum(at[:-1], at[1:]), needle.outer_mm, size)
        nodes, step_u, step_v = needle.nodes - view.source, pitch * view.across, -pitch * view.up
        for a, b, part in zip(nodes[:-1], nodes[1:], parts, strict=True):
            if not part.empty:
                _add_tube(
                    a, b, needle.outer_mm, needle.bore_mm, first, step_u, step_v,
                    part.top - window.top, part.bottom - window.top, part.left - window.left, part.right - window.left, out,
                )  # fmt: skip
    return window, out


def weaken_by_hub(signal: NDArray[np.float32], view: View, needle: Steel) -> None:
    """(size, size), in place: a cone of plastic behind the shaft, faint across and a ring seen end on; the stylet's knob fills it."""
    end, next_to_it = needle.nodes[:2]
    behind = end + HUB_MM * (end - next_to_it) / np.linalg.norm(end - next_to_it)
    hub = Steel(np.array([behind, end]), HUB_RADIUS_MM, HUB_BORE_MM if needle.bore_mm else 0.0)
    window, plastic_mm = steel_paths(view, hub, signal.shape[0])
    signal[window.slices()] *= np.exp(np.float32(-PLASTIC_PER_MM) * plastic_mm)


@compiled(error_model="numpy")
def _add_tube(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    outer: float,
    bore: float,
    first: NDArray[np.float64],
    step_u: NDArray[np.float64],
    step_v: NDArray[np.float64],
    top: int,
    bottom: int,
    left: int,
    right: int,
    out: NDArray[np.float32],
) -> None:
    """Add a straight tube from a to b (source at the origin): chord through the wall, cut by its two end planes."""
    axis = b - a
    length = np.sqrt((axis * axis).sum())
    axis = axis / length
    start = (a * axis).sum()
    q = a - start * axis
    qq = (q * q).sum()
    for i in range(top, bottom):
        for j in range(left, right):
            # by its three numbers: small arrays in this place would cost more than all the rest
            x, y, z = (
                first[0] + j * step_u[0] + i * step_v[0],
                first[1] + j * step_u[1] + i * step_v[1],
                first[2] + j * step_u[2] + i * step_v[2],
            )
            far = np.sqrt(x * x + y * y + z * z)
            x, y, z = x / far, y / far, z / far
            along = x * axis[0] + y * axis[1] + z * axis[2]
            # in the plane across the axis: |t p - q| = radius
            x, y, z = x - along * axis[0], y - along * axis[1], z - along * axis[2]
            pp, pq = x * x + y * y + z * z, x * q[0] + y * q[1] + z * q[2]
            for radius, sign in ((outer, 1.0), (bore, -1.0)):
                if radius <= 0 or pp < 1e-12:
                    continue
                inside = pq * pq - pp * (qq - radius * radius)
                if inside <= 0:
                    continue
                root = np.sqrt(inside)
                t0, t1 = (pq - root) / pp, (pq + root) / pp
                if abs(along) > 1e-9:
                    e0, e1 = start / along, (start + length) / along
                    t0, t1 = max(t0, min(e0, e1)), min(t1, max(e0, e1))
                elif not (start <= 0 <= start + length):
                    continue
                if t1 > t0:
                    out[i, j] += sign * (t1 - t0)


def iodine_paths(view: View, contrast: Iodine, size: int) -> tuple[Window, NDArray[np.float32]]:
    """The window that the contrast shadows and mg/cm2 of iodine along the ray of each of its pixels."""
    window = shadow_of(view, contrast.places, 2 * contrast.cell_mm, size)
    out = np.zeros((window.bottom - window.top, window.right - window.left), np.float32)
    if not window.empty:
        offset = contrast.places - view.source
        depth = offset @ view.beam
        scale = SOURCE_TO_DETECTOR_MM / depth
        pitch = view.field_mm / size
        column = (offset @ view.across) * scale / pitch + size / 2 - 0.5 - window.left
        row = size / 2 - 0.5 - (offset @ view.up) * scale / pitch - window.top
        f = np.float32
        # spread over 1.5 cells, so that neighbouring cells join without a grid showing
        reach, per_cm2 = 1.5 * contrast.cell_mm * scale / pitch, (scale / pitch) ** 2 * 100.0
        cells = np.asarray(column, f), np.asarray(row, f), np.asarray(reach, f), contrast.mg, np.asarray(per_cm2, f)
        over_rows(lambda top, bottom: _splat(*cells, top, bottom, out), len(out))
    return window, out


@compiled(error_model="numpy")
def _splat(
    column: NDArray[np.float32],
    row: NDArray[np.float32],
    reach: NDArray[np.float32],
    mg: NDArray[np.float32],
    per_cm2: NDArray[np.float32],
    top: int,
    bottom: int,
    out: NDArray[np.float32],
) -> None:
    """Lay each cell's iodine down as a round hill (1 - r2)2 that holds exactly its mass, on rows top..bottom."""
    columns = out.shape[1]
    for n in range(len(mg)):
        if mg[n] <= 0:
            continue
        r = max(reach[n], np.float32(1.0))
        i0, i1 = max(int(ceil(row[n] - r)), top), min(int(floor(row[n] + r)) + 1, bottom)
        j0, j1 = max(int(ceil(column[n] - r)), 0), min(int(floor(column[n] + r)) + 1, columns)
        peak = mg[n] * per_cm2[n] * np.float32(3.0 / np.pi) / (r * r)
        for i in range(i0, i1):
            y = (np.float32(i) - row[n]) / r
            for j in range(j0, j1):
                x = (np.float32(j) - column[n]) / r
                hill = np.float32(1) - x * x - y * y
                if hill > 0:
                    out[i, j] += peak * hill * hill
