"""Exposures into pictures: the one place that runs the whole chain from body to greys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray
from PIL import Image

from meshes.anatomy import Anatomy
from meshes.morphometry import Lying
from meshes.writing import whole_file
from sim.fluoroscopy.detector import ALL_STAGES, Stages, developed, exposed, lagged
from sim.fluoroscopy.display import shown
from sim.fluoroscopy.exposure import Exposure, Mask, Orientation
from sim.fluoroscopy.fluoroscope import Fluoroscope
from sim.fluoroscopy.shadows import weaken_by_hub
from sim.fluoroscopy.shift import shifted

SIZE = 1024
PULSES_KEPT = 4
"""What lag needs of the pulses before is at hand if they were pictured."""
MASKS_KEPT = 2


class Imager:
    """Makes the pictures of one patient; safe to use from several threads."""

    def __init__(self, anatomy: Anatomy, lain: Callable[[Lying], Anatomy] | None = None) -> None:
        """``lain``: the body of who can lie otherwise too; it is asked for when the first such picture is opened."""
        self.fluoroscope = Fluoroscope(anatomy)
        self._lain = lain
        self._others: dict[Lying, Fluoroscope] = {}
        self._pulses: LRUCache[tuple[object, ...], tuple[Exposure, NDArray[np.float32]]] = LRUCache(PULSES_KEPT)
        self._masks: LRUCache[tuple[object, ...], tuple[Mask, NDArray[np.float32]]] = LRUCache(MASKS_KEPT)
        self._lock = Lock()

    def linear(self, exposure: Exposure, size: int = SIZE, hub: bool = False) -> NDArray[np.float32]:
        """(size, size) noiseless signal, 1 in the open beam. ``hub``: with the needle's, which hands that read greys have never known."""
        technique = exposure.technique
        signal = self._fluoroscope(exposure.lies).linear(
            exposure.view, technique.kvp, size, exposure.needle, exposure.contrast, copper_mm=technique.copper_mm
        )
        if hub and exposure.needle is not None:
            weaken_by_hub(signal, exposure.view, exposure.needle)
        right, up = (mm * size / exposure.view.field_mm for mm in exposure.moved_mm)
        return shifted(signal, right, up) if right or up else signal

    def _fluoroscope(self, lies: Lying) -> Fluoroscope:
        """Before the body as it lay."""
        if lies == "pillow" or self._lain is None:
            return self.fluoroscope
        with self._lock:
            if lies not in self._others:
                self._others[lies] = Fluoroscope(self._lain(lies))
            return self._others[lies]

    def greys(self, exposure: Exposure, size: int = SIZE, stages: Stages = ALL_STAGES, softened: bool = False) -> NDArray[np.uint8]:
        """(size, size) as the image processor makes it, before the monitor turns it; ``softened``: as the monitor shows it,
        with the needle's hub."""
        mask = self._mask(exposure.subtracted, size, stages, softened) if exposure.subtracted else None
        return shown(self._logarithm(exposure, size, stages, softened), exposure.shot, stages, mask, softened)

    def _logarithm(self, exposure: Exposure, size: int, stages: Stages, hub: bool) -> NDArray[np.float32]:
        pulses = [self._pulse(exposure, size, stages, hub)]
        if stages.lag:
            pulses += [self._pulse(earlier, size, stages, hub) for earlier in exposure.before]
        return developed(lagged(pulses), exposure.shot, stages)

    def _pulse(self, exposure: Exposure, size: int, stages: Stages, hub: bool) -> NDArray[np.float32]:
        """One pulse at the receptor."""
        key = (
            exposure.shot, exposure.view, exposure.technique, exposure.moved_mm, id(exposure.needle), id(exposure.contrast), size,
            exposure.lies, stages.focal_spot, stages.scatter, stages.glare, stages.noise, hub,
        )  # fmt: skip
        with self._lock:
            if key in self._pulses:
                return self._pulses[key][1]
        made = exposed(self.linear(exposure, size, hub), exposure.shot, stages)
        with self._lock:
            self._pulses[key] = exposure, made  # the exposure is kept too, so that no other object takes its parts' ids
        return made

    def _mask(self, mask: Mask, size: int, stages: Stages, hub: bool) -> NDArray[np.float32]:
        key = (id(mask), size, stages, hub)
        with self._lock:
            if key in self._masks:
                return self._masks[key][1]
        right, up = (mm * size / mask.exposure.view.field_mm for mm in mask.shift_mm)
        made = shifted(self._logarithm(mask.exposure, size, stages, hub), right, up)
        with self._lock:
            self._masks[key] = mask, made
        return made


def oriented(greys: NDArray[np.uint8], orientation: Orientation) -> NDArray[np.uint8]:
    """The picture as it stands on the monitor; what a turn uncovers is black."""
    image = greys[:, ::-1] if orientation.mirrored else greys
    if orientation.turn_deg % 90 == 0:
        return np.ascontiguousarray(np.rot90(image, -int(orientation.turn_deg // 90)))
    turned = Image.fromarray(np.ascontiguousarray(image)).rotate(-orientation.turn_deg, Image.Resampling.BILINEAR)
    return np.asarray(turned)


def save_png(greys: NDArray[np.uint8], path: Path) -> None:
    """Write a picture, whole or not at all. Raises OSError."""
    with whole_file(path) as half:
        Image.fromarray(greys).save(half, "PNG")
