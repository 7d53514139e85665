"""The contrast of a patient as pictures show it, and as the patient as glass does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.fluoroscopy.shadows import Iodine
from sim.physics.flow import Flow

LEAST_MG = 2e-5
"""Cells with less contrast than this are not drawn."""
SEEN_SHARE = 0.05
"""In three dimensions cells that hold less than this of the densest are no part of the picture (guess)."""


@dataclass(frozen=True, eq=False)
class GlassContrast:
    """Where contrast lies, and not how much: a copy, of which nothing leads back to the patient's fluid, and which nobody can write."""

    places: NDArray[np.float32]
    """(n, 3) mm, cell centres"""
    cell_mm: float

    def is_like(self, other: GlassContrast | None) -> bool:
        return other is not None and self.cell_mm == other.cell_mm and np.array_equal(self.places, other.places)


def iodine_in(flow: Flow) -> Iodine | None:
    """All of it, wherever it lies."""
    shown = [Iodine(*deposit.iodine_above(LEAST_MG), deposit.space.cell_mm) for deposit in flow.deposits.values()]
    shown = [one for one in shown if len(one.mg)]
    if len(shown) < 2:
        return shown[0] if shown else None
    return Iodine(np.concatenate([one.places for one in shown]), np.concatenate([one.mg for one in shown]), shown[-1].cell_mm)


def copied_for_glass(flow: Flow) -> GlassContrast | None:
    """All that can be seen of it."""
    found = iodine_in(flow)
    if found is None:
        return None
    places = np.array(found.places[found.mg > SEEN_SHARE * float(found.mg.max())])
    places.flags.writeable = False
    return GlassContrast(places, float(found.cell_mm))
