"""What a voxel of an MRI holds: the mean brightness of what lies in it, compiled.

A disc and a vein are painted by where they are cut, as nothing in a body has the edge of a label.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.tissues import Tissue

WITHIN, THROUGH = 2, 4
"""Places in each direction of the picture, and through the slice, whose labels a pixel is the mean of.
No two lie at one depth: steps of the thickness would show as rings."""
NUCLEUS, ANNULUS, MUSCLE = int(Tissue.NUCLEUS), int(Tissue.ANNULUS), int(Tissue.MUSCLE)
VEIN, CANCELLOUS = int(Tissue.BASIVERTEBRAL_VEIN), int(Tissue.CANCELLOUS)
DISC_SHAPE, WIDER, LENS, LENS_EDGE, LENS_FRAYS = (0.80, 0.95), 1.35, 0.80, 0.10, 0.05
"""A nucleus is a lens that fades into its ring, of such shares of the disc's reach forward and upward, and so much wider than deep, with an
edge so soft; the more so the less water it holds. The edge is uneven, by so much for a millimetre that a loose border strays (guesses)."""
CLEFT_MM, CLEFT_LEAVES = 0.8, 0.75
"""A nucleus has a darker layer of fibres in its middle [@mri_signals_known]; the sizes are guesses."""
VEIN_FADES_MM, VEIN_FRAYS = 7.0, 0.5
"""A basivertebral vein thins out so far in front of the back wall, and wavers (guesses)."""


@compiled
def mean_signal(
    out: NDArray[Any], wet: NDArray[Any], strays: NDArray[Any], loose: NDArray[Any], far: NDArray[Any],
    first: NDArray[Any], across: NDArray[Any], down: NDArray[Any], through: NDArray[Any],
    fine: NDArray[Any], fine_lo: NDArray[Any], fine_mm: float, coarse: NDArray[Any], coarse_lo: NDArray[Any], coarse_mm: float,
    bright: NDArray[Any], texture: NDArray[Any], frames: NDArray[Any], sizes: NDArray[Any], walls: NDArray[Any],
) -> None:  # fmt: skip
    """Fill (3, rows, columns) with the mean brightness, its variation and the muscle; arguments as ``MrScanner`` has them, all mm."""
    share, votes = 1.0 / (WITHIN * WITHIN * THROUGH), np.zeros(256)
    for row in range(out.shape[1]):
        for column in range(out.shape[2]):
            soaked_here = 1 if wet[row, column] else 0
            total = varies = muscle = 0.0
            for k in range(WITHIN * WITHIN * THROUGH):
                a, d, t = column * WITHIN + k % WITHIN, row * WITHIN + (k // WITHIN) % WITHIN, k // 4 + 0.25 * (k % 4)
                x = first[0] + a * across[0] + d * down[0] + t * through[0]
                y = first[1] + a * across[1] + d * down[1] + t * through[1]
                z = first[2] + a * across[2] + d * down[2] + t * through[2]
                label = _label(x, y, z, fine, fine_lo, fine_mm, coarse, coarse_lo, coarse_mm, votes)
                if label < 0:
                    continue
                right, ahead, up = strays[0, row, column], strays[1, row, column], strays[2, row, column]
                if loose[label]:
                    off = far[label]
                    other = _label(
                        x + off * right, y + off * ahead, z + off * up, fine, fine_lo, fine_mm, coarse, coarse_lo, coarse_mm, votes
                    )
                    if other >= 0 and loose[other] == loose[label]:
                        label = other
                signal = bright[soaked_here, label]
                if not soaked_here and label in (NUCLEUS, ANNULUS):
                    signal = _in_disc(x, y, z, frames, sizes, LENS_FRAYS * (ahead + up), bright[0, ANNULUS])
                elif label == VEIN:
                    marrow = bright[soaked_here, CANCELLOUS]
                    signal = marrow + _left_of_vein(x, y, z, walls, VEIN_FRAYS * up) * (signal - marrow)
                total += signal
                varies += signal * texture[label]
                muscle += label == MUSCLE
            out[0, row, column] = total * share
            out[1, row, column] = varies * share
            out[2, row, column] = muscle * share


@compiled
def _label(
    x: float, y: float, z: float, fine: NDArray[Any], fine_lo: NDArray[Any], fine_mm: float,
    coarse: NDArray[Any], coarse_lo: NDArray[Any], coarse_mm: float, votes: NDArray[Any],
) -> int:  # fmt: skip
    """At a place; below 0 outside of both. Among the fine ones where they reach."""
    i = int(np.floor((x - fine_lo[0]) / fine_mm))
    j = int(np.floor((y - fine_lo[1]) / fine_mm))
    n = int(np.floor((z - fine_lo[2]) / fine_mm))
    if 0 <= i < fine.shape[0] and 0 <= j < fine.shape[1] and 0 <= n < fine.shape[2]:
        return int(fine[i, j, n])
    u, v, w = (x - coarse_lo[0]) / coarse_mm, (y - coarse_lo[1]) / coarse_mm, (z - coarse_lo[2]) / coarse_mm
    if not (0 <= u < coarse.shape[0] and 0 <= v < coarse.shape[1] and 0 <= w < coarse.shape[2]):
        return -1
    return _voted(coarse, u, v, w, votes)


@compiled
def _voted(labels: NDArray[Any], x: float, y: float, z: float, votes: NDArray[Any]) -> int:
    """The label that weighs most round a place, in voxels: an edge between large voxels has no steps. ``votes``: 256 of 0, left so."""
    i, j, n = int(x), int(y), int(z)
    found, best = labels[i, j, n], 0.0
    if not (0 < i < labels.shape[0] - 1 and 0 < j < labels.shape[1] - 1 and 0 < n < labels.shape[2] - 1):
        return int(found)
    if (
        labels[i - 1, j - 1, n - 1] == found and labels[i - 1, j - 1, n + 1] == found
        and labels[i - 1, j + 1, n - 1] == found and labels[i - 1, j + 1, n + 1] == found
        and labels[i + 1, j - 1, n - 1] == found and labels[i + 1, j - 1, n + 1] == found
        and labels[i + 1, j + 1, n - 1] == found and labels[i + 1, j + 1, n + 1] == found
    ):  # fmt: skip
        return int(found)  # what lies between such corners is too thin to outweigh the middle
    across, along, up = _bell(x - 0.5 - i), _bell(y - 0.5 - j), _bell(z - 0.5 - n)
    for a in range(3):
        for b in range(3):
            within = across[a] * along[b]
            for c in range(3):
                label = labels[i + a - 1, j + b - 1, n + c - 1]
                votes[label] += within * up[c]
                if votes[label] > best:
                    found, best = label, votes[label]
    for a in range(3):
        for b in range(3):
            for c in range(3):
                votes[labels[i + a - 1, j + b - 1, n + c - 1]] = 0.0
    return int(found)


@compiled
def _bell(off: float) -> tuple[float, float, float]:
    """What a voxel and the ones before and after it weigh, so many voxels off its middle: the quadratic B-spline."""
    return 0.5 * (0.5 - off) ** 2, 0.75 - off * off, 0.5 * (0.5 + off) ** 2


@compiled
def _in_disc(x: float, y: float, z: float, frames: NDArray[Any], sizes: NDArray[Any], frays: float, ring: float) -> float:
    """Brightness of the disc in whose height a place lies: of its middle or its ring, or between."""
    best, least = 0, np.inf
    for k in range(len(frames)):
        off = abs(
            (x - frames[k, 0, 0]) * frames[k, 1, 0] + (y - frames[k, 0, 1]) * frames[k, 1, 1] + (z - frames[k, 0, 2]) * frames[k, 1, 2]
        )
        if off < least:
            best, least = k, off
    dx, dy, dz = x - frames[best, 0, 0], y - frames[best, 0, 1], z - frames[best, 0, 2]
    ahead = dx * frames[best, 2, 0] + dy * frames[best, 2, 1] + dz * frames[best, 2, 2]
    aside = np.sqrt(max(dx * dx + dy * dy + dz * dz - ahead * ahead - least * least, 0.0))
    deep, high = sizes[best, 0] * DISC_SHAPE[0], max(sizes[best, 1], 0.5) * DISC_SHAPE[1]
    lens = np.sqrt((ahead / deep) ** 2 + (aside / (WIDER * deep)) ** 2 + (least / high) ** 2) + frays
    share = 1.0 / (1.0 + np.exp(min(max((lens - LENS) / sizes[best, 3], -30.0), 30.0)))
    leaves = CLEFT_LEAVES + (1.0 - CLEFT_LEAVES) * min(least / CLEFT_MM, 1.0)
    return float(ring + share * (sizes[best, 2] * leaves - ring))


@compiled
def _left_of_vein(x: float, y: float, z: float, walls: NDArray[Any], frays: float) -> float:
    """Of a vein's brightness, so far in front of the back wall of the nearest bone."""
    best, least = 0.0, np.inf
    for k in range(len(walls)):
        dx, dy, dz = x - walls[k, 0, 0], y - walls[k, 0, 1], z - walls[k, 0, 2]
        near = dx * dx + dy * dy + dz * dz
        if near < least:
            least, best = near, dx * walls[k, 1, 0] + dy * walls[k, 1, 1] + dz * walls[k, 1, 2]
    return float(min(max(np.exp(-max(best, 0.0) / VEIN_FADES_MM) * (1.0 + frays), 0.0), 1.0))
