"""Fluids carried along the flux, cell by cell: nothing is lost, made, or squeezed into a cell that is full."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled

Reals = NDArray[np.float64]
Ints = NDArray[np.int32]
Ways = tuple[Ints, Ints, Ints, Reals, Ints, Ints, Reals]
"""A cascade's ``cell``, ``rank``, ``neighbour``, ``shares``, ``ways``, ``to`` and ``share``."""

FLUIDS = 3
"""Rows of a load that take up room; those after them ride along."""
ROWS = FLUIDS + 1
"""Of a load; the last is the iodine."""
OUT = -1
"""Where an outlet leads."""
UNKNOWN = -1
AT_ONCE = 8
"""So many pushes go through the cells together."""
FILLED = 1.0 - 1e-9
"""A cell that holds this share of its room is full: what comes passes it, whatever its content's last digits."""


@dataclass(frozen=True, eq=False)
class Cascade:
    """Who hands on to whom. Cells go by their rank down the pressure, so that a push runs through memory once and ends where it ends."""

    cell: NDArray[np.int32]
    """(n,) the cell of each rank"""
    rank: NDArray[np.int32]
    """(n,) the rank of each cell"""
    capacity: NDArray[np.float64]
    """(n,) ml, by rank"""
    per_ml: NDArray[np.float64]
    """(n,) its inverse"""
    neighbour: NDArray[np.int32]
    """(n, 6) of each cell"""
    shares: NDArray[np.float64]
    """(n, 7) what each neighbour, and the outlet, gets of what flows out of each cell"""
    ways: NDArray[np.int32]
    """(n,) by rank, how many each has; UNKNOWN until fluid first comes there, and most never see any"""
    to: NDArray[np.int32]
    """(n, 7) the rank that each way leads to, OUT for the outlet"""
    share: NDArray[np.float64]
    """(n, 7) what each way gets"""
    coming: NDArray[np.float64]
    """(n, AT_ONCE * 4) shelves on which pushes wait for a cell, used again as soon as they are empty; zero between calls"""
    shelf: NDArray[np.int32]
    """(n,) which of them waits for each rank; OUT between calls"""
    empty: NDArray[np.int32]
    """(n,) scratch: those that were used and are empty"""
    alone: NDArray[np.float64]
    """(n,) scratch; zero between pushes"""
    awaits: NDArray[np.bool_]
    """(n,) scratch: whether anything is coming"""

    @staticmethod
    def of(order: NDArray[np.int32], capacity: NDArray[np.float64], neighbour: NDArray[np.int32], shares: NDArray[np.float64]) -> Cascade:
        n = len(order)
        rank, ranked = np.empty(n, np.int32), capacity[order]
        rank[order] = np.arange(n, dtype=np.int32)
        ways, to, share = np.full(n, UNKNOWN, np.int32), np.empty((n, 7), np.int32), np.empty((n, 7))
        shelves, shelf, empty = np.zeros((n, AT_ONCE * ROWS)), np.full(n, OUT, np.int32), np.empty(n, np.int32)
        alone, awaits = np.zeros(n), np.zeros(n, np.bool_)
        return Cascade(order, rank, ranked, 1.0 / ranked, neighbour, shares, ways, to, share, shelves, shelf, empty, alone, awaits)

    @property
    def _ways(self) -> Ways:
        return self.cell, self.rank, self.neighbour, self.shares, self.ways, self.to, self.share

    def spill(self, load: NDArray[np.float64], given: NDArray[np.float64], source: int, left: NDArray[np.float64]) -> None:
        """Give (k, 4), one push after another, into the source cell; every cell fills and hands on what it cannot hold.

        load : (4, n), laid cell by cell
        """
        first = int(self.rank[source])
        for k in range(0, len(given), AT_ONCE):
            some = given[k : k + AT_ONCE]
            _spill(
                load.T, some, first, self._ways, self.capacity, self.per_ml, self.coming, self.shelf, self.empty, left,
            )  # fmt: skip

    def fill(self, load: Reals, before: Reals, fluid: int, ml: float, mg_ml: float, source: int, left: Reals) -> None:
        """The same for all that was given of a fluid, with so much iodine, where nothing else is: nothing is stirred, and where it lies
        hangs on its volume alone. ``before`` is the load without it."""
        first = int(self.rank[source])
        given = np.array([ml, mg_ml])
        _fill(load.T, before.T, fluid, given, first, self._ways, self.capacity, self.alone, self.awaits, left)


@compiled
def _found(k: int, led: Ways) -> int:
    """How many ways a rank has, and, written down, where they lead and what each gets."""
    cell, rank, neighbour, shares, ways, to, share = led
    i, count = cell[k], 0
    for d in range(7):
        if shares[i, d] > 0.0:
            share[k, count] = shares[i, d]
            to[k, count] = rank[neighbour[i, d]] if d < 6 else OUT
            count += 1
    ways[k] = count
    return count


@compiled
def _spill(
    load: Reals, given: Reals, first: int, led: Ways, capacity: Reals, per_ml: Reals,
    coming: Reals, shelf: Ints, empty: Ints, left: Reals,
) -> None:  # fmt: skip
    """Every cell, down the pressure, fills and hands on what it cannot hold, by the shares of the flux.

    Where the fluid lies then depends on how much was given, and on nothing else: not on how many steps it took.

    No cell hands back, so that each may take all pushes before the next cell takes the first: it comes to the same.
    """
    cell, _, _, _, ways, to, share = led
    width, taken, back = len(given) * ROWS, 1, 0
    out, rest, stays = np.zeros(width), np.zeros(width), np.zeros(len(given))
    for n in range(len(given)):
        for s in range(ROWS):
            coming[0, n * ROWS + s] = given[n, s]
    shelf[first] = 0
    farthest = first
    step = first - 1
    while step < farthest:
        step += 1
        # without a sign: compiled code need not ask whether an index counts from the end
        k = np.uint32(step)
        if shelf[k] == OUT:
            continue
        last = (ways[k] if ways[k] != UNKNOWN else _found(step, led)) - 1
        own, lies = coming[np.uint32(shelf[k])], load[np.uint32(cell[k])]
        washed = last >= 0 and _washed(lies, own, capacity[k], per_ml[k], stays, out)
        if washed or _stirred(lies, own, capacity[k], per_ml[k], last >= 0, out):
            rest[:] = out
            for d in range(last + 1):
                way = to[k, np.uint32(d)]
                if way == OUT:
                    _left(out, rest, share[k, np.uint32(d)], d == last, left)
                    continue
                m = np.uint32(way)
                if shelf[m] == OUT:
                    if back > 0:
                        back -= 1
                        shelf[m] = empty[back]
                    else:
                        shelf[m] = taken
                        taken += 1
                    farthest = max(farthest, way)
                onto = coming[np.uint32(shelf[m])]  # written out here: called as a function it takes half as long again
                if d == last:  # takes the rest, so that nothing is lost to rounding
                    for j in range(width):
                        onto[j] += rest[j]
                else:
                    portion = share[k, np.uint32(d)]
                    for j in range(width):
                        part = out[j] * portion
                        rest[j] -= part
                        onto[j] += part
        own[:] = 0.0
        empty[back], shelf[k] = shelf[k], OUT
        back += 1


@compiled
def _left(out: Reals, rest: Reals, portion: float, last: bool, left: Reals) -> None:
    """One way's portion of what goes out leaves through the outlet."""
    for j in range(len(out)):
        part = rest[j] if last else out[j] * portion
        rest[j] -= part
        left[j % ROWS] += part


@compiled(inline="always")
def _washed(lies: Reals, own: Reals, capacity: float, per_ml: float, stays: Reals, out: Reals) -> bool:
    """``_stirred`` of a cell that was full before the first push, to the same digits: with nothing to ask on the way, numbers that do not
    wait for each other are worked out side by side. False, and nothing done, if it was not full or a push brings nothing."""
    contrast, drug, plain, iodine = lies[0], lies[1], lies[2], lies[3]
    if contrast + drug + plain < FILLED * capacity:
        return False
    for n in range(len(stays)):
        j = n * ROWS
        x = (own[j] + own[j + 1] + own[j + 2]) * per_ml
        if x <= 0.0:
            return False
        series = 1.0 + x * (1 / 2 + x * (1 / 6 + x * (1 / 24)))
        stays[n] = series / (1.0 + x * series)
    for n in range(len(stays)):
        j = n * ROWS
        a, b, c, d = own[j], own[j + 1], own[j + 2], own[j + 3]
        gone, through = (a + b + c) * per_ml * stays[n], 1.0 - stays[n]
        e, f = gone * contrast + through * a, gone * drug + through * b
        g, h = gone * plain + through * c, gone * iodine + through * d
        out[j], out[j + 1], out[j + 2], out[j + 3] = e, f, g, h
        contrast, drug, plain, iodine = contrast + (a - e), drug + (b - f), plain + (c - g), iodine + (d - h)
    lies[0], lies[1], lies[2], lies[3] = contrast, drug, plain, iodine
    return True


@compiled(inline="always")
def _stirred(lies: Reals, own: Reals, capacity: float, per_ml: float, opens: bool, out: Reals) -> bool:
    """A cell takes push after push from its own shelf. True if anything passes it: ``out`` is what it hands on of each.

    What passes stirs a full cell: of its content exp(-passing / capacity) stays (as a series, which every machine sums alike). A cell that
    was filled stays full, so that what passes it is told without waiting for what the push before has stirred.
    """
    contrast, drug, plain, iodine = lies[0], lies[1], lies[2], lies[3]
    full, passes = opens and contrast + drug + plain >= FILLED * capacity, False
    for n in range(len(out) // ROWS):
        j = n * ROWS
        a, b, c, d = own[j], own[j + 1], own[j + 2], own[j + 3]
        new = a + b + c
        passing = new if full else contrast + drug + plain + new - capacity
        if passing <= 0.0 or not opens:
            contrast, drug, plain, iodine = contrast + a, drug + b, plain + c, iodine + d
            out[j], out[j + 1], out[j + 2], out[j + 3] = 0.0, 0.0, 0.0, 0.0
            full = opens and contrast + drug + plain >= FILLED * capacity
            continue
        # first it fills; then what comes stirs what is there
        late = 1.0 if full else min(passing / new, 1.0)
        x = passing * per_ml
        series = 1.0 + x * (1 / 2 + x * (1 / 6 + x * (1 / 24)))
        stays = series / (1.0 + x * series)
        gone, through, early = x * stays, (1.0 - stays) * late, 1.0 - late
        full = passes = True
        contrast, drug, plain, iodine = contrast + early * a, drug + early * b, plain + early * c, iodine + early * d
        out[j], out[j + 1] = gone * contrast + through * a, gone * drug + through * b
        out[j + 2], out[j + 3] = gone * plain + through * c, gone * iodine + through * d
        contrast, drug = contrast + (late * a - out[j]), drug + (late * b - out[j + 1])
        plain, iodine = plain + (late * c - out[j + 2]), iodine + (late * d - out[j + 3])
    lies[0], lies[1], lies[2], lies[3] = contrast, drug, plain, iodine
    return passes


@compiled
def _fill(
    load: Reals,
    before: Reals,
    fluid: int,
    given: Reals,
    first: int,
    led: Ways,
    capacity: Reals,
    coming: Reals,
    awaits: NDArray[np.bool_],
    left: Reals,
) -> None:
    """The same where a single fluid is. given : ml of it, and mg of iodine in a ml"""
    cell, _, _, _, ways, to, share = led
    coming[first], awaits[first] = given[0], True
    farthest = first
    k = first - 1
    while k < farthest:
        k += 1
        if not awaits[k]:
            continue
        new, i, count = coming[k], cell[k], ways[k] if ways[k] != UNKNOWN else _found(k, led)
        awaits[k], coming[k] = False, 0.0
        passing = before[i, fluid] + new - capacity[k]
        stays = new if passing <= 0.0 or count == 0 else new - passing
        load[i, fluid] = before[i, fluid] + stays
        load[i, FLUIDS] = before[i, FLUIDS] + stays * given[1]
        if passing <= 0.0 or count == 0:
            continue
        rest = passing
        for d in range(count):
            m = to[k, d]
            part = rest if d == count - 1 else passing * share[k, d]
            rest -= part
            if m == OUT:
                left[fluid] += part
                left[FLUIDS] += part * given[1]
            else:
                coming[m] += part
                awaits[m] = True
                farthest = max(farthest, m)
