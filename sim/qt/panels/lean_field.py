"""How far a needle leans."""

from __future__ import annotations

from sim.qt.panels.sided_field import SidedField

LEAN_DEG = 60.0


class LeanField(SidedField):
    """Where its tip points."""

    def __init__(self, about: str, plus: str, minus: str, axis: str) -> None:
        super().__init__(about, plus, minus, axis, LEAN_DEG)
        self.setSingleStep(2)
