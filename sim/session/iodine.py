"""The contrast of a patient as pictures show it."""

from __future__ import annotations

import numpy as np

from sim.fluoroscopy.shadows import Iodine
from sim.physics.flow import Flow

LEAST_MG = 2e-5
"""Cells with less contrast than this are not drawn."""


def iodine_in(flow: Flow) -> Iodine | None:
    """All of it, wherever it lies."""
    shown = [Iodine(*deposit.iodine_above(LEAST_MG), deposit.space.cell_mm) for deposit in flow.deposits.values()]
    shown = [one for one in shown if len(one.mg)]
    if len(shown) < 2:
        return shown[0] if shown else None
    return Iodine(np.concatenate([one.places for one in shown]), np.concatenate([one.mg for one in shown]), shown[-1].cell_mm)
