"""Path lengths through lattices: how much bone and soft tissue each ray of a view crosses.

A density is cut into bricks; only those that hold something are visited, in a fixed order, and each adds to the pixels of its own shadow
(Joseph's method: one bilinear sample per plane of voxels across the ray's main direction). The cost grows with the bone, not with the box.

Within a brick the work goes plane by plane over all pixels of the shadow, in loops without a branch that a compiler turns into wide
instructions; the four voxels round a sample lie in one word, so that a sample is one load. A brick of one density needs no load at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meshes.space import Grid
from sim.fluoroscopy.carm import SOURCE_TO_DETECTOR_MM, View
from sim.fluoroscopy.enlargement import enlarged
from sim.fluoroscopy.parallel import over_rows

BRICK = 8
APRON = BRICK + 1
"""A brick carries one more plane of voxels on each upper side, so that a sample never looks into a neighbour."""
PIXELS_PER_VOXEL = 2.0
"""A picture's pixels to a voxel at the isocentre: what is finer is interpolated. Interpolation between voxels leaves 1 % of the
contrast at the 1 cycle per voxel that this can carry."""
MIXED = -1
"""In place of the one number that fills a brick."""
SLACK_PX = 0.05
"""What is added to a shadow's edges for rounding."""


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
        image = np.zeros((size, size), np.float32)
        self.add_paths(view, image)
        return image

    def add_paths(self, view: View, image: NDArray[np.float32]) -> None:
        """The same, added to a picture."""
        size = len(image)
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
            _cast(self.corner[start:end], self.span[start:end], order, source, project, scale, size, shadows[start:end])

        over_rows(some, len(self.corner))
        rays = tuple(f(vector[order]) for vector in (source, first, step_u, step_v))

        def stripe(top: int, bottom: int) -> None:
            _add_bricks(self.corner, self.voxels, self.span, self.even, shadows, order, rays, f(h * self.scale), top, bottom, image)

        over_rows(stripe, size)


def picture(lattices: Iterable[Bricks], view: View, size: int) -> NDArray[np.float32]:
    """(size, size) mm through all the lattices together, each traced no finer than it can show, and enlarged."""
    by_size: dict[int, NDArray[np.float32]] = {}
    for bricks in lattices:
        traced = bricks.shown_at(view, size)
        bricks.add_paths(view, by_size.setdefault(traced, np.zeros((traced, traced), np.float32)))
    first, *others = (enlarged(image, size) for image in by_size.values())
    for more in others:
        first += more
    return first


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
def _fill(values, corner, voxels):  # type: ignore[no-untyped-def]
    """Copy each brick's voxels; what lies outside the lattice stays empty."""
    nx, ny, nz = values.shape
    for n in range(len(corner)):
        a, b, c = corner[n]
        for i in range(max(a, 0), min(a + APRON, nx)):
            for j in range(max(b, 0), min(b + APRON, ny)):
                for k in range(max(c, 0), min(c + APRON, nz)):
                    voxels[n, i - a, j - b, k - c] = values[i, j, k]


@njit(cache=True, nogil=True, error_model="numpy")
def _cast(corner, span, order, source, project, scale, size, shadows):  # type: ignore[no-untyped-def]
    """Each brick's shadow, pixels: its highest and lowest row, left and right of its first plane, left and right of its last."""
    half = size * 0.5 - 0.5
    point = np.empty(3)
    for n in range(len(corner)):
        high, low, near, far = 1e9, -1e9, 1e9, -1e9
        for end in range(2):
            left, right = 1e9, -1e9
            # planes reach from the first to the last that holds anything; beside them, samples from one voxel before to one behind
            point[order[0]] = min(span[n, order[0], end], BRICK - 1)
            for k in range(4):
                for side, axis in ((k & 1, order[1]), (k >> 1, order[2])):
                    point[axis] = min(span[n, axis, 1] + 1, BRICK) if side else max(span[n, axis, 0] - 1, 0)
                x, y, z = (point[0] + corner[n, 0] - source[0], point[1] + corner[n, 1] - source[1], point[2] + corner[n, 2] - source[2])
                depth = project[2, 0] * x + project[2, 1] * y + project[2, 2] * z
                column = (project[0, 0] * x + project[0, 1] * y + project[0, 2] * z) * scale / depth + half
                row = half - (project[1, 0] * x + project[1, 1] * y + project[1, 2] * z) * scale / depth
                left, right = min(left, column), max(right, column)
                high, low = min(high, row), max(low, row)
                near, far = min(near, depth), max(far, depth)
            shadows[n, 2 + 2 * end], shadows[n, 3 + 2 * end] = left, right
        # from plane to plane the edges go in a straight line, almost: a point's shadow slows down as it recedes
        moved = max(abs(shadows[n, 4] - shadows[n, 2]), abs(shadows[n, 5] - shadows[n, 3]))
        slack = SLACK_PX + moved * (far / near - 1) / 4
        for end in range(2):
            shadows[n, 2 + 2 * end] -= slack
            shadows[n, 3 + 2 * end] += slack
        shadows[n, 0], shadows[n, 1] = high - SLACK_PX, low + SLACK_PX


@njit(cache=True, nogil=True)
def _pack(block, k, order, cells):  # type: ignore[no-untyped-def]
    """The four voxels round each place between the voxels of a plane, in one word each."""
    if order[0] == 0:
        plane = block[k]
    elif order[0] == 1:
        plane = block[:, k]
    else:
        plane = block[:, :, k]
    for m in range(BRICK):
        for o in range(BRICK):
            cells[m * BRICK + o] = (
                np.uint32(plane[m, o])
                | np.uint32(plane[m, o + 1]) << np.uint32(8)
                | np.uint32(plane[m + 1, o]) << np.uint32(16)
                | np.uint32(plane[m + 1, o + 1]) << np.uint32(24)
            )


@njit(cache=True, nogil=True, error_model="numpy")
def _add_even(value, away, source, ob, oc, sb, sc, total):  # type: ignore[no-untyped-def]
    """One plane of a brick of one number."""
    zero, edge = np.float32(0), np.float32(BRICK)
    for p in range(len(total)):
        pb, pc = (source[1] + away * sb[p]) - ob, (source[2] + away * sc[p]) - oc
        inside = (pb >= zero) & (pb < edge) & (pc >= zero) & (pc < edge)
        total[p] += value if inside else zero


@njit(cache=True, nogil=True, error_model="numpy")
def _locate(away, source, ob, oc, sb, sc, at, fb, fc):  # type: ignore[no-untyped-def]
    """Which cell of a plane each ray meets, and where in it."""
    zero, edge = np.float32(0), np.float32(BRICK)
    for p in range(len(at)):
        pb, pc = (source[1] + away * sb[p]) - ob, (source[2] + away * sc[p]) - oc
        inside = (pb >= zero) & (pb < edge) & (pc >= zero) & (pc < edge)
        m, o = np.int32(pb), np.int32(pc)
        fb[p], fc[p] = pb - np.float32(m), pc - np.float32(o)
        at[p] = m * np.int32(BRICK) + o if inside else np.int32(BRICK * BRICK)


@njit(cache=True, nogil=True, error_model="numpy")
def _look_up(cells, at, word):  # type: ignore[no-untyped-def]
    for p in range(len(at)):
        word[p] = cells[np.uint32(at[p])]


@njit(cache=True, nogil=True, error_model="numpy")
def _blend(word, fb, fc, total):  # type: ignore[no-untyped-def]
    """Add each ray's bilinear sample."""
    byte = np.uint32(255)
    for p in range(len(total)):
        w = word[p]
        v00, v01 = np.float32(np.int32(w & byte)), np.float32(np.int32((w >> np.uint32(8)) & byte))
        v10, v11 = np.float32(np.int32((w >> np.uint32(16)) & byte)), np.float32(np.int32(w >> np.uint32(24)))
        near, far = v00 + (v01 - v00) * fc[p], v10 + (v11 - v10) * fc[p]
        total[p] += near + (far - near) * fb[p]


@njit(cache=True, nogil=True, error_model="numpy")
def _add_bricks(corner, voxels, span, even, shadows, order, rays, scale, top, bottom, image):  # type: ignore[no-untyped-def]
    """Add every brick's share to the pixels of rows top..bottom that its shadow touches."""
    size = image.shape[1]
    source, first, step_u, step_v = rays
    zero, one = np.float32(0), np.float32(1)
    cells = np.zeros(BRICK * BRICK + 1, np.uint32)  # the last one stays empty: all samples outside the brick
    room = 0
    sb = sc = fb = fc = total = np.empty(0, np.float32)
    at, word = np.empty(0, np.int32), np.empty(0, np.uint32)
    for n in range(len(corner)):
        i0, i1 = max(int(np.ceil(shadows[n, 0])), top), min(int(np.floor(shadows[n, 1])) + 1, bottom)
        j0 = max(int(np.ceil(min(shadows[n, 2], shadows[n, 4]))), 0)
        j1 = min(int(np.floor(max(shadows[n, 3], shadows[n, 5]))) + 1, size)
        if i0 >= i1 or j0 >= j1:
            continue
        rows = i1 - i0
        if rows * (j1 - j0) > room:
            room = 2 * rows * (j1 - j0)
            sb, sc, fb, fc = np.empty(room, np.float32), np.empty(room, np.float32), np.empty(room, np.float32), np.empty(room, np.float32)
            total, at, word = np.empty(room, np.float32), np.empty(room, np.int32), np.empty(room, np.uint32)
        # the slopes of its rays, column by column
        for j in range(j0, j1):
            u = np.float32(j)
            a, b, c = first[0] + u * step_u[0], first[1] + u * step_u[1], first[2] + u * step_u[2]
            p = (j - j0) * rows
            for i in range(rows):
                v = np.float32(i + i0)
                da = one / (a + v * step_v[0])
                sb[p + i], sc[p + i] = (b + v * step_v[1]) * da, (c + v * step_v[2]) * da
                total[p + i] = zero
        ob, oc = np.float32(corner[n, order[1]]), np.float32(corner[n, order[2]])
        k0, k1 = span[n, order[0], 0], min(span[n, order[0], 1], BRICK - 1)
        for k in range(k0, k1 + 1):
            part = np.float32(k - k0) / np.float32(max(k1 - k0, 1))
            left = shadows[n, 2] + (shadows[n, 4] - shadows[n, 2]) * part
            right = shadows[n, 3] + (shadows[n, 5] - shadows[n, 3]) * part
            p0 = (max(int(np.ceil(left)), j0) - j0) * rows
            p1 = (min(int(np.floor(right)) + 1, j1) - j0) * rows
            # where a ray meets plane k: the same number in every brick, so that a sample on a border belongs to just one
            away = np.float32(corner[n, order[0]] + k) - source[0]
            if p0 >= p1:
                continue
            here = slice(p0, p1)
            if even[n] != MIXED:
                _add_even(np.float32(even[n]), away, source, ob, oc, sb[here], sc[here], total[here])
            else:
                _pack(voxels[n], k, order, cells)
                _locate(away, source, ob, oc, sb[here], sc[here], at[here], fb[here], fc[here])
                _look_up(cells, at[here], word[here])
                _blend(word[here], fb[here], fc[here], total[here])
        for j in range(j0, j1):
            p = (j - j0) * rows
            for i in range(rows):
                image[i0 + i, j] += total[p + i] * scale * np.sqrt(one + sb[p + i] * sb[p + i] + sc[p + i] * sc[p + i])
