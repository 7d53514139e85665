"""The coarse lattice that carries what is long in a pressure field: patches of well joined cells, their conductances solved exactly.

Patches are eliminated one after another, each time one of those with the fewest neighbours: of a thin and branched space little more than
the patches' own links is ever kept. What conducts between two patches is all that their cells conduct to each other.
"""

from __future__ import annotations

from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from sim.physics.advection import Ints, Reals

WEAK = 0.4
"""Neighbours that conduct less than this share of what the tighter of them does at best are not joined to a patch."""
NOBODY = -1
SINGULAR = 1e-12
"""A pivot smaller than this share of its diagonal is that of a piece which nothing can leave; no source is ever there."""


class Patches(NamedTuple):
    """In the order in which they are eliminated. A named tuple, as compiled code takes no other record."""

    of: Ints
    """(n,) the patch of each cell, in the space's own order"""
    inverse: Reals
    """(k,) of the pivots; 0 of a piece that nothing can leave"""
    start: Ints
    """(k + 1,) where the links of each begin in the next two"""
    other: Ints
    """Patches that are eliminated later ..."""
    share: Reals
    """... and what of a patch's own goes to each."""

    @staticmethod
    def cut(neighbour: Ints, conductance: Reals, outlet: Reals, box: NDArray[np.int64], order: NDArray[np.int64]) -> Patches:
        """Within boxes, of cells in this order."""
        best = reduce(np.maximum, conductance.T)  # over rows of six numpy's own maximum takes ten times as long
        part = parts(neighbour, conductance, WEAK * best, box, order)
        rank, inverse, start, other, share = _eliminated(*_joined(neighbour, conductance, outlet, part, int(part.max(initial=-1)) + 1))
        return Patches(rank[part], inverse, start, rank[other], share)


@compiled
def parts(neighbour: Ints, conductance: Reals, least: Reals, box: NDArray[np.int64], order: NDArray[np.int64]) -> Ints:
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
def _joined(neighbour: Ints, conductance: Reals, outlet: Reals, part: Ints, count: int) -> tuple[Ints, Ints, Reals, Reals]:
    """What ``count`` parts are joined to: where each one's links begin, whom they lead to, what they conduct; and the diagonal."""
    n = len(part)
    first, cells = np.zeros(count + 1, np.int64), np.empty(n, np.int64)
    for i in range(n):
        first[part[i] + 1] += 1
    first = np.cumsum(first)
    at = first.copy()
    faces = 0
    for i in range(n):
        cells[at[part[i]]] = i
        at[part[i]] += 1
        for d in range(6):
            m = neighbour[i, d]
            faces += m >= 0 and part[m] != part[i]
    start, other, link = np.zeros(count + 1, np.int32), np.empty(faces, np.int32), np.zeros(faces)
    diagonal, place, k = np.zeros(count), np.full(count, NOBODY), 0
    for p in range(count):
        start[p] = k
        for c in range(first[p], first[p + 1]):
            i = cells[c]
            diagonal[p] += outlet[i]
            for d in range(6):
                m = neighbour[i, d]
                if m < 0 or part[m] == p:
                    continue
                q = part[m]
                if place[q] < start[p]:
                    place[q], other[k] = k, q
                    k += 1
                link[place[q]] += conductance[i, d]
                diagonal[p] += conductance[i, d]
    start[count] = k
    return start, other[:k], link[:k], diagonal


@compiled
def _listed(first: Ints, other: Ints, link: Reals) -> tuple[Ints, Reals, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int]:
    """Lists that can grow, one for each part: whom it is joined to, by how much; how many, from where, in how much room; all that room."""
    count = len(first) - 1
    size, at = np.empty(count, np.int64), np.empty(count, np.int64)
    room, total = np.empty(count, np.int64), 0
    for p in range(count):
        size[p] = first[p + 1] - first[p]
        at[p], room[p] = total, 2 * size[p] + 4
        total += room[p]
    names, links = np.empty(4 * total + 64, np.int32), np.empty(4 * total + 64)
    for p in range(count):
        for e in range(size[p]):
            names[at[p] + e], links[at[p] + e] = other[first[p] + e], link[first[p] + e]
    return names, links, size, at, room, total


@compiled
def _eliminated(first: Ints, other: Ints, link: Reals, diagonal: Reals) -> tuple[Ints, Reals, Ints, Ints, Reals]:
    """Rank of each part, and by rank: inverse pivots, where the links to later ones begin, to which parts they lead, their shares."""
    count = len(diagonal)
    names, links, size, at, room, total = _listed(first, other, link)
    # those with so many neighbours each, as chains
    head, after, before = np.full(count + 1, NOBODY), np.full(count, NOBODY), np.full(count, NOBODY)
    for p in range(count - 1, -1, -1):
        _chain(p, size[p], head, after, before)
    whole, pivot, flow = diagonal.copy(), diagonal.copy(), np.empty(count)
    rank, inverse, start = np.empty(count, np.int32), np.zeros(count), np.zeros(count + 1, np.int32)
    later, share, kept = np.empty(4 * total + 64, np.int32), np.empty(4 * total + 64), 0
    # where each stands in the list at hand, counted from a mark that rises with every list: what stands below it is in none
    place, mark, least = np.full(count, NOBODY), 0, 0
    for k in range(count):
        while head[least] == NOBODY:
            least += 1
        v = head[least]
        _unchain(v, size[v], head, after, before)
        rank[v], start[k], own = k, kept, size[v]
        inverse[k] = 1.0 / pivot[v] if pivot[v] > SINGULAR * whole[v] else 0.0
        if kept + own > len(later):
            later, share = np.append(later, np.empty_like(later)), np.append(share, np.empty_like(share))
        for a in range(own):
            flow[a] = links[at[v] + a]
            later[kept + a], share[kept + a] = names[at[v] + a], flow[a] * inverse[k]
        for a in range(own):
            u, part, many = later[kept + a], share[kept + a], size[later[kept + a]]
            _unchain(u, many, head, after, before)
            if many + own > room[u]:
                room[u] = 2 * (many + own)
                while total + room[u] > len(names):
                    names, links = np.append(names, np.empty_like(names)), np.append(links, np.empty_like(links))
                names[total : total + many], links[total : total + many] = names[at[u] : at[u] + many], links[at[u] : at[u] + many]
                at[u], total = total, total + room[u]
            mark += count
            name, link_of = names[at[u] : at[u] + room[u]], links[at[u] : at[u] + room[u]]
            for e in range(many):
                place[np.uint32(name[e])] = mark + e
            # v goes, and what it joined is joined without it
            pivot[u] -= flow[a] * part
            many -= 1
            gap = place[v] - mark
            name[gap], link_of[gap] = name[many], link_of[many]
            place[name[gap]] = mark + gap
            for b in range(own):
                w = np.uint32(later[np.uint32(kept + b)])
                if b == a:
                    continue
                e = place[w] - mark
                if e < 0:
                    e = many
                    name[np.uint32(e)], link_of[np.uint32(e)], place[w] = w, 0.0, mark + e
                    many += 1
                link_of[np.uint32(e)] += flow[np.uint32(b)] * part
            size[u] = many
            _chain(u, many, head, after, before)
            least = min(least, many)
        kept += own
    start[count] = kept
    return rank, inverse, start, later[:kept], share[:kept]


@compiled
def _chain(p: int, size: int, head: NDArray[np.int64], after: NDArray[np.int64], before: NDArray[np.int64]) -> None:
    """Put a part in front of those with as many neighbours."""
    after[p], before[p] = head[size], NOBODY
    if head[size] != NOBODY:
        before[head[size]] = p
    head[size] = p


@compiled
def _unchain(p: int, size: int, head: NDArray[np.int64], after: NDArray[np.int64], before: NDArray[np.int64]) -> None:
    if before[p] == NOBODY:
        head[size] = after[p]
    else:
        after[before[p]] = after[p]
    if after[p] != NOBODY:
        before[after[p]] = before[p]


@compiled
def settle(patches: Patches, y: Reals) -> None:
    """In place: the patches' pressures for what flows into each, (k,)."""
    start, other, share = patches.start, patches.other, patches.share
    for k in range(len(y)):
        v = y[k]
        for e in range(start[k], start[k + 1]):
            y[other[e]] += share[e] * v
    for k in range(len(y) - 1, -1, -1):
        v = y[k] * patches.inverse[k]
        for e in range(start[k], start[k + 1]):
            v += share[e] * y[other[e]]
        y[k] = v
