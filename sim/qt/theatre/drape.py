"""The patient's outline from above, and the sheet over it with its window.

The body in memory ends below the chest and above the thighs; under the sheet it goes on by eye (guess), so that somebody lies there.
Heights are mm over the table's top, on a lattice of [x, z].
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import gaussian_filter, grey_closing, map_coordinates

from meshes.anatomy import Anatomy
from meshes.tissues import Tissue
from sim.qt.theatre.solids import Solid, swept, together

CELL_MM = 10.0
HALF_MM, BELOW_MM, ABOVE_MM = 330.0, 820.0, 560.0
"""How far the lattice reaches to the sides, and beyond the body in memory to the feet and to the head."""
TABLE_HALF_MM, HANGS_MM = 268.0, 230.0
LIFT_MM, SLOPE = 4.0, 1.7
"""The sheet lies so far off the skin; and between chest and table it falls no steeper."""
DRAPED_MM = (-520.0, 400.0)
"""From where to where along the patient the sterile cloth lies; beyond it a blanket, and a cap over the hair."""
BLANKET_HALF_MM, CAP_MM, CAP_LEAST_MM = 246.0, 290.0, 8.0
"""The blanket ends on the table; the cap begins so far above the body in memory, where the head is so high over the table"""
CREASES_MM = ((-196.0, 0.0, 196.0), (-410.0, -235.0, 230.0, 330.0))
"""Where across and along the patient it was folded when it was packed"""
HEM_MM, STUCK_MM = 14.0, 90.0
"""How wide the band round the window is; and how far from it the cloth has come off the skin"""
WINDOW_MM = ((-118.0, 118.0), (-152.0, 148.0))
"""x and z of the hole: the same for every case, so that it tells nothing of the level."""


@dataclass(frozen=True, eq=False)
class Heights:
    """Heights over the table."""

    table_y: float
    """The table's top, mm in the patient's frame: +y is down."""
    x: NDArray[np.float64]
    z: NDArray[np.float64]
    body: NDArray[np.float64]
    """(x, z) the patient's own"""
    sheet: NDArray[np.float64]

    def y_at(self, x: ArrayLike, z: ArrayLike) -> NDArray[np.float64]:
        """What is uppermost: the skin in the window, else the sheet; mm in the patient's frame."""
        x, z = np.asarray(x, float), np.asarray(z, float)
        skin = in_window(x, z)
        return self.table_y - np.where(skin, self.height(self.body, x, z), self.height(self.sheet, x, z))

    def height(self, heights: NDArray[np.float64], x: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
        at = np.stack([(x - self.x[0]) / CELL_MM, (z - self.z[0]) / CELL_MM])
        found: NDArray[np.float64] = map_coordinates(heights, at, order=1, mode="nearest")
        return found

    def nearest(self, start: ArrayLike, along: ArrayLike, rounds: int = 6) -> NDArray[np.float64]:
        """Where lines (n, 3) along one direction, not level, meet what is uppermost; by going back and forth."""
        at, way = np.array(start, float), np.asarray(along, float)
        for _ in range(rounds):
            at = at + ((self.y_at(at[:, 0], at[:, 2]) - at[:, 1]) / way[1])[:, None] * way
        return at


def in_window(x: ArrayLike, z: ArrayLike) -> NDArray[np.bool_]:
    """Whether the sheet leaves the skin free here."""
    (left, right), (low, high) = WINDOW_MM
    x, z = np.asarray(x), np.asarray(z)
    return np.asarray((x > left) & (x < right) & (z > low) & (z < high))


def relief(anatomy: Anatomy) -> Heights:
    """From the body's labels, and beyond them by eye."""
    labels = anatomy.coarse
    solid = labels.values != Tissue.AIR
    lo, mm = labels.grid.lo, labels.grid.spacing
    there = solid.any(axis=1)
    top = lo[1] + mm * solid.argmax(axis=1)
    bottom = lo[1] + mm * (solid.shape[1] - solid[:, ::-1].argmax(axis=1))
    table_y = float(bottom[there].max())
    own = np.where(there, table_y - top, 0.0)
    first, last = float(lo[2]), float(lo[2] + mm * solid.shape[2])
    x = np.arange(-HALF_MM, HALF_MM + 1, CELL_MM)
    z = np.arange(first - BELOW_MM, last + ABOVE_MM, CELL_MM)
    column, row = ((v - low) / mm - 0.5 for v, low in ((x, lo[0]), (np.clip(z, first + 2 * mm, last - 2 * mm), lo[2])))
    body = map_coordinates(own, np.meshgrid(column, row, indexing="ij"), order=1, mode="constant", cval=0.0)
    body = _gone_on(np.asarray(body, float), x, z, first, last)
    return Heights(table_y, x, z, body, _sheet(body, x, z))


def _gone_on(body: NDArray[np.float64], x: NDArray[np.float64], z: NDArray[np.float64], first: float, last: float) -> NDArray[np.float64]:
    """Thighs to feet below, shoulders and head above."""
    side = np.abs(x)[:, None]
    down, up = np.clip(first - z, 0, None)[None], np.clip(z - last, 0, None)[None]
    legs = (165 - 0.11 * down) * np.exp(-(((side - 92) / (78 - 0.03 * down)) ** 2))
    shoulders = 190 * np.exp(-((side / 215) ** 4)) * np.exp(-((np.clip(up - 120, 0, None) / 110) ** 2))
    head = 205 * np.exp(-((side / 92) ** 4)) * np.exp(-(((up - 400) / 105) ** 4))
    for far, other, over in ((down, legs, 190.0), (up, np.maximum(shoulders, head), 150.0)):
        share = np.clip(far / over, 0.0, 1.0)
        share = share * share * (3 - 2 * share)
        body = body * (1 - share) + other * share
    return body


def _sheet(body: NDArray[np.float64], x: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cloth spans hollows, falls from the flanks at a slope and shows no small bumps; but round the window it is stuck to the skin."""
    cloth = np.asarray(grey_closing(body, size=(9, 9)), float)
    fall = SLOPE * CELL_MM
    for _ in range(2):
        for i in range(1, len(cloth)):
            cloth[i] = np.maximum(cloth[i], cloth[i - 1] - fall)
        cloth = cloth[::-1]
    lies = np.maximum(gaussian_filter(cloth, 1.6), body + LIFT_MM)
    (left, right), (low, high) = WINDOW_MM
    away = np.hypot((x - np.clip(x, left, right))[:, None], (z - np.clip(z, low, high))[None])
    free = np.clip((away - 6) / STUCK_MM, 0, 1)
    free = free * free * (3 - 2 * free)
    nearest = np.searchsorted(x, np.clip(x, left, right)), np.searchsorted(z, np.clip(z, low, high))
    off = (lies - body - LIFT_MM)[np.ix_(*nearest)]  # how far it would stand off the skin at the window
    return np.asarray(np.maximum(lies - (1 - free) * off, body + LIFT_MM) + free * _folds(lies, x, z), float)


def _folds(lies: NDArray[np.float64], x: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
    """(x, z) mm over smooth cloth that lies so high, never under it: folds where it falls, and low creases from how it was packed."""
    across, along = np.abs(x)[:, None], z[None]
    falls = gaussian_filter(np.abs(np.gradient(lies, CELL_MM, axis=0)), 2.5) * np.clip((across - 120) / 130, 0, 1)
    bent = along + 14 * np.sin(along / 61 + 0.9) + 0.14 * across
    folds = 9.0 * np.clip(falls, 0, 1) * (2 + np.sin(bent / 17) + np.sin(bent / 10.6 + 1.3))
    both = ((x[:, None], CREASES_MM[0]), (along, CREASES_MM[1]))
    creases = sum(np.exp(-(((at - place) / 9.0) ** 2)) for at, places in both for place in places)
    drawn = 3.0 * (1 + np.sin((along + 0.8 * across) / 37)) * np.clip((np.abs(along - 10) - 150) / 160, 0, 1)  # to the feet and to the head
    sterile = np.clip(np.minimum(along - DRAPED_MM[0], DRAPED_MM[1] - along) / 30, 0, 1)
    return np.asarray((folds + 6.0 * creases + drawn) * sterile, float)


def sheet(shape: Heights) -> Solid:
    """The cloth: fine round the window, less so far from it, hanging over the table's edges in folds."""
    (left, right), (low, high) = WINDOW_MM
    half = TABLE_HALF_MM
    outer = np.linspace(right + HEM_MM, half, 14)
    xs = np.concatenate([-outer[::-1], np.linspace(left, right, 25), outer])
    ends = (DRAPED_MM[0], low - HEM_MM, low, high, high + HEM_MM, DRAPED_MM[1])
    zs = np.unique(np.concatenate([np.linspace(a, b, max(2, round((b - a) / 11.5) + 1)) for a, b in pairwise(ends)]))
    x, z = np.meshgrid(xs, zs, indexing="ij")
    y = shape.table_y - shape.height(shape.sheet, x, z)
    down = np.linspace(0, 1, 6)[1:, None]
    waves = np.sin(zs / 27 + 0.8 * np.sin(zs / 83)) + 0.6 * np.sin(zs / 15.5 + 2.0)
    out = half + 4 + 15 * down**0.5 + 11 * down * (1.6 + waves)  # never inside the table's edge
    fall = shape.table_y + (HANGS_MM + 7 * np.sin(zs / 58)) * down - 7
    hung = np.maximum(fall, np.maximum(y[0], y[-1]))
    edge_x, edge_y = np.concatenate([-out[::-1], x, out]), np.concatenate([hung[::-1], y, hung])
    edge_z = np.broadcast_to(zs, edge_x.shape)
    vertices = np.stack([edge_x, edge_y, edge_z], -1)
    n, k = edge_x.shape
    i, j = (a.ravel() for a in np.meshgrid(np.arange(n - 1), np.arange(k - 1), indexing="ij"))
    middle = (vertices[i, j] + vertices[i + 1, j + 1]) / 2
    kept = ~in_window(middle[:, 0], middle[:, 2])
    a = (i * k + j)[kept]
    faces = np.concatenate([np.stack([a, a + k, a + 1], -1), np.stack([a + 1, a + k, a + k + 1], -1)])
    return Solid(vertices.reshape(-1, 3), faces)


def around(shape: Heights) -> dict[str, Solid]:
    """Blanket and cap."""
    neck = float(shape.z[-1]) - ABOVE_MM + CAP_MM
    over = [
        _laid(shape, shape.sheet - 2 * LIFT_MM, BLANKET_HALF_MM, ends)
        for ends in ((float(shape.z[0]), DRAPED_MM[0] + 24), (DRAPED_MM[1] - 24, neck))
    ]
    return {"blanket": together(*over), "cap": _laid(shape, shape.body, 112.0, (neck - 30, float(shape.z[-1])), CAP_LEAST_MM)}


def _laid(shape: Heights, heights: NDArray[np.float64], half: float, ends: tuple[float, float], least: float = -np.inf) -> Solid:
    """Cloth over these heights, so far to either side and from end to end, where they are at least so high."""
    x, z = np.meshgrid(np.linspace(-half, half, 21), np.linspace(*ends, max(2, round((ends[1] - ends[0]) / 26))), indexing="ij")
    high = shape.height(heights, x, z)
    n, k = x.shape
    i, j = (a.ravel() for a in np.meshgrid(np.arange(n - 1), np.arange(k - 1), indexing="ij"))
    a = (i * k + j)[np.minimum(high[i, j], high[i + 1, j + 1]) >= least]
    faces = np.concatenate([np.stack([a, a + k, a + 1], -1), np.stack([a + 1, a + k, a + k + 1], -1)])
    return Solid(np.stack([x, shape.table_y - high, z], -1).reshape(-1, 3), faces)


def hem(shape: Heights) -> Solid:
    """The edge of the window: a band that lies on the cloth and falls to the skin within, over the ragged edge of that."""
    (left, right), (low, high) = WINDOW_MM
    rings = []
    body, cloth = shape.body, shape.sheet
    inner, outer = ((-7.0, body, 0.6), (-2.0, body, LIFT_MM + 2.4)), ((2.0, cloth, 2.4), (HEM_MM - 1, cloth, 2.2), (HEM_MM, cloth, 0.0))
    for out, heights, over in (*inner, *outer):
        across, along = np.linspace(left - out, right + out, 25), np.linspace(low - out, high + out, 31)
        xs = np.concatenate([across[:-1], np.full(30, right + out), across[:0:-1], np.full(30, left - out)])
        zs = np.concatenate([np.full(24, low - out), along[:-1], np.full(24, high + out), along[:0:-1]])
        rings.append(np.stack([xs, shape.table_y - shape.height(heights, xs, zs) - over, zs], -1))
    return swept(rings[::-1], closed_ends=False)
