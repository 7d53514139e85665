"""Pictures made beside the window: the newest request wins, and a late picture never replaces a newer one."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from sim.fluoroscopy.detector import ALL_STAGES, Stages
from sim.imaging import SIZE, Imager
from sim.observation import Picture


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

    def __init__(self, imager: Imager) -> None:
        super().__init__()
        self.imager = imager
        self.stages: Stages = ALL_STAGES
        self._wanted: dict[str, tuple[int, Picture]] = {}
        self._tickets = 0
        self._fresh = threading.Condition()
        self._stop = False
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

    def close(self) -> None:
        with self._fresh:
            self._stop = True
            self._fresh.notify()
        self._thread.join(timeout=10.0)

    def _run(self) -> None:
        while True:
            with self._fresh:
                while not self._wanted and not self._stop:
                    self._fresh.wait()
                if self._stop:
                    return
                # the live monitor goes first
                monitor = min(self._wanted, key=lambda name: name != "live")
                ticket, picture = self._wanted.pop(monitor)
            greys = self.imager.greys(picture.exposure, SIZE, self.stages)
            self.made.emit(monitor, Print(picture, as_image(greys), ticket))


def as_image(greys: NDArray[np.uint8]) -> QImage:
    """A picture that owns its pixels."""
    height, width = greys.shape
    return QImage(greys.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
