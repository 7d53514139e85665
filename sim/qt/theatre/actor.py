"""A part of the room as VTK has it: made by its name, and darker behind what glass shows. Needs VTK."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

from sim.qt.theatre.cast import LIT, TINTED
from sim.qt.theatre.hand import HANDS
from sim.qt.theatre.looks import LOOKS

ARMS = tuple(f"{name}_arm" for name in HANDS)
THIN = ("sheet", "hem", "blanket", "cap", "shadow", "cone", "laser", "live", "reference")
"""Seen from both sides; of all else only the outside is drawn."""
AMBIENT, FILM = 0.16, {"bag": 0.62}
"""Of the light what comes from all sides; and what does so through a clear film, by name (guess, by eye)"""
DIMMED_AT, DARKEST = 0.3, 0.38
"""The glass from which on the room is as dark as it gets, and what is left of its light then (guesses, by eye)"""


def actor_of(name: str) -> vtkActor:
    """Nothing is drawn of it yet."""
    actor, mapper, look = vtkActor(), vtkPolyDataMapper(), LOOKS[name]
    actor.SetMapper(mapper)
    mapper.SetScalarVisibility(name in (*LIT, *TINTED, *HANDS, *ARMS))
    prop = actor.GetProperty()
    prop.SetColor(*(c / 255 for c in look.colour))
    prop.SetOpacity(look.opacity)
    prop.SetSpecular(look.shine)
    prop.SetSpecularPower(24.0)
    prop.SetAmbient(FILM.get(name, AMBIENT))
    prop.SetBackfaceCulling(name not in THIN)
    if look.glows or name in (*LIT, *HANDS, *ARMS):
        prop.LightingOff()
    return actor


def dim(room: Iterable[tuple[str, vtkActor]], glass: float) -> None:
    """Room and machines, by name, behind what glass, 0 to 1, shows."""
    left = light_at(glass)
    for name, actor in room:
        prop = actor.GetProperty()
        prop.SetAmbient(left * FILM.get(name, AMBIENT))
        prop.SetDiffuse(left)
        prop.SetSpecular(left * LOOKS[name].shine)


def light_at(glass: float) -> float:
    """What is left of the room's light."""
    return float(np.interp(glass, (0.0, DIMMED_AT), (1.0, DARKEST)))
