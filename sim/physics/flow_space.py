"""The pores that fluid can enter, as cells with volumes and conductances, cut out of the label volume.

A cell is a cube of 2 x 2 x 2 label voxels, of which the part in permeable tissue counts; two cells exchange through the voxel faces that
they really share, so that a sheet of fat one voxel thin still conducts, and a wall one voxel thin still holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from meshes.anatomy import Anatomy
from meshes.noise import lattice_noise
from meshes.tissues import CANAL_FAT, EPIDURAL, INTRATHECAL, Tissue
from sim.physics.tissue import tissue_table

COARSEN = 2
LOBULE_MM = 4.0
LOBULE_SIGMA = 0.9
"""Size and log standard deviation of the fat's patchiness (guess, so that one-sided and patchy spread comes of itself)."""
ALONG = 2.0
"""Epidural fat conducts (1 + this) times better along the canal than across (sketch of record: three times)."""
BAND_MM, BAND_SHARE = 1.0, 0.03
"""Half-width of the dorsomedian band and what it lets through (present in 48 of 48: Blomberg 1986; share by guess)."""
LEAK_MM = 4.0
"""Fluid that leaves a compartment sinks into the tissue beside it over this length (guess)."""
OPEN_END_MM = 25.0
"""Beyond the lattice a space is taken to go on for this length (guess)."""
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

    def cell_at(self, point: NDArray) -> int:
        """The cell that holds a point, or the nearest one within 3 mm; NOWHERE if none."""
        i = np.floor((np.asarray(point, float) - self.lo) / self.cell_mm).astype(int)
        if np.all((i >= 0) & (i < self.shape)) and self.number[tuple(i)] >= 0:
            return int(self.number[tuple(i)])
        gap = self.places - np.asarray(point, np.float32)
        distance = (gap * gap).sum(1)
        nearest = int(np.argmin(distance)) if len(distance) else NOWHERE
        return nearest if nearest >= 0 and distance[nearest] < 9.0 else NOWHERE


def cut_out(anatomy: Anatomy, tissues: Iterable[Tissue], seed: int, around: NDArray | None = None, radius_mm: float = 0.0) -> FlowSpace:
    """The space that these tissues make, in the whole fine volume or within a ball round a point.

    Where it borders on other permeable tissue, or on the end of the volume, it leaks; but the fat of the canal only lengthwise and
    through the foramina: ligaments and periosteum wall it in. The thecal sac is tight, and open towards the head.
    """
    grid, labels = anatomy.fine.grid, anatomy.fine.values
    tissues = frozenset(tissues)
    inside = np.zeros(256, np.bool_)
    inside[list(tissues)] = True
    if around is None:
        box = tuple(slice(0, n) for n in grid.shape)
    else:
        box = grid.box_index(np.asarray(around) - radius_mm, np.asarray(around) + radius_mm)
    # even starts, so that the same voxels make the same cells whatever the box
    box = tuple(slice(s.start - s.start % COARSEN, s.stop) for s in box)
    part = labels[box]
    walled = np.zeros(256, np.bool_)
    walled[list(CANAL_FAT)] = True
    cell_mm = grid.spacing * COARSEN
    lo = grid.lo + grid.spacing * np.array([s.start for s in box])
    table = tissue_table()
    shape = tuple((n + COARSEN - 1) // COARSEN for n in part.shape)
    volume = np.zeros(shape)
    mobility = np.zeros(shape)
    major = np.zeros(shape, np.uint8)
    _fill_cells(part, inside, table.porosity, table.permeability, grid.voxel_ml, volume, mobility, major)
    occupied = volume > 0
    if around is not None:
        centres = [lo[i] + cell_mm * (np.arange(shape[i]) + 0.5) - around[i] for i in range(3)]
        r2 = centres[0][:, None, None] ** 2 + centres[1][None, :, None] ** 2 + centres[2][None, None, :] ** 2
        occupied &= r2 < radius_mm**2
    number = np.full(shape, NOWHERE, np.int32)
    index = np.argwhere(occupied)
    number[occupied] = np.arange(len(index), dtype=np.int32)
    places = (lo + cell_mm * (index + 0.5)).astype(np.float32)
    tissue = major[occupied]
    along = _patchiness(anatomy, places, tissue, seed)
    neighbour = np.full((len(index), 6), NOWHERE, np.int32)
    conductance = np.zeros((len(index), 6))
    outlet = np.zeros(len(index))
    _connect(
        part,
        inside,
        walled,
        index.astype(np.int32),
        number,
        mobility[occupied],
        along,
        table.permeability,
        grid.spacing,
        around is not None,
        neighbour,
        conductance,
        outlet,
    )
    if len(index) and tissues <= INTRATHECAL:
        # where the canal ends within the lattice the model's sac is closed like a bag; a real one goes on
        above = places[:, 2] >= float(anatomy.canal[0, 2])
        outlet[above] += cell_mm * cell_mm / 1000.0 * mobility[occupied][above] / OPEN_END_MM
    return FlowSpace(lo, cell_mm, shape, number, places, volume[occupied], neighbour, conductance, outlet, tissue)


def _patchiness(anatomy: Anatomy, places: NDArray[np.float32], tissue: NDArray[np.uint8], seed: int) -> NDArray[np.float64]:
    """(n, 3): factor on the mobility of each cell along x, y and z: lobules everywhere, direction and the midline band in epidural fat."""
    factor = np.ones((len(places), 3))
    if not len(places):
        return factor
    noise = lattice_noise(places[:, 0], places[:, 1], places[:, 2], [LOBULE_MM] * 3, seed).astype(float)
    factor *= np.exp(LOBULE_SIGMA * 1.5 * noise)[:, None]
    epidural = np.isin(tissue, list(EPIDURAL))
    if epidural.any():
        _, station = cKDTree(anatomy.canal).query(places[epidural])
        tangent = np.gradient(anatomy.canal, axis=0)
        tangent /= np.sqrt((tangent * tangent).sum(1))[:, None]
        t = tangent[station]
        factor[epidural] *= 1 + ALONG * t * t
        beside = np.abs(places[epidural, 0] - anatomy.canal[station, 0])
        behind = places[epidural, 1] < anatomy.canal[station, 1]
        dorsal = np.isin(tissue[epidural], [Tissue.DORSAL_FAT]) & behind
        band = np.flatnonzero(epidural)[dorsal & (beside < BAND_MM)]
        factor[band, 0] *= BAND_SHARE
    return factor


@njit(cache=True, nogil=True)
def _fill_cells(part, inside, porosity, permeability, voxel_ml, volume, mobility, major):  # type: ignore[no-untyped-def]
    """Pore volume, mean permeability and main tissue of every cell."""
    counts = np.zeros(256, np.int64)
    for a in range(volume.shape[0]):
        for b in range(volume.shape[1]):
            for c in range(volume.shape[2]):
                held, best = 0, 0
                for i in range(a * COARSEN, min((a + 1) * COARSEN, part.shape[0])):
                    for j in range(b * COARSEN, min((b + 1) * COARSEN, part.shape[1])):
                        for k in range(c * COARSEN, min((c + 1) * COARSEN, part.shape[2])):
                            t = part[i, j, k]
                            if inside[t] and porosity[t] > 0:
                                held += 1
                                counts[t] += 1
                                if counts[t] > best:
                                    best = counts[t]
                                    major[a, b, c] = t
                                volume[a, b, c] += porosity[t] * voxel_ml
                                mobility[a, b, c] += permeability[t]
                if held:
                    mobility[a, b, c] /= held
                    for i in range(a * COARSEN, min((a + 1) * COARSEN, part.shape[0])):
                        for j in range(b * COARSEN, min((b + 1) * COARSEN, part.shape[1])):
                            for k in range(c * COARSEN, min((c + 1) * COARSEN, part.shape[2])):
                                counts[part[i, j, k]] = 0


@njit(cache=True, nogil=True)
def _connect(part, inside, walled, index, number, mobility, factor, permeability, voxel_mm, ball, neighbour, conductance, outlet):  # type: ignore[no-untyped-def]
    """Conductances through shared voxel faces; what faces other permeable tissue, or the end of the volume, leaks."""
    face_ml = voxel_mm * voxel_mm / 1000.0
    cell_mm = voxel_mm * COARSEN
    for n in range(len(index)):
        a, b, c = index[n]
        for i in range(a * COARSEN, min((a + 1) * COARSEN, part.shape[0])):
            for j in range(b * COARSEN, min((b + 1) * COARSEN, part.shape[1])):
                for k in range(c * COARSEN, min((c + 1) * COARSEN, part.shape[2])):
                    if not inside[part[i, j, k]]:
                        continue
                    for d in range(6):
                        axis, sign = d // 2, 2 * (d % 2) - 1
                        x = i + sign if axis == 0 else i
                        y = j + sign if axis == 1 else j
                        z = k + sign if axis == 2 else k
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
                                conductance[n, d] += face_ml * 2 * mine * theirs / (mine + theirs) / cell_mm
                        elif permeability[t] > 0 and not walled[part[i, j, k]]:
                            theirs = permeability[t]
                            outlet[n] += face_ml * min(mine, theirs) / LEAK_MM
