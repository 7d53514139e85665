"""What lights the room that is drawn. Needs VTK."""

from __future__ import annotations

import numpy as np
from vtkmodules.vtkRenderingCore import vtkLight

from meshes.space import POSTERIOR

LAMP, FILL = 0.72, 0.38


def lamps(side: int) -> tuple[vtkLight, vtkLight]:
    """One over the table and little from where the eye is: two are what software draws fast."""
    lamp, fill = vtkLight(), vtkLight()
    lamp.SetLightTypeToSceneLight()
    lamp.SetPosition(*(900.0 * POSTERIOR + np.array([250.0 * side, 0.0, 250.0])))
    lamp.SetFocalPoint(0.0, 0.0, 0.0)
    lamp.SetIntensity(LAMP)
    fill.SetLightTypeToHeadlight()
    fill.SetIntensity(FILL)
    return lamp, fill
