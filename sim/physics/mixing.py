"""What fluid does by itself where it is open: neighbours mix, what is heavy sinks, and blood carries it off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from sim.physics.advection import FLUIDS

RIDER_OF = 0
"""The fluid that carries the iodine."""


@compiled
def mix(
    load: NDArray[np.float64],
    capacity: NDArray[np.float64],
    neighbour: NDArray[np.int32],
    spread: float,
    sink: float,
    sinks: NDArray[np.bool_],
) -> None:
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


@compiled
def wash_out(load: NDArray[np.float64], share: float, trace_ml: float, gone: NDArray[np.float64]) -> bool:
    """Take a share of each cell's load away and add it to ``gone`` (4,), or all of it where no more than a trace is held together.

    load : (4, n) ml of each fluid and mg of iodine. Returns whether there was anything. By whole arrays this was the costliest part of an
    attempt whose contrast met a vein.
    """
    held, some = 0.0, False
    for i in range(load.shape[1]):
        for s in range(len(load)):
            held += load[s, i] if s < FLUIDS else 0.0
            some |= load[s, i] != 0.0
    if not some:
        return False
    share = share if held > trace_ml else 1.0
    taken = np.zeros(len(load))
    for i in range(load.shape[1]):
        for s in range(len(load)):
            part = load[s, i] * share
            load[s, i] -= part
            taken[s] += part
    for s in range(len(load)):
        gone[s] += taken[s]
    return True
