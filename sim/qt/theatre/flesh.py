"""One smooth skin over many tapering rods, as a glove's over a hand; with the light that its own hollows keep from it. Needs VTK."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D

from meshes.space import length, unit
from sim.qt.theatre.solids import Solid

CELL_MM = 4.9
WITHIN_MM, BETWEEN_MM = 4.0, 1.6
"""How softly the rods of one part run into one another, and one part into the next: fingers stay fingers"""
BELONGS_MM = 5.0
FAR_MM = 60.0
STEP_MM = 0.5
NEAR_MM, HELD_BACK = (6.0, 14.0), 0.68
"""How far off a surface looks for what stands over it, and how much of the light that may take"""


class Flesh:
    """Parts by name, each of chains: x, y, z and radius at each joint, mm."""

    def __init__(self, parts: Mapping[str, Iterable[ArrayLike]]) -> None:
        self.parts = {name: np.concatenate([_rods(chain) for chain in chains]) for name, chains in parts.items()}
        """(n, 8): place and radius at either end of each rod"""

    def skin(self) -> Solid:
        """All of it as one surface."""
        ends = np.concatenate(list(self.parts.values())).reshape(-1, 4)
        low, high = (ends[:, :3] - ends[:, 3:]).min(0) - 2 * CELL_MM, (ends[:, :3] + ends[:, 3:]).max(0) + 2 * CELL_MM
        size = np.ceil((high - low) / CELL_MM).astype(int) + 1
        lattice = low + CELL_MM * np.stack(np.meshgrid(*(np.arange(n) for n in size), indexing="ij"), -1)
        image, edges = vtkImageData(), vtkFlyingEdges3D()
        image.SetDimensions(*size.tolist())
        image.SetSpacing(CELL_MM, CELL_MM, CELL_MM)
        image.SetOrigin(*low)
        within = -self.off(lattice.reshape(-1, 3)).reshape(size)  # it faces to where this is less
        image.GetPointData().SetScalars(numpy_to_vtk(within.ravel(order="F"), deep=True))
        edges.SetInputData(image)
        edges.SetValue(0, 0.0)
        edges.Update()
        found = edges.GetOutput()
        places = vtk_to_numpy(found.GetPoints().GetData()).astype(float)
        places = places - self.off(places)[:, None] * self.outward(places)  # onto the skin: a cell's edge is straight
        return Solid(places, vtk_to_numpy(found.GetPolys().GetConnectivityArray()).reshape(-1, 3).astype(np.int64))

    def off(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """mm from (n, 3) places to the skin; less than nothing within."""
        return _softly((self._part_off(name, places) for name in self.parts), BETWEEN_MM)

    def outward(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 3): unit, away from the skin; smooth even where triangles are thin."""
        slopes = [self.off(places + step) - self.off(places - step) for step in STEP_MM * np.eye(3)]
        return unit(np.stack(slopes, -1))

    def share(self, name: str, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """0 to 1: how much (n, 3) places of the skin belong to a part."""
        rest = _softly((self._part_off(other, places) for other in self.parts if other != name), BETWEEN_MM)
        return np.asarray(1 / (1 + np.exp(np.clip((self._part_off(name, places) - rest) / BELONGS_MM, -30, 30))))

    def open(self, places: NDArray[np.float64], normals: NDArray[np.float64]) -> NDArray[np.float64]:
        """0 to 1: what is left of the light at (n, 3) places of the skin."""
        taken = [np.clip(1 - self.off(places + far * normals) / far, 0, 1) for far in NEAR_MM]
        return np.asarray(1 - HELD_BACK * np.mean(taken, axis=0))

    def _part_off(self, name: str, places: NDArray[np.float64]) -> NDArray[np.float64]:
        return _softly((_to(rod, places) for rod in self.parts[name]), WITHIN_MM)


def _rods(chain: ArrayLike) -> NDArray[np.float64]:
    rows = np.asarray(chain, float)
    return np.concatenate([rows[:-1], rows[1:]], axis=1)


def _to(rod: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    start, way, wide = rod[:3], rod[4:7] - rod[:3], rod[3::4]
    t = np.clip((places - start) @ way / float(way @ way), 0, 1)
    return np.asarray(length(places - start - t[:, None] * way) - (wide[0] + t * (wide[1] - wide[0])))


def _softly(fields: Iterable[NDArray[np.float64]], soft_mm: float) -> NDArray[np.float64]:
    """The least of them, without a crease."""
    every = np.minimum(np.stack(list(fields)), FAR_MM)
    return np.asarray(-soft_mm * np.log(np.exp(-every / soft_mm).sum(0)))
