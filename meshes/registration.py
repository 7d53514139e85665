"""Laying one surface on another: iterated closest points, both ways, with a rigid, similar or affine map.

Own code beside ``trimesh.registration.icp``, which has no affine map, pairs one way and leaves no worst pairs out. Where both can do it
(L3 on a turned L4, similar, 2500 points, 40 rounds), theirs takes 0.3 s and this 1.7 s, and they lie 1.72 and 1.71 mm off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

Freedom = Literal["rigid", "similar", "affine"]


@dataclass(frozen=True)
class Affine:
    """x -> matrix @ x + shift, (n, 3) mm."""

    matrix: NDArray[np.float64]
    shift: NDArray[np.float64]

    def __call__(self, points: ArrayLike) -> NDArray[np.float64]:
        return np.asarray(points, float) @ self.matrix.T + self.shift

    def inverse(self) -> Affine:
        back = np.asarray(np.linalg.inv(self.matrix), float)
        return Affine(back, -back @ self.shift)


def best_map(source: NDArray[Any], target: NDArray[Any], freedom: Freedom) -> Affine:
    """The least-squares map of paired points (Umeyama 1991 for the rigid and similar ones)."""
    if freedom == "affine":
        ones = np.column_stack([source, np.ones(len(source))])
        solution, *_ = np.linalg.lstsq(ones, target, rcond=None)
        return Affine(np.asarray(solution[:3].T, float), np.asarray(solution[3], float))
    a, b = source - source.mean(0), target - target.mean(0)
    u, s, vt = np.linalg.svd(b.T @ a)
    flip = np.diag([1.0, 1.0, np.sign(np.linalg.det(u @ vt))])
    turn = u @ flip @ vt
    scale = float((s * np.diag(flip)).sum() / (a * a).sum()) if freedom == "similar" else 1.0
    matrix = scale * turn
    return Affine(matrix, target.mean(0) - matrix @ source.mean(0))


def register(source: NDArray[Any], target: NDArray[Any], freedom: Freedom, start: Affine | None = None, rounds: int = 40) -> Affine:
    """Move ``source`` onto ``target`` (both (n, 3) surface points): each pairs with its nearest in the other, worst tenth left out."""
    found = start or Affine(np.eye(3), target.mean(0) - source.mean(0))
    tree = cKDTree(target)
    for _ in range(rounds):
        moved = found(source)
        there, i = tree.query(moved)
        back, j = cKDTree(moved).query(target)
        pairs_from = np.vstack([source, source[j]])
        pairs_to = np.vstack([target[i], target])
        gap = np.concatenate([there, back])
        keep = gap <= np.quantile(gap, 0.9)
        last, found = found, best_map(pairs_from[keep], pairs_to[keep], freedom)
        if np.array_equal(found.matrix, last.matrix) and np.array_equal(found.shift, last.shift):
            break  # so it would stay
    return found


def surface_distance(a: NDArray[Any], b: NDArray[Any]) -> tuple[float, float]:
    """(mean, 95th percentile) mm from each of the points ``a`` to the nearest of the points ``b``; sample both densely."""
    gap, _ = cKDTree(b).query(a)
    return float(gap.mean()), float(np.quantile(gap, 0.95))
