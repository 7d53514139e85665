"""Darcy's pressure for a source in one cell: conjugate gradients, led by a sweep forward, a coarse lattice of patches, and a sweep back.

The sweeps smooth what changes from cell to cell; the patches, solved exactly, carry what is long: the canal is two hundred cells long, and
without them it takes hundreds of rounds to tell one end of the other. The patches are cut and eliminated once for a space; every sum runs
in one order, so a solution has one value.

Cells are gone through plane by plane across the lattice's diagonal: none waits for another of its plane, and what a plane needs lies
together in memory. The equations are scaled so that their diagonal is 1: nothing is divided in a round. What a sweep back has left is told
by what it changed, so that the pressures' own flow costs half of what it would alone.
That is why the solver is our own: scipy's conjugate gradients with the diagonal alone take 63 s for the shipped patient's epidural space.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from sim.physics.advection import Ints, Reals
from sim.physics.patches import Patches, parts, settle

Ranks = NDArray[np.uint32]
Lattice = tuple[Ranks, Reals, Ranks, Reals]
"""Neighbours before a cell and what conducts to them, and those behind it."""

PATCH = (3, 3, 3)
"""Cells along x, y and z of the box that a patch is cut from: smaller ones save rounds, and take longer to be eliminated."""
TOLERANCE = 1e-7
MOST_ROUNDS = 2000


@dataclass(frozen=True, eq=False)
class Planes:
    """Cells in the order in which they are gone through; a number of them all stands for no cell."""

    neighbour: Ints
    """(n, 6) in the space's own order, over -x +x -y +y -z +z, negative where there is none"""
    order: NDArray[np.int64]
    """(n,) the cell of each rank, plane by plane"""
    before: Ranks
    """(n, 3) by rank: the ranks of the neighbours at -x, -y, -z"""
    behind: Ranks
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
        axes = np.argsort(shape, kind="stable")
        code = (box[:, axes[2]].astype(np.int64) * shape[axes[1]] + box[:, axes[1]]) * shape[axes[0]] + box[:, axes[0]]
        # without a sign: compiled code need not ask whether an index counts from the end
        before, behind = ranked[:, ::2].astype(np.uint32, order="C"), ranked[:, 1::2].astype(np.uint32, order="C")
        return Planes(neighbour, order, before, behind, code, np.argsort(code, kind="stable"))

    @cached_property
    def piece(self) -> Ints:
        """(n,) the number of the joined piece that each cell belongs to, in the space's own order"""
        n = len(self.order)
        return parts(self.neighbour, np.zeros((n, 6)), np.full(n, -1.0), np.zeros(n, np.int64), np.arange(n))


class Pressure:
    """Solves for one space, again and again.

    conductance : (n, 6) ml/s and mmHg, over -x +x -y +y -z +z
    outlet : (n,) ml/s and mmHg to pressure 0 outside
    """

    def __init__(self, planes: Planes, conductance: Reals, outlet: Reals) -> None:
        self._planes, neighbour, order = planes, planes.neighbour, planes.order
        diagonal = conductance.sum(1) + outlet
        self._scale = np.sqrt(np.where(diagonal > 0, diagonal, 1.0))  # a scaled pressure is so many times the pressure
        self._before, self._behind = np.empty((len(order), 3)), np.empty((len(order), 3))
        _linked(neighbour, conductance, self._scale, order, self._before, self._behind)
        self._patches = Patches.cut(neighbour, conductance, outlet, planes.box, planes.by_box)
        self._patch = self._patches.of[order].astype(np.uint32)

    def reached(self, source: int) -> NDArray[np.bool_]:
        """(n,) the cells that are joined to the source."""
        return np.asarray(self._planes.piece == self._planes.piece[source])

    def solve(self, source: int) -> Reals:
        """(n,) mmHg for 1 ml/s into one cell; 0 in what is not joined to it. There must be an outlet where the source is."""
        planes, n = self._planes, len(self._scale)
        scale = self._scale[planes.order]
        right, scaled, pressure = np.where(planes.order == source, 1.0 / scale, 0.0), np.zeros(n + 1), np.zeros(n)
        rounds = _gradients(
            (planes.before, self._before, planes.behind, self._behind), scale, self._patch, self._patches,
            right, scaled, TOLERANCE, MOST_ROUNDS,
        )  # fmt: skip
        if rounds >= MOST_ROUNDS:
            raise ArithmeticError(f"the pressure of {n} cells did not settle in {MOST_ROUNDS} rounds")
        pressure[planes.order] = scaled[:n] / scale
        return pressure


@compiled
def _linked(neighbour: Ints, conductance: Reals, scale: Reals, order: NDArray[np.int64], before: Reals, behind: Reals) -> None:
    """What conducts to the neighbours before and behind each cell, scaled, by rank; nothing where there is no neighbour."""
    for k in range(len(order)):
        i = order[k]
        for d in range(6):
            m = neighbour[i, d]
            link = conductance[i, d] / (scale[i] * (scale[m] if m >= 0 else 1.0))
            if d % 2:
                behind[k, d // 2] = link
            else:
                before[k, d // 2] = link


@compiled
def _gradients(
    lattice: Lattice,
    scale: Reals,
    patch: Ranks,
    patches: Patches,
    right: Reals,
    x: Reals,
    tolerance: float,
    most: int,
) -> int:
    """Solve x - sum links * x[neighbour] = right, all scaled; x, (n + 1,), is 0 at first, and always at its end."""
    n = len(right)
    r, p, q, z, changed, y = right.copy(), np.zeros(n), np.zeros(n), np.zeros(n + 1), np.zeros(n + 1), np.zeros(len(patches.inverse))
    rz, alpha, target = 0.0, 0.0, 0.0
    for i in range(n):
        target += (right[i] * scale[i]) ** 2
    target *= tolerance * tolerance
    for step in range(most):
        if _forward(lattice, alpha, p, q, x, r, z, scale) <= target:
            return step
        _lifted(lattice, scale, patch, patches, y, z)
        new = _back(lattice, r, z, changed)
        alpha = new / _steered(lattice, new / rz if step else 0.0, r, z, changed, p, q)
        rz = new
    return most


@compiled
def _forward(lattice: Lattice, alpha: float, p: Reals, q: Reals, x: Reals, r: Reals, z: Reals, scale: Reals) -> float:
    """Go so far along p; z: a sweep forward, from nothing, for what is left. Returns the square of that, unscaled."""
    before, low, _, _ = lattice
    rest = 0.0
    for i in range(len(r)):
        x[i] += alpha * p[i]
        v = r[i] - alpha * q[i]
        r[i] = v
        rest += (v * scale[i]) ** 2
        z[i] = v + low[i, 0] * z[before[i, 0]] + low[i, 1] * z[before[i, 1]] + low[i, 2] * z[before[i, 2]]
    return rest


@compiled
def _lifted(lattice: Lattice, scale: Reals, patch: Ranks, patches: Patches, y: Reals, z: Reals) -> None:
    """Add to z what the patches make of what the sweep forward has left."""
    _, _, behind, high = lattice
    y[:] = 0.0
    for i in range(len(patch)):
        y[patch[i]] += scale[i] * (high[i, 0] * z[behind[i, 0]] + high[i, 1] * z[behind[i, 1]] + high[i, 2] * z[behind[i, 2]])
    settle(patches, y)
    for i in range(len(patch)):
        z[i] += scale[i] * y[patch[i]]


@compiled
def _back(lattice: Lattice, r: Reals, z: Reals, changed: Reals) -> float:
    """A sweep back; what it ``changed``. Returns r times z."""
    before, low, behind, high = lattice
    product = 0.0
    for i in range(len(r) - 1, -1, -1):
        v = r[i] + low[i, 0] * z[before[i, 0]] + low[i, 1] * z[before[i, 1]] + low[i, 2] * z[before[i, 2]]
        v += high[i, 0] * z[behind[i, 0]] + high[i, 1] * z[behind[i, 1]] + high[i, 2] * z[behind[i, 2]]
        changed[i] = v - z[i]
        z[i] = v
        product += r[i] * v
    return product


@compiled
def _steered(lattice: Lattice, beta: float, r: Reals, z: Reals, changed: Reals, p: Reals, q: Reals) -> float:
    """The new direction p, and q, what flows out of each cell for it: of z that is r without what the sweep back changed behind itself.

    Returns p times q.
    """
    before, low, _, _ = lattice
    product = 0.0
    for i in range(len(r)):
        v = r[i] - (low[i, 0] * changed[before[i, 0]] + low[i, 1] * changed[before[i, 1]] + low[i, 2] * changed[before[i, 2]])
        p[i] = z[i] + beta * p[i]
        q[i] = v + beta * q[i]
        product += p[i] * q[i]
    return product


@compiled
def fluxes(
    pressure: NDArray[np.float64],
    neighbour: NDArray[np.int32],
    conductance: NDArray[np.float64],
    outlet: NDArray[np.float64],
    shares: NDArray[np.float64],
) -> None:
    """(n, 7) the shares of what flows out of each cell that its neighbours and its outlet get."""
    for i in range(len(pressure)):
        total = 0.0
        for d in range(7):
            flow = outlet[i] * pressure[i] if d == 6 else 0.0
            if d < 6 and neighbour[i, d] >= 0:
                flow = conductance[i, d] * (pressure[i] - pressure[neighbour[i, d]])
            shares[i, d] = max(flow, 0.0)
            total += shares[i, d]
        if total > 0.0:
            for d in range(7):
                shares[i, d] /= total
