"""The plunger under the thumb: what pressure a try meets, and when it gives way.

A try presses until fluid moves; the gauge then reads what the tissue at the bevel holds against it, with a lag, and from place to place a
little more or less. Entering a looser tissue, the pressure falls within a tenth of a second (fact sheet 5.2).
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.physics.tissue import tissue_table

LAG_S = 0.025
"""Time constant of the gauge and the thumb (a drop takes under 100 ms: fact sheet 5.2)."""
FIRM_MMHG, SOFT_MMHG = 220.0, 60.0
"""A loss of resistance is felt when the pressure falls from above the first to under the second."""
MEMORY_S = 6.0
"""... within this time (guess: two or three tries ago)."""
AIR_SOFTNESS = 0.55
"""With air the same tissue feels softer: the bubble gives (fact sheet 5.2 BUILD; factor by guess)."""


@dataclass
class Thumb:
    """What the thumb on the plunger feels."""

    pressure_mmhg: float = 0.0
    firm_at_s: float = -1e9
    """When resistance was last firm."""

    def feel(self, tissue: int, air: bool, noise: float, time_s: float, dt_s: float) -> bool:
        """One time step of pressing lightly; True at the moment of a loss of resistance.

        noise : this place's resistance against the tissue's mean, minus 1.
        """
        there = float(tissue_table().resistance_mmhg[tissue]) * (1 + noise) * (AIR_SOFTNESS if air else 1.0)
        share = dt_s / (LAG_S + dt_s)
        was = self.pressure_mmhg
        self.pressure_mmhg += share * (there - was)
        firm = FIRM_MMHG * (AIR_SOFTNESS if air else 1.0)
        if self.pressure_mmhg > firm:
            self.firm_at_s = time_s
        lost = self.pressure_mmhg < SOFT_MMHG <= was and time_s - self.firm_at_s < MEMORY_S
        if lost:
            self.firm_at_s = -1e9
        return lost

    def release(self, dt_s: float) -> None:
        """Nothing pressed."""
        self.pressure_mmhg *= LAG_S / (LAG_S + dt_s)


def needle_drop_mmhg(rate_ml_s: float, viscosity_mpas: float, inner_mm: float, length_mm: float) -> float:
    """Pressure along the needle's bore (Poiseuille)."""
    radius = inner_mm / 2 * 1e-3
    pascal = 8 * viscosity_mpas * 1e-3 * length_mm * 1e-3 * rate_ml_s * 1e-6 / (3.141592653589793 * radius**4)
    return pascal / 133.322
