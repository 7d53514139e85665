"""How one body's right differs from its left, and whose surface it has: what makes a body nobody's mirror image and nobody's mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from math import log

import numpy as np

from meshes import tables
from meshes.noise import stream

FARTHEST = 2.5
"""No difference is drawn farther out, in standard deviations."""
MEDIAN_Z, P95_Z = 0.6745, 1.9600
"""Of the size of a standard normal number."""
MOST_COBB_DEG = 9.9
"""A curve of 10 degrees is a scoliosis, which is a variant."""
ROTATION_PER_TILT = 0.5
"""Axial rotation against coronal tilt (guess)."""
COLUMN = ("T11", "T12", "L1", "L2", "L3", "L4", "L5")
LUMBAR = COLUMN[2:]
APEXES = ("L1", "L2", "L3", "L4")
"""Where a slight curve may have its apex (guess: anywhere alike)."""


@dataclass(frozen=True)
class Sides:
    """How the right of one vertebra differs from its left, mm and degrees; all nought in a symmetrical one."""

    transverse_length: float = 0.0
    """How much farther the right transverse process reaches."""
    transverse_height: float = 0.0
    """How much higher (thicker) it is."""
    transverse_rise: float = 0.0
    """How much more it points upwards."""
    transverse_back: float = 0.0
    """How much more it points backwards."""
    spinous_tip: float = 0.0
    """How far the tip of the spinous process lies to the right."""
    spinous_turn: float = 0.0
    """How far its lower edge is turned to the right."""
    spinous_length: float = 0.0
    """How much longer it is on the right of its tip."""
    tropism: float = 0.0
    """How much more coronal the right one of the facets below stands."""
    lean: float = 0.0
    """Tilt in the interspace below, to the right."""
    turn: float = 0.0
    """Axial turn in the interspace below."""


@dataclass(frozen=True)
class Individual:
    """One body's own shape."""

    seed: int
    asymmetry: float
    """0 for a body that is its own mirror image, 1 for one as asymmetrical as people are."""
    crest: float = 0.0
    """How much higher the right iliac crest stands, mm."""
    levels: dict[str, Sides] = field(default_factory=dict)


def individual(seed: int, asymmetry: float) -> Individual:
    """The shape of the person of a seed; every quantity has its own stream of chance."""

    def drawn(quantity: str, level: str = "") -> float:
        return round(asymmetry * _signed(quantity, level, stream(seed, f"sides/{quantity}/{level}")), 3)

    cobb = float(np.clip(drawn("cobb"), -MOST_COBB_DEG, MOST_COBB_DEG))
    apex = APEXES[int(stream(seed, "sides/apex").random() * len(APEXES))]
    leans = curve(cobb, apex)
    own = ("transverse_length", "transverse_height", "transverse_rise", "transverse_back", "spinous_tip", "spinous_turn", "spinous_length")
    levels = {
        level: Sides(
            **{quantity: drawn(quantity, level) for quantity in own},
            tropism=round(asymmetry * _tropism(seed, level), 3),
            lean=round(leans.get(level, 0.0) + drawn("lean", level), 3),
            turn=round(-ROTATION_PER_TILT * leans.get(level, 0.0) + drawn("turn", level), 3),
        )
        for level in COLUMN
    }
    return Individual(seed, asymmetry, drawn("crest"), levels)


def curve(cobb_deg: float, apex: str) -> dict[str, float]:
    """The tilt in the interspace below each lumbar level, degrees to the right, of a curve convex to the right if positive.

    Each tilts its share of the Cobb angle: towards the apex below it, away above.
    """
    at = LUMBAR.index(apex)
    below, above = len(LUMBAR) - at, at + 1
    return {level: cobb_deg / 2 * (1 / below if i >= at else -1 / above) for i, level in enumerate(LUMBAR)}


def _signed(quantity: str, level: str, chance: np.random.Generator) -> float:
    """A difference of the table ``sides``, greater on the right or on the left."""
    row = _row(quantity, level)
    z = float(np.clip(chance.standard_normal(), -FARTHEST, FARTHEST))
    power = log(row.p95 / row.median) / log(P95_Z / MEDIAN_Z)
    return float(np.copysign(row.median * (abs(z) / MEDIAN_Z) ** power, z))


@cache
def _row(quantity: str, level: str) -> tables.SideDifference:
    """The row for a level, or the one for all levels."""
    rows = [row for row in tables.read("sides", tables.SideDifference) if row.quantity == quantity and row.level in ("", level)]
    return max(rows, key=lambda row: len(row.level))


def _tropism(seed: int, level: str) -> float:
    sd = next(row.tropism_sd_deg for row in tables.read("facets", tables.Facets) if row.level == level)
    return sd * float(np.clip(stream(seed, f"tropism/{level}").standard_normal(), -FARTHEST, FARTHEST))
