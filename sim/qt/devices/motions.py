"""What a control that can be moved far or little does: as fast as it is moved far."""

from __future__ import annotations

from dataclasses import dataclass

from sim.qt.words import phrase


@dataclass(frozen=True)
class Motion:
    """At the end of a control's way so much a second, and in steps of so much, which is what is recorded.

    A ``standing`` one is no way that is gone but a rate that stands: it is said again when it changes, and 0 lets go.
    """

    name: str
    per_s: float
    step: float
    standing: bool = False

    @property
    def title(self) -> str:
        return phrase(f"motion.{self.name}")


MOTIONS = (
    Motion("lean_across", 12.0, 0.5),
    Motion("lean_along", 12.0, 0.5),
    Motion("orbit", 15.0, 1.0),
    Motion("tilt", 15.0, 1.0),
    Motion("push", 6.0, 0.1),
    Motion("flow", 2.0, 0.1, standing=True),
)
"""Degrees, mm, ml (guesses, but for the flow: as fast as the syringe's own slider goes)"""
