"""Vessels thinner than two cells of the labels, as they are looked at: where bone was painted over them they are joined again. Nothing
here is measured."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import KDTree

from meshes.anatomy import Labels
from meshes.space import length
from meshes.tissues import NERVE, Tissue

GAP_MM, CRUMB = 14.0, 8
"""Pieces further apart are two vessels; and of how many voxels one is at least (guesses)"""
COARSELY = 5
"""One of so many voxels of the aorta tells where it lies"""
SHORT_MM, BESIDE_MM = np.array([4.0, 1.5, -4.0]), 3.5
"""A vein beside a root ends so far before it, outwards, forwards and down, and lies so near to it: two ends beside each other were a cut
rod with a violet tip (guesses)"""
FROM_MIDDLE_MM = 18.0
"""Where a foramen ends (guess)"""


def are(labels: Labels, tissues: Iterable[Tissue]) -> NDArray[np.bool_]:
    """Which voxels are any of these."""
    wanted = np.zeros(256, bool)
    wanted[[int(tissue) for tissue in tissues]] = True
    return np.asarray(wanted[labels.values])


def voxels_of(held: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(n, 3): faster by far than asking for all three at once."""
    return np.stack(np.unravel_index(np.flatnonzero(held), held.shape), -1)


def joined(labels: Labels) -> NDArray[np.int64]:
    """(n, 3) voxels of the arteries to the bodies and roots, each a whole from where it leaves the aorta."""
    at = voxels_of(labels.values == Tissue.ARTERY)
    if not len(at):
        return at
    pieces = _pieces(at)
    great = voxels_of(labels.values == Tissue.AORTA)[::COARSELY]
    ends = [*pieces, great] if len(great) else pieces
    trees, gap = [KDTree(piece) for piece in ends], GAP_MM / labels.grid.spacing
    links: dict[tuple[int, int], tuple[float, NDArray[np.int64]]] = {}
    for i, piece in enumerate(pieces):
        for j in range(i + 1, len(ends)):
            off, nearest = trees[j].query(piece, distance_upper_bound=gap)
            k = int(off.argmin())
            if np.isfinite(off[k]):
                links[i, j] = float(off[k]), np.stack([piece[k], ends[j][nearest[k]]])
    if not links:
        return np.concatenate(pieces)
    rows, columns = np.array(list(links)).T
    graph = coo_array(([off for off, _ in links.values()], (rows, columns)), (len(ends), len(ends)))
    tree = minimum_spanning_tree(graph.tocsr()).tocoo()
    lines = [_line(*links[int(i), int(j)][1]) for i, j in zip(tree.row, tree.col, strict=True)]
    return np.unique(np.concatenate([*pieces, *lines]), axis=0)


def _pieces(at: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    low = at.min(0)
    held = np.zeros(at.max(0) - low + 1, bool)
    held[tuple((at - low).T)] = True
    of = label(held, np.ones((3, 3, 3)))[0][tuple((at - low).T)]
    return [at[of == k] for k in np.flatnonzero(np.bincount(of) >= CRUMB) if k]


def _line(start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.int64]:
    """The voxels from one to the other, two wide."""
    share = np.linspace(0.0, 1.0, 2 * int(np.ceil(length(end - start))) + 2)[:, None]
    way = np.floor(start + share * (end - start)).astype(np.int64)
    return np.concatenate([way + (i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)])


def ending_quietly(labels: Labels, held: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of these voxels of veins those that end beside no root's end."""
    nerve, at = voxels_of(are(labels, NERVE)), voxels_of(held)
    places = labels.grid.centre(at)
    out = np.abs(places[:, 0]) > FROM_MIDDLE_MM
    if not len(nerve) or not out.any():
        return held
    further = places[out] + SHORT_MM * np.where(np.arange(3) == 0, np.sign(places[out, :1]), 1.0)
    off = KDTree(labels.grid.centre(nerve)).query(further, distance_upper_bound=BESIDE_MM)[0]
    found = held.copy()
    found[tuple(at[out][~np.isfinite(off)].T)] = False
    return found
