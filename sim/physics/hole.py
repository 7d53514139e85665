"""A hole in the dura, and what of a fluid given near it goes through it into the sac."""

from __future__ import annotations

from dataclasses import dataclass

from meshes.space import Vector, length

WIDE_MM = 1.27
"""The hole of an 18G needle."""
THROUGH = 0.3
"""Of what is given right at such a hole (guess: blocks that go too high are known from epidurals beside a puncture)."""
REACH_MM = 10.0
"""From so far off nothing goes through (guess: about a segment's fat lies between)."""


@dataclass(frozen=True)
class Hole:
    """Where a needle went through."""

    place: Vector
    """Just inside, mm."""
    outer_mm: float
    """Of the needle that made it."""

    def share(self, mouth: Vector) -> float:
        """0 to 1: of what leaves an opening here, outside the sac, how much goes through; by the hole's area and its distance."""
        near = max(1.0 - float(length(mouth - self.place)) / REACH_MM, 0.0)
        return min(THROUGH * (self.outer_mm / WIDE_MM) ** 2, 1.0) * near
