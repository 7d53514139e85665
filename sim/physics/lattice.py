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


class Bonds(NamedTuple):
    """What n cells border on: their neighbours, over -x +x -y +y -z +z, and k faces through which they leak."""

    neighbour: NDArray[np.int32]
    """(n, 6)"""
    faces: NDArray[np.uint8]
    """(n, 6) voxel faces shared with each"""
    open_mm2: NDArray[np.float64]
    """(n,) mm2 through mouths"""
    cell: NDArray[np.int32]
    """(k,) whose face it is"""
    axis: NDArray[np.int8]
    """(k,) along which its cell must let through, NOWHERE if that does not count"""
    limit: NDArray[np.float64]
    """(k,) permeability of what lies outside, infinite if only the cell's own counts"""
    way_mm: NDArray[np.float64]
    """(k,) over which the pressure falls to 0"""


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


def surveyed(
    part: NDArray[np.uint8],
    rules: Rules,
    number: NDArray[np.int32],
    place: NDArray[np.int32],
    permeability: NDArray[np.float64],
    mm: float,
    ball: bool,
) -> Bonds:
    """What cells border on, given the cell at each place of the lattice and the place of each of n cells."""
    n, counting = len(place), _bonds(0, 0)
    count = _survey(part, rules, number, place, permeability, mm, ball, counting)
    found = _bonds(n, count)
    _survey(part, rules, number, place, permeability, mm, ball, found)
    return found


def _bonds(n: int, leaks: int) -> Bonds:
    """Of n cells that border on nothing yet."""
    neighbour, faces = np.full((n, 6), NOWHERE, np.int32), np.zeros((n, 6), np.uint8)
    return Bonds(neighbour, faces, np.zeros(n), np.zeros(leaks, np.int32), np.zeros(leaks, np.int8), np.zeros(leaks), np.zeros(leaks))


@compiled
def _survey(
    part: NDArray[np.uint8],
    rules: Rules,
    number: NDArray[np.int32],
    place: NDArray[np.int32],
    permeability: NDArray[np.float64],
    mm: float,
    ball: bool,
    bonds: Bonds,
) -> int:
    """Fill ``bonds``; where it has no room, only count the leaks. What faces other permeable tissue, or the end of the volume, leaks."""
    inside, walled, k, vein, seeping = rules.inside, rules.walled, rules.beside, rules.vein_leak, rules.mouth
    filling, leaks, cell_mm = len(bonds.neighbour) > 0, 0, mm * COARSEN
    for n in range(len(place)):
        a, b, c = place[n]
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
                        through, limit, way_mm = axis, np.inf, cell_mm
                        if not (0 <= x < part.shape[0] and 0 <= y < part.shape[1] and 0 <= z < part.shape[2]):
                            way_mm = cell_mm if ball else OPEN_END_MM
                        else:
                            t = part[x, y, z]
                            m = number[x // COARSEN, y // COARSEN, z // COARSEN]
                            if m == n:
                                continue
                            if inside[t]:
                                if m >= 0:
                                    if filling and permeability[n] > 0 and permeability[m] > 0:
                                        bonds.neighbour[n, d] = m
                                        bonds.faces[n, d] += 1
                                    continue
                            elif vein > 0 and t == VEIN:
                                through, limit, way_mm = NOWHERE, vein, 1.0
                            elif k[t] > 0 and seeping == part[h, i, j]:
                                if filling:
                                    bonds.open_mm2[n] += mm * mm
                                continue
                            elif k[t] > 0 and not walled[part[h, i, j]]:
                                limit, way_mm = k[t], LEAK_MM
                            else:
                                continue
                        if filling:
                            bonds.cell[leaks], bonds.axis[leaks], bonds.limit[leaks], bonds.way_mm[leaks] = n, through, limit, way_mm
                        leaks += 1
    return leaks


def faces_mm2(bonds: Bonds, mm: float) -> NDArray[np.float64]:
    """(n, 6) of the faces shared with each neighbour."""
    return np.asarray(np.cumsum([0.0] + [mm * mm] * COARSEN**2)[bonds.faces])


def shared(bonds: Bonds, mobility: NDArray[np.float64], mm: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, 6) conductance to the neighbours and (n,) to pressure 0, ml per s and mmHg, of cells of (n, 3) permeabilities along x, y, z."""
    conductance, outlet = np.zeros(bonds.neighbour.shape), np.zeros(len(mobility))
    _share(bonds, mobility, mm, conductance, outlet)
    return conductance, outlet


@compiled
def _share(bonds: Bonds, mobility: NDArray[np.float64], mm: float, conductance: NDArray[np.float64], outlet: NDArray[np.float64]) -> None:
    face_ml, cell_mm = mm * mm / 1000.0, mm * COARSEN
    for n in range(len(mobility)):
        for d in range(6):
            m = bonds.neighbour[n, d]
            if m >= 0:
                mine, theirs = mobility[n, d // 2], mobility[m, d // 2]
                face = face_ml * 2 * mine * theirs / (mine + theirs) / cell_mm
                for _ in range(bonds.faces[n, d]):
                    conductance[n, d] += face
    for k in range(len(bonds.cell)):
        n, axis = bonds.cell[k], bonds.axis[k]
        mine = mobility[n, axis] if axis >= 0 else np.inf
        outlet[n] += face_ml * min(mine, bonds.limit[k]) / bonds.way_mm[k]
