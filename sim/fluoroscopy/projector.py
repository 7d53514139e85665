"""Path lengths through lattices: how much bone and soft tissue each ray of a view crosses.

A density is cut into bricks; only those that hold something are visited, in a fixed order, and each adds to the pixels of its own shadow
(Joseph's method: one bilinear sample per plane of voxels across the ray's main direction). The cost grows with the bone, not with the box.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meshes.space import Grid
from sim.fluoroscopy.carm import SOURCE_TO_DETECTOR_MM, View
from sim.fluoroscopy.parallel import over_rows

BRICK = 8
APRON = BRICK + 1
"""A brick carries one more plane of voxels on each upper side, so that a sample never looks into a neighbour."""


@dataclass(frozen=True, eq=False)
class Bricks:
    """The occupied part of a lattice."""

    grid: Grid
    corner: NDArray[np.int32]
    """(n, 3) first voxel of each brick"""
    voxels: NDArray[np.float32]
    """(n, APRON, APRON, APRON) values"""

    @staticmethod
    def of(grid: Grid, values: NDArray, scale: float = 1.0) -> Bricks:
        """Of a dense array [x, y, z]; ``scale`` turns its numbers into mm of material per mm."""
        counts = [(n + 1 + BRICK) // BRICK for n in values.shape]
        first = np.stack(np.meshgrid(*(np.arange(c, dtype=np.int32) * BRICK - 1 for c in counts), indexing="ij"), -1).reshape(-1, 3)
        occupied = np.zeros(len(first), np.bool_)
        _find_occupied(values, first, occupied)
        corner = np.ascontiguousarray(first[occupied])
        voxels = np.zeros((len(corner), APRON, APRON, APRON), np.float32)
        _fill(values, corner, np.float32(scale), voxels)
        return Bricks(grid, corner, voxels)

    def paths(self, view: View, size: int) -> NDArray[np.float32]:
        """(size, size) mm along the ray of each pixel; row 0 on top."""
        image = np.zeros((size, size), np.float32)
        f = np.float32
        h = self.grid.spacing
        # everything in voxel units from here
        source = (view.source - np.asarray(self.grid.origin)) / h
        pitch = view.field_mm / size / h
        first = (view.detector - np.asarray(self.grid.origin)) / h - source
        first = first + (0.5 - size / 2) * pitch * view.across - (0.5 - size / 2) * pitch * view.up
        step_u, step_v = pitch * view.across, -pitch * view.up
        axis = int(np.argmax(np.abs(view.beam)))
        project = np.array([view.across, view.up, view.beam])
        distance = SOURCE_TO_DETECTOR_MM / h

        def stripe(top: int, bottom: int) -> None:
            _add_bricks(
                self.corner,
                self.voxels,
                f(source),
                f(first),
                f(step_u),
                f(step_v),
                f(project),
                f(distance),
                f(pitch),
                axis,
                f(h),
                top,
                bottom,
                image,
            )

        over_rows(stripe, size)
        return image


@njit(cache=True, nogil=True)
def _find_occupied(values, first, occupied):  # type: ignore[no-untyped-def]
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


@njit(cache=True, nogil=True)
def _fill(values, corner, scale, voxels):  # type: ignore[no-untyped-def]
    """Copy each brick's voxels; what lies outside the lattice stays empty."""
    nx, ny, nz = values.shape
    for n in range(len(corner)):
        a, b, c = corner[n]
        for i in range(max(a, 0), min(a + APRON, nx)):
            for j in range(max(b, 0), min(b + APRON, ny)):
                for k in range(max(c, 0), min(c + APRON, nz)):
                    voxels[n, i - a, j - b, k - c] = np.float32(values[i, j, k]) * scale


@njit(cache=True, nogil=True, error_model="numpy")
def _add_bricks(corner, voxels, source, first, step_u, step_v, project, distance, pitch, axis, h, top, bottom, image):  # type: ignore[no-untyped-def]
    """Add every brick's share to the pixels of rows top..bottom that its shadow touches."""
    size = image.shape[1]
    half = np.float32(size) * np.float32(0.5) - np.float32(0.5)
    b, c = (axis + 1) % 3, (axis + 2) % 3
    edge = np.float32(BRICK)
    zero, slack = np.float32(0), np.float32(0.01)
    for n in range(corner.shape[0]):
        # the shadow of the brick: the box round its corners' shadows
        left, right, high, low = np.float32(1e9), np.float32(-1e9), np.float32(1e9), np.float32(-1e9)
        for k in range(8):
            x = np.float32(corner[n, 0]) + edge * (k & 1) - source[0]
            y = np.float32(corner[n, 1]) + edge * ((k >> 1) & 1) - source[1]
            z = np.float32(corner[n, 2]) + edge * ((k >> 2) & 1) - source[2]
            scale = distance / (project[2, 0] * x + project[2, 1] * y + project[2, 2] * z) / pitch
            column = (project[0, 0] * x + project[0, 1] * y + project[0, 2] * z) * scale + half
            row = half - (project[1, 0] * x + project[1, 1] * y + project[1, 2] * z) * scale
            left, right = min(left, column), max(right, column)
            high, low = min(high, row), max(low, row)
        i0, i1 = max(int(np.ceil(high - slack)), top), min(int(np.floor(low + slack)) + 1, bottom)
        j0, j1 = max(int(np.ceil(left - slack)), 0), min(int(np.floor(right + slack)) + 1, size)
        if i0 >= i1 or j0 >= j1:
            continue
        plane = np.float32(corner[n, axis]) - source[axis]
        ob, oc = np.float32(corner[n, b]), np.float32(corner[n, c])
        block = voxels[n]
        for i in range(i0, i1):
            for j in range(j0, j1):
                da = first[axis] + np.float32(j) * step_u[axis] + np.float32(i) * step_v[axis]
                db = first[b] + np.float32(j) * step_u[b] + np.float32(i) * step_v[b]
                dc = first[c] + np.float32(j) * step_u[c] + np.float32(i) * step_v[c]
                sb, sc = db / da, dc / da
                total = zero
                for k in range(BRICK):
                    # where the ray meets plane k: the same number in every brick, so that a sample on a border belongs to just one
                    away = plane + np.float32(k)
                    pb, pc = (source[b] + away * sb) - ob, (source[c] + away * sc) - oc
                    if zero <= pb < edge and zero <= pc < edge:
                        m, o = int(pb), int(pc)
                        fb, fc = pb - np.float32(m), pc - np.float32(o)
                        if axis == 0:
                            v00, v01, v10, v11 = block[k, m, o], block[k, m, o + 1], block[k, m + 1, o], block[k, m + 1, o + 1]
                        elif axis == 1:
                            v00, v01, v10, v11 = block[o, k, m], block[o + 1, k, m], block[o, k, m + 1], block[o + 1, k, m + 1]
                        else:
                            v00, v01, v10, v11 = block[m, o, k], block[m, o + 1, k], block[m + 1, o, k], block[m + 1, o + 1, k]
                        near = v00 + (v01 - v00) * fc
                        total += near + (v10 + (v11 - v10) * fc - near) * fb
                if total > zero:
                    image[i, j] += total * h * np.sqrt(np.float32(1) + sb * sb + sc * sc)
