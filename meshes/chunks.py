"""Places that follow each other, mostly close together: asked about a shape, or spared it, as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.extent import extent
from meshes.shapes import Array, Points, Shape

CHUNK = 64
"""Points of a chunk: those of a whole twig (``meshes.leaves``)."""


def touched(where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which chunks hold one of some points."""
    found: NDArray[np.bool_] = np.logical_or.reduceat(where, np.arange(0, len(where), CHUNK))
    return found


def asked(shape: Shape, points: Points, chunks: NDArray[np.bool_], found: Array) -> None:
    """Write the field into ``found`` at the points of some chunks, where it has the same bits as if all were asked for."""
    if chunks.all():
        found[:] = shape(points)
    elif chunks.any():
        there = np.repeat(chunks, CHUNK)[: len(found)]
        # in the same box: the same is left out for being far
        found[there] = shape(Points(points.x[there], points.y[there], points.z[there], points.box))


def balls(points: Points, chunks: NDArray[np.bool_]) -> tuple[Points, Array]:
    """Round the points of some chunks, at least one: middles and radii, mm."""
    x, y, z, radius = (np.empty(int(chunks.sum()), np.float32) for _ in range(4))
    _balls(points.x, points.y, points.z, np.flatnonzero(chunks), x, y, z, radius)
    return Points.at(x, y, z), radius


@compiled
def _balls(px: Array, py: Array, pz: Array, chunks: NDArray[Any], x: Array, y: Array, z: Array, radius: Array) -> None:
    for n in range(len(chunks)):
        first, last = chunks[n] * CHUNK, min((chunks[n] + 1) * CHUNK, len(px))
        a, b, c, d, e, f = extent(px[first:last], py[first:last], pz[first:last])
        x[n], y[n], z[n] = (a + d) / 2, (b + e) / 2, (c + f) / 2
        radius[n] = np.sqrt((d - a) ** 2 + (e - b) ** 2 + (f - c) ** 2) / 2 + 1e-3  # and what rounding took
