"""Contrast under the room's glass: one smooth body of what the session handed out, made beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from scipy.spatial import KDTree

from sim.qt.job import Fault, Job, Tell
from sim.qt.theatre.looks import CONTRAST, WHITE
from sim.records.contrast_layers import Layer
from sim.session.iodine import GlassContrast

if TYPE_CHECKING:
    from vtkmodules.vtkCommonDataModel import vtkPolyData

TRIANGLES = 3_500
"""Of contrast: it is drawn while something moves, too"""
AROUND, THIN, THICK = 3.0, 0.33, 0.6
"""How far round a place of its surface, in cells, contrast is counted; and what share of the half of that ball inwards it fills where it is
a film, and where it is dense (guesses, by eye)"""
FILM = 0.75
"""How pale a film of it is: so much of the way to white (guess, by eye)"""
CloudParts = dict[str, "vtkPolyData"]
"""By the names of its parts; empty where there is none"""


class Cloud(QObject):
    """Makes the newest; what came while one was made and is old by then is left out."""

    made = Signal(object)
    """CloudParts"""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._newest: GlassContrast | None = None
        self._of: GlassContrast | None = None
        """What is made now, or was made last"""
        self._job: Job | None = None

    def show_contrast(self, given: GlassContrast | None) -> None:
        self._newest = given
        if self._job is None:
            self._next()

    def _next(self) -> None:
        if self._newest is self._of:
            return
        wanted = self._of = self._newest
        if wanted is None or not len(wanted.places):
            self.made.emit({})
            return
        self._job = Job("cloud", lambda tell: _body(wanted, tell), self._made, self._unmade)

    def _made(self, drawn: CloudParts) -> None:
        self._job = None
        self.made.emit(drawn if self._newest is not None else {})
        self._next()

    def _unmade(self, fault: Fault) -> None:
        """The room stands there without it, and whoever mends it is told why."""
        self._job = None
        fault.trace_out()

    def closing(self) -> None:
        if self._job is not None:
            self._job.abandon()


def _body(given: GlassContrast, _: Tell) -> CloudParts:
    from sim.qt.glass.softened import bodies_of
    from sim.qt.theatre.coarser import fewer
    from sim.qt.theatre.polydata import smooth, tinted

    (whole,) = bodies_of([Layer(0, given.places, given.cell_mm)])
    body = fewer(whole, TRIANGLES)
    pale = FILM * (1.0 - dense(body.vertices, given))[:, None]
    return {"contrast": tinted(smooth(body), ((1.0 - pale) * CONTRAST + pale * WHITE).astype(np.uint8))}


def dense(places: NDArray[np.float64], given: GlassContrast) -> NDArray[np.float64]:
    """0 to 1 at (n, 3) mm of its surface: thin edges and islands hold little."""
    held = KDTree(given.places).query_ball_point(places, AROUND * given.cell_mm, return_length=True)
    half_a_ball = 2 / 3 * np.pi * AROUND**3
    return np.asarray(np.clip((held / half_a_ball - THIN) / (THICK - THIN), 0.0, 1.0))
