"""The screen on which scripted hands look at a picture: its greys, as a resident sees them, and nothing else.

A sketch, which has no bone density, has no picture either. What stands in for its greys is an even field in which the line integrals of
iodine along the rays of the same projector show as dark as they do in pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.morphometry import Lying
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.picture import Picture, opened
from sim.fluoroscopy.shadows import iodine_paths
from sim.fluoroscopy.shift import shifted

SIZE = 256
"""Pixels across: what hands are asked is how much contrast there is and of what shape, and that a coarse picture shows."""
EVEN = 200
"""The grey of a sketch's empty field."""
GREYS_PER_MG = 0.6
"""How much darker a mg of iodine on a cm2 makes a picture, where there is little of it: 0.5 to 0.7 through a back, 0.2 to 0.4 from the side
(seen here). How alike both are read: ``python -m tests.alike``."""


class Screen:
    """One patient's pictures at reading size; each is made when somebody first looks at it."""

    def __init__(self, anatomy: Anatomy, lain: Callable[[Lying], Anatomy] | None = None) -> None:
        """``lain``: as an imager's."""
        self._anatomy, self._lain = anatomy, lain
        self._made: WeakKeyDictionary[Picture, NDArray[np.uint8]] = WeakKeyDictionary()

    @cached_property
    def _imager(self) -> Imager:
        return Imager(self._anatomy, self._lain)

    def greys(self, picture: Picture) -> NDArray[np.uint8]:
        """(SIZE, SIZE), not turned; black where the beam is collimated away. Not to be written."""
        made = self._made.get(picture)
        if made is None:
            exposure = opened(picture)
            made = self._imager.greys(exposure, SIZE) if self._anatomy.bone else sketched(exposure)
            made.flags.writeable = False
            self._made[picture] = made
        return made


def sketched(exposure: Exposure) -> NDArray[np.uint8]:
    """(SIZE, SIZE): what stands in for the greys of a body without bone density."""
    mg_cm2 = np.zeros((SIZE, SIZE), np.float32)
    if exposure.contrast is not None and len(exposure.contrast.mg):
        window, paths = iodine_paths(exposure.view, exposure.contrast, SIZE)
        if not window.empty:
            mg_cm2[window.slices()] = paths
    right, up = (mm * SIZE / exposure.view.field_mm for mm in exposure.moved_mm)
    dark: NDArray[np.uint8] = np.clip(EVEN - GREYS_PER_MG * shifted(mg_cm2, right, up), 1.0, 255.0).astype(np.uint8)
    for row, (left, end) in zip(dark, exposure.shot.opening.spans(SIZE), strict=True):
        row[:left] = row[max(end, left) :] = 0
    return dark
