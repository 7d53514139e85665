"""The pores that fluid can enter, as cells with volumes and conductances, cut out of the label volume.

The cells' own business stands in ``lattice``; here is which voxels they are made of, and which ways out there are that no label shows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from meshes.anatomy import Anatomy
from meshes.canal_line import CanalLine
from meshes.tissues import CANAL_FAT, Tissue
from sim.physics.compartments import Compartment
from sim.physics.lattice import COARSEN, NOWHERE, OPEN_END_MM, Cells, Links, Rules, connect, fill_cells
from sim.physics.permeability import InCanal, end_of_sac, in_canal, partitions, seeps, woven
from sim.physics.pressure import pieces
from sim.physics.tissue import tissue_table

HIATUS_LEAK = 0.001
"""mm per mmHg and s: the membrane over the hiatus and round the needle's hole in it (guess)."""
HIATUS_MM = 6.0
"""How far up from its lower end the canal's back is membrane."""
SACRAL_BELOW_MM = 6.0
"""Foramina that lie so far below the upper end of the sacral canal's fat are the sacrum's."""
BEHIND_FLAVUM_MM = 3.0
"""How deep the retrodural space is that opens behind the flavum (guess)."""
NET_CELLS = 60
"""Pieces of vessel smaller than this, cut off by the lattice, lead nowhere."""
MOUTH_MM, BETTER = 2.2, 3.0
"""A bevel's opening is so long, and fluid leaves it by what conducts so many times better than what its tip lies in (guesses)."""


@dataclass(frozen=True, eq=False)
class FlowSpace:
    """n cells; volumes in ml, conductances in ml per s and mmHg."""

    lo: NDArray[np.float64]
    cell_mm: float
    shape: tuple[int, int, int]
    """Of the lattice of cells."""
    number: NDArray[np.int32]
    """Lattice -> cell, NOWHERE where there is none."""
    places: NDArray[np.float32]
    """(n, 3) mm"""
    capacity: NDArray[np.float64]
    neighbour: NDArray[np.int32]
    """(n, 6) over -x +x -y +y -z +z"""
    conductance: NDArray[np.float64]
    """(n, 6)"""
    outlet: NDArray[np.float64]
    """(n,) to pressure 0 outside"""
    tissue: NDArray[np.uint8]
    """(n,) the tissue that gives most of the cell's volume"""
    at: InCanal
    """The cells in canal coordinates."""

    @property
    def index(self) -> NDArray[np.int32]:
        """(n, 3) place of each cell on the lattice."""
        return np.argwhere(self.number >= 0).astype(np.int32)

    def cell_at(self, point: NDArray[np.floating]) -> int:
        """The cell that holds a point, or the nearest one within 3 mm; NOWHERE if none."""
        i = np.floor((np.asarray(point, float) - self.lo) / self.cell_mm).astype(int)
        if np.all((i >= 0) & (i < self.shape)) and self.number[tuple(i)] >= 0:
            return int(self.number[tuple(i)])
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
        net = pieces(self.neighbour)
        some = np.flatnonzero(np.bincount(net)[net] >= NET_CELLS)
        if not len(some):
            some = np.arange(len(net))
        gap = self.places[some] - np.asarray(point, np.float32)
        return np.asarray(self.places[some[int(np.argmin((gap * gap).sum(1)))]], float)


@dataclass(frozen=True, eq=False)
class Block:
    """The labels that a compartment is cut out of."""

    labels: NDArray[np.uint8]
    lo: NDArray[np.float64]
    """The corner voxel's outer side, mm."""
    mm: float
    """A voxel's edge."""
    centre: NDArray[np.float64] | None
    """Only so far round it: the ball's middle, and its radius; None for all."""
    radius_mm: float

    @property
    def voxel_ml(self) -> float:
        return self.mm**3 / 1000.0

    @property
    def cell_mm(self) -> float:
        return self.mm * COARSEN

    @staticmethod
    def of(anatomy: Anatomy, compartment: Compartment, around: NDArray[np.floating] | None) -> Block:
        """The whole fine volume or, if the compartment is solved only near the bevel, the box of its ball."""
        grid = anatomy.fine.grid
        box = tuple(slice(0, n) for n in grid.shape)
        centre = np.asarray(around, float) if around is not None and compartment.ball_mm is not None else None
        radius_mm = compartment.ball_mm or 0.0
        if centre is not None:
            box = grid.box_index(centre - radius_mm, centre + radius_mm)
        # even starts, so that the same voxels make the same cells whatever the box
        box = tuple(slice(s.start - s.start % COARSEN, s.stop) for s in box)
        part = anatomy.fine.values[box]
        if compartment.behind_flavum:
            part = _behind_flavum(part, grid.spacing, compartment)
        return Block(part, grid.lo + grid.spacing * np.array([s.start for s in box]), grid.spacing, centre, radius_mm)

    def holds(self, shape: tuple[int, int, int]) -> NDArray[np.bool_]:
        """Which cells of a lattice of this shape have their middle within the ball."""
        if self.centre is None:
            return np.ones(shape, np.bool_)
        x, y, z = (self.lo[i] + self.cell_mm * (np.arange(shape[i]) + 0.5) - self.centre[i] for i in range(3))
        r2 = x[:, None, None] ** 2 + y[None, :, None] ** 2 + z[None, None, :] ** 2
        return np.asarray(r2 < self.radius_mm**2)


def cut_out(anatomy: Anatomy, compartment: Compartment, seed: int, around: NDArray[np.floating] | None = None) -> FlowSpace:
    """The compartment in the whole fine volume or, if it is solved only near the bevel, within its ball round a point.

    Where it borders on other permeable tissue, or on the end of the volume, it leaks. The fat of the canal leaks only through the foramina,
    the walls of its veins and, below, the membrane over the hiatus; ligaments and periosteum wall it in. Canal and sac are open towards
    the head.
    """
    block, rules = Block.of(anatomy, compartment, around), _rules(compartment)
    a, b, c = block.labels.shape
    shape = ((a + 1) // COARSEN, (b + 1) // COARSEN, (c + 1) // COARSEN)
    volume, mobility, major = np.zeros(shape), np.zeros(shape), np.zeros(shape, np.uint8)
    fill_cells(block.labels, rules, block.voxel_ml, volume, mobility, major)
    occupied = (volume > 0) & block.holds(shape)
    index = np.argwhere(occupied).astype(np.int32)
    number = np.full(shape, NOWHERE, np.int32)
    number[occupied] = np.arange(len(index), dtype=np.int32)
    places = (block.lo + block.cell_mm * (index + 0.5)).astype(np.float32)
    tissue, at = major[occupied], in_canal(anatomy.canal, places)
    factor, pores = woven(at, places, tissue, block.cell_mm, seed)
    cells, links = Cells(number, index, mobility[occupied][:, None] * factor), Links.none(len(index))
    connect(block.labels, rules, cells, block.mm, block.centre is not None, links)
    if compartment.divided:
        _divide(anatomy, at, tissue, links, seed)
    _open_ends(compartment, anatomy, at, tissue, cells.mobility[:, 2], block.cell_mm, links.outlet)
    capacity = volume[occupied] * pores
    if compartment.plexus_leak and len(index):
        # a pocket that nothing else leaves has no veins either: the plunger is blocked there
        net = pieces(links.neighbour)
        links.outlet[:] += np.where(np.bincount(net, weights=links.outlet)[net] > 0, compartment.plexus_leak * capacity, 0.0)
    return FlowSpace(block.lo, block.cell_mm, shape, number, places, capacity, links.neighbour, links.conductance, links.outlet, tissue, at)


def _rules(compartment: Compartment) -> Rules:
    """How each label counts in this compartment."""
    table = tissue_table()
    inside, walled = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
    inside[list(compartment.tissues)] = True
    walled[list(compartment.tissues if compartment.walled else CANAL_FAT)] = True
    permeability, room = table.permeability.copy(), table.porosity + table.gives
    if compartment.permeability is not None:
        permeability[inside] = compartment.permeability
    if compartment.room is not None:
        room[inside] = compartment.room
    mouth = int(Tissue.FORAMINAL_FAT) if compartment.divided else NOWHERE
    return Rules(inside, walled, room, permeability, table.permeability, compartment.vein_leak, mouth)


def _divide(anatomy: Anatomy, at: InCanal, tissue: NDArray[np.uint8], links: Links, seed: int) -> None:
    """The epidural space's partitions, and what seeps out of its foramina. Changes ``links``."""
    age = anatomy.person.get("age")
    partitions(at, tissue, links.neighbour, links.conductance, links.area, seed, age, end_of_sac(anatomy))
    top = at.s[tissue == Tissue.SACRAL_FAT].min(initial=np.inf)
    links.outlet[:] += seeps(at, links.open_mm2, at.s > top + SACRAL_BELOW_MM, seed, age)


def _behind_flavum(part: NDArray[np.uint8], voxel_mm: float, compartment: Compartment) -> NDArray[np.uint8]:
    """The labels with the soft tissue that lies close behind the flavum as fat, and all other as muscle: the retrodural space."""
    far = distance_transform_edt(part != Tissue.FLAVUM) * voxel_mm
    soft = np.isin(part, list(compartment.behind_flavum))
    found = part.copy()
    found[soft] = Tissue.MUSCLE
    found[soft & (far <= BEHIND_FLAVUM_MM)] = Tissue.FAT
    return found


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
