"""Path lengths through lattices: how much bone and soft tissue each ray of a view crosses.

A density is cut into bricks; only those that hold something are visited, in a fixed order, and each adds to the pixels of its own shadow
(Joseph's method: one bilinear sample per plane of voxels across the ray's main direction). The cost grows with the bone, not with the box.

The loops over a brick's planes are in ``planes``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.space import Grid
from sim.fluoroscopy.carm import SOURCE_TO_DETECTOR_MM, View
from sim.fluoroscopy.columns import turned
from sim.fluoroscopy.enlargement import add_enlarged
from sim.fluoroscopy.parallel import over_rows
from sim.fluoroscopy.planes import APRON, BRICK, MIXED, add_bricks, cast

PIXELS_PER_VOXEL = 2.0
"""A picture's pixels to a voxel at the isocentre: what is finer is interpolated. Interpolation between voxels leaves 1 % of the
contrast at the 1 cycle per voxel that this can carry."""


@dataclass(frozen=True, eq=False)
class Bricks:
    """The occupied part of a lattice of 8-bit numbers."""

    grid: Grid
    scale: float
    """mm of material per mm in one unit of the numbers"""
    corner: NDArray[np.int32]
    """(n, 3) first voxel of each brick"""
    voxels: NDArray[np.uint8]
    """(n, APRON, APRON, APRON) numbers"""
    span: NDArray[np.int32]
    """(n, 3, 2) first and last plane of each brick that holds anything"""
    even: NDArray[np.int32]
    """(n,) the number that fills the whole brick, or MIXED"""

    @staticmethod
    def of(grid: Grid, values: NDArray[np.uint8], scale: float) -> Bricks:
        """Of a dense array [x, y, z]."""
        counts = [(n + 1 + BRICK) // BRICK for n in values.shape]
        first = np.stack(np.meshgrid(*(np.arange(c, dtype=np.int32) * BRICK - 1 for c in counts), indexing="ij"), -1).reshape(-1, 3)
        occupied = np.zeros(len(first), np.bool_)
        _find_occupied(values, first, occupied)
        corner = np.ascontiguousarray(first[occupied])
        voxels = np.zeros((len(corner), APRON, APRON, APRON), np.uint8)
        _fill(values, corner, voxels)
        held = [np.asarray(voxels.any(axis=across)) for across in ((2, 3), (1, 3), (1, 2))]
        span = np.stack([np.stack([planes.argmax(1), BRICK - planes[:, ::-1].argmax(1)], -1) for planes in held], 1)
        flat = voxels.reshape(len(corner), APRON**3)
        even = np.where((flat == flat[:, :1]).all(1), flat[:, 0].astype(np.int32), MIXED)
        return Bricks(grid, scale, corner, voxels, span.astype(np.int32), even.astype(np.int32))

    @staticmethod
    def joined(parts: list[Bricks]) -> Bricks:
        """Of lattices that lie on the same nodes and store the same unit, one."""
        grid, scale = parts[0].grid, parts[0].scale
        away = [np.rint((np.asarray(part.grid.origin) - grid.origin) / grid.spacing).astype(np.int32) for part in parts]
        corner = np.concatenate([part.corner + by for part, by in zip(parts, away, strict=True)])
        voxels, span, even = (np.concatenate([getattr(part, name) for part in parts]) for name in ("voxels", "span", "even"))
        return Bricks(grid, scale, corner, voxels, span, even)

    def shown_at(self, view: View, size: int) -> int:
        """The size of the smallest picture that shows all there is, ``size`` at most."""
        voxel_mm = self.grid.spacing * view.magnification
        return min(size, ceil(PIXELS_PER_VOXEL * view.field_mm / voxel_mm))

    def paths(self, view: View, size: int) -> NDArray[np.float32]:
        """(size, size) mm along the ray of each pixel; row 0 on top."""
        columns = np.zeros((size, size), np.float32)
        self.add_paths(view, columns)
        return turned(columns)

    def add_paths(self, view: View, columns: NDArray[np.float32]) -> None:
        """The same, added to a picture [column, row]: shadows are kept column by column."""
        size = len(columns)
        f = np.float32
        h = self.grid.spacing
        # everything in voxel units from here
        source = (view.source - np.asarray(self.grid.origin)) / h
        pitch = view.field_mm / size / h
        first = (view.detector - np.asarray(self.grid.origin)) / h - source
        first = first + (0.5 - size / 2) * pitch * view.across - (0.5 - size / 2) * pitch * view.up
        step_u, step_v = pitch * view.across, -pitch * view.up
        axis = int(np.argmax(np.abs(view.beam)))
        b, c = (k for k in range(3) if k != axis)
        order = np.array([axis, b, c])
        project = np.array([view.across, view.up, view.beam])
        shadows = np.empty((len(self.corner), 6), np.float32)
        scale = SOURCE_TO_DETECTOR_MM / h / pitch

        def some(start: int, end: int) -> None:
            cast(self.corner[start:end], self.span[start:end], order, source, project, scale, size, shadows[start:end])

        over_rows(some, len(self.corner))
        voxels = self.voxels.reshape(-1, APRON**3)
        lefts, rights = np.minimum(shadows[:, 2], shadows[:, 4]), np.maximum(shadows[:, 3], shadows[:, 5])
        rays = np.asarray(source[order], f), np.asarray(first[order], f), np.asarray(step_u[order], f), np.asarray(step_v[order], f)

        def stripe(left: int, right: int) -> None:
            met = np.flatnonzero((rights >= left) & (lefts < right))
            add_bricks(met, self.corner, voxels, self.span, self.even, shadows, order, rays, f(h * self.scale), left, right, columns)

        over_rows(stripe, size)


def picture(lattices: Iterable[Bricks], view: View, size: int) -> NDArray[np.float32]:
    """(size, size) mm through all the lattices together, each traced no finer than it can show, and enlarged."""
    by_size: dict[int, NDArray[np.float32]] = {}
    for bricks in lattices:
        traced = bricks.shown_at(view, size)
        bricks.add_paths(view, by_size.setdefault(traced, np.zeros((traced, traced), np.float32)))
    out = np.zeros((size, size), np.float32)
    for columns in by_size.values():
        add_enlarged(columns, out)
    return out


@compiled
def _find_occupied(values: NDArray[np.uint8], first: NDArray[np.int32], occupied: NDArray[np.bool_]) -> None:
    """Which bricks (their apron included) hold anything but zero."""
    nx, ny, nz = values.shape
    for n in range(len(first)):
        a, b, c = first[n]
        for i in range(max(a, 0), min(a + APRON, nx)):
            for j in range(max(b, 0), min(b + APRON, ny)):
                for k in range(max(c, 0), min(c + APRON, nz)):
                    if values[i, j, k] != 0:
                        occupied[n] = True
                        break
                if occupied[n]:
                    break
            if occupied[n]:
                break


@compiled
def _fill(values: NDArray[np.uint8], corner: NDArray[np.int32], voxels: NDArray[np.uint8]) -> None:
    """Copy each brick's voxels; what lies outside the lattice stays empty."""
    nx, ny, nz = values.shape
    for n in range(len(corner)):
        a, b, c = corner[n]
        for i in range(max(a, 0), min(a + APRON, nx)):
            for j in range(max(b, 0), min(b + APRON, ny)):
                for k in range(max(c, 0), min(c + APRON, nz)):
                    voxels[n, i - a, j - b, k - c] = values[i, j, k]
