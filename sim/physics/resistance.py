"""The plunger under the thumb: what pressure a try meets, and when it gives way.

A try pushes the plunger as far as it goes easily and then creeps. Three things bound the pressure: what the tissue at the bevel holds, with
the needle's own resistance to the creep; the spring of what air is in the barrel; and the thumb. It settles as fast as the fluid can run
through the needle into what gives, and no faster than a hand feels.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, pi

AIR_MMHG = 760.0
LAG_S = 0.025
"""Time constant of the gauge and the hand (a drop takes under 100 ms: [@pressure_build])."""
FIRM_MMHG, SOFT_MMHG = 220.0, 60.0
"""A loss of resistance is felt when the pressure falls from above the first to under the second."""
MEMORY_S = 6.0
"""... within this time (guess: two or three tries ago)."""
TRIED_S = 0.1
"""So long a try must meet nothing to say so."""
THUMB_MMHG = 600.0
"""A light try presses no harder (guess; a syringe's 10-12 N on the plunger are 470-500 mmHg, [@vaughan_2012])."""
CREEP_ML_S = 0.08
"""What the plunger is let go when nothing holds (guess: a few tries give less than half a millilitre)."""
BOUNCE_ML = 0.5
"""A thumb on air dips the plunger by so much (guess)."""
BOUNCE_FIRM = 0.7
"""A bounce that reaches this share of its spring's pressure feels firm."""
BARREL_ML_MMHG = 5e-6
"""How much a barrel full of saline gives (guess: glass, rubber and tube)."""
EPIDURAL_MMHG, EPIDURAL_SD_MMHG = 7.7, 3.9
OPERATED_MMHG, OPERATED_SD_MMHG = 11.8, 3.4
"""The space at rest, prone: never operated on, and after surgery ([@thomas_1992], Thomas 1992)."""


@dataclass(frozen=True)
class Barrel:
    """What is between thumb and tissue."""

    bubble_ml: float
    """Air, at rest."""
    needle: float
    """Resistance of the bore to what is in it, mmHg s/ml."""

    def spring_mmhg(self) -> float:
        """Pressure of the bubble when the plunger is dipped: Boyle's law."""
        if self.bubble_ml <= BOUNCE_ML:
            return THUMB_MMHG if self.bubble_ml > 0 else float("inf")
        return AIR_MMHG * (self.bubble_ml / (self.bubble_ml - BOUNCE_ML) - 1)

    def gives_ml_mmhg(self, mmhg: float) -> float:
        """Compliance: of the bubble at this pressure (Boyle), and of the barrel."""
        return BARREL_ML_MMHG + self.bubble_ml * AIR_MMHG / (AIR_MMHG + max(mmhg, 0.0)) ** 2

    def meets_mmhg(self, hold_mmhg: float) -> float:
        """Where a try's pressure comes to rest before a tissue that holds so much."""
        # the creep slows as the thumb nears its limit: p = hold + needle creep (1 - p / thumb)
        back = self.needle * CREEP_ML_S
        flowing = (hold_mmhg + back) / (1 + back / THUMB_MMHG)
        return min(flowing, self.spring_mmhg(), THUMB_MMHG)

    def settles_s(self, mmhg: float) -> float:
        """Time constant on the way there."""
        return LAG_S + self.needle * self.gives_ml_mmhg(mmhg)


@dataclass
class Thumb:
    """What the thumb on the plunger feels."""

    pressure_mmhg: float = 0.0
    firm_at_s: float = -1e9
    """When resistance was last firm."""
    pressed_s: float = 0.0
    """How long this try has lasted."""

    def feel(self, barrel: Barrel, hold_mmhg: float, time_s: float, dt_s: float) -> bool:
        """One time step of a try; True at the moment of a loss of resistance.

        hold_mmhg : what the tissue at the bevel holds
        """
        was, there = self.pressure_mmhg, barrel.meets_mmhg(hold_mmhg)
        self.pressed_s += dt_s
        self.pressure_mmhg = there + (was - there) * exp(-dt_s / barrel.settles_s(was))
        if self.pressure_mmhg > min(FIRM_MMHG, BOUNCE_FIRM * barrel.spring_mmhg()):
            self.firm_at_s = time_s
        # it falls under the thumb, or after firm tries one meets nothing
        gives = was >= SOFT_MMHG or (there < SOFT_MMHG and self.pressed_s >= TRIED_S)
        lost = self.pressure_mmhg < SOFT_MMHG and gives and time_s - self.firm_at_s < MEMORY_S
        if lost:
            self.firm_at_s = -1e9
        return lost

    def release(self, dt_s: float) -> None:
        """Nothing pressed."""
        self.pressed_s = 0.0
        self.pressure_mmhg *= exp(-dt_s / LAG_S)


def needle_drop_mmhg(rate_ml_s: float, viscosity_mpas: float, inner_mm: float, length_mm: float) -> float:
    """Pressure along the needle's bore (Poiseuille)."""
    radius = inner_mm / 2 * 1e-3
    pascal = 8 * viscosity_mpas * 1e-3 * length_mm * 1e-3 * rate_ml_s * 1e-6 / (pi * radius**4)
    return pascal / 133.322
