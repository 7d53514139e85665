"""Axial force on a needle: what cutting takes at its tip and what rubs along its shaft, stretch by stretch of one tissue.

After Okamura 2004: a tissue's surface is pushed ahead and stiffens, quadratically, until it is cut; then cutting is constant; friction
grows with the length inside. Numbers are those of an 18G Tuohy (``sim/physics/tables/tissues.csv``); a needle's own factors scale them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from sim.physics.tissue import tissue_table

SETTLES_MM = 0.3
"""Over about this way a force falls after a cut, or on entering something softer (guess; the flavum's drop is abrupt, [@davidor_nisky])."""


@dataclass(frozen=True)
class Stretch:
    """A part of the way in one tissue, from where it begins."""

    start_mm: float
    tissue: int
    tip_n: float
    """At the tip on coming here."""
    rub_n: float
    """Along the shaft above."""

    def tip_at(self, depth_mm: float) -> float:
        """N at the tip."""
        table, x = tissue_table(), depth_mm - self.start_mm
        cutting, rise = float(table.cutting_n[self.tissue]), float(table.give_mm[self.tissue])
        peak = cutting + float(table.pop_n[self.tissue])
        if self.tip_n > peak:
            return cutting + (self.tip_n - cutting) * exp(-x / SETTLES_MM)
        if x < rise:
            return self.tip_n + (peak - self.tip_n) * (x / rise) ** 2
        return cutting + (peak - cutting) * exp(-(x - rise) / SETTLES_MM)

    def rub_at(self, depth_mm: float) -> float:
        """N along the shaft."""
        return self.rub_n + float(tissue_table().friction_n_mm[self.tissue]) * (depth_mm - self.start_mm)

    def then(self, depth_mm: float, tissue: int) -> Stretch:
        """The next one."""
        return Stretch(depth_mm, tissue, self.tip_at(depth_mm), self.rub_at(depth_mm))
