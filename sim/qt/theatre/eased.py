"""A surface without the steps and facets of what it was made from. Needs VTK."""

from __future__ import annotations

from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkFiltersCore import vtkWindowedSincPolyDataFilter

from sim.qt.theatre.polydata import polydata
from sim.qt.theatre.solids import Solid

ROUNDS, PASS_BAND, LEAST = 20, 0.06, 500
"""Of easing; and of how many corners a surface is at least that is eased: a made thing keeps its edges"""


def eased(solid: Solid) -> Solid:
    """Its corners keep their number and order."""
    if len(solid.vertices) < LEAST:
        return solid
    sinc = vtkWindowedSincPolyDataFilter()
    sinc.SetInputData(polydata(solid))
    sinc.SetNumberOfIterations(ROUNDS)
    sinc.SetPassBand(PASS_BAND)
    sinc.NormalizeCoordinatesOn()
    sinc.BoundarySmoothingOff()
    sinc.Update()
    return Solid(vtk_to_numpy(sinc.GetOutput().GetPoints().GetData()).astype(float), solid.faces)
