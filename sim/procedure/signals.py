"""How bright each tissue is in an MRI, by sequence."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from meshes.table import Row, read
from meshes.tissues import Tissue

Weighting = Literal["T1", "T2", "STIR"]
WEIGHTINGS: tuple[Weighting, ...] = get_args(Weighting)
WATER = "oedema"
"""The row of what is full of water though its label does not say so."""
SOAKED = (Tissue.CANCELLOUS, Tissue.NUCLEUS, Tissue.ANNULUS)
"""What an oedema can fill."""
DRY_SHARE = 0.12
"""Of the way from annulus to nucleus where even a black disc's nucleus stays (guess)."""


class Signal(Row):
    """A row of ``mr_signals.csv``."""

    tissue: str
    t1: float
    t2: float
    stir: float
    texture: float


@cache
def signals() -> dict[str, Signal]:
    """By the tissue's name, and the oedema's."""
    return {row.tissue: row for row in read(Path(__file__).parent / "tables" / "mr_signals.csv", Signal)}


def brightness(name: str, weighting: Weighting) -> float:
    """0 to 1 of a tissue by its name."""
    row = signals()[name]
    return {"T1": row.t1, "T2": row.t2, "STIR": row.stir}[weighting]


@cache
def palette(weighting: Weighting) -> NDArray[np.float32]:
    """(2, 256): brightness by label, of a tissue as it is and full of water. Shared: not to be changed."""
    found = np.zeros((2, 256), np.float32)
    for tissue in Tissue:
        found[:, tissue] = brightness(tissue.name, weighting)
    found[1, list(SOAKED)] = brightness(WATER, weighting)
    return found


@cache
def textures() -> NDArray[np.float32]:
    """(256,): by label, how much it varies, as a share of its brightness. Shared: not to be changed."""
    found = np.zeros(256, np.float32)
    for tissue in Tissue:
        found[tissue] = signals()[tissue.name].texture
    return found


def nucleus(weighting: Weighting, water: float) -> float:
    """Brightness of a disc's middle that holds this share of a young one's water."""
    dry, full = (brightness(tissue.name, weighting) for tissue in (Tissue.ANNULUS, Tissue.NUCLEUS))
    return dry + (DRY_SHARE + (1 - DRY_SHARE) * water) * (full - dry)
