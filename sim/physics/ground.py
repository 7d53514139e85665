"""What a body fixes of a compartment's lattice: which cells there are, what they border on, where its walls stand.

It is worked out once for a body. What a seed draws on it, lobules, channels and how much a wall lets through, stands in ``flow_space``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from meshes.anatomy import Anatomy
from meshes.tissues import CANAL_FAT, Tissue
from sim.physics.compartments import Compartment
from sim.physics.lattice import COARSEN, NOWHERE, Bonds, Rules, fill_cells, surveyed
from sim.physics.permeability import InCanal, Wall, end_of_sac, in_canal, walls
from sim.physics.pressure import Planes
from sim.physics.tissue import tissue_table
from sim.physics.weave import Strand, strands

BEHIND_FLAVUM_MM = 3.0
"""How deep the retrodural space is that opens behind the flavum (guess)."""


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
        centre = np.asarray(around, float) if around is not None and compartment.ball_mm is not None else None
        radius_mm = compartment.ball_mm or 0.0
        grid = anatomy.fine.grid
        if centre is not None and not grid.holds([centre - radius_mm, centre + radius_mm]).all():
            part, lo = _sampled(anatomy, centre, radius_mm)
        else:
            whole = tuple(slice(0, n) for n in grid.shape)
            box = grid.box_index(centre - radius_mm, centre + radius_mm) if centre is not None else whole
            box = tuple(slice(s.start - s.start % COARSEN, s.stop) for s in box)
            part, lo = anatomy.fine.values[box], grid.lo + grid.spacing * np.array([s.start for s in box])
        if compartment.behind_flavum:
            part = _behind_flavum(part, grid.spacing, compartment)
        return Block(part, lo, grid.spacing, centre, radius_mm)

    def holds(self, shape: tuple[int, int, int]) -> NDArray[np.bool_]:
        """Which cells of a lattice of this shape have their middle within the ball."""
        if self.centre is None:
            return np.ones(shape, np.bool_)
        x, y, z = (self.lo[i] + self.cell_mm * (np.arange(shape[i]) + 0.5) - self.centre[i] for i in range(3))
        r2 = x[:, None, None] ** 2 + y[None, :, None] ** 2 + z[None, None, :] ** 2
        return np.asarray(r2 < self.radius_mm**2)


@dataclass(frozen=True, eq=False)
class Ground:
    """n cells before a seed has drawn anything on them."""

    lo: NDArray[np.float64]
    voxel_mm: float
    shape: tuple[int, int, int]
    """Of the lattice."""
    index: NDArray[np.int32]
    """(n, 3) where in the lattice each cell is, in the lattice's own order"""
    places: NDArray[np.float32]
    """(n, 3) mm"""
    tissue: NDArray[np.uint8]
    """(n,) the tissue that gives most of the cell's volume"""
    at: InCanal
    """The cells in canal coordinates."""
    volume: NDArray[np.float64]
    """(n,) ml, before the seed's pores"""
    permeability: NDArray[np.float64]
    """(n,) before the seed's lobules and channels"""
    bonds: Bonds
    walls: tuple[Wall, ...]

    @property
    def cell_mm(self) -> float:
        return self.voxel_mm * COARSEN

    def cell(self, place: NDArray[np.integer]) -> int:
        """The cell at this place of the lattice, NOWHERE if there is none: looked up, as a lattice of numbers would be ten times as large
        as the cells."""
        if not np.all((place >= 0) & (place < self.shape)):
            return NOWHERE
        code = int(np.ravel_multi_index(tuple(place), self.shape))
        k = int(np.searchsorted(self._codes, code))
        return k if k < len(self._codes) and self._codes[k] == code else NOWHERE

    @cached_property
    def _codes(self) -> NDArray[np.intp]:
        return np.asarray(np.ravel_multi_index(tuple(self.index.T), self.shape))

    @cached_property
    def planes(self) -> Planes:
        """The cells in the order in which pressure goes through them."""
        return Planes.of(self.bonds.neighbour, self.index)

    @cached_property
    def strands(self) -> tuple[Strand, ...]:
        """The cells tissue by tissue."""
        return strands(self.at, self.places, self.tissue, self.cell_mm)


_kept: WeakKeyDictionary[Anatomy, dict[Compartment, Ground]] = WeakKeyDictionary()
"""As long as the body."""


def ground_of(anatomy: Anatomy, compartment: Compartment, around: NDArray[np.floating] | None = None) -> Ground:
    """That of the whole fine volume or, if the compartment is solved only near the bevel, of its ball round a point."""
    if around is not None:
        return _laid_out(anatomy, compartment, around)
    known = _kept.setdefault(anatomy, {})
    if compartment not in known:
        known[compartment] = _laid_out(anatomy, compartment, None)
    return known[compartment]


def _laid_out(anatomy: Anatomy, compartment: Compartment, around: NDArray[np.floating] | None) -> Ground:
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
    bonds = surveyed(block.labels, rules, number, index, mobility[occupied], block.mm, block.centre is not None)
    stand = walls(at, tissue, bonds.neighbour, end_of_sac(anatomy)) if compartment.divided else ()
    return Ground(block.lo, block.mm, shape, index, places, tissue, at, volume[occupied], mobility[occupied], bonds, stand)


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


def _sampled(anatomy: Anatomy, centre: NDArray[np.float64], radius_mm: float) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The box of a ball that reaches beyond the fine volume, as fine, and its corner: there the coarse labels say what lies in it."""
    mm = anatomy.fine.grid.spacing
    many = COARSEN * int(np.ceil(2 * radius_mm / (COARSEN * mm)))
    lo = centre - many * mm / 2
    axes = (lo[axis] + mm * (np.arange(many) + 0.5) for axis in range(3))
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    return anatomy.tissue_at(points).reshape(many, many, many), lo


def _behind_flavum(part: NDArray[np.uint8], voxel_mm: float, compartment: Compartment) -> NDArray[np.uint8]:
    """The labels with the soft tissue that lies close behind the flavum as fat, and all other as muscle: the retrodural space."""
    far = distance_transform_edt(part != Tissue.FLAVUM) * voxel_mm
    soft = np.isin(part, list(compartment.behind_flavum))
    found = part.copy()
    found[soft] = Tissue.MUSCLE
    found[soft & (far <= BEHIND_FLAVUM_MM)] = Tissue.FAT
    return found
