"""The pores that fluid can enter, as cells with volumes and conductances, cut out of the label volume.

A cell is a cube of 2 x 2 x 2 label voxels, of which the part in permeable tissue counts; two cells exchange through the voxel faces that
they really share, so that a sheet of fat one voxel thin still conducts, and a wall one voxel thin still holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from meshes.anatomy import Anatomy
from meshes.canal_line import CanalLine
from meshes.tissues import CANAL_FAT, INTRATHECAL, Tissue
from sim.physics.compartments import SOFT, Compartment
from sim.physics.fabric import InCanal, end_of_sac, in_canal, partitions, seeps, woven
from sim.physics.tissue import tissue_table

COARSEN = 2
LEAK_MM = 4.0
"""Fluid that leaves a compartment sinks into the tissue beside it over this length (guess)."""
OPEN_END_MM = 25.0
"""Beyond the lattice, or the canal's upper end, a space is taken to go on for this length (guess)."""
SEEPING = {"venous": 0.002, "arterial": 0.0005, "facet": 0.0005, "retrodural": 0.0005}
"""What leads on everywhere, from each mm so much of its permeability: vessels to the blood, a capsule to the muscle (guesses)."""
VENOUS_LEAK = 0.0015
"""mm per mmHg and s: what the wall of an epidural vein lets in from the fat beside it (guess: a few per cent of what is given)."""
PLEXUS_LEAK = 6e-4
"""ml per mmHg and s from each ml of room: what the fat's own veins, too small to be drawn, take (guess)."""
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
VEIN = int(Tissue.EPIDURAL_VEIN)
NOWHERE = -1


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

    def cell_at(self, point: NDArray) -> int:
        """The cell that holds a point, or the nearest one within 3 mm; NOWHERE if none."""
        i = np.floor((np.asarray(point, float) - self.lo) / self.cell_mm).astype(int)
        if np.all((i >= 0) & (i < self.shape)) and self.number[tuple(i)] >= 0:
            return int(self.number[tuple(i)])
        gap = self.places - np.asarray(point, np.float32)
        distance = (gap * gap).sum(1)
        nearest = int(np.argmin(distance)) if len(distance) else NOWHERE
        return nearest if nearest >= 0 and distance[nearest] < 9.0 else NOWHERE

    def mouth(self, point: NDArray) -> int:
        """Where fluid enters from a bevel: its cell, or one within the bevel's length that conducts far better; NOWHERE if none is near."""
        own = self.cell_at(point)
        if own == NOWHERE:
            return NOWHERE
        gap = self.places - np.asarray(point, np.float32)
        near = np.flatnonzero((gap * gap).sum(1) <= MOUTH_MM * MOUTH_MM)
        open_to = self.conductance[near].sum(1) if len(near) else np.zeros(0)
        best = int(near[np.argmax(open_to)]) if len(near) else own
        return best if self.conductance[best].sum() > BETTER * self.conductance[own].sum() else own

    def nearest(self, point: NDArray) -> NDArray:
        """The middle of the cell nearest to a point, however far, that belongs to a net of some size; the point itself if there is none."""
        if not len(self.places):
            return point
        net = _nets(self.neighbour)
        some = np.flatnonzero(np.bincount(net)[net] >= NET_CELLS)
        if not len(some):
            some = np.arange(len(net))
        gap = self.places[some] - np.asarray(point, np.float32)
        return np.asarray(self.places[some[int(np.argmin((gap * gap).sum(1)))]], float)


def _nets(neighbour: NDArray[np.int32]) -> NDArray[np.int32]:
    """(n,) the number of the joined piece that each cell belongs to."""
    here, way = np.nonzero(neighbour >= 0)
    links = coo_array((np.ones(len(here)), (here, neighbour[here, way])), shape=(len(neighbour),) * 2)
    return np.asarray(connected_components(links, directed=False)[1])


def cut_out(anatomy: Anatomy, compartment: Compartment, seed: int, around: NDArray | None = None) -> FlowSpace:
    """The compartment in the whole fine volume or, if it is solved only near the bevel, within its ball round a point.

    Where it borders on other permeable tissue, or on the end of the volume, it leaks. The fat of the canal leaks only through the foramina,
    the walls of its veins and, below, the membrane over the hiatus; ligaments and periosteum wall it in. Canal and sac are open towards
    the head.
    """
    grid, labels = anatomy.fine.grid, anatomy.fine.values
    inside = np.zeros(256, np.bool_)
    inside[list(compartment.tissues)] = True
    radius_mm = compartment.ball_mm if around is not None else None
    box = tuple(slice(0, n) for n in grid.shape)
    if around is not None and radius_mm is not None:
        box = grid.box_index(np.asarray(around) - radius_mm, np.asarray(around) + radius_mm)
    # even starts, so that the same voxels make the same cells whatever the box
    box = tuple(slice(s.start - s.start % COARSEN, s.stop) for s in box)
    part = labels[box]
    if compartment.name in ("facet", "retrodural"):
        part = _behind_flavum(part, grid.spacing)
    walled = np.zeros(256, np.bool_)
    walled[list(compartment.tissues if compartment.walled else CANAL_FAT)] = True
    cell_mm = grid.spacing * COARSEN
    lo = grid.lo + grid.spacing * np.array([s.start for s in box])
    table = tissue_table()
    permeability, room = table.permeability.copy(), table.porosity + table.gives
    if compartment.permeability is not None:
        permeability[inside] = compartment.permeability
    if compartment.room is not None:
        room[inside] = compartment.room
    shape = tuple((n + COARSEN - 1) // COARSEN for n in part.shape)
    volume, mobility, major = np.zeros(shape), np.zeros(shape), np.zeros(shape, np.uint8)
    _fill_cells(part, inside, room, permeability, grid.voxel_ml, volume, mobility, major)
    occupied = volume > 0
    if around is not None and radius_mm is not None:
        centres = [lo[i] + cell_mm * (np.arange(shape[i]) + 0.5) - around[i] for i in range(3)]
        r2 = centres[0][:, None, None] ** 2 + centres[1][None, :, None] ** 2 + centres[2][None, None, :] ** 2
        occupied &= r2 < radius_mm**2
    number = np.full(shape, NOWHERE, np.int32)
    index = np.argwhere(occupied)
    number[occupied] = np.arange(len(index), dtype=np.int32)
    places = (lo + cell_mm * (index + 0.5)).astype(np.float32)
    tissue = major[occupied]
    at = in_canal(anatomy.canal, places)
    factor, pores = woven(at, places, tissue, cell_mm, seed)
    neighbour = np.full((len(index), 6), NOWHERE, np.int32)
    conductance, area = np.zeros((len(index), 6)), np.zeros((len(index), 6))
    open_mm2, outlet = np.zeros(len(index)), np.zeros(len(index))
    _connect(
        part,
        inside,
        walled,
        index.astype(np.int32),
        number,
        mobility[occupied],
        factor,
        table.permeability,
        grid.spacing,
        radius_mm is not None and around is not None,
        VENOUS_LEAK if compartment.name == "epidural" else 0.0,
        int(Tissue.FORAMINAL_FAT) if compartment.name == "epidural" else NOWHERE,
        neighbour,
        conductance,
        area,
        open_mm2,
        outlet,
    )
    if compartment.name == "epidural":
        age = anatomy.person.get("age")
        partitions(at, tissue, neighbour, conductance, area, seed, age, end_of_sac(anatomy))
        top = at.s[tissue == Tissue.SACRAL_FAT].min(initial=np.inf)
        sacral = at.s > top + SACRAL_BELOW_MM
        outlet += seeps(at, open_mm2, sacral, seed, age)
    _open_ends(compartment, anatomy, at, tissue, mobility[occupied] * factor[:, 2], cell_mm, outlet)
    capacity = volume[occupied] * pores
    if compartment.name == "epidural" and len(index):
        # a pocket that nothing else leaves has no veins either: the plunger is blocked there
        net = _nets(neighbour)
        outlet += np.where(np.bincount(net, weights=outlet)[net] > 0, PLEXUS_LEAK * capacity, 0.0)
    return FlowSpace(lo, cell_mm, shape, number, places, capacity, neighbour, conductance, outlet, tissue, at)


def _behind_flavum(part: NDArray[np.uint8], voxel_mm: float) -> NDArray[np.uint8]:
    """The labels with all soft tissue that lies close behind the flavum as fat, and all other as muscle: the retrodural space."""
    far = distance_transform_edt(part != Tissue.FLAVUM) * voxel_mm
    soft = np.isin(part, list(SOFT - {Tissue.FACET_JOINT, Tissue.SACROCOCCYGEAL, Tissue.VISCERA}))
    found = part.copy()
    found[soft] = Tissue.MUSCLE
    found[soft & (far <= BEHIND_FLAVUM_MM)] = Tissue.FAT
    return found


def _open_ends(
    compartment: Compartment, anatomy: Anatomy, at: InCanal, tissue: NDArray, mobility: NDArray, cell_mm: float, outlet: NDArray
) -> None:
    """Ways out that no label shows: on towards the head, through the hiatus, into the blood. Changes ``outlet``."""
    face_ml = cell_mm * cell_mm / 1000.0
    if compartment.tissues <= INTRATHECAL or compartment.name in ("epidural", "subdural"):
        # where the canal ends within the lattice the model's is closed like a bag, a real one goes on
        above = (at.s <= cell_mm) & (tissue != Tissue.FORAMINAL_FAT)
        outlet[above] += face_ml * mobility[above] / OPEN_END_MM
    if compartment.name == "epidural":
        end = CanalLine(anatomy.canal).length
        below = (at.s >= end - HIATUS_MM) & (tissue == Tissue.SACRAL_FAT)
        outlet[below] += face_ml * HIATUS_LEAK
    if compartment.name in SEEPING:
        outlet += SEEPING[compartment.name] * mobility * cell_mm / 1000.0


@njit(cache=True, nogil=True)
def _fill_cells(part, inside, room, permeability, voxel_ml, volume, mobility, major):  # type: ignore[no-untyped-def]
    """Room for fluid, mean permeability and main tissue of every cell."""
    counts = np.zeros(256, np.int64)
    for a in range(volume.shape[0]):
        for b in range(volume.shape[1]):
            for c in range(volume.shape[2]):
                held, best = 0, 0
                for i in range(a * COARSEN, min((a + 1) * COARSEN, part.shape[0])):
                    for j in range(b * COARSEN, min((b + 1) * COARSEN, part.shape[1])):
                        for k in range(c * COARSEN, min((c + 1) * COARSEN, part.shape[2])):
                            t = part[i, j, k]
                            if inside[t] and room[t] > 0:
                                held += 1
                                counts[t] += 1
                                if counts[t] > best:
                                    best = counts[t]
                                    major[a, b, c] = t
                                volume[a, b, c] += room[t] * voxel_ml
                                mobility[a, b, c] += permeability[t]
                if held:
                    mobility[a, b, c] /= held
                    for i in range(a * COARSEN, min((a + 1) * COARSEN, part.shape[0])):
                        for j in range(b * COARSEN, min((b + 1) * COARSEN, part.shape[1])):
                            for k in range(c * COARSEN, min((c + 1) * COARSEN, part.shape[2])):
                                counts[part[i, j, k]] = 0


@njit(cache=True, nogil=True)
def _connect(  # type: ignore[no-untyped-def]
    part, inside, walled, index, number, mobility, factor, k, mm, ball, vein, seeping, neighbour, conductance, area, open_mm2, outlet
):
    """Conductances through shared voxel faces; what faces other permeable tissue, or the end of the volume, leaks."""
    face_ml = mm * mm / 1000.0
    cell_mm = mm * COARSEN
    for n in range(len(index)):
        a, b, c = index[n]
        for h in range(a * COARSEN, min((a + 1) * COARSEN, part.shape[0])):
            for i in range(b * COARSEN, min((b + 1) * COARSEN, part.shape[1])):
                for j in range(c * COARSEN, min((c + 1) * COARSEN, part.shape[2])):
                    if not inside[part[h, i, j]]:
                        continue
                    for d in range(6):
                        axis, sign = d // 2, 2 * (d % 2) - 1
                        x = h + sign if axis == 0 else h
                        y = i + sign if axis == 1 else i
                        z = j + sign if axis == 2 else j
                        mine = mobility[n] * factor[n, axis]
                        if not (0 <= x < part.shape[0] and 0 <= y < part.shape[1] and 0 <= z < part.shape[2]):
                            length = cell_mm if ball else OPEN_END_MM
                            outlet[n] += face_ml * mine / length
                            continue
                        t = part[x, y, z]
                        m = number[x // COARSEN, y // COARSEN, z // COARSEN]
                        if m == n:
                            continue
                        if inside[t]:
                            if m < 0:  # beyond the ball
                                outlet[n] += face_ml * mine / cell_mm
                                continue
                            theirs = mobility[m] * factor[m, axis]
                            if mine > 0 and theirs > 0:
                                neighbour[n, d] = m
                                area[n, d] += mm * mm
                                conductance[n, d] += face_ml * 2 * mine * theirs / (mine + theirs) / cell_mm
                        elif vein > 0 and t == VEIN:
                            outlet[n] += face_ml * vein
                        elif k[t] > 0 and seeping == part[h, i, j]:
                            open_mm2[n] += mm * mm
                        elif k[t] > 0 and not walled[part[h, i, j]]:
                            theirs = k[t]
                            outlet[n] += face_ml * min(mine, theirs) / LEAK_MM
