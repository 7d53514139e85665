"""What does not come straight: scatter from the patient and glare in the receptor, both so smooth that a coarse grid holds them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.receptor import Receptor

CELLS = 32
"""Fog is worked out at this many cells across."""
SCATTER_AT = ((0.0, 0.05), (150.0, 0.32), (200.0, 0.40), (300.0, 0.55), (400.0, 0.62))
"""mm of tissue -> share of scatter in the signal of a large field, behind a grid: 40 % AP, 55 % lateral ([@scatter_build]), beyond
by guess."""
SCATTER_MM = 40.0
"""Its spread at the detector, a standard deviation ([@scatter_build]): a narrow beam is left by most of what it scatters."""
BRIGHTEST = 2.5
"""Against the middle of the field: the open beam beside the body is brighter but meets nothing that scatters."""


def scatter_share(thickness_mm: float) -> float:
    """Of a field much larger than the spread."""
    return float(np.interp(thickness_mm, [mm for mm, _ in SCATTER_AT], [share for _, share in SCATTER_AT]))


def coarse(image: NDArray[np.float32], cells: int = CELLS) -> NDArray[np.float32]:
    """(cells, cells) means; rows and columns that do not fill a cell are left out."""
    block = image.shape[0] // cells
    part = image[: block * cells, : block * cells]
    return np.asarray(part.reshape(cells, block, cells, block).mean(axis=3).mean(axis=1), np.float32)


@lru_cache(64)
def _open_cells(collimator: Collimator) -> NDArray[np.float32]:
    """The open share of each cell."""
    fine = 8 * CELLS
    spans, column = collimator.spans(fine), np.arange(fine)
    return coarse(((column >= spans[:, :1]) & (column < spans[:, 1:])).astype(np.float32))


def scatter(primary: NDArray[np.float32], field_mm: float, thickness_mm: float, collimator: Collimator) -> NDArray[np.float32]:
    """(CELLS, CELLS) scattered signal, of the coarse primary one behind the collimator."""
    share = scatter_share(thickness_mm)
    quarter = CELLS // 4
    sources = np.minimum(primary, BRIGHTEST * float(np.median(primary[quarter:-quarter, quarter:-quarter]))) * _open_cells(collimator)
    spread = ndimage.gaussian_filter(sources, SCATTER_MM * CELLS / field_mm, mode="constant")
    return np.asarray(spread * (share / (1 - share)), np.float32)


def glare(signal: NDArray[np.float32], field_mm: float, collimator: Collimator, receptor: Receptor) -> NDArray[np.float32]:
    """(CELLS, CELLS): the share of the signal that comes back from everywhere."""
    spread = ndimage.gaussian_filter(signal * _open_cells(collimator), receptor.glare_mm * CELLS / field_mm, mode="constant")
    return np.asarray(receptor.glare * spread, np.float32)
