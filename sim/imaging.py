"""Exposures into pictures: the one place that runs the whole chain from body to greys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from meshes.anatomy import Anatomy
from sim.fluoroscopy.detector import ALL_STAGES, Stages, displayed
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.fluoroscope import Fluoroscope

SIZE = 1024


class Imager:
    """Makes the pictures of one patient."""

    def __init__(self, anatomy: Anatomy) -> None:
        self.fluoroscope = Fluoroscope(anatomy)

    def linear(self, exposure: Exposure, size: int = SIZE) -> NDArray[np.float32]:
        """(size, size) noiseless signal, 1 in the open beam."""
        return self.fluoroscope.linear(exposure.view, exposure.technique.kvp, size, exposure.needle, exposure.contrast)

    def greys(self, exposure: Exposure, size: int = SIZE, stages: Stages = ALL_STAGES) -> NDArray[np.uint8]:
        """(size, size) as the monitor shows it."""
        signal = self.linear(exposure, size)
        return displayed(signal, exposure.view.field_mm, exposure.technique.thickness_mm, exposure.frame, exposure.collimator, stages)


def save_png(greys: NDArray[np.uint8], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(greys).save(path)
