"""Fluid from the needle: pressure by Darcy's law, fluid carried along, every microlitre accounted for.

For one place of the bevel the pressure field is linear in the rate: it is solved once for 1 ml/s. The fluid is then carried along the flux,
upwind and implicitly, cell by cell in the order of falling pressure, so that any time step is stable; what leaves a cell enters another
cell or an outlet, never nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.noise import scrambled
from meshes.tissues import DISC, EPIDURAL, INTRATHECAL, Tissue
from sim.physics.flow_space import NOWHERE, FlowSpace, cut_out

CONTRAST, DRUG = 0, 1
SOFT_RADIUS_MM = 26.0
SOFT = frozenset(
    {
        Tissue.FAT,
        Tissue.MUSCLE,
        Tissue.FASCIA,
        Tissue.INTERSPINOUS,
        Tissue.SUPRASPINOUS,
        Tissue.SACROCOCCYGEAL,
        Tissue.VISCERA,
        Tissue.FACET_JOINT,
    }
)
COMPARTMENTS: dict[str, frozenset[Tissue]] = {
    "epidural": frozenset(EPIDURAL),
    "intrathecal": frozenset(INTRATHECAL),
    "venous": frozenset({Tissue.EPIDURAL_VEIN}),
    "arterial": frozenset({Tissue.ARTERY}),
    "disc": frozenset(DISC),
    "soft tissue": SOFT,
}
WASHOUT_S = {"venous": 1.0, "arterial": 0.3}
"""Time constant with which blood carries fluid away: veins clear in 1-3 s, an artery flashes (fact sheet 4.1)."""
MIXING_MM2_S = {"intrathecal": 9.0}
"""Spread of fluid in CSF by its own movement (guess)."""
SETTLING_MM_S = {"intrathecal": 0.6}
"""Contrast is heavier than CSF and sinks to the front of a prone patient (guess)."""
LEAST_ML = 1e-10
"""Less than this in a cell stays where it is: nobody could see or feel it, and fronts stay fronts."""
TOLERANCE = 1e-6
MOST_ROUNDS = 3000


def compartment_of(tissue: int) -> str | None:
    """Where fluid goes from a bevel in this tissue; None if it goes nowhere (bone, dura, nerve, skin, air)."""
    return next((name for name, tissues in COMPARTMENTS.items() if tissue in tissues), None)


@dataclass(eq=False)
class Deposit:
    """What lies in one compartment."""

    name: str
    space: FlowSpace
    amount: NDArray[np.float64]
    """(2, n) ml of contrast and drug"""
    left: NDArray[np.float64]
    """(2,) ml that has left through outlets or with the blood"""
    source: int = NOWHERE
    order: NDArray[np.int32] | None = None
    out: NDArray[np.float64] | None = None
    """(n,) ml/s out of each cell, per ml/s injected"""
    shares: NDArray[np.float64] | None = None
    """(n, 7) of it to each neighbour and to the outlet"""
    resistance: float = 0.0
    """mmHg per ml/s at the bevel"""
    stations: NDArray[np.float64] | None = None
    """(n,) mm along the canal, once somebody asked"""

    def aim(self, point: NDArray) -> bool:
        """Solve for a bevel at this point; False if no pore is near, or only a pocket that nothing can leave."""
        source = self.space.cell_at(point)
        if source == NOWHERE:
            return False
        if source != self.source:
            if not self.space.outlet[_reached(self.space.neighbour, source)].any():
                return False
            self.source = source
            pressure = solve(self.space, source)
            self.resistance = float(pressure[source])
            self.order = np.argsort(-pressure, kind="stable").astype(np.int32)
            self.out, self.shares = np.empty(len(pressure)), np.empty((len(pressure), 7))
            _fluxes(pressure, self.space.neighbour, self.space.conductance, self.space.outlet, self.out, self.shares)
        return True

    def inject(self, species: int, ml: float, dt_s: float) -> None:
        """Press ``ml`` in over ``dt_s``."""
        self.amount[species, self.source] += ml
        _carry(self.amount, self.space.capacity, self.space.neighbour, self.out, self.shares, self.order, ml, self.left)
        self.rest(dt_s)

    def rest(self, dt_s: float) -> None:
        """What happens by itself: blood carries away, CSF mixes and its load sinks."""
        if self.name in WASHOUT_S:
            share = dt_s / (WASHOUT_S[self.name] + dt_s)
            gone = self.amount * share
            self.amount -= gone
            self.left += gone.sum(1)
        if self.name in MIXING_MM2_S and self.amount.any():
            h = self.space.cell_mm
            _mix(
                self.amount,
                self.space.capacity,
                self.space.neighbour,
                self.space.conductance,
                MIXING_MM2_S[self.name] * dt_s / (h * h),
                SETTLING_MM_S[self.name] * dt_s / h,
            )


class Flow:
    """All fluid in one patient."""

    def __init__(self, anatomy: Anatomy, seed: int) -> None:
        self.anatomy = anatomy
        self.seed = scrambled(seed)
        self.deposits: dict[str, Deposit] = {}
        self.given = np.zeros(2)
        """ml of contrast and drug"""
        self.into: dict[str, NDArray[np.float64]] = {}
        """ml of each by compartment"""
        self.iodine_mg_ml = 0.0
        """Of the contrast in use."""

    def deposit_for(self, point: NDArray, tissue: int) -> Deposit | None:
        """The deposit that fluid from a bevel here joins, ready to take it."""
        name = compartment_of(tissue)
        if name is None:
            return None
        ball = name in ("soft tissue", "disc")
        key = name
        if ball:
            key = next(
                (k for k, d in self.deposits.items() if d.name == name and self._well_inside(d, point)), f"{name} {len(self.deposits)}"
            )
        if key not in self.deposits:
            space = cut_out(
                self.anatomy, COMPARTMENTS[name], self.seed, np.asarray(point) if ball else None, SOFT_RADIUS_MM if ball else 0.0
            )
            self.deposits[key] = Deposit(name, space, np.zeros((2, len(space.places))), np.zeros(2))
        deposit = self.deposits[key]
        return deposit if deposit.aim(point) else None

    @staticmethod
    def _well_inside(deposit: Deposit, point: NDArray) -> bool:
        middle = deposit.space.lo + deposit.space.cell_mm * np.array(deposit.space.shape) / 2
        return bool(np.sqrt(((np.asarray(point) - middle) ** 2).sum()) < SOFT_RADIUS_MM / 3)

    def inject(self, deposit: Deposit, species: int, ml: float, dt_s: float) -> None:
        deposit.inject(species, ml, dt_s)
        self.given[species] += ml
        self.into.setdefault(deposit.name, np.zeros(2))[species] += ml

    def rest(self, dt_s: float, busy: Deposit | None = None) -> None:
        """Let time pass in every deposit but the one being filled."""
        for deposit in self.deposits.values():
            if deposit is not busy:
                deposit.rest(dt_s)

    def held(self) -> NDArray[np.float64]:
        """(2,) ml in the lattice."""
        return sum((d.amount.sum(1) for d in self.deposits.values()), np.zeros(2))

    def left(self) -> NDArray[np.float64]:
        """(2,) ml that left it."""
        return sum((d.left for d in self.deposits.values()), np.zeros(2))


def solve(space: FlowSpace, source: int) -> NDArray[np.float64]:
    """(n,) pressure, mmHg, for 1 ml/s into one cell: conjugate gradients with a symmetric Gauss-Seidel preconditioner.

    What is not joined to the source stays without pressure. Where the source is, there must be an outlet.
    """
    n = len(space.capacity)
    diagonal = space.conductance.sum(1) + space.outlet
    diagonal = np.where(diagonal > 0, diagonal, 1.0)
    right = np.zeros(n)
    right[source] = 1.0
    pressure = np.zeros(n)
    rounds = _gradients(space.neighbour, space.conductance, diagonal, right, pressure, TOLERANCE, MOST_ROUNDS)
    if rounds >= MOST_ROUNDS:
        raise ArithmeticError(f"the pressure of {n} cells did not settle in {MOST_ROUNDS} rounds")
    return pressure


@njit(cache=True, nogil=True)
def _reached(neighbour, source):  # type: ignore[no-untyped-def]
    """Which cells are joined to the source."""
    seen = np.zeros(len(neighbour), np.bool_)
    stack = np.empty(len(neighbour), np.int32)
    stack[0], top = source, 1
    seen[source] = True
    while top:
        top -= 1
        n = stack[top]
        for d in range(6):
            m = neighbour[n, d]
            if m >= 0 and not seen[m]:
                seen[m] = True
                stack[top] = m
                top += 1
    return seen


@njit(cache=True, nogil=True)
def _gradients(neighbour, conductance, diagonal, right, x, tolerance, most):  # type: ignore[no-untyped-def]
    """Solve diagonal * x - sum conductance * x[neighbour] = right; sums run in one order, so the result has one value."""
    n = len(right)
    r, p, q = right.copy(), np.zeros(n), np.zeros(n)
    z = _smoothed(neighbour, conductance, diagonal, r)
    p[:] = z
    rz, target = 0.0, 0.0
    for i in range(n):
        rz += r[i] * z[i]
        target += right[i] * right[i]
    target *= tolerance * tolerance
    for step in range(most):
        pq = 0.0
        for i in range(n):
            v = diagonal[i] * p[i]
            for d in range(6):
                m = neighbour[i, d]
                if m >= 0:
                    v -= conductance[i, d] * p[m]
            q[i] = v
            pq += p[i] * v
        alpha = rz / pq
        rr = 0.0
        for i in range(n):
            x[i] += alpha * p[i]
            r[i] -= alpha * q[i]
            rr += r[i] * r[i]
        if rr <= target:
            return step
        z = _smoothed(neighbour, conductance, diagonal, r)
        new = 0.0
        for i in range(n):
            new += r[i] * z[i]
        beta = new / rz
        rz = new
        for i in range(n):
            p[i] = z[i] + beta * p[i]
    return most


@njit(cache=True, nogil=True)
def _smoothed(neighbour, conductance, diagonal, r):  # type: ignore[no-untyped-def]
    """One symmetric Gauss-Seidel sweep on r: forward, scale, backward."""
    n = len(r)
    z = np.empty(n)
    for i in range(n):
        v = r[i]
        for d in range(6):
            m = neighbour[i, d]
            if 0 <= m < i:
                v += conductance[i, d] * z[m]
        z[i] = v / diagonal[i]
    for i in range(n - 1, -1, -1):
        v = 0.0
        for d in range(6):
            m = neighbour[i, d]
            if m > i:
                v += conductance[i, d] * z[m]
        z[i] += v / diagonal[i]
    return z


@njit(cache=True, nogil=True)
def _fluxes(pressure, neighbour, conductance, outlet, out, shares):  # type: ignore[no-untyped-def]
    """What flows out of each cell in all, and the shares that its neighbours and its outlet get."""
    for i in range(len(pressure)):
        total = 0.0
        for d in range(7):
            flow = outlet[i] * pressure[i] if d == 6 else 0.0
            if d < 6 and neighbour[i, d] >= 0:
                flow = conductance[i, d] * (pressure[i] - pressure[neighbour[i, d]])
            shares[i, d] = max(flow, 0.0)
            total += shares[i, d]
        out[i] = total
        if total > 0.0:
            for d in range(7):
                shares[i, d] /= total


@njit(cache=True, nogil=True)
def _carry(amount, capacity, neighbour, out, shares, order, volume, left):  # type: ignore[no-untyped-def]
    """Carry both fluids while ``volume`` ml flow in at the source; implicit, down the pressure."""
    for k in range(len(order)):
        i = order[k]
        if out[i] <= 0.0 or amount[0, i] + amount[1, i] < LEAST_ML:
            continue
        moving = volume * out[i] / (capacity[i] + volume * out[i])
        last = 6
        while shares[i, last] == 0.0:
            last -= 1
        for s in range(2):
            moved = amount[s, i] * moving
            amount[s, i] -= moved
            rest = moved
            for d in range(last + 1):
                if shares[i, d] > 0.0:
                    # the last way takes the rest, so that nothing is lost to rounding
                    part = rest if d == last else moved * shares[i, d]
                    rest -= part
                    if d == 6:
                        left[s] += part
                    else:
                        amount[s, neighbour[i, d]] += part


@njit(cache=True, nogil=True)
def _mix(amount, capacity, neighbour, conductance, spread, sink):  # type: ignore[no-untyped-def]
    """Exchange between open neighbours (spread: share a step at equal volumes) and a drift to +y, the front of a prone patient."""
    rounds = int(np.ceil(spread / 0.12)) if spread > 0.12 else 1
    part = spread / rounds
    n = len(capacity)
    change = np.zeros(n)
    for s in range(2):
        for _ in range(rounds):
            change[:] = 0.0
            for i in range(n):
                for d in (1, 3, 5):
                    m = neighbour[i, d]
                    if m >= 0:
                        small = min(capacity[i], capacity[m])
                        moved = part * small * (amount[s, i] / capacity[i] - amount[s, m] / capacity[m])
                        change[i] -= moved
                        change[m] += moved
            for i in range(n):
                amount[s, i] += change[i]
    # both fluids are mixed before either sinks, or one would sink into room that the other is about to take
    for s in range(2):
        change[:] = 0.0
        for i in range(n):
            m = neighbour[i, 3]
            if m >= 0 and amount[s, i] > 0:
                room = max(capacity[m] - amount[0, m] - amount[1, m], 0.0)
                moved = min(sink * amount[s, i], room)
                change[i] -= moved
                change[m] += moved
        for i in range(n):
            amount[s, i] += change[i]
