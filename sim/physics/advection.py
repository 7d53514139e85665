"""Fluids carried along the flux, cell by cell: nothing is lost, made, or squeezed into a cell that is full."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled

Reals = NDArray[np.float64]
Ints = NDArray[np.int32]

FLUIDS = 3
"""Rows of a load that take up room; those after them ride along."""
ROWS = FLUIDS + 1
"""Of a load; the last is the iodine."""
OUT = -1
"""Where an outlet leads."""
AT_ONCE = 8
"""So many pushes go through the cells together."""


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


@dataclass(frozen=True, eq=False)
class Cascade:
    """Who hands on to whom. Cells go by their rank down the pressure, so that a push runs through memory once and ends where it ends."""

    cell: NDArray[np.int32]
    """(n,) the cell of each rank"""
    capacity: NDArray[np.float64]
    """(n,) ml, by rank"""
    per_ml: NDArray[np.float64]
    """(n,) its inverse"""
    ways: NDArray[np.int32]
    """(n,) how many each has"""
    to: NDArray[np.int32]
    """(n, 7) the rank that each way leads to, OUT for the outlet"""
    share: NDArray[np.float64]
    """(n, 7) what each way gets of what flows out"""
    coming: NDArray[np.float64]
    """(n, AT_ONCE, 4) scratch; zero between pushes"""
    alone: NDArray[np.float64]
    """(n,) scratch; zero between pushes"""
    awaits: NDArray[np.bool_]
    """(n,) scratch: whether anything is coming"""

    @staticmethod
    def of(order: NDArray[np.int32], capacity: NDArray[np.float64], neighbour: NDArray[np.int32], shares: NDArray[np.float64]) -> Cascade:
        n = len(order)
        ways, to, share = np.zeros(n, np.int32), np.full((n, 7), OUT, np.int32), np.zeros((n, 7))
        _ranked(order, neighbour, shares, ways, to, share)
        ranked = capacity[order]
        return Cascade(order, ranked, 1.0 / ranked, ways, to, share, np.zeros((n, AT_ONCE, ROWS)), np.zeros(n), np.zeros(n, np.bool_))

    def spill(self, load: NDArray[np.float64], given: NDArray[np.float64], source: int, left: NDArray[np.float64]) -> None:
        """Give (k, 4), one push after another, into the source cell; every cell fills and hands on what it cannot hold.

        load : (4, n), laid cell by cell
        """
        first = int(np.flatnonzero(self.cell == source)[0])
        for k in range(0, len(given), AT_ONCE):
            some = given[k : k + AT_ONCE]
            _spill(
                load.T, some, first, self.cell, self.capacity, self.per_ml, self.ways, self.to, self.share, self.coming, self.awaits, left
            )

    def fill(self, load: Reals, before: Reals, fluid: int, ml: float, mg_ml: float, source: int, left: Reals) -> None:
        """The same for all that was given of a fluid, with so much iodine, where nothing else is: nothing is stirred, and where it lies
        hangs on its volume alone. ``before`` is the load without it."""
        first = int(np.flatnonzero(self.cell == source)[0])
        given = np.array([ml, mg_ml])
        _fill(
            load.T, before.T, fluid, given, first, self.cell, self.capacity, self.ways, self.to, self.share, self.alone, self.awaits, left
        )


@compiled
def _ranked(
    order: NDArray[np.int32],
    neighbour: NDArray[np.int32],
    shares: NDArray[np.float64],
    ways: NDArray[np.int32],
    to: NDArray[np.int32],
    share: NDArray[np.float64],
) -> None:
    """The shares of the flux, way by way, between ranks."""
    rank = np.empty(len(order), np.int32)
    for k in range(len(order)):
        rank[order[k]] = k
    for k in range(len(order)):
        i = order[k]
        for d in range(7):
            if shares[i, d] > 0.0:
                share[k, ways[k]] = shares[i, d]
                if d < 6:
                    to[k, ways[k]] = rank[neighbour[i, d]]
                ways[k] += 1


@compiled
def _spill(
    load: Reals,
    given: Reals,
    first: int,
    cell: Ints,
    capacity: Reals,
    per_ml: Reals,
    ways: Ints,
    to: Ints,
    share: Reals,
    coming: Reals,
    awaits: NDArray[np.bool_],
    left: Reals,
) -> None:
    """Every cell, down the pressure, fills and hands on what it cannot hold, by the shares of the flux.

    Where the fluid lies then depends on how much was given, and on nothing else: not on how many steps it took. What passes stirs a
    full cell: of its content exp(-passing / capacity) stays (as a series, which every machine sums alike).

    No cell hands back, so that each may take all pushes before the next cell takes the first: it comes to the same.
    """
    out = np.zeros(ROWS)
    coming[first, : len(given)] = given
    awaits[first] = True
    farthest = first
    k = first - 1
    while k < farthest:
        k += 1
        if not awaits[k]:
            continue
        awaits[k] = False
        for n in range(len(given)):
            if not _stirred(load[cell[k]], coming[k, n], capacity[k], per_ml[k], ways[k] > 0, out):
                continue
            for d in range(ways[k]):
                m = to[k, d]
                last = d == ways[k] - 1
                for s in range(ROWS):
                    # the last way takes the rest, so that nothing is lost to rounding
                    part = coming[k, n, s] if last else out[s] * share[k, d]
                    coming[k, n, s] -= part
                    if m == OUT:
                        left[s] += part
                    else:
                        coming[m, n, s] += part
                if m != OUT:
                    awaits[m] = True
                    farthest = max(farthest, m)


@compiled(inline="always")
def _stirred(load: Reals, comes: Reals, capacity: float, per_ml: float, opens: bool, out: Reals) -> bool:
    """A cell takes what comes. True if something passes it: then ``out``, and ``comes`` too, is what it hands on; else nothing is."""
    new, held = 0.0, 0.0
    for s in range(FLUIDS):
        new += comes[s]
        held += load[s]
    if new == 0.0:
        return False
    passing = held + new - capacity
    if passing <= 0.0 or not opens:
        for s in range(ROWS):
            load[s] += comes[s]
            comes[s] = 0.0
        return False
    # first it fills; then what comes stirs what is there
    late = min(passing / new, 1.0)
    x = passing * per_ml
    series = 1.0 + x * (1 / 2 + x * (1 / 6 + x * (1 / 24)))
    stays = series / (1.0 + x * series)
    gone = x * stays
    for s in range(ROWS):
        load[s] += (1.0 - late) * comes[s]
        then = late * comes[s]
        out[s] = gone * load[s] + (1.0 - stays) * then
        load[s] += then - out[s]
        comes[s] = out[s]
    return True


@compiled
def _fill(
    load: Reals,
    before: Reals,
    fluid: int,
    given: Reals,
    first: int,
    cell: Ints,
    capacity: Reals,
    ways: Ints,
    to: Ints,
    share: Reals,
    coming: Reals,
    awaits: NDArray[np.bool_],
    left: Reals,
) -> None:
    """The same where a single fluid is. given : ml of it, and mg of iodine in a ml"""
    coming[first], awaits[first] = given[0], True
    farthest = first
    k = first - 1
    while k < farthest:
        k += 1
        if not awaits[k]:
            continue
        new, i = coming[k], cell[k]
        awaits[k], coming[k] = False, 0.0
        passing = before[i, fluid] + new - capacity[k]
        stays = new if passing <= 0.0 or ways[k] == 0 else new - passing
        load[i, fluid] = before[i, fluid] + stays
        load[i, FLUIDS] = before[i, FLUIDS] + stays * given[1]
        if passing <= 0.0 or ways[k] == 0:
            continue
        rest = passing
        for d in range(ways[k]):
            m = to[k, d]
            part = rest if d == ways[k] - 1 else passing * share[k, d]
            rest -= part
            if m == OUT:
                left[fluid] += part
                left[FLUIDS] += part * given[1]
            else:
                coming[m] += part
                awaits[m] = True
                farthest = max(farthest, m)
