"""Lobules and channels, drawn on cells by a seed: meant over each, so that they do not know how fine the lattice is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from meshes.noise import lattice_noise
from meshes.table import Row, read
from meshes.tissues import Tissue
from sim.physics.permeability import UNEVEN, InCanal, stream_of
from sim.physics.tissue import TABLES, OneTissue, by_label

ALONG_Z = (Tissue.MUSCLE, Tissue.FASCIA, Tissue.SUPRASPINOUS)
"""Tissues whose fibres run up the back rather than along the canal's curve."""
Axis = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Texture:
    """(256,) arrays over labels: the table ``permeability``."""

    along: NDArray[np.float64]
    lobule_across_mm: NDArray[np.float64]
    lobule_along_mm: NDArray[np.float64]
    lobule_sigma: NDArray[np.float64]
    lobule_share: NDArray[np.float64]
    channel_across_mm: NDArray[np.float64]
    channel_along_mm: NDArray[np.float64]
    channel_sigma: NDArray[np.float64]


class PermeabilityRow(Row):
    """A row of ``permeability.csv``."""

    tissue: OneTissue
    along: float
    lobule_across_mm: float
    lobule_along_mm: float
    lobule_sigma: float
    lobule_share: float
    channel_across_mm: float
    channel_along_mm: float
    channel_sigma: float


@cache
def texture() -> Texture:
    """The table; a tissue that it does not name is even."""
    rows = read(TABLES / "permeability.csv", PermeabilityRow)
    columns = {}
    for name in Texture.__dataclass_fields__:
        even = 1.0 if name == "along" or name.endswith("_mm") else 0.0
        columns[name] = by_label(((row.tissue, getattr(row, name)) for row in rows), even)
    return Texture(**columns)


@dataclass(frozen=True, eq=False)
class Strand:
    """The cells of one tissue."""

    tissue: int
    cells: NDArray[np.intp]
    """(k,)"""
    halves: tuple[tuple[Axis, Axis], ...]
    """On each axis of the texture, mm: (k,) the middle of each cell's lower half and of its upper."""
    runs: NDArray[np.float64]
    """(k, 3) the direction in which what is long is long"""


def strands(at: InCanal, places: NDArray[np.floating], tissue: NDArray[np.uint8], cell_mm: float) -> tuple[Strand, ...]:
    """Of cells of these tissues: what a body fixes of their texture."""
    found, half = [], np.float32(cell_mm / 4)
    for kind in np.unique(tissue).tolist():
        some = np.flatnonzero(tissue == kind)
        if kind in ALONG_Z:
            middle = [places[some, i].astype(np.float32) for i in range(3)]
            runs = np.broadcast_to([0.0, 0.0, 1.0], (len(some), 3))
        else:
            middle = [x[some].astype(np.float32) for x in (at.u, at.v, at.s)]
            runs = at.tangent[some]
        found.append(Strand(kind, some, tuple((x - half, x + half) for x in middle), runs))
    return tuple(found)


def woven(cells: Sequence[Strand], count: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(count, 3) factors on the permeability along x, y and z, and (count,) on the pores."""
    factor, pores = np.empty((count, 3)), np.empty(count)
    for kind in cells:
        ease, room = np.zeros(len(kind.cells)), np.zeros(len(kind.cells))
        # the mean of a cell's eight parts: what is narrow counts alike in cells of any size
        for part in range(8):
            a, b, c = (half[part >> i & 1] for i, half in enumerate(kind.halves))
            own, free = _local(kind.tissue, a, b, c, seed)
            ease += np.divide(own, 8, out=own)
            room += np.divide(free, 8, out=free)
        factor[kind.cells] = ease[:, None] * (1 + (texture().along[kind.tissue] - 1) * kind.runs * kind.runs)
        pores[kind.cells] = room
    return factor, pores


def _local(kind: int, a: Axis, b: Axis, c: Axis, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Factors on permeability and pores at single places of one tissue."""
    table = texture()
    ease, room = np.ones(len(a)), np.ones(len(a))
    if table.lobule_sigma[kind] > 0 or table.lobule_share[kind] > 0:
        size = [table.lobule_across_mm[kind]] * 2 + [table.lobule_along_mm[kind]]
        body = UNEVEN * lattice_noise(a, b, c, size, stream_of(seed, "lobules")).astype(float)
        np.exp(np.multiply(-table.lobule_sigma[kind], body, out=ease), out=ease)
        t = np.clip((body + 0.2) / 1.4, 0.0, 1.0)
        room -= table.lobule_share[kind] * t * t * (3 - 2 * t)
    if table.channel_sigma[kind] > 0:
        size = [table.channel_across_mm[kind]] * 2 + [table.channel_along_mm[kind]]
        way = UNEVEN * lattice_noise(a, b, c, size, stream_of(seed, "channels")).astype(float)
        ease *= np.exp(np.multiply(table.channel_sigma[kind], way, out=way), out=way)
    return ease, room
