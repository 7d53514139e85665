"""Measuring a patient from the labels alone, the way a reader measures a CT: lay a plane or a line, look what is there.

Landmarks only say where to lay it; every length comes from counting labels.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from meshes.anatomy import Anatomy
from meshes.tissues import BONE, Tissue

STEP_MM = 0.5


def is_of(labels: NDArray, tissues: Iterable[int]) -> NDArray[np.bool_]:
    return np.isin(labels, [int(t) for t in tissues])


def seen(anatomy: Anatomy, origin: NDArray, axes: NDArray, *steps: NDArray) -> NDArray[np.uint8]:
    """The labels at origin + a * axes[0] + b * axes[1] ..., a from steps[0] and so on: one, two or three dimensions."""
    grids = np.meshgrid(*steps, indexing="ij")
    points = origin + sum(g[..., None] * axis for g, axis in zip(grids, axes, strict=True))
    return anatomy.tissue_at(points.reshape(-1, 3)).reshape(grids[0].shape)


def along(anatomy: Anatomy, start: NDArray, way: NDArray, reach: float, step: float = 0.05) -> NDArray[np.uint8]:
    """The labels met on a line, every ``step`` mm."""
    return seen(anatomy, np.asarray(start), np.asarray(way, float)[None], np.arange(0.0, reach, step))


def unit(v: NDArray) -> NDArray:
    return v / np.linalg.norm(v)


def frame(anatomy: Anatomy, level: str, plates: tuple[str, ...] = ("superior", "inferior")) -> NDArray[np.float64]:
    """(3, 3): rows right, front, up of a vertebra, levelled on its end-plates."""
    m = anatomy.landmarks
    front = unit(sum(unit(m[f"{level}/{p}_front"] - m[f"{level}/{p}_back"]) for p in plates))
    right = m[f"{level}/superior_side_right"] - m[f"{level}/superior_side_left"]
    right = unit(right - (right @ front) * front)
    return np.array([right, front, np.cross(right, front)])


@cache
def levelled(
    anatomy: Anatomy, level: str, plates: tuple[str, ...] = ("superior", "inferior")
) -> tuple[NDArray[np.bool_], tuple[NDArray, NDArray, NDArray]]:
    """Bone round a vertebra in its own frame, origin on the back of its body; and the three axes' steps, mm. Not to be written into."""
    steps = np.arange(-32.0, 32.01, STEP_MM), np.arange(-45.0, 42.0, STEP_MM), np.arange(-23.0, 22.0, STEP_MM)
    labels = seen(anatomy, anatomy.landmarks[f"{level}/posterior_wall"], frame(anatomy, level, plates), *steps)
    return is_of(labels, BONE), steps


def nearest(steps: NDArray, value: float) -> int:
    return int(np.argmin(np.abs(steps - value)))


def canal_size(anatomy: Anatomy, level: str) -> tuple[float, float]:
    """(width, depth) mm of the hole that a vertebra's bony ring closes: medians over the middle half of its closed height."""
    bone, (xs, _, _) = levelled(anatomy, level)
    middle, widths, depths = len(xs) // 2, [], []
    for k in range(bone.shape[2]):
        found, count = ndimage.label(ndimage.binary_fill_holes(bone[:, :, k]) & ~bone[:, :, k])
        if not count:
            continue
        sizes = np.bincount(found.ravel())[1:]
        if sizes.max() * STEP_MM**2 < 60.0:
            continue
        hole = found == int(np.argmax(sizes)) + 1
        widths.append((np.ptp(np.flatnonzero(hole.any(1))) + 1) * STEP_MM)
        depths.append(hole[middle - 2 : middle + 3].sum(1).max() * STEP_MM)
    n = len(widths)
    half = slice(n // 4, max(3 * n // 4, n // 4 + 1))
    return float(np.median(widths[half])), float(np.median(depths[half]))


def canal_planes(anatomy: Anatomy) -> NDArray[np.float64]:
    """(n, 3) the dorsal direction square to the canal at each of its points."""
    tangent = np.gradient(anatomy.canal, axis=0)
    dorsal = np.cross(tangent, [1.0, 0.0, 0.0])
    return dorsal / np.linalg.norm(dorsal, axis=1)[:, None]


def station(anatomy: Anatomy, point: NDArray) -> int:
    """Which point of the canal's curve is nearest."""
    return int(np.argmin(((anatomy.canal - point) ** 2).sum(1)))


def neighbours(labels: NDArray, tissues: Iterable[int]) -> set[Tissue]:
    """Every tissue that shares a face with a voxel of ``tissues``, looked up voxel by voxel."""
    places = np.argwhere(is_of(labels, tissues))
    found: set[int] = set()
    for axis in range(3):
        for step in (-1, 1):
            beside = places.copy()
            beside[:, axis] += step
            beside = beside[((beside >= 0) & (beside < labels.shape)).all(1)]
            found |= set(np.unique(labels[tuple(beside.T)]).tolist())
    return {Tissue(t) for t in found}
