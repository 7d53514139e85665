"""The bricks of a lattice gone through plane by plane: the shadow of each, and what its voxels add to the pixels there.

The loops run over all pixels of a shadow, without a branch, so that a compiler turns them into wide instructions; the four voxels round a
sample lie in one word, so that a sample is one load. A brick of one density needs no load at all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled

BRICK = 8
APRON = BRICK + 1
"""A brick carries one more plane of voxels on each upper side, so that a sample never looks into a neighbour."""
MIXED = -1
"""In place of the one number that fills a brick."""
SLACK_PX = 0.05
"""What is added to a shadow's edges for rounding."""
LANES = 8
"""Loops go through a shadow's pixels in whole strides of so many, a wide instruction's: a rest would be done one by one. What lies
beyond the shadow is worked out too, and dropped."""
CELLS = (APRON**2 + APRON + 1) * (BRICK - 1) + 1
"""Places between four voxels in a brick's array, from the first to the last that is ever met."""


@compiled(error_model="numpy")
def cast(
    corner: NDArray[np.int32],
    span: NDArray[np.int32],
    order: NDArray[np.int64],
    source: NDArray[np.float64],
    project: NDArray[np.float64],
    scale: float,
    size: int,
    shadows: NDArray[np.float32],
) -> None:
    """Each brick's shadow, pixels: its highest and lowest row, left and right of its first plane, left and right of its last."""
    half = size * 0.5 - 0.5
    point = np.empty(3)
    middle = BRICK / 2
    reach = middle * np.sqrt(3.0)
    for n in range(len(corner)):
        # many lie beside the picture: the ball round a brick tells
        x, y, z = (corner[n, 0] + middle - source[0], corner[n, 1] + middle - source[1], corner[n, 2] + middle - source[2])
        right = project[0, 0] * x + project[0, 1] * y + project[0, 2] * z
        up = project[1, 0] * x + project[1, 1] * y + project[1, 2] * z
        farthest = project[2, 0] * x + project[2, 1] * y + project[2, 2] * z + reach
        if (max(abs(right), abs(up)) - reach) * scale > (half + 2) * farthest:
            shadows[n] = -1e9
            continue
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


@compiled
def _pack(voxels: NDArray[np.uint8], n: int, along_b: int, along_c: int, cells: NDArray[np.uint32]) -> None:
    """The four voxels round each place between the voxels of all planes of brick n, in one word each; the steps from one to its neighbours.

    voxels : (bricks, APRON**3). Bricks and shadows are handed on whole: each part cut out of an array would be counted in and out, which
    makes threads wait for each other.
    """
    # without a sign there is no counting from an array's end, which would keep the loop narrow
    brick = np.uint64(n)
    b, c, both = np.uint64(along_b), np.uint64(along_c), np.uint64(along_b + along_c)
    for q in range(np.uint64(CELLS)):
        cells[q] = (
            np.uint32(voxels[brick, q])
            | np.uint32(voxels[brick, q + c]) << np.uint32(8)
            | np.uint32(voxels[brick, q + b]) << np.uint32(16)
            | np.uint32(voxels[brick, q + both]) << np.uint32(24)
        )


@compiled(error_model="numpy")
def _slopes(
    numbers: NDArray[np.float32],
    rows: int,
    i0: int,
    j0: int,
    first: NDArray[np.float32],
    step_u: NDArray[np.float32],
    step_v: NDArray[np.float32],
    sb: NDArray[np.float32],
    sc: NDArray[np.float32],
    total: NDArray[np.float32],
    count: int,
) -> None:
    """The slopes of a shadow's rays, column by column; sums begin at nothing."""
    half, one, zero = np.float32(0.5), np.float32(1), np.float32(0)
    high, per_row, top, left = np.float32(rows), one / np.float32(rows), np.float32(i0), np.float32(j0)
    a0, b0, c0 = first[0], first[1], first[2]
    ua, ub, uc = step_u[0], step_u[1], step_u[2]
    va, vb, vc = step_v[0], step_v[1], step_v[2]
    for p in range(np.uint64(count)):
        number = numbers[p]
        column = np.float32(np.int32((number + half) * per_row))
        u, v = left + column, top + (number - column * high)
        da = one / ((a0 + u * ua) + v * va)
        sb[p], sc[p] = ((b0 + u * ub) + v * vb) * da, ((c0 + u * uc) + v * vc) * da
        total[p] = zero


@compiled(error_model="numpy")
def _lengthen(sb: NDArray[np.float32], sc: NDArray[np.float32], scale: np.float32, total: NDArray[np.float32], count: int) -> None:
    """From sums over planes to mm along each ray."""
    one = np.float32(1)
    for p in range(np.uint64(count)):
        total[p] *= scale * np.sqrt(one + sb[p] * sb[p] + sc[p] * sc[p])


@compiled(error_model="numpy")
def _add(total: NDArray[np.float32], rows: int, i0: int, j0: int, j1: int, columns: NDArray[np.float32]) -> None:
    p, height, top = np.uint64(0), np.uint64(rows), np.uint64(i0)
    for j in range(np.uint64(j0), np.uint64(j1)):
        for i in range(height):
            columns[j, top + i] += total[p + i]
        p += height


@compiled(error_model="numpy")
def _add_even(
    value: np.float32,
    away: np.float32,
    source: NDArray[np.float32],
    ob: np.float32,
    oc: np.float32,
    sb: NDArray[np.float32],
    sc: NDArray[np.float32],
    total: NDArray[np.float32],
    start: np.uint64,
    end: np.uint64,
) -> None:
    """One plane of a brick of one number."""
    zero, edge = np.float32(0), np.float32(BRICK)
    source_b, source_c = source[1], source[2]
    for p in range(start, end):
        pb, pc = (source_b + away * sb[p]) - ob, (source_c + away * sc[p]) - oc
        inside = (pb >= zero) & (pb < edge) & (pc >= zero) & (pc < edge)
        total[p] += value if inside else zero


@compiled(error_model="numpy")
def _locate(
    away: np.float32,
    source: NDArray[np.float32],
    ob: np.float32,
    oc: np.float32,
    sb: NDArray[np.float32],
    sc: NDArray[np.float32],
    plane: np.integer,
    along_b: np.integer,
    along_c: np.integer,
    at: NDArray[np.int32],
    fb: NDArray[np.float32],
    fc: NDArray[np.float32],
    start: np.uint64,
    end: np.uint64,
) -> None:
    """Which cell of a plane each ray meets, and where in it."""
    zero, edge = np.float32(0), np.float32(BRICK)
    # places are counted in fractions, which hold them exactly: whole numbers would be made twice as wide before they are multiplied
    source_b, source_c, first, step_b, step_c = source[1], source[2], np.float32(plane), np.float32(along_b), np.float32(along_c)
    for p in range(start, end):
        pb, pc = (source_b + away * sb[p]) - ob, (source_c + away * sc[p]) - oc
        inside = (pb >= zero) & (pb < edge) & (pc >= zero) & (pc < edge)
        m, o = np.floor(pb), np.floor(pc)
        fb[p], fc[p] = pb - m, pc - o
        at[p] = np.int32(first + m * step_b + o * step_c) if inside else np.int32(CELLS)


@compiled(error_model="numpy")
def _look_up(cells: NDArray[np.uint32], at: NDArray[np.int32], word: NDArray[np.uint32], start: np.uint64, end: np.uint64) -> None:
    for p in range(start, end):
        word[p] = cells[np.uint32(at[p])]


@compiled(error_model="numpy")
def _blend(
    word: NDArray[np.uint32], fb: NDArray[np.float32], fc: NDArray[np.float32], total: NDArray[np.float32], start: np.uint64, end: np.uint64
) -> None:
    """Add each ray's bilinear sample."""
    byte = np.uint32(255)
    for p in range(start, end):
        w = word[p]
        v00, v01 = np.float32(np.int32(w & byte)), np.float32(np.int32((w >> np.uint32(8)) & byte))
        v10, v11 = np.float32(np.int32((w >> np.uint32(16)) & byte)), np.float32(np.int32(w >> np.uint32(24)))
        near, far = v00 + (v01 - v00) * fc[p], v10 + (v11 - v10) * fc[p]
        total[p] += near + (far - near) * fb[p]


@compiled(error_model="numpy")
def add_bricks(
    met: NDArray[np.int64],
    corner: NDArray[np.int32],
    voxels: NDArray[np.uint8],
    span: NDArray[np.int32],
    even: NDArray[np.int32],
    shadows: NDArray[np.float32],
    order: NDArray[np.int64],
    rays: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
    scale: np.float32,
    left: int,
    right: int,
    columns: NDArray[np.float32],
) -> None:
    """Add the share of bricks ``met`` to the pixels of columns left..right that the shadow of each touches; voxels : (bricks, APRON**3)."""
    size = columns.shape[1]
    source, first, step_u, step_v = rays
    cells = np.zeros(CELLS + 1, np.uint32)  # the last one stays empty: all samples outside the brick
    along = np.array([APRON * APRON, APRON, 1])
    along_a, along_b, along_c = along[order[0]], along[order[1]], along[order[2]]
    room = 0
    numbers = sb = sc = fb = fc = total = np.empty(0, np.float32)
    at, word = np.empty(0, np.int32), np.empty(0, np.uint32)
    for n in met:
        i0, i1 = max(int(np.ceil(shadows[n, 0])), 0), min(int(np.floor(shadows[n, 1])) + 1, size)
        j0 = max(int(np.ceil(min(shadows[n, 2], shadows[n, 4]))), left)
        j1 = min(int(np.floor(max(shadows[n, 3], shadows[n, 5]))) + 1, right)
        if i0 >= i1 or j0 >= j1:
            continue
        rows = i1 - i0
        pixels = rows * (j1 - j0)
        if pixels + 2 * LANES > room:
            room = 2 * (pixels + LANES)
            numbers = np.arange(room).astype(np.float32)
            sb, sc, fb, fc = np.empty(room, np.float32), np.empty(room, np.float32), np.empty(room, np.float32), np.empty(room, np.float32)
            total, at, word = np.empty(room, np.float32), np.empty(room, np.int32), np.empty(room, np.uint32)
        _slopes(numbers, rows, i0, j0, first, step_u, step_v, sb, sc, total, (pixels + 2 * LANES - 1) // LANES * LANES)
        if even[n] == MIXED:
            _pack(voxels, n, along_b, along_c, cells)
        ob, oc = np.float32(corner[n, order[1]]), np.float32(corner[n, order[2]])
        k0, k1 = span[n, order[0], 0], min(span[n, order[0], 1], BRICK - 1)
        for k in range(k0, k1 + 1):
            part = np.float32(k - k0) / np.float32(max(k1 - k0, 1))
            p0 = max(int(np.ceil(shadows[n, 2] + (shadows[n, 4] - shadows[n, 2]) * part)) - j0, 0) * rows
            p1 = min(int(np.floor(shadows[n, 3] + (shadows[n, 5] - shadows[n, 3]) * part)) + 1 - j0, j1 - j0) * rows
            # where a ray meets plane k: the same number in every brick, so that a sample on a border belongs to just one
            away = np.float32(corner[n, order[0]] + k) - source[0]
            if p0 >= p1:
                continue
            start, end = np.uint64(p0), np.uint64(p0 + (p1 - p0 + LANES - 1) // LANES * LANES)
            if even[n] != MIXED:
                _add_even(np.float32(even[n]), away, source, ob, oc, sb, sc, total, start, end)
            else:
                _locate(away, source, ob, oc, sb, sc, k * along_a, along_b, along_c, at, fb, fc, start, end)
                _look_up(cells, at, word, start, end)
                _blend(word, fb, fc, total, start, end)
        _lengthen(sb, sc, scale, total, (pixels + LANES - 1) // LANES * LANES)
        _add(total, rows, i0, j0, j1, columns)
