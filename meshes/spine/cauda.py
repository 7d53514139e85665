"""What floats in the fluid: the cord down to its conus, and the roots of the cauda equina on their way to where they leave the sac."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.morphometry import Dimensions
from meshes.shapes import FAR, Array, Points, Shape, limb
from meshes.skeleton import Skeleton
from meshes.space import side_sign
from meshes.spine.canal import STEP_MM, Canal
from meshes.spine.nerves import Nerve
from meshes.spine.sac import Sac

CORD_HALF_MM = (4.7, 3.75)
"""Half-width and half-depth (Frostell 2016: 9.4 (1.5) mm wide at the L3 segment, about 7.5 deep)."""
CONUS_MM = 22.0
"""Over this length the cord tapers to its tip (guess)."""
CLEAR_MM = 0.6
"""Fluid between cord and dura at least (guess: one voxel)."""
STRAND_MM = 0.55
"""Radius of one root, front or back, in the fluid: two voxels across (guess: 1 mm and less)."""
BEFORE_EXIT_MM = 40.0
"""Within about this length of its exit a root moves from the bundle to the side (guess)."""
BUNDLE, EXIT = (0.14, -0.50), (0.74, -0.15)
"""Shares of the sac's half-width and half-depth where a root lies in the bundle, and where it leaves: prone, they sink to the front."""
FILUM = (0.0, -0.30)


def conus_station(canal: Canal, skeleton: Skeleton, person: Dimensions) -> float:
    """Where the cord ends, mm along the canal."""
    return max(canal.station(skeleton.landmark("L1", "superior_back")) + person.values["conus_below_l1"], 4.0)


def cord(sac: Sac, skeleton: Skeleton, person: Dimensions) -> Shape:
    """The cord from the top of what is built to its end; at the very top, if it ends above."""
    end = conus_station(sac.canal, skeleton, person)
    # it follows the sac's middle, a little to the front, as one lies prone
    at = np.append(np.arange(0.0, max(end - 1.0, 1.0), 8.0), end)
    nodes, radii = [], []
    for s in at:
        i = sac.canal.row(s)
        share = float(np.sqrt(np.clip((end + 1.0 - s) / CONUS_MM, 0.04, 1.0)))
        width = share * min(CORD_HALF_MM[0], float(sac.half_width[i]) - CLEAR_MM - 0.6)
        depth = share * min(CORD_HALF_MM[1], float(sac.half_depth[i]) - CLEAR_MM - 0.6)
        nodes.append(sac.canal.at(float(s), 0.0, float(sac.shift[i]) - 0.1 * float(sac.half_depth[i])))
        radii.append([width, depth, depth])
    return limb(nodes, radii)


def equina(sac: Sac, skeleton: Skeleton, person: Dimensions, nerves: tuple[Nerve, ...]) -> Shape:
    """All strands together: two for each root down to S1, one for each below, and the filum."""
    canal, n = sac.canal, len(sac.shift)
    s = np.arange(n) * STEP_MM
    begins = conus_station(canal, skeleton, person) - 0.5 * CONUS_MM
    u, v, until = [], [], []
    lowest = tuple(dict.fromkeys(nerve.level for nerve in reversed(nerves)))
    for nerve in nerves:
        exits = canal.station(nerve.path[0])
        if exits <= begins:
            continue
        side = side_sign(nerve.side)
        moved = np.exp(-np.maximum(exits - s, 0.0) / BEFORE_EXIT_MM)
        rank = lowest.index(nerve.level) / len(lowest)  # lower ones lie nearer the midline, and behind
        place = (BUNDLE[0] + 0.5 * rank, BUNDLE[1] + 0.45 * (1 - rank) + (0.16 if lowest.index(nerve.level) % 2 else -0.16))
        across, front = (a + (b - a) * moved**2 for a, b in zip(place, EXIT, strict=True))
        pair = (-0.5, 0.5) if nerve.level not in ("S2", "S3", "S4") else (0.0,)
        for half in pair:  # the front and the back root, side by side
            u.append(side * across * sac.half_width)
            v.append(sac.shift + front * sac.half_depth + half * 2.4 * STRAND_MM * (1 - moved**4))
            until.append(exits)
    u.append(FILUM[0] * sac.half_width)
    v.append(sac.shift + FILUM[1] * sac.half_depth)
    until.append(sac.tip)
    across, behind = np.array(u, np.float32), np.array(v, np.float32)
    ends = np.array(until, np.float32)

    def field(p: Points) -> Array:
        c = canal.locate(p)
        out = np.empty_like(p.x)
        _nearest(c.s, c.u, c.v, across, behind, ends, np.float32(begins), np.float32(STRAND_MM), np.float32(STEP_MM), out)
        return out

    # the distance is taken square to the canal: a strand that slants across it is a little nearer
    return Shape(field, sac.box(), steepest=2.5)


@compiled
def _nearest(
    s: Array,
    u: Array,
    v: Array,
    across: NDArray[Any],
    behind: NDArray[Any],
    ends: NDArray[Any],
    begins: np.float32,
    radius: np.float32,
    step: np.float32,
    out: Array,
) -> None:
    """The distance to the nearest strand at the station of each point."""
    count, n = across.shape
    for i in range(len(s)):
        index = s[i] / step
        k = min(max(int(index), 0), n - 2)
        w = min(max(index - np.float32(k), np.float32(0)), np.float32(1))
        best = FAR
        for j in range(count):
            if s[i] > ends[j]:
                continue
            du = u[i] - (across[j, k] * (np.float32(1) - w) + across[j, k + 1] * w)
            dv = v[i] - (behind[j, k] * (np.float32(1) - w) + behind[j, k + 1] * w)
            d = np.sqrt(du * du + dv * dv)
            if d < best:
                best = d
        out[i] = max(best - radius, begins - s[i])
