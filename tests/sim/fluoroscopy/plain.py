"""Plain, slow ways to the same numbers: rays, closed forms, and a march through a lattice. Nothing here is shared with the program."""

from __future__ import annotations

from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from meshes.space import Grid

POSES = ((0.0, 0.0), (90.0, 0.0), (25.0, 12.0), (-50.0, 0.0), (45.0, -30.0), (-45.0, 35.0), (100.0, 45.0))
"""Orbit and tilt, degrees: straight, sideways, oblique, and both at once to the machine's limits."""
CENTRE = (0.0, 0.0, 40.0)


def frame(orbit_deg: float, tilt_deg: float) -> tuple[NDArray, NDArray, NDArray]:
    """(beam, across, up): turned by hand from a beam to the back, the patient's right on the right and the head up."""
    o, t = radians(orbit_deg), radians(tilt_deg)
    # about the long axis, so that the detector goes to the patient's right ...
    beam, across = np.array([sin(o), -cos(o), 0.0]), np.array([cos(o), sin(o), 0.0])
    up = np.array([0.0, 0.0, 1.0])
    # ... then about the picture's own horizontal, so that it goes to the head
    return cos(t) * beam + sin(t) * up, across, cos(t) * up - sin(t) * beam


def rays(orbit_deg: float, tilt_deg: float, field_mm: float, size: int) -> tuple[NDArray, NDArray]:
    """The source and (size, size, 3) unit directions to the pixels' centres, row 0 on top; 1000 mm to the detector, 640 to the centre."""
    beam, across, up = frame(orbit_deg, tilt_deg)
    source = np.array(CENTRE) - 640.0 * beam
    place = (np.arange(size) + 0.5) * field_mm / size - field_mm / 2
    way = 1000.0 * beam + place[None, :, None] * across - place[:, None, None] * up
    return source, way / np.sqrt((way**2).sum(-1, keepdims=True))


def sphere_chords(source: NDArray, directions: NDArray, centre: NDArray, radius: float) -> tuple[NDArray, NDArray]:
    """(chord, distance of the ray from the centre): 2 sqrt(R2 - b2)."""
    way = centre - source
    b2 = np.maximum((way @ way) - (directions @ way) ** 2, 0.0)
    return 2 * np.sqrt(np.maximum(radius**2 - b2, 0.0)), np.sqrt(b2)


def box_chords(source: NDArray, directions: NDArray, lo: NDArray, hi: NDArray) -> tuple[NDArray, NDArray]:
    """(chord, distance of its ends from the box's edges), by slabs; the distance is 0 where the box is missed."""
    with np.errstate(divide="ignore"):
        a, b = (lo - source) / directions, (hi - source) / directions
    start, end = np.minimum(a, b).max(-1), np.maximum(a, b).min(-1)
    chord = np.maximum(end - start, 0.0)
    clear = np.full(chord.shape, np.inf)
    for t in (start, end):
        point = source + t[..., None] * directions
        inside = np.sort(np.minimum(point - lo, hi - point), axis=-1)
        clear = np.minimum(clear, inside[..., 1])  # [..., 0] is the face itself
    return chord, np.where(chord > 0, np.maximum(clear, 0.0), 0.0)


def sphere_in(grid: Grid, centre: NDArray, radius: float) -> NDArray[np.float32]:
    """The share of every voxel that a ball fills, its surface taken as flat within a voxel."""
    x, y, z = grid.axes()
    r = np.sqrt((x[:, None, None] - centre[0]) ** 2 + (y[None, :, None] - centre[1]) ** 2 + (z[None, None, :] - centre[2]) ** 2)
    return np.clip(0.5 - (r - radius) / grid.spacing, 0.0, 1.0).astype(np.float32)


def box_in(grid: Grid, lo: NDArray, hi: NDArray) -> NDArray[np.float32]:
    """The share of every voxel that a box fills, exactly."""
    half = grid.spacing / 2
    x, y, z = (
        np.clip(np.minimum(axis + half, b) - np.maximum(axis - half, a), 0.0, None) / grid.spacing
        for axis, a, b in zip(grid.axes(), lo, hi, strict=True)
    )
    return (x[:, None, None] * y[None, :, None] * z[None, None, :]).astype(np.float32)


def marched(grid: Grid, values: NDArray, source: NDArray, directions: NDArray, step: float, near: float, far: float) -> NDArray:
    """(n,) mm along (n, 3) rays: trilinear samples every ``step`` mm, nothing outside the lattice."""
    places = np.arange(near, far, step) + step / 2
    values = np.asarray(values, np.float64)
    total = []
    for direction in directions:
        index = (source + places[:, None] * direction - np.asarray(grid.origin)) / grid.spacing
        total.append(ndimage.map_coordinates(values, index.T, order=1, mode="grid-constant", cval=0.0, prefilter=False).sum() * step)
    return np.array(total)


def by_planes(grid: Grid, values: NDArray, source: NDArray, directions: NDArray, axis: int) -> NDArray:
    """(n,) mm along (n, 3) rays by Joseph's rule: one bilinear sample on every plane of voxel centres across ``axis``."""
    values = np.asarray(values, np.float64)
    total = []
    for direction in directions:
        planes = np.arange(values.shape[axis])
        t = (grid.origin[axis] + grid.spacing * planes - source[axis]) / direction[axis]
        index = (source + t[:, None] * direction - np.asarray(grid.origin)) / grid.spacing
        index[:, axis] = planes
        samples = ndimage.map_coordinates(values, index.T, order=1, mode="grid-constant", cval=0.0, prefilter=False)
        total.append(samples.sum() * grid.spacing / abs(direction[axis]))
    return np.array(total)
