"""What of the pelvis stands between an eye and the spine under glass: the hip clears, and of the sacrum the wing is cut away. Needs VTK."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from vtkmodules.vtkRenderingCore import vtkActor

from meshes.space import RIGHT
from sim.qt.theatre.cut_face import CutFace
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.looks import NEAR_HIP

BESIDE = 0.2
"""Of an eye's distance: an eye that is no further beside the spine has both sides beside it"""
CUTS, FROM_MM, TO_MM = (0.4, 0.75), 66.0, 31.0
"""The glass at which the cut through the sacrum begins and at which it is done; and how far from the midline it lies then: from beyond its
wing to beside the end of its body, so that joints and foramina stay (guesses, by eye)"""
HIPS = {"hip_right": 1.0, "hip_left": -1.0}


class Flank:
    """Of the eye's side."""

    def __init__(self) -> None:
        self.face = CutFace()

    def clear(self, parts: Mapping[str, vtkActor], eye: Eye, glass: float) -> None:
        """As an eye sees it."""
        for name, side in HIPS.items():
            if name in parts:
                parts[name].GetProperty().SetOpacity(NEAR_HIP if side == near(eye) else 1.0)
        if "sacrum" not in parts:
            return
        at, side, mapper = cut_mm(glass), near(eye), parts["sacrum"].GetMapper()
        is_cut = side != 0 and glass > 0 and at < FROM_MM
        self.face.actor.SetVisibility(is_cut)
        mapper.RemoveAllClippingPlanes()
        if is_cut:
            self.face.lie(mapper.GetInput(), side * at * RIGHT, side * RIGHT)
            mapper.AddClippingPlane(self.face.plane)


def near(eye: Eye) -> float:
    """The eye's side of the patient, +1 right; 0 where it looks from behind."""
    return float(np.sign(eye.place[0])) if abs(eye.place[0]) > BESIDE * eye.away_mm else 0.0


def cut_mm(glass: float) -> float:
    """From the midline to the cut through the sacrum."""
    return float(np.interp(glass, CUTS, (FROM_MM, TO_MM)))
