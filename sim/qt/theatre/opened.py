"""What glass shows of the patient, as an eye sees it now: veils without edges, and bone that clears before tip and contrast. Needs VTK."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkCommonDataModel import vtkPolyData

from meshes.space import Vector
from sim.qt.theatre.cast import Cast
from sim.qt.theatre.keyhole import density, density_over, parted
from sim.qt.theatre.looks import LOOKS
from sim.qt.theatre.polydata import places_of
from sim.qt.theatre.veils import nearest_first, veiled

BEFORE = "bone_before"
"""Bone that clears"""
VEILS, HIPS = ("skin", "muscle"), ("hip_right", "hip_left")


class Opened:
    """Remembers what it made last: the parts of a fine picture share it."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._of: tuple[object, ...] = ()
        self._cloud: NDArray[np.float64] | None = None
        self._made: dict[str, vtkPolyData] = {}

    def seen(
        self, moving: bool, eye: Vector, glass: float, tip: Vector | None, cloud: NDArray[np.float64] | None
    ) -> dict[str, vtkPolyData]:
        """By name, what is drawn otherwise than it was made. ``cloud``: (k, 3) mm of contrast."""
        wanted = (moving, *eye, glass, None if tip is None else tuple(tip))
        if wanted != self._of or cloud is not self._cloud:
            self._of, self._cloud, self._made = wanted, cloud, self._make(moving, eye, glass, tip, cloud)
        return self._made

    def _make(
        self, moving: bool, eye: Vector, glass: float, tip: Vector | None, cloud: NDArray[np.float64] | None
    ) -> dict[str, vtkPolyData]:
        drawn = self._cast.steady | (self._cast.moving if moving else {})
        found = {name: veiled(drawn[name], eye) for name in VEILS if name in drawn and not (moving and name == "muscle")}
        found |= {name: nearest_first(drawn[name], eye) for name in HIPS if name in drawn}
        if "bone" in drawn and (tip is not None or cloud is not None):
            places = places_of(drawn["bone"])
            dense = np.ones(len(places))
            if tip is not None:
                dense = np.minimum(dense, density(places, eye, tip, glass))
            if cloud is not None:
                dense = np.minimum(dense, density_over(places, eye, cloud, glass))
            found["bone"], found[BEFORE] = parted(drawn["bone"], LOOKS[BEFORE].colour, eye, dense)
        return found
