"""Fluids carried along the flux, cell by cell: nothing is lost, made, or squeezed into a cell that is full."""

from __future__ import annotations

import numpy as np
from numba import njit

FLUIDS = 3
"""Rows of a load that take up room; those after them ride along."""
RIDER_OF = 0
"""The fluid that carries the iodine."""


@njit(cache=True, nogil=True)
def fluxes(pressure, neighbour, conductance, outlet, shares):  # type: ignore[no-untyped-def]
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


@njit(cache=True, nogil=True)
def spill(load, given, source, capacity, neighbour, shares, order, left):  # type: ignore[no-untyped-def]
    """Give so much into the source; every cell, down the pressure, fills and hands on what it cannot hold, by the shares of the flux.

    Where the fluid lies then depends on how much was given, and on nothing else: not on how many steps it took. What passes stirs a
    full cell: of its content exp(-passing / capacity) stays (as a series, which every machine sums alike).
    """
    coming = np.zeros(load.shape)
    coming[:, source] = given
    rows = len(load)
    out = np.zeros(rows)
    for k in range(len(order)):
        i = order[k]
        held, new = 0.0, 0.0
        for s in range(FLUIDS):
            held += load[s, i]
            new += coming[s, i]
        if new == 0.0:
            continue
        last = 6
        while last >= 0 and shares[i, last] == 0.0:
            last -= 1
        passing = held + new - capacity[i]
        if passing <= 0.0 or last < 0:
            for s in range(rows):
                load[s, i] += coming[s, i]
            continue
        # first it fills; then what comes stirs what is there
        late = min(passing / new, 1.0)
        x = passing / capacity[i]
        gone = 1.0 - 1.0 / (1.0 + x * (1.0 + x / 2 * (1.0 + x / 3 * (1.0 + x / 4))))
        stays = min(gone * capacity[i] / passing, 1.0)
        for s in range(rows):
            load[s, i] += (1.0 - late) * coming[s, i]
            comes = late * coming[s, i]
            out[s] = gone * load[s, i] + (1.0 - stays) * comes
            load[s, i] += comes - out[s]
            rest = out[s]
            for d in range(last + 1):
                if shares[i, d] > 0.0:
                    # the last way takes the rest, so that nothing is lost to rounding
                    part = rest if d == last else out[s] * shares[i, d]
                    rest -= part
                    if d == 6:
                        left[s] += part
                    else:
                        coming[s, neighbour[i, d]] += part


@njit(cache=True, nogil=True)
def mix(load, capacity, neighbour, spread, sink, sinks):  # type: ignore[no-untyped-def]
    """Exchange between open neighbours (spread: share a step at equal volumes) and a drift of what is heavy to +y, the prone's front."""
    rounds = int(np.ceil(spread / 0.12)) if spread > 0.12 else 1
    part = spread / rounds
    n = len(capacity)
    change = np.zeros(n)
    for s in range(len(load)):
        for _ in range(rounds):
            change[:] = 0.0
            for i in range(n):
                for d in (1, 3, 5):
                    m = neighbour[i, d]
                    if m >= 0:
                        small = min(capacity[i], capacity[m])
                        moved = part * small * (load[s, i] / capacity[i] - load[s, m] / capacity[m])
                        change[i] -= moved
                        change[m] += moved
            for i in range(n):
                load[s, i] += change[i]
    # all fluids are mixed before any sinks, or one would sink into room that another is about to take
    rider = np.zeros(n)
    for s in range(FLUIDS):
        if not sinks[s]:
            continue
        change[:] = 0.0
        rider[:] = 0.0
        for i in range(n):
            m = neighbour[i, 3]
            if m >= 0 and load[s, i] > 0:
                room = capacity[m]
                for other in range(FLUIDS):
                    room -= load[other, m]
                moved = min(sink * load[s, i] * min(capacity[i], capacity[m]) / capacity[i], max(room, 0.0))
                change[i] -= moved
                change[m] += moved
                if s == RIDER_OF:
                    with_it = load[FLUIDS, i] * moved / load[s, i]
                    rider[i] -= with_it
                    rider[m] += with_it
        for i in range(n):
            load[s, i] += change[i]
            if s == RIDER_OF:
                load[FLUIDS, i] += rider[i]
