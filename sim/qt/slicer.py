"""Slices of an MRI made beside the window: of each picture only the newest wish is made, and what was made is kept for a while."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from scenarios.chart import Oedematous
from sim.procedure.mr_image import MrScanner
from sim.procedure.signals import Weighting
from sim.procedure.slices import SlicePlane, SlicePose
from sim.qt.job import Fault, Job

KEPT = 60
"""Slices of 0.3 MB: both stacks of one examination."""


@dataclass(frozen=True)
class Wish:
    """Which slice of which series."""

    plane: SlicePlane
    weighting: Weighting
    oedema: tuple[Oedematous, ...]
    number: int


class Slicer(QObject):
    """One picture is made at a time, in a thread of its own; the parent's end is its end too."""

    made = Signal(object, object)
    """Wish, (rows, columns) of brightness"""
    failed = Signal(str)

    def __init__(self, scanner: MrScanner, parent: QObject) -> None:
        super().__init__(parent)
        self._scanner = scanner
        self._kept: dict[Wish, NDArray[np.float16]] = {}
        self._waiting: dict[SlicePlane, tuple[Wish, SlicePose]] = {}
        self._jobs: list[Job] = []
        parent.destroyed.connect(partial(_abandon, self._jobs))

    def ask(self, wish: Wish, pose: SlicePose) -> None:
        """Make this slice instead of whatever of its plane still waits; at once if it is kept."""
        self._waiting.pop(wish.plane, None)
        if wish in self._kept:
            self.made.emit(wish, self._kept[wish])
            return
        self._waiting[wish.plane] = wish, pose
        self._next()

    def _next(self) -> None:
        if self._jobs or not self._waiting:
            return
        wish, pose = self._waiting.pop(next(iter(self._waiting)))
        scanner = self._scanner
        self._jobs.append(
            Job(
                "slicer",
                lambda _: scanner.picture(pose, wish.weighting, wish.oedema, wish.plane == "sagittal").astype(np.float16),
                partial(self._done, wish),
                self._broken,
            )
        )

    def _done(self, wish: Wish, picture: NDArray[np.float16]) -> None:
        self._jobs.clear()
        while len(self._kept) >= KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[wish] = picture
        self.made.emit(wish, picture)
        self._next()

    def _broken(self, fault: Fault) -> None:
        self._jobs.clear()
        self.failed.emit(fault.words)
        self._next()


def _abandon(jobs: list[Job]) -> None:
    for job in jobs:
        job.abandon()
