"""The pores that fluid can enter, as cells with volumes and conductances: what a seed draws on the ground that a body gives.

Here too is which ways out there are that no label shows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.canal_line import CanalLine
from meshes.tissues import Tissue
from sim.physics.compartments import Compartment
from sim.physics.ground import Ground, ground_of
from sim.physics.lattice import NOWHERE, OPEN_END_MM, faces_mm2, shared
from sim.physics.permeability import InCanal, divide, seeps
from sim.physics.weave import woven

HIATUS_LEAK = 0.001
"""mm per mmHg and s: the membrane over the hiatus and round the needle's hole in it (guess)."""
HIATUS_MM = 6.0
"""How far up from its lower end the canal's back is membrane."""
SACRAL_BELOW_MM = 6.0
"""Foramina that lie so far below the upper end of the sacral canal's fat are the sacrum's."""
NET_CELLS = 60
"""Pieces of vessel smaller than this, cut off by the lattice, lead nowhere."""
MOUTH_MM, BETTER = 2.2, 3.0
"""A bevel's opening is so long, and fluid leaves it by what conducts so many times better than what its tip lies in (guesses)."""


@dataclass(frozen=True, eq=False)
class FlowSpace:
    """n cells; volumes in ml, conductances in ml per s and mmHg."""

    ground: Ground
    capacity: NDArray[np.float64]
    conductance: NDArray[np.float64]
    """(n, 6) to the neighbours"""
    outlet: NDArray[np.float64]
    """(n,) to pressure 0 outside"""

    @property
    def lo(self) -> NDArray[np.float64]:
        return self.ground.lo

    @property
    def cell_mm(self) -> float:
        return self.ground.cell_mm

    @property
    def shape(self) -> tuple[int, int, int]:
        """Of the lattice of cells."""
        return self.ground.shape

    @property
    def places(self) -> NDArray[np.float32]:
        return self.ground.places

    @property
    def index(self) -> NDArray[np.int32]:
        return self.ground.index

    @property
    def neighbour(self) -> NDArray[np.int32]:
        """(n, 6) over -x +x -y +y -z +z"""
        return self.ground.bonds.neighbour

    @property
    def tissue(self) -> NDArray[np.uint8]:
        return self.ground.tissue

    @property
    def at(self) -> InCanal:
        return self.ground.at

    def cell_at(self, point: NDArray[np.floating]) -> int:
        """The cell that holds a point, or the nearest one within 3 mm; NOWHERE if none."""
        own = self.ground.cell(np.floor((np.asarray(point, float) - self.lo) / self.cell_mm).astype(int))
        if own != NOWHERE:
            return own
        gap = self.places - np.asarray(point, np.float32)
        distance = (gap * gap).sum(1)
        nearest = int(np.argmin(distance)) if len(distance) else NOWHERE
        return nearest if nearest >= 0 and distance[nearest] < 9.0 else NOWHERE

    def mouth(self, point: NDArray[np.floating]) -> int:
        """Where fluid enters from a bevel: its cell, or one within the bevel's length that conducts far better; NOWHERE if none is near."""
        own = self.cell_at(point)
        if own == NOWHERE:
            return NOWHERE
        gap = self.places - np.asarray(point, np.float32)
        near = np.flatnonzero((gap * gap).sum(1) <= MOUTH_MM * MOUTH_MM)
        open_to = self.conductance[near].sum(1) if len(near) else np.zeros(0)
        best = int(near[np.argmax(open_to)]) if len(near) else own
        return best if self.conductance[best].sum() > BETTER * self.conductance[own].sum() else own

    def nearest(self, point: NDArray[np.floating]) -> NDArray[np.floating]:
        """The middle of the cell nearest to a point, however far, that belongs to a net of some size; the point itself if there is none."""
        if not len(self.places):
            return point
        net = self.ground.planes.piece
        some = np.flatnonzero(np.bincount(net)[net] >= NET_CELLS)
        if not len(some):
            some = np.arange(len(net))
        gap = self.places[some] - np.asarray(point, np.float32)
        return np.asarray(self.places[some[int(np.argmin((gap * gap).sum(1)))]], float)


def cut_out(anatomy: Anatomy, compartment: Compartment, seed: int, around: NDArray[np.floating] | None = None) -> FlowSpace:
    """The compartment in the whole fine volume or, if it is solved only near the bevel, within its ball round a point.

    Where it borders on other permeable tissue, or on the end of the volume, it leaks. The fat of the canal leaks only through the foramina,
    the walls of its veins and, below, the membrane over the hiatus; ligaments and periosteum wall it in. Canal and sac are open towards
    the head.
    """
    ground = ground_of(anatomy, compartment, around)
    links, tissue, at = ground.bonds, ground.tissue, ground.at
    factor, pores = woven(ground.strands, len(tissue), seed)
    mobility = ground.permeability[:, None] * factor
    conductance, outlet = shared(links, mobility, ground.voxel_mm)
    if compartment.divided:
        age = anatomy.person.get("age")
        divide(ground.walls, conductance, faces_mm2(links, ground.voxel_mm), seed, age)
        # what seeps out of the foramina
        top = at.s[tissue == Tissue.SACRAL_FAT].min(initial=np.inf)
        outlet += seeps(at, links.open_mm2, at.s > top + SACRAL_BELOW_MM, seed, age)
    _open_ends(compartment, anatomy, at, tissue, mobility[:, 2], ground.cell_mm, outlet)
    capacity = ground.volume * pores
    if compartment.plexus_leak and len(capacity):
        # a pocket that nothing else leaves has no veins either: the plunger is blocked there
        net = ground.planes.piece
        outlet += np.where(np.bincount(net, weights=outlet)[net] > 0, compartment.plexus_leak * capacity, 0.0)
    return FlowSpace(ground, capacity, conductance, outlet)


def _open_ends(
    compartment: Compartment,
    anatomy: Anatomy,
    at: InCanal,
    tissue: NDArray[np.uint8],
    mobility: NDArray[np.float64],
    cell_mm: float,
    outlet: NDArray[np.float64],
) -> None:
    """Ways out that no label shows: on towards the head, through the hiatus, into the blood. Changes ``outlet``."""
    face_ml = cell_mm * cell_mm / 1000.0
    if compartment.open_above:
        # where the canal ends within the lattice the model's is closed like a bag, a real one goes on
        above = (at.s <= cell_mm) & (tissue != Tissue.FORAMINAL_FAT)
        outlet[above] += face_ml * mobility[above] / OPEN_END_MM
    if compartment.divided:
        end = CanalLine(anatomy.canal).length
        below = (at.s >= end - HIATUS_MM) & (tissue == Tissue.SACRAL_FAT)
        outlet[below] += face_ml * HIATUS_LEAK
    outlet += compartment.leads_on * mobility * cell_mm / 1000.0
