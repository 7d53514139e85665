"""Slices of an MRI made beside the window: of each picture only the newest wish is made, and what was made is kept for a while.

Of a slice that is not there yet there is a draft first, in a tenth of a second: nobody looks at a black square, nor at the slice before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from scipy import ndimage

from scenarios.chart import Oedematous
from sim.procedure.mr_image import MrScanner
from sim.procedure.signals import Weighting
from sim.procedure.slices import SlicePlane, SlicePose
from sim.qt.job import Fault, Job

KEPT = 60
"""Slices of 0.3 MB: both stacks of one examination."""
COARSE = 4
"""Pixels of a slice across one of its draft"""


@dataclass(frozen=True)
class Wish:
    """Which slice of which series."""

    plane: SlicePlane
    weighting: Weighting
    oedema: tuple[Oedematous, ...]
    number: int


class Slicer(QObject):
    """One picture is made at a time, in a thread of its own; the parent's end is its end too."""

    made = Signal(object, object, bool)
    """Wish, (rows, columns) of brightness: its draft, then itself; and whether it is the draft"""
    failed = Signal(str)

    def __init__(self, scanner: MrScanner, parent: QObject) -> None:
        super().__init__(parent)
        self._scanner = scanner
        self._kept: dict[Wish, NDArray[np.float16]] = {}
        self._drafts: dict[SlicePlane, tuple[Wish, SlicePose]] = {}
        """Still to be made, by plane: all of these before any whole slice"""
        self._waiting: dict[SlicePlane, tuple[Wish, SlicePose]] = {}
        self._jobs: list[Job] = []
        parent.destroyed.connect(partial(_abandon, self._jobs))

    def ask(self, wish: Wish, pose: SlicePose) -> None:
        """Make this slice instead of whatever of its plane still waits; at once if it is kept."""
        self._waiting.pop(wish.plane, None)
        self._drafts.pop(wish.plane, None)
        if wish in self._kept:
            self.made.emit(wish, self._kept[wish], False)
            return
        self._waiting[wish.plane] = self._drafts[wish.plane] = wish, pose
        QTimer.singleShot(0, self, self._next)  # a page that is set up asks for one slice after another of a plane

    def _next(self) -> None:
        if self._jobs or not self._waiting:
            return
        is_draft = bool(self._drafts)
        some = self._drafts or self._waiting
        wish, pose = some.pop(next(iter(some)))
        make = partial(draft if is_draft else whole, self._scanner, wish, pose)
        self._jobs.append(Job("slicer", lambda _: make(), partial(self._done, wish, is_draft), self._broken))

    def _done(self, wish: Wish, is_draft: bool, picture: NDArray[np.float16]) -> None:
        self._jobs.clear()
        if not is_draft:
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[wish] = picture
        self.made.emit(wish, picture, is_draft)
        self._next()

    def _broken(self, fault: Fault) -> None:
        self._jobs.clear()
        self.failed.emit(fault.words)
        self._next()


def whole(scanner: MrScanner, wish: Wish, pose: SlicePose) -> NDArray[np.float16]:
    """(pixels, pixels): the slice."""
    return scanner.picture(pose, wish.weighting, wish.oedema, wish.plane == "sagittal").astype(np.float16)


def draft(scanner: MrScanner, wish: Wish, pose: SlicePose) -> NDArray[np.float16]:
    """(pixels, pixels): the same of so few places that it is there at once, and soft."""
    few = whole(scanner, wish, replace(pose, pixels=pose.pixels // COARSE, pixel_mm=pose.pixel_mm * COARSE))
    return np.asarray(ndimage.zoom(few.astype(np.float32), COARSE, order=1, grid_mode=True, mode="nearest"), np.float16)


def _abandon(jobs: list[Job]) -> None:
    for job in jobs:
        job.abandon()
