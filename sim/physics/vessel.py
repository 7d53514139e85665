"""A thin vessel as one: the lattice cuts it where it runs askew between cells, and blood knows nothing of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from meshes.tissues import Tissue
from sim.physics.flow_space import FlowSpace

GAP_MM = 3.5
"""Pieces of an artery so near to each other are one (guess: up to three cells; two arteries lie farther apart)."""


@dataclass(frozen=True, eq=False)
class Vessel:
    """The cells of a space that belong to one vessel."""

    space: FlowSpace
    cells: NDArray[np.intp]

    @property
    def across_mm(self) -> float:
        """From end to end sideways and up: how long a line it draws in AP."""
        if not len(self.cells):
            return 0.0
        right, _, up = np.ptp(self.space.places[self.cells], axis=0)
        return float(np.hypot(right, up))

    def pieces(self) -> Iterator[tuple[NDArray[np.intp], float]]:
        """The cells of each, and its share of the whole."""
        piece = self.space.ground.planes.piece[self.cells]
        for number in np.unique(piece):
            own = self.cells[piece == number]
            yield own, len(own) / len(self.cells)


def whole(space: FlowSpace, source: int) -> Vessel:
    """The vessel that a cell belongs to. An artery's pieces are found again; those of the great one are none: nothing is seen in it."""
    piece = space.ground.planes.piece
    own = np.flatnonzero(piece == piece[source])
    if space.tissue[source] != Tissue.ARTERY:
        return Vessel(space, own)
    great = np.unique(piece[space.tissue == Tissue.AORTA])
    small = np.flatnonzero((space.tissue == Tissue.ARTERY) & ~np.isin(piece, great))
    if piece[source] in great:
        return Vessel(space, small[:0])
    while True:
        far, _ = cKDTree(space.places[own]).query(space.places[small], distance_upper_bound=GAP_MM)
        grown = small[np.isin(piece[small], piece[small[np.isfinite(far)]])]
        if len(grown) == len(own):
            return Vessel(space, own)
        own = grown
