"""What the hands feel at one moment: one small value that gauge, tone and a force-feedback device all take.

A device is anything with ``feel``: it is handed each moment as it is observed. What the hand does in return are commands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sim.session.observation import Observation

SOFT_N = 8.0
"""A push that a force of this size halves (guess: what fingers on a hub push with ease)."""
LEAST_MM = 0.02
GAVE = frozenset({"give_felt", "loss_of_resistance"})
STRUCK = frozenset({"bone_contact", "bone_grazed"})


@dataclass(frozen=True)
class Feel:
    """At the hub and under the thumb."""

    needle_n: float = 0.0
    """What it takes to push on; 0 if no needle is in."""
    plunger_mmhg: float = 0.0
    pressing: bool = False
    """Whether the thumb is on the plunger."""
    gave: bool = False
    """Something gave way just now, under the tip or the thumb."""
    struck: bool = False
    """Bone was met just now."""


class Sense(Protocol):
    """Something that lets a hand, an ear or an eye feel."""

    def feel(self, feel: Feel) -> None: ...


def feel_of(seen: Observation) -> Feel:
    """What is felt of what is observed."""
    needle, syringe = seen.needle, seen.syringe
    kinds = {event.kind for event in seen.notices}
    return Feel(
        needle.force_n if needle is not None and needle.placed else 0.0,
        syringe.pressure_mmhg,
        bool(syringe.agent) and (syringe.trying or syringe.rate_ml_s > 0),
        bool(kinds & GAVE),
        bool(kinds & STRUCK),
    )


def yields(mm: float, feel: Feel) -> float:
    """How far the needle goes for a push that would move it ``mm`` in air: hard tissue resists the hand. Drawing back does not."""
    if mm <= 0:
        return mm
    return max(mm / (1 + (feel.needle_n / SOFT_N) ** 2), min(mm, LEAST_MM))
