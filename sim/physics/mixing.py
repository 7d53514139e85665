"""What fluid does by itself where it is open: neighbours mix, and what is heavy sinks."""

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
