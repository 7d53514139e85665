"""The patient's labels, laid out for the physics: one fast answer to "what is here?" and "how far to the next ...?"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.compiled import compiled
from meshes.tissues import BONE, DISC, INTRATHECAL, NERVE, VESSEL, Tissue

DURAL, VASCULAR, NEURAL, BONY, DISCAL = range(5)
"""Classes of tissue that a tip must know of."""
SEARCH_MM = 10.0
"""Clearances are known up to here."""
NORMAL_MM = 2.4
"""A surface's slope is taken over this radius: four fine voxels, so that their steps do not show."""
BLOCK = 8


@dataclass(frozen=True, eq=False)
class Body:
    """Two nested lattices of labels."""

    fine: NDArray[np.uint8]
    fine_lo: NDArray[np.float64]
    fine_mm: float
    coarse: NDArray[np.uint8]
    coarse_lo: NDArray[np.float64]
    coarse_mm: float
    classes: NDArray[np.uint8]
    """(256,) bit k set for class k"""
    blocks: NDArray[np.uint8]
    """Which classes each BLOCK^3 of the fine lattice holds"""

    @staticmethod
    def of(anatomy: Anatomy) -> Body:
        classes = np.zeros(256, np.uint8)
        groups = (frozenset({Tissue.DURA}) | INTRATHECAL, VESSEL, NERVE, BONE, DISC)
        for k, group in enumerate(groups):
            for tissue in group:
                classes[tissue] |= 1 << k
        f, c = anatomy.fine, anatomy.coarse
        blocks = np.zeros([(n + BLOCK - 1) // BLOCK for n in f.values.shape], np.uint8)
        _summarise(f.values, classes, blocks)
        return Body(f.values, f.grid.lo, f.grid.spacing, c.values, c.grid.lo, c.grid.spacing, classes, blocks)

    def at(self, point: NDArray[np.floating]) -> int:
        """The label at a point, mm; air outside the lattices."""
        return int(label_at(point, self.fine, self.fine_lo, self.fine_mm, self.coarse, self.coarse_lo, self.coarse_mm))

    def is_a(self, label: int, kind: int) -> bool:
        return bool(self.classes[label] >> kind & 1)

    def clearances(self, point: NDArray[np.floating]) -> NDArray[np.float64]:
        """(5,) mm from a point to the nearest voxel of each class, 0 within one, SEARCH_MM if none is that near."""
        out = np.full(5, SEARCH_MM)
        _clearances(np.asarray(point, float), self.fine, self.fine_lo, self.fine_mm, self.classes, self.blocks, out)
        return out

    @property
    def lattices(self) -> tuple[NDArray[np.uint8], NDArray[np.float64], float, NDArray[np.uint8], NDArray[np.float64], float]:
        """As the compiled functions take them."""
        return self.fine, self.fine_lo, self.fine_mm, self.coarse, self.coarse_lo, self.coarse_mm

    def outward(self, point: NDArray[np.floating]) -> NDArray[np.float64]:
        """(3,) unit normal of the bone's surface near a point, away from the bone; zeros where there is none within NORMAL_MM."""
        sum_: NDArray[np.float64] = _away_from(np.asarray(point, float), BONY, self.classes, *self.lattices)
        size = float(np.sqrt((sum_ * sum_).sum()))
        return sum_ / size if size > 0 else sum_

    def skin_along(self, start: NDArray[np.floating], direction: NDArray[np.floating], reach_mm: float) -> NDArray[np.float64] | None:
        """Where a ray from outside meets the body; None if it does not within reach."""
        t = _first_solid(np.asarray(start, float), np.asarray(direction, float), reach_mm, *self.lattices)
        return None if t < 0 else np.asarray(np.asarray(start, float) + t * np.asarray(direction, float))


@compiled
def label_at(
    p: NDArray[np.floating],
    fine: NDArray[np.uint8],
    fine_lo: NDArray[np.float64],
    fine_mm: float,
    coarse: NDArray[np.uint8],
    coarse_lo: NDArray[np.float64],
    coarse_mm: float,
) -> np.uint8:
    i = int(np.floor((p[0] - fine_lo[0]) / fine_mm))
    j = int(np.floor((p[1] - fine_lo[1]) / fine_mm))
    k = int(np.floor((p[2] - fine_lo[2]) / fine_mm))
    if 0 <= i < fine.shape[0] and 0 <= j < fine.shape[1] and 0 <= k < fine.shape[2]:
        near: np.uint8 = fine[i, j, k]
        return near
    i = int(np.floor((p[0] - coarse_lo[0]) / coarse_mm))
    j = int(np.floor((p[1] - coarse_lo[1]) / coarse_mm))
    k = int(np.floor((p[2] - coarse_lo[2]) / coarse_mm))
    if 0 <= i < coarse.shape[0] and 0 <= j < coarse.shape[1] and 0 <= k < coarse.shape[2]:
        far: np.uint8 = coarse[i, j, k]
        return far
    return np.uint8(0)


@compiled
def _away_from(
    p: NDArray[np.float64],
    kind: int,
    classes: NDArray[np.uint8],
    fine: NDArray[np.uint8],
    fine_lo: NDArray[np.float64],
    fine_mm: float,
    coarse: NDArray[np.uint8],
    coarse_lo: NDArray[np.float64],
    coarse_mm: float,
) -> NDArray[np.float64]:
    """Minus the first moment of a class about a point."""
    out = np.zeros(3)
    q = np.empty(3)
    count = int(NORMAL_MM / 0.3)
    for i in range(-count, count + 1):
        for j in range(-count, count + 1):
            for k in range(-count, count + 1):
                if (i * i + j * j + k * k) * 0.09 > NORMAL_MM * NORMAL_MM:
                    continue
                q[0], q[1], q[2] = p[0] + 0.3 * i, p[1] + 0.3 * j, p[2] + 0.3 * k
                if classes[label_at(q, fine, fine_lo, fine_mm, coarse, coarse_lo, coarse_mm)] >> kind & 1:
                    out[0] -= i
                    out[1] -= j
                    out[2] -= k
    return out


@compiled
def _first_solid(
    start: NDArray[np.float64],
    direction: NDArray[np.float64],
    reach: float,
    fine: NDArray[np.uint8],
    fine_lo: NDArray[np.float64],
    fine_mm: float,
    coarse: NDArray[np.uint8],
    coarse_lo: NDArray[np.float64],
    coarse_mm: float,
) -> float:
    t = 0.0
    while t < reach:
        if label_at(start + t * direction, fine, fine_lo, fine_mm, coarse, coarse_lo, coarse_mm) != 0:
            return t
        t += 0.25
    return -1.0


@compiled
def _summarise(fine: NDArray[np.uint8], classes: NDArray[np.uint8], blocks: NDArray[np.uint8]) -> None:
    for i in range(fine.shape[0]):
        for j in range(fine.shape[1]):
            for k in range(fine.shape[2]):
                blocks[i // BLOCK, j // BLOCK, k // BLOCK] |= classes[fine[i, j, k]]


@compiled
def _gap(x: float, first: int, last: int, lo: float, mm: float) -> float:
    """Distance along one axis from x to the voxels first..last."""
    return max(lo + first * mm - x, x - (lo + (last + 1) * mm), 0.0)


@compiled
def _clearances(
    p: NDArray[np.float64],
    fine: NDArray[np.uint8],
    lo: NDArray[np.float64],
    mm: float,
    classes: NDArray[np.uint8],
    blocks: NDArray[np.uint8],
    out: NDArray[np.float64],
) -> None:
    """Voxel by voxel, but only in blocks that hold a class and are near enough to matter for it."""
    reach = int(np.ceil(SEARCH_MM / (mm * BLOCK)))
    centre = np.empty(3, np.int64)
    for a in range(3):
        centre[a] = int(np.floor((p[a] - lo[a]) / (mm * BLOCK)))
    for bi in range(max(centre[0] - reach, 0), min(centre[0] + reach + 1, blocks.shape[0])):
        gx = _gap(p[0], bi * BLOCK, bi * BLOCK + BLOCK - 1, lo[0], mm)
        for bj in range(max(centre[1] - reach, 0), min(centre[1] + reach + 1, blocks.shape[1])):
            gy = _gap(p[1], bj * BLOCK, bj * BLOCK + BLOCK - 1, lo[1], mm)
            for bk in range(max(centre[2] - reach, 0), min(centre[2] + reach + 1, blocks.shape[2])):
                gz = _gap(p[2], bk * BLOCK, bk * BLOCK + BLOCK - 1, lo[2], mm)
                block_gap = np.sqrt(gx * gx + gy * gy + gz * gz)
                wanted = 0
                for c in range(5):
                    if blocks[bi, bj, bk] >> c & 1 and block_gap < out[c]:
                        wanted |= 1 << c
                if wanted == 0:
                    continue
                for i in range(bi * BLOCK, min(bi * BLOCK + BLOCK, fine.shape[0])):
                    dx = _gap(p[0], i, i, lo[0], mm)
                    for j in range(bj * BLOCK, min(bj * BLOCK + BLOCK, fine.shape[1])):
                        dy = _gap(p[1], j, j, lo[1], mm)
                        for k in range(bk * BLOCK, min(bk * BLOCK + BLOCK, fine.shape[2])):
                            kind = classes[fine[i, j, k]] & wanted
                            if kind:
                                dz = _gap(p[2], k, k, lo[2], mm)
                                d = np.sqrt(dx * dx + dy * dy + dz * dz)
                                for c in range(5):
                                    if kind >> c & 1 and d < out[c]:
                                        out[c] = d
