"""What does not let a point in at once: the dura is pushed ahead before it gives; a vessel or a root may roll aside.

Whether it does is chance, by the point's sharpness and the speed: a slow tip lets things get out of its way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from meshes.space import Vector
from meshes.tissues import INTRATHECAL, NERVE, VESSEL, Tissue
from scenarios.equipment import NeedleKind

DURAL = INTRATHECAL | {Tissue.DURA}
SPEED_MM_S = 4.0
"""The speed that the needles' chances are meant for."""
TENTS_SD_MM = 0.8
LEAST_TENT_MM, MOST_TENT_MM = 2.0, 6.0
"""[@zarzur_1992] (Zarzur 1992)."""


@dataclass(frozen=True, eq=False)
class Pushed:
    """Something that the tip has met and pushes before it or aside."""

    tissues: frozenset[Tissue]
    depth_mm: float
    """Where it was met."""
    place: Vector
    gives_mm: float
    """The depth at which it lets the tip through."""


def met(
    tissue: int, left: int, kind: NeedleKind, depth_mm: float, place: Vector, speed_mm_s: float, chance: np.random.Generator
) -> Pushed | None:
    """What a tip that comes from one tissue to another now pushes; None if it goes straight in."""
    if any(tissue in group and left in group for group in (DURAL, VESSEL, NERVE)):
        return None
    pace = max(speed_mm_s, 0.1) / SPEED_MM_S
    if tissue in DURAL:
        tent = kind.tents_mm * pace**-0.1 + TENTS_SD_MM * chance.standard_normal()
        return Pushed(DURAL, depth_mm, place, depth_mm + min(max(tent, LEAST_TENT_MM), MOST_TENT_MM))
    for group in (VESSEL, NERVE):
        if tissue in group:
            # as many chances to get in as the speed's root: 1 - (1 - p)^n
            enters = 1 - (1 - kind.enters) ** pace**0.5
            return None if chance.random() < enters else Pushed(group, depth_mm, place, np.inf)
    return None
