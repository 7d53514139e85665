"""How much of a young disc's water each disc still holds, as its height, its bulge and the person's age let one expect.

Labels say where nucleus and annulus are, not how worn they are; an MRI shows it. Worn discs are lower, darker and bulge, together
[@pfirrmann_2001]; the sizes below are guesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from meshes.anatomy import Anatomy
from meshes.space import Vector, dot, length, unit
from meshes.tissues import DISC

BONES = ("T11", "T12", "L1", "L2", "L3", "L4", "L5", "sacrum")
HEALTHY = {"T11": 0.17, "T12": 0.18, "L1": 0.20, "L2": 0.23, "L3": 0.26, "L4": 0.27, "L5": 0.24}
"""Height of the disc under a vertebra in its middle, of the depth of the end-plate under it."""
AGE, DRIES_FROM, DRIES_PER_YEAR, DRIES_MOST = 50.0, 25.0, 0.007, 0.35
"""The first: of whom nobody knows it."""
LOST_WEIGHS, BULGE_FREE_MM, BULGE_WEIGHS_PER_MM, BULGE_MOST = 1.5, 1.5, 0.25, 0.6
STEP_MM, REACH_MM = 0.7, 9.0


@dataclass(frozen=True, eq=False)
class Interspace:
    """A disc between two end-plates."""

    name: str
    """As ``L4-L5``"""
    middle: Vector
    up: Vector
    """Of length 1"""
    forward: Vector
    """Along the lower end-plate, of length 1"""
    half: tuple[float, float]
    """How far it reaches from its middle forward, and upward, mm"""
    water: float
    """0 to 1"""
    bulge: Vector
    """Where it reaches farthest into the canal"""
    bulge_mm: float
    """So far behind the line of the back walls"""


def bones_of(anatomy: Anatomy) -> tuple[str, ...]:
    """The vertebrae whose end-plates have landmarks, from above."""
    return tuple(bone for bone in BONES if f"{bone}/superior_endplate" in anatomy.landmarks)


def title(bone: str) -> str:
    return "S1" if bone == "sacrum" else bone


def interspaces(anatomy: Anatomy) -> tuple[Interspace, ...]:
    """All that lie between two such vertebrae, from above."""
    bones = bones_of(anatomy)
    return tuple(_interspace(anatomy, above, below) for above, below in pairwise(bones))


def _interspace(anatomy: Anatomy, above: str, below: str) -> Interspace:
    top, floor = anatomy.landmark(f"{above}/inferior_endplate"), anatomy.landmark(f"{below}/superior_endplate")
    up = unit(anatomy.landmark(f"{above}/up") + anatomy.landmark(f"{below}/up"))
    back, front = (anatomy.landmark(f"{below}/superior_{end}") for end in ("back", "front"))
    lost = max(0.0, 1 - float(dot(top - floor, up)) / (HEALTHY[above] * float(length(front - back))))
    age = float(anatomy.person.get("age") or AGE)
    aged = min(max(age - DRIES_FROM, 0.0) * DRIES_PER_YEAR, DRIES_MOST)
    forward, wall = unit(front - back), (anatomy.landmark(f"{above}/inferior_back") + back) / 2
    deep, aside = _bulge_mm(anatomy, wall, forward)
    over = max(0.0, deep - BULGE_FREE_MM)
    worn = aged + LOST_WEIGHS * lost + min(over * BULGE_WEIGHS_PER_MM, BULGE_MOST)
    half = float(length(front - back)) / 2, float(dot(top - floor, up)) / 2
    farthest = wall + aside * np.array([1.0, 0.0, 0.0]) - deep * forward
    water = float(np.clip(1 - worn, 0.0, 1.0))
    return Interspace(f"{above}-{title(below)}", (top + floor) / 2, up, forward, half, water, farthest, deep)


def _bulge_mm(anatomy: Anatomy, back: Vector, forward: Vector) -> tuple[float, float]:
    """How far disc reaches behind the line of the back walls within the canal's width, and how far to the right it reaches farthest."""
    across = np.arange(-REACH_MM, REACH_MM, STEP_MM)
    behind = np.arange(0.0, REACH_MM, STEP_MM)
    points = back + across[None, :, None] * np.array([1.0, 0.0, 0.0]) - behind[:, None, None] * forward
    found = np.isin(anatomy.tissue_at(points.reshape(-1, 3)), [int(tissue) for tissue in DISC]).reshape(len(behind), len(across))
    rows = np.flatnonzero(found.any(axis=1))
    if not len(rows):
        return 0.0, 0.0
    return float(behind[rows.max()]), float(across[found[rows.max()]].mean())
