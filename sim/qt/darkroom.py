"""Pictures made beside the window: the newest request wins, and a late picture never replaces a newer one.

While the C-arm moves pictures are drafts of half the resolution, so that steering stays smooth; the last one is made again when it rests.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from sim.fluoroscopy.carm import View
from sim.fluoroscopy.detector import ALL_STAGES, Stages
from sim.fluoroscopy.imager import SIZE, Imager
from sim.fluoroscopy.picture import Picture, opened

DRAFT = SIZE // 2
"""Pixels across of what is taken from another place than the picture before."""
REST_S = 0.12
"""When nothing newer was asked for so long, the C-arm rests."""


@dataclass(frozen=True, eq=False)
class Print:
    """A picture ready to be shown."""

    picture: Picture
    image: QImage
    ticket: int = 0
    """Counts the requests: of two prints the later asked for is the newer."""


class Darkroom(QObject):
    """Makes pictures in its own thread."""

    made = Signal(str, object)
    """monitor, Print"""
    failed = Signal(object)
    """The exception that kept a picture from being made"""

    def __init__(self, imager: Imager) -> None:
        super().__init__()
        self.imager = imager
        self.stages: Stages = ALL_STAGES
        self._wanted: dict[str, tuple[int, Picture]] = {}
        self._drafts: dict[str, tuple[int, Picture]] = {}
        """Shown as drafts, to be made again."""
        self._views: dict[str, View] = {}
        """From where each monitor's last picture was taken."""
        self._tickets = 0
        self._fresh = threading.Condition()
        self._stop = False
        self._since_s = 0.0
        """When the picture of the moment was begun; 0 while there is none."""
        self._thread = threading.Thread(target=self._run, name="darkroom", daemon=True)
        self._thread.start()

    def ask(self, monitor: str, picture: Picture) -> None:
        """Make this for that monitor, instead of whatever still waits for it."""
        with self._fresh:
            self._tickets += 1
            self._wanted[monitor] = self._tickets, picture
            self._fresh.notify()

    def switch(self, stage: str, on: bool) -> None:
        """Let a stage of the image chain run or leave it out."""
        self.stages = replace(self.stages, **{stage: on})

    def working_s(self) -> float:
        """How long the picture that is being made has taken; 0 if none is."""
        since = self._since_s
        return time.monotonic() - since if since else 0.0

    def close(self) -> None:
        with self._fresh:
            self._stop = True
            self._fresh.notify()
        self._thread.join(timeout=10.0)

    def _run(self) -> None:
        while (job := self._next()) is not None:
            monitor, ticket, picture, size = job
            self._since_s = time.monotonic()
            try:
                stages = self.stages
                greys = self.imager.greys(opened(picture), size, stages, softened=True)
                made = Print(picture, as_image(greys), ticket)
            except Exception as error:  # the thread's last resort: a monitor that stands still for ever would be worse
                self.failed.emit(error)
                continue
            finally:
                self._since_s = 0.0
            self.made.emit(monitor, made)

    def _next(self) -> tuple[str, int, Picture, int] | None:
        """What to make now, and how large; waits for it. None when the darkroom closes."""
        with self._fresh:
            if self._drafts and not self._wanted and not self._stop:
                self._fresh.wait(REST_S)
            while not (self._wanted or self._drafts or self._stop):
                self._fresh.wait()
            if self._stop:
                return None
            waiting = self._wanted or self._drafts
            # the live monitor goes first
            monitor = min(waiting, key=lambda name: name != "live")
            ticket, picture = waiting.pop(monitor)
            if waiting is self._drafts:
                return monitor, ticket, picture, SIZE
            view = picture.view
            moved = self._views.get(monitor, view) != view
            self._views[monitor] = view
            self._drafts.pop(monitor, None)
            if moved:
                self._drafts[monitor] = ticket, picture
            return monitor, ticket, picture, DRAFT if moved else SIZE


def as_image(greys: NDArray[np.uint8]) -> QImage:
    """A picture that owns its pixels."""
    height, width = greys.shape
    return QImage(greys.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
