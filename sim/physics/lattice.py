"""Cells of the lattice that fluid moves on, from the voxels of a block of labels: their room, and what they share.

A cell is a cube of 2 x 2 x 2 label voxels, of which the part in permeable tissue counts; two cells exchange through the voxel faces that
they really share, so that a sheet of fat one voxel thin still conducts, and a wall one voxel thin still holds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.tissues import Tissue

COARSEN = 2
LEAK_MM = 4.0
"""Fluid that leaves a compartment sinks into the tissue beside it over this length (guess)."""
OPEN_END_MM = 25.0
"""Beyond the lattice, or the canal's upper end, a space is taken to go on for this length (guess)."""
VEIN = int(Tissue.EPIDURAL_VEIN)
NOWHERE = -1


class Rules(NamedTuple):
    """How a compartment's cells treat each label. A named tuple, as compiled code takes no other record."""

    inside: NDArray[np.bool_]
    """(256,) what belongs to the compartment"""
    walled: NDArray[np.bool_]
    """(256,) what does not leak into the tissue beside it"""
    room: NDArray[np.float64]
    """(256,) ml of fluid per ml"""
    permeability: NDArray[np.float64]
    """(256,) within the compartment, mm2 per mmHg and s"""
    beside: NDArray[np.float64]
    """(256,) of the tissues beside it"""
    vein_leak: float
    """mm per mmHg and s into an epidural vein beside it"""
    mouth: int
    """The label whose faces to other tissue are counted as mouths instead of leaking; NOWHERE if none."""


class Cells(NamedTuple):
    """n cells on a lattice."""

    number: NDArray[np.int32]
    """Lattice -> cell, NOWHERE where there is none."""
    place: NDArray[np.int32]
    """(n, 3) cell -> lattice"""
    mobility: NDArray[np.float64]
    """(n, 3) permeability along x, y and z"""


class Links(NamedTuple):
    """What n cells share with their neighbours, over -x +x -y +y -z +z, and with what is outside."""

    neighbour: NDArray[np.int32]
    """(n, 6)"""
    conductance: NDArray[np.float64]
    """(n, 6) ml per s and mmHg"""
    area: NDArray[np.float64]
    """(n, 6) mm2 of shared faces"""
    open_mm2: NDArray[np.float64]
    """(n,) mm2 through mouths"""
    outlet: NDArray[np.float64]
    """(n,) ml per s and mmHg to pressure 0"""

    @staticmethod
    def none(n: int) -> Links:
        """n cells that share nothing yet."""
        return Links(np.full((n, 6), NOWHERE, np.int32), np.zeros((n, 6)), np.zeros((n, 6)), np.zeros(n), np.zeros(n))


@compiled
def fill_cells(
    part: NDArray[np.uint8],
    rules: Rules,
    voxel_ml: float,
    volume: NDArray[np.float64],
    mobility: NDArray[np.float64],
    major: NDArray[np.uint8],
) -> None:
    """Room for fluid, mean permeability and main tissue of every cell of the lattice, into the last three arrays."""
    inside, room, permeability = rules.inside, rules.room, rules.permeability
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


@compiled
def connect(part: NDArray[np.uint8], rules: Rules, cells: Cells, mm: float, ball: bool, links: Links) -> None:
    """Conductances through shared voxel faces; what faces other permeable tissue, or the end of the volume, leaks. Fills ``links``."""
    inside, walled, k, vein, seeping = rules.inside, rules.walled, rules.beside, rules.vein_leak, rules.mouth
    index, number, mobility = cells.place, cells.number, cells.mobility
    neighbour, conductance, area, open_mm2, outlet = links
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
                        mine = mobility[n, axis]
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
                            theirs = mobility[m, axis]
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
