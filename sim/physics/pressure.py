"""Darcy's pressure for a source in one cell: conjugate gradients with two preconditioners at once.

An incomplete factor smooths what changes from cell to cell; a coarse lattice of patches, solved exactly, carries what is long: the canal is
two hundred cells long, and without them it takes hundreds of rounds to tell one end of the other. The patches are cut and
factored once for a space; every sum runs in one order, so a solution has one value.

Cells are gone through plane by plane across the lattice's diagonal: none waits for another of its plane, and what a plane needs lies
together in memory. The equations are scaled so that the incomplete factor has ones on its diagonal: nothing is divided in a round.
That is why the solver is our own: scipy's conjugate gradients with the diagonal alone take 63 s for the shipped patient's epidural space.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from sim.physics.advection import Ints, Reals

Singles = NDArray[np.float32]

PATCH = (5, 5, 3)
"""Cells along x, y and z of the box that a patch is cut from: fewest along the canal, where fat conducts best and pressure is passed on."""
WEAK = 0.4
"""Neighbours that conduct less than this share of what the tighter of them does at best are not joined to a patch."""
TOLERANCE = 1e-7
MOST_ROUNDS = 2000


@dataclass(frozen=True, eq=False)
class Planes:
    """Cells in the order in which they are gone through; a number of them all stands for no cell."""

    neighbour: Ints
    """(n, 6) in the space's own order, over -x +x -y +y -z +z, negative where there is none"""
    order: NDArray[np.int64]
    """(n,) the cell of each rank, plane by plane"""
    before: Ints
    """(n, 3) by rank: the ranks of the neighbours at -x, -y, -z"""
    behind: Ints
    """(n, 3) by rank: those at +x, +y, +z"""
    box: NDArray[np.int64]
    """(n,) the box of PATCH cells that each cell lies in"""
    by_box: NDArray[np.int64]
    """(n,) cells in the order of their boxes"""

    @staticmethod
    def of(neighbour: Ints, index: Ints) -> Planes:
        """Of cells with these neighbours, at these (n, 3) places of the lattice."""
        n = len(index)
        order = np.lexsort((index[:, 1], index[:, 2], index.sum(1)))
        rank = np.full(n + 1, n, np.int32)
        rank[order] = np.arange(n, dtype=np.int32)
        ranked = rank[neighbour[order]]
        box = index // np.array(PATCH)
        shape = box.max(0, initial=0) + 1
        # numbered along the longest way, so that the factor's band is narrow
        axes = np.argsort(shape, kind="stable")
        code = (box[:, axes[2]].astype(np.int64) * shape[axes[1]] + box[:, axes[1]]) * shape[axes[0]] + box[:, axes[0]]
        before, behind = np.ascontiguousarray(ranked[:, ::2]), np.ascontiguousarray(ranked[:, 1::2])
        return Planes(neighbour, order, before, behind, code, np.argsort(code, kind="stable"))

    @cached_property
    def piece(self) -> Ints:
        """(n,) the number of the joined piece that each cell belongs to, in the space's own order"""
        n = len(self.order)
        return _parts(self.neighbour, np.zeros((n, 6)), np.full(n, -1.0), np.zeros(n, np.int64), np.arange(n))


class Pressure:
    """Solves for one space, again and again.

    conductance : (n, 6) ml/s and mmHg, over -x +x -y +y -z +z
    outlet : (n,) ml/s and mmHg to pressure 0 outside
    """

    def __init__(self, planes: Planes, conductance: Reals, outlet: Reals) -> None:
        self._planes, neighbour, order = planes, planes.neighbour, planes.order
        diagonal = conductance.sum(1) + outlet
        diagonal = np.where(diagonal > 0, diagonal, 1.0)
        self._scale = np.sqrt(_pivots(neighbour, conductance, diagonal))  # a scaled pressure is so many times the pressure
        wide = np.append(self._scale, 1.0)
        links = (conductance / (self._scale[:, None] * wide[neighbour]))[order]
        self._before, self._behind = np.ascontiguousarray(links[:, ::2]), np.ascontiguousarray(links[:, 1::2])
        self._diagonal = (diagonal / self._scale**2)[order]
        patch = _parts(neighbour, conductance, WEAK * conductance.max(1, initial=0.0), planes.box, planes.by_box)
        self._patch = patch[order]
        self._inverse, self._columns, self._rows = _coarse(neighbour, conductance, outlet, patch)

    def reached(self, source: int) -> NDArray[np.bool_]:
        """(n,) the cells that are joined to the source."""
        return np.asarray(self._planes.piece == self._planes.piece[source])

    def solve(self, source: int) -> Reals:
        """(n,) mmHg for 1 ml/s into one cell; 0 in what is not joined to it. There must be an outlet where the source is."""
        planes, n = self._planes, len(self._scale)
        scale = self._scale[planes.order]
        right, scaled, pressure = np.where(planes.order == source, 1.0 / scale, 0.0), np.zeros(n + 1), np.zeros(n)
        rounds = _gradients(
            (planes.before, self._before, planes.behind, self._behind, self._diagonal),
            (self._patch, scale, self._inverse, self._columns, self._rows),
            right, scaled, TOLERANCE, MOST_ROUNDS,
        )  # fmt: skip
        if rounds >= MOST_ROUNDS:
            raise ArithmeticError(f"the pressure of {n} cells did not settle in {MOST_ROUNDS} rounds")
        pressure[planes.order] = scaled[:n] / scale
        return pressure


@compiled
def _parts(neighbour: Ints, conductance: Reals, least: Reals, box: NDArray[np.int64], order: NDArray[np.int64]) -> Ints:
    """(n,) the number of the part that each of n cells belongs to, numbered in this order.

    Neighbours are joined within a box, where they conduct more than the tighter of them does at ``least``: cells on two sides of a wall,
    or of a partition, never share a part.
    """
    n = len(order)
    root = np.arange(n)
    for i in range(n):
        for d in range(0, 6, 2):
            m = neighbour[i, d]
            if m < 0 or box[i] != box[m] or conductance[i, d] <= min(least[i], least[m]):
                continue
            a, b = i, int(m)
            while root[a] != a:
                root[a] = root[root[a]]
                a = root[a]
            while root[b] != b:
                root[b] = root[root[b]]
                b = root[b]
            root[max(a, b)] = min(a, b)
    number, part, count = np.full(n, -1, np.int32), np.empty(n, np.int32), 0
    for k in range(n):
        i = a = int(order[k])
        while root[a] != a:
            a = root[a]
        if number[a] < 0:
            number[a] = count
            count += 1
        part[i] = number[a]
    return part


@compiled
def _pivots(neighbour: Ints, conductance: Reals, diagonal: Reals) -> Reals:
    """Diagonal of the incomplete Cholesky factor without fill; of a seven-point lattice only the diagonal changes."""
    pivot = diagonal.copy()
    for i in range(len(pivot)):
        for d in range(0, 6, 2):
            m = neighbour[i, d]
            if m >= 0:
                pivot[i] -= conductance[i, d] * conductance[i, d] / pivot[m]
        pivot[i] = max(pivot[i], 1e-3 * diagonal[i])
    return pivot


def _coarse(neighbour: Ints, conductance: Reals, outlet: Reals, patch: Ints) -> tuple[Reals, Singles, Singles]:
    """Of the Cholesky factor of the patches' own conductances: the inverse diagonal, and the band below it by columns and by rows."""
    count, width = int(patch.max(initial=-1)) + 1, _width(neighbour, patch)
    diagonal, columns, rows = np.zeros(count), np.zeros((count, width)), np.zeros((count, width))
    _gathered(neighbour, conductance, outlet, patch, diagonal, columns)
    _cholesky(diagonal, columns, rows)
    # single precision is enough for what only guides the search, and half as much to read in each round
    return 1.0 / diagonal, columns.astype(np.float32), rows.astype(np.float32)


@compiled
def _width(neighbour: Ints, patch: Ints) -> int:
    """By how much the numbers of two patches that touch differ at most."""
    width = 0
    for i in range(len(patch)):
        for d in range(0, 6, 2):
            if neighbour[i, d] >= 0:
                width = max(width, abs(patch[i] - patch[neighbour[i, d]]))
    return width


@compiled
def _gathered(neighbour: Ints, conductance: Reals, outlet: Reals, patch: Ints, diagonal: Reals, columns: Reals) -> None:
    """The patches' matrix; columns[j, a]: at row j + 1 + a, column j."""
    for i in range(len(patch)):
        p = patch[i]
        diagonal[p] += outlet[i]
        for d in range(6):
            m = neighbour[i, d]
            if m >= 0 and patch[m] != p:
                diagonal[p] += conductance[i, d]
                if patch[m] < p:
                    columns[patch[m], p - patch[m] - 1] -= conductance[i, d]


@compiled
def _cholesky(diagonal: Reals, columns: Reals, rows: Reals) -> None:
    """In place, and the same into rows, whose last entry is the one beside the diagonal.

    A piece that nothing can leave is singular and left alone, as no source is ever there; LAPACK's refuses the epidural space for it.
    """
    n, width = columns.shape
    whole = diagonal.copy()
    for i in range(n):
        diagonal[i] = 1e30 if diagonal[i] <= 1e-12 * whole[i] or diagonal[i] <= 0.0 else np.sqrt(diagonal[i])
        own = columns[i]
        own /= diagonal[i]
        for a in range(min(width, n - 1 - i)):
            v = own[a]
            if v != 0.0:
                diagonal[i + 1 + a] -= v * v
                other, rest = columns[i + 1 + a], own[a + 1 :]
                for b in range(len(rest)):
                    other[b] -= v * rest[b]
            rows[i + 1 + a, width - 1 - a] = v


@compiled
def _gradients(
    lattice: tuple[Ints, Reals, Ints, Reals, Reals],
    coarse: tuple[Ints, Reals, Reals, Singles, Singles],
    right: Reals,
    x: Reals,
    tolerance: float,
    most: int,
) -> int:
    """Solve diagonal * x - sum links * x[neighbour] = right, all scaled; x, (n + 1,), is 0 at first, and always at its end."""
    n = len(right)
    scale, inverse = coarse[1], coarse[2]
    r, p, q, z, patches = right.copy(), np.zeros(n + 1), np.zeros(n), np.zeros(n + 1), np.zeros(len(inverse))
    rz, target = 0.0, 0.0
    for i in range(n):
        target += (right[i] * scale[i]) ** 2
    target *= tolerance * tolerance
    for step in range(most):
        _smoothed(lattice, r, z)
        new = _added(coarse, r, patches, z)
        beta = new / rz if step else 0.0
        rz = new
        for i in range(n):
            p[i] = z[i] + beta * p[i]
        alpha, rr = rz / _applied(lattice, p, q), 0.0
        for i in range(n):
            x[i] += alpha * p[i]
            r[i] -= alpha * q[i]
            rr += (r[i] * scale[i]) ** 2
        if rr <= target:
            return step
    return most


@compiled
def _applied(lattice: tuple[Ints, Reals, Ints, Reals, Reals], p: Reals, q: Reals) -> float:
    """q: what flows out of each cell for the pressures p; returns p times q."""
    before, low, behind, high, diagonal = lattice
    product = 0.0
    for i in range(len(q)):
        v = diagonal[i] * p[i]
        v -= low[i, 0] * p[before[i, 0]] + low[i, 1] * p[before[i, 1]] + low[i, 2] * p[before[i, 2]]
        v -= high[i, 0] * p[behind[i, 0]] + high[i, 1] * p[behind[i, 1]] + high[i, 2] * p[behind[i, 2]]
        q[i] = v
        product += p[i] * v
    return product


@compiled
def _smoothed(lattice: tuple[Ints, Reals, Ints, Reals, Reals], r: Reals, z: Reals) -> None:
    """The incomplete factors' solution for r: forward, then backward."""
    before, low, behind, high, _ = lattice
    for i in range(len(r)):
        z[i] = r[i] + low[i, 0] * z[before[i, 0]] + low[i, 1] * z[before[i, 1]] + low[i, 2] * z[before[i, 2]]
    for i in range(len(r) - 1, -1, -1):
        z[i] += high[i, 0] * z[behind[i, 0]] + high[i, 1] * z[behind[i, 1]] + high[i, 2] * z[behind[i, 2]]


@compiled
def _added(coarse: tuple[Ints, Reals, Reals, Singles, Singles], r: Reals, y: Reals, z: Reals) -> float:
    """Add to z what the patches make of r; returns r times z."""
    patch, scale, inverse, columns, rows = coarse
    count, width = columns.shape
    y[:] = 0.0
    for i in range(len(r)):
        y[patch[i]] += scale[i] * r[i]
    for i in range(count):
        v = y[i] * inverse[i]
        y[i] = v
        own, rest = columns[i], y[i + 1 :]
        for a in range(min(width, len(rest))):
            rest[a] -= own[a] * v
    for i in range(count - 1, -1, -1):
        v = y[i] * inverse[i]
        y[i] = v
        many = min(width, i)
        own, rest = rows[i, width - many :], y[i - many : i]
        for a in range(many):
            rest[a] -= own[a] * v
    product = 0.0
    for i in range(len(r)):
        z[i] += scale[i] * y[patch[i]]
        product += r[i] * z[i]
    return product
