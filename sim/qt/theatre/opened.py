"""What glass shows of the patient, as an eye sees it: the skin's contour, muscle without an edge, and hips. Needs VTK."""

from __future__ import annotations

from vtkmodules.vtkCommonDataModel import vtkPolyData

from meshes.space import Vector
from sim.qt.theatre.cast import Cast
from sim.qt.theatre.flank import HIPS
from sim.qt.theatre.veils import nearest_first, rimmed, veiled


class Opened:
    """Remembers what it made last: the parts of a fine picture share it."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._of: tuple[object, ...] = ()
        self._made: dict[str, vtkPolyData] = {}

    def seen(self, moving: bool, eye: Vector) -> dict[str, vtkPolyData]:
        """By name, what is drawn otherwise than it was made."""
        wanted = (moving, *eye)
        if wanted != self._of:
            self._of, self._made = wanted, self._make(moving, eye)
        return self._made

    def _make(self, moving: bool, eye: Vector) -> dict[str, vtkPolyData]:
        drawn = self._cast.steady | (self._cast.moving if moving else {})
        found = {"skin": rimmed(drawn["skin"], eye)} if "skin" in drawn else {}
        if "muscle" in drawn and not moving:
            found["muscle"] = veiled(drawn["muscle"], eye)
        return found | {name: nearest_first(drawn[name], eye) for name in HIPS if name in drawn}
