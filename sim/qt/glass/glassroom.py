"""Pictures of the patient as glass, made beside the window: of each view the newest shot, coarse at once and fine when it rests.

What draws them takes a second and 200 MB to load, and belongs to the one thread that does it.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from sim.qt.glass.shot import GlassPrint, Shot
from sim.qt.job import Fault, Job, Tell
from sim.qt.theatre.solids import Solid

if TYPE_CHECKING:
    from sim.qt.glass.glass_scene import GlassScene

REST_S = 0.22
"""When nothing newer was asked for so long, all views are drawn finely."""
FINE = tuple(((i + 0.5) / 6 - 0.5, ((i * 5 % 6) + 0.5) / 6 - 0.5) for i in range(6))
"""Shifts by parts of a pixel: so many pictures make the fine one"""
LAST_S = 10.0
Body = Callable[[], Mapping[str, Solid]]
"""Makes the parts of a body; called beside the window"""


class Glassroom(QObject):
    """Draws the shots of any number of views of one body, in a thread of its own from the first one on."""

    made = Signal(str, object)
    """view, GlassPrint"""
    failed = Signal(object)
    """Fault: nothing more is drawn"""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self._body: Body | None = body
        """To be shown from the next picture on"""
        self._wanted: dict[str, tuple[int, Shot]] = {}
        self._coarse: dict[str, tuple[int, Shot]] = {}
        """Drawn coarsely, to be drawn again"""
        self._tickets = 0
        self._stop = False
        self._fresh = threading.Condition()
        self._worker: Job | None = None
        _rooms.add(self)

    def ask(self, view: str, shot: Shot) -> None:
        """Draw this for that view, instead of whatever still waits for it."""
        with self._fresh:
            self._tickets += 1
            self._wanted[view] = self._tickets, shot
            self._fresh.notify()
        if self._worker is None:
            self._worker = Job("glass", self._run, lambda _: None, self._fail)

    @property
    def asked(self) -> int:
        """The newest shot's number."""
        return self._tickets

    def show_body(self, body: Body) -> None:
        """Another one in its place."""
        with self._fresh:
            self._body = body

    def close(self, patience_s: float = 0.0) -> None:
        """Nothing more is heard of it; its thread ends after the picture at which it is, for which no window waits."""
        with self._fresh:
            self._stop = True
            self._fresh.notify()
        if self._worker is not None:
            self._worker.abandon(patience_s)

    def _fail(self, fault: Fault) -> None:
        self.failed.emit(fault)

    # --- in its own thread ------------------------------------------------------------------------------------------------

    def _run(self, tell: Tell) -> None:
        from sim.qt.glass.glass_scene import GlassScene

        scene = GlassScene()
        try:
            while (job := self._next()) is not None:
                view, ticket, shot, fine, body = job
                if body is not None:
                    scene.show_body(body())
                pixels = self._finely(scene, shot) if fine else scene.picture(shot, moving=True)
                if pixels is None:
                    self._later(view, ticket, shot)
                else:
                    self.made.emit(view, GlassPrint(shot, _as_image(pixels), ticket, fine, scene.signs()))
        finally:
            scene.close()

    def _next(self) -> tuple[str, int, Shot, bool, Body | None] | None:
        """What to draw now, whether finely, and of which body if it is another; waits for it. None when the room closes."""
        with self._fresh:
            if self._coarse and not self._wanted and not self._stop:
                self._fresh.wait(REST_S)
            while not (self._wanted or self._coarse or self._stop):
                self._fresh.wait()
            if self._stop:
                return None
            body, self._body = self._body, None
            waiting = self._wanted or self._coarse
            view = next(iter(waiting))
            ticket, shot = waiting.pop(view)
            fine = waiting is self._coarse
            if not fine:
                self._coarse[view] = ticket, shot
            return view, ticket, shot, fine, body

    def _later(self, view: str, ticket: int, shot: Shot) -> None:
        """What was broken off is drawn finely after all, unless its own view wants another by now."""
        with self._fresh:
            if view not in self._wanted:
                self._coarse[view] = ticket, shot

    def _finely(self, scene: GlassScene, shot: Shot) -> NDArray[np.uint8] | None:
        """None if something newer is asked for meanwhile."""
        whole = np.zeros((shot.height, shot.width, 3), np.uint16)
        for shift in FINE:
            whole += scene.picture(shot, moving=False, shift_px=shift)
            if self._wanted or self._stop:
                return None
        return (whole // len(FINE)).astype(np.uint8)


_rooms: WeakSet[Glassroom] = WeakSet()


@atexit.register
def _close_all() -> None:
    """A thread that draws while the program's memory is taken down brings it down."""
    for room in tuple(_rooms):
        room.close(LAST_S)


def _as_image(pixels: NDArray[np.uint8]) -> QImage:
    """A picture that owns its pixels."""
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
