"""Contrast under the room's glass: one smooth body of what the session handed out, made beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sim.qt.job import Fault, Job, Tell
from sim.records.contrast_layers import Layer
from sim.session.iodine import GlassContrast

if TYPE_CHECKING:
    from vtkmodules.vtkCommonDataModel import vtkPolyData

TRIANGLES = 3_500
"""Of contrast: it is drawn while something moves, too"""
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
    from sim.qt.theatre.polydata import smooth

    (whole,) = bodies_of([Layer(0, given.places, given.cell_mm)])
    return {"contrast": smooth(fewer(whole, TRIANGLES))}
