"""What of the pelvis stands between an eye and the spine under glass: the hip clears, and of the sacrum the wing is cut away. Needs VTK."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from vtkmodules.vtkCommonDataModel import vtkPlane
from vtkmodules.vtkRenderingCore import vtkActor

from sim.qt.theatre.cutaway import draw_nearer, lid_of
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.looks import NEAR_HIP, Colour

BESIDE = 0.2
"""Of an eye's distance: an eye that is no further beside the spine has both sides beside it"""
CUTS, FROM_MM, TO_MM = (0.4, 0.75), 66.0, 31.0
"""The glass at which the cut through the sacrum begins and at which it is done; and how far from the midline it lies then: from beyond its
wing to beside the end of its body, so that joints and foramina stay (guesses, by eye)"""
HIPS = {"hip_right": 1.0, "hip_left": -1.0}


class Flank:
    """Of the eye's side."""

    def __init__(self, inside: Colour) -> None:
        self.lid = lid_of(inside)
        self._planes = vtkPlane(), vtkPlane()
        """Of the sacrum, and of its lid"""

    def clear(self, parts: Mapping[str, vtkActor], eye: Eye, glass: float) -> None:
        """As an eye sees it."""
        for name, side in HIPS.items():
            if name in parts:
                parts[name].GetProperty().SetOpacity(NEAR_HIP if side == near(eye) else 1.0)
        if "sacrum" not in parts:
            return
        self.lid.GetMapper().SetInputData(parts["sacrum"].GetMapper().GetInput())
        at, side = cut_mm(glass), near(eye)
        for plane in self._planes:
            plane.SetOrigin(side * at, 0.0, 0.0)
            plane.SetNormal(-side, 0.0, 0.0)
        draw_nearer(self.lid, self._planes[1], eye)
        self.lid.SetVisibility(side != 0 and glass > 0 and at < FROM_MM)
        for mapper, plane in zip((parts["sacrum"].GetMapper(), self.lid.GetMapper()), self._planes, strict=True):
            mapper.RemoveAllClippingPlanes()
            if self.lid.GetVisibility():
                mapper.AddClippingPlane(plane)


def near(eye: Eye) -> float:
    """The eye's side of the patient, +1 right; 0 where it looks from behind."""
    return float(np.sign(eye.place[0])) if abs(eye.place[0]) > BESIDE * eye.away_mm else 0.0


def cut_mm(glass: float) -> float:
    """From the midline to the cut through the sacrum."""
    return float(np.interp(glass, CUTS, (FROM_MM, TO_MM)))
