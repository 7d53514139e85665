"""All that one picture of the patient as glass shows, as a value: whoever draws it needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from sim.qt.glass.standpoint import Standpoint
from sim.records.contrast_layers import Layer


@dataclass(frozen=True, eq=False)
class Shot:
    """Parts that are the same objects as in the shot before are left as they stand."""

    stand: Standpoint
    width: int
    """Pixels"""
    height: int
    through: bool = False
    """Bone as glass too"""
    needle: NDArray[np.float64] | None = None
    """(n, 3) mm from the hub to the tip"""
    way: NDArray[np.float64] | None = None
    """Another needle's, dotted"""
    layers: tuple[Layer, ...] = ()
    """Of contrast"""


@dataclass(frozen=True, eq=False)
class GlassPrint:
    """A shot as a picture."""

    shot: Shot
    image: QImage
    ticket: int
    """Counts the shots that were asked for"""
    fine: bool
    """Whether it is the one that was made at rest"""
    signs: tuple[tuple[int, NDArray[np.float64]], ...] = ()
    """Of layers of contrast, by their numbers, and where they stand, (n, 3) mm"""
