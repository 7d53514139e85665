"""One patient under the C-arm: linear pictures, with the body's part kept as long as the pose stays."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray
from scipy import ndimage

from meshes.anatomy import FULL, Anatomy, Labels
from meshes.sharing import aside
from meshes.tissues import ADIPOSE, Tissue
from sim.fluoroscopy.attenuation import FAT_SHARE, WATER_SHARE, Beam, anatomy_signal, beam, with_foreign
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.parallel import over_rows
from sim.fluoroscopy.projector import Bricks, picture
from sim.fluoroscopy.shadows import Iodine, Steel, Window, iodine_paths, steel_paths
from sim.fluoroscopy.tube import COPPER_MM

SOFT_UNIT = 1 / 240
"""mm of muscle per mm in one unit of what is stored of soft tissue: muscle is 240, the densest disc 251."""
KEPT = 6
"""Bodies' pictures kept for poses that may come back."""


@dataclass(frozen=True, eq=False)
class Background:
    """The body alone at one pose and voltage."""

    soft: NDArray[np.float32]
    """mm of muscle not displaced by bone, (size, size)"""
    bone: NDArray[np.float32]
    log_signal: NDArray[np.float32]

    @property
    def signal(self) -> NDArray[np.float32]:
        """A new one each time: made of its logarithm it takes little longer than a copy, and kept it would be 4 MB for each pose."""
        return np.exp(-self.log_signal)


MUSCLE_SHARE = {
    Tissue.AIR: 0.0,
    Tissue.GAS: 0.0,
    **dict.fromkeys(ADIPOSE, FAT_SHARE),
    Tissue.CSF: WATER_SHARE,
    Tissue.ANNULUS: 1.045,
    Tissue.NUCLEUS: 1.025,
}
"""A mm of a tissue as mm of muscle; others as one. Discs are denser by 25-50 Hounsfield units (guess: usual in CT)."""


def soft_density(labels: Labels) -> NDArray[np.uint8]:
    """Muscle-equivalent density of the whole trunk in SOFT_UNITs, bone counted as soft; borders rounded to hide the lattice's steps."""
    share = np.ones(256, np.float32)
    for tissue, of_muscle in MUSCLE_SHARE.items():
        share[tissue] = of_muscle
    rounded = ndimage.gaussian_filter(share[labels.values], 0.6)
    return np.asarray(np.rint(rounded / np.float32(SOFT_UNIT)).astype(np.uint8))


_bricked: WeakKeyDictionary[Anatomy, tuple[tuple[Bricks, ...], Bricks]] = WeakKeyDictionary()
"""As long as the body: hands, monitors and the debriefing look through one."""


def bricks_of(anatomy: Anatomy) -> tuple[tuple[Bricks, ...], Bricks]:
    """Its bones, and its soft tissue with bone counted as soft."""
    found = _bricked.get(anatomy)
    if found is None:
        with aside() as begin:
            soft = begin(lambda: Bricks.of(anatomy.coarse.grid, soft_density(anatomy.coarse), SOFT_UNIT))
            bone = tuple(Bricks.of(density.grid, density.values, 1.0 / FULL) for density in anatomy.bone)
            found = _bricked[anatomy] = bone, soft.result()
    return found


class Fluoroscope:
    """Pictures of one anatomy; safe to use from several threads."""

    def __init__(self, anatomy: Anatomy) -> None:
        self.bone, self.soft = bricks_of(anatomy)
        self._kept: LRUCache[tuple[View, float, float, int], Background] = LRUCache(KEPT)
        self._lock = Lock()

    def background(self, view: View, kvp: float, size: int, copper_mm: float = COPPER_MM) -> Background:
        """The body's picture; traced only if this pose is new."""
        key = (view, round(kvp, 1), copper_mm, size)
        with self._lock:
            if key in self._kept:
                return self._kept[key]
        made = self._traced(view, beam(round(kvp, 1), copper_mm), size)
        with self._lock:
            self._kept[key] = made
        return made

    def _traced(self, view: View, with_beam: Beam, size: int) -> Background:
        bone, soft = picture(self.bone, view, size), picture([self.soft], view, size)
        log_signal = np.empty_like(bone)

        def rows(top: int, bottom: int) -> None:
            bare = np.subtract(soft[top:bottom], bone[top:bottom], out=soft[top:bottom])
            np.maximum(bare, 0.0, out=bare)
            anatomy_signal(with_beam.table, bare.ravel(), bone[top:bottom].ravel(), log_signal[top:bottom].reshape(-1))

        over_rows(rows, size)
        return Background(soft, bone, log_signal)

    def linear(
        self, view: View, kvp: float, size: int, needle: Steel | None = None, contrast: Iodine | None = None, copper_mm: float = COPPER_MM
    ) -> NDArray[np.float32]:
        """(size, size): the noiseless signal at the detector, 1 in the open beam, with needle and contrast."""
        body = self.background(view, kvp, size, copper_mm)
        signal = body.signal
        foreign = []
        if needle is not None:
            foreign.append((*steel_paths(view, needle, size), "steel"))
        if contrast is not None and len(contrast.mg):
            foreign.append((*iodine_paths(view, contrast, size), "iodine"))
        for window, paths, kind in foreign:
            others = [(w, p) for w, p, k in foreign if k != kind]
            self._weaken(signal, body, beam(round(kvp, 1), copper_mm), window, paths, kind, others)
        return signal

    def _weaken(
        self,
        signal: NDArray[np.float32],
        body: Background,
        with_beam: Beam,
        window: Window,
        paths: NDArray[np.float32],
        kind: str,
        others: list[tuple[Window, NDArray[np.float32]]],
    ) -> None:
        """Work out the pixels of one window anew, with everything foreign that lies over them."""
        if window.empty:
            return
        here = window.slices()
        other = np.zeros_like(paths)
        for w, p in others:
            top, bottom = max(w.top, window.top), min(w.bottom, window.bottom)
            left, right = max(w.left, window.left), min(w.right, window.right)
            if top < bottom and left < right:
                other[top - window.top : bottom - window.top, left - window.left : right - window.left] = p[
                    top - w.top : bottom - w.top, left - w.left : right - w.left
                ]
        steel, iodine = (paths, other) if kind == "steel" else (other, paths)
        soft, bone, log_signal = (np.ascontiguousarray(a[here]) for a in (body.soft, body.bone, body.log_signal))
        out = np.empty_like(paths)

        def rows(top: int, bottom: int) -> None:
            with_foreign(
                with_beam.weights, with_beam.mu,
                *(a[top:bottom].reshape(-1) for a in (soft, bone, iodine, steel, log_signal, out)),
            )  # fmt: skip

        over_rows(rows, paths.shape[0])
        signal[here] = out
