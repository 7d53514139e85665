"""All meshes of the room, ready to be drawn: made beside the window. Needs VTK: import it when it is to be drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray
from vtkmodules import vtkRenderingOpenGL2 as _opengl  # noqa: F401  which makes render windows of vtkRenderWindow
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow

from meshes.anatomy import Anatomy
from sim.qt.theatre import gantry
from sim.qt.theatre.arm import in_folds
from sim.qt.theatre.baked_light import Surroundings, lamplight
from sim.qt.theatre.coarser import coarse, fewer
from sim.qt.theatre.eased import eased
from sim.qt.theatre.furniture import beside
from sim.qt.theatre.hand import HANDS, LOW, Hand, hand
from sim.qt.theatre.looks import CLOTH, GLOVE, GOWN, LOOKS, WHITE
from sim.qt.theatre.polydata import (
    as_one,
    colours_of,
    darkening,
    darkness,
    edged,
    fading,
    film_of,
    lit,
    normals_of,
    places_of,
    rounded,
    smooth,
    tinted,
)
from sim.qt.theatre.solids import Solid
from sim.qt.theatre.stage import Scenery, stage_of

GROWN = ("skin", "back", "sheet", "blanket", "cap", "pillow", "floor")
LONG = ("arteries", "veins")
TINTED = ("muscle", "bag", "cone", "contrast", *LONG)
"""Their own colours are in them, and the light falls on them as it is drawn."""
LIT = ("skin", "back", *CLOTH, "room", "shadow")
"""Their light is baked in."""
SKIN_MOVING_MM = 13.0
MOVING: dict[str, int] = {
    "bone": 10_400,
    "sacrum": 2_600,
    "hip_right": 1_600,
    "hip_left": 1_600,
    "sac": 2_200,
    "nerves": 3_800,
    "discs": 1_800,
    "arteries": 2_400,
    "veins": 2_100,
}
"""Triangles of what glass shows while something moves"""
STEADY_MM = {
    "hip_right": 3.0,
    "hip_left": 3.0,
    "sac": 2.0,
    "nerves": 1.5,
    "discs": 2.5,
}
"""Cells of the same when it rests; muscle, a veil over all, is not drawn while something moves."""
BONE = ("bone", "sacrum")
STEADY = {"bone": 56_000, "sacrum": 14_000, "arteries": 9_000, "veins": 7_700}
"""Triangles of what is thinner than any cell, cut into which a vessel is splinters; and of bone, which is to have no hole"""
LOADED, STAGED = 0.25, 0.55
"""How far the work is, as it is told, when what draws is loaded, and when the stage is set (measured, on one machine)"""


@dataclass(frozen=True, eq=False)
class Cast:
    """All meshes of a stage, ready to be drawn; made beside the window."""

    stage: Scenery
    steady: dict[str, vtkPolyData]
    moving: dict[str, vtkPolyData]
    """Coarser ones of the same names, of those that have any"""
    turning: dict[str, vtkPolyData]
    """The C-arm and the hands: what is put where it stands"""
    hands: dict[str, Hand]
    gloves: dict[str, vtkPolyData]
    """By the same names"""
    around: Surroundings


def cast_of(anatomy: Anatomy, inside: bool, side: int, tell: Callable[[float], object] = lambda share: None) -> Cast:
    """Takes half a second or more; ``tell`` hears how far it is, 0 to 1."""
    _wake()
    tell(LOADED)
    stage = stage_of(anatomy, inside)
    still = {**stage.still, **beside(*stage.table, side), "back": stage.back} | ({"skin": stage.skin} if inside else {})
    todo, done = len(still) + len(stage.inside) + len(stage.inside.keys() & MOVING), count(1)

    def made(data: vtkPolyData) -> vtkPolyData:
        tell(STAGED + (1.0 - STAGED) * next(done) / todo)
        return data

    around = Surroundings(stage.relief, stage.table, side)

    def shown(name: str, solid: Solid) -> vtkPolyData:
        """In the light that falls on it."""
        data = smooth(solid) if name in GROWN else edged(solid)
        return lit(data, lambda places, normals: lamplight(name, places, normals, LOOKS[name].colour, around))

    tell(STAGED)
    drawn = {name: made(shown(name, solid)) for name, solid in still.items()}
    steady = {name: data for name, data in drawn.items() if name in LIT}
    steady["room"] = as_one(data for name, data in drawn.items() if name not in LIT)
    solids = {name: coarse(stage.inside[name], cell_mm) for name, cell_mm in STEADY_MM.items() if name in stage.inside}
    solids |= {
        name: fewer(eased(stage.inside[name]) if name in BONE else stage.inside[name], most)
        for name, most in STEADY.items()
        if name in stage.inside
    }
    steady |= {name: made(_grown(name, solid)) for name, solid in solids.items()}
    if "muscle" in stage.inside:
        steady["muscle"] = made(fading(smooth(stage.inside["muscle"]), LOOKS["muscle"].colour))
    moving = {name: made(_grown(name, fewer(solid, MOVING[name]))) for name, solid in solids.items()}
    if inside:
        steady["skin"] = fading(steady["skin"], colours_of(steady["skin"]))
        skin = shown("skin", coarse(stage.skin, SKIN_MOVING_MM))
        moving["skin"] = fading(skin, colours_of(skin))
    hands = {name: hand(name, side) for name in (*HANDS, LOW)}
    gloves = {name: _gloved(one) for name, one in hands.items()}
    turning = _turning(side)
    for name in HANDS:
        turning |= {name: gloves[name], f"{name}_arm": _sleeved(hands[name])}
    return Cast(stage, steady, moving, turning, hands, gloves, around)


def _grown(name: str, solid: Solid) -> vtkPolyData:
    """What glass shows; a vessel goes on where memory ends, and is lost in the dark there."""
    return darkening(smooth(solid), LOOKS[name].colour) if name in LONG else smooth(solid)


def _wake() -> None:
    """The first picture of all brings the graphics' driver, a quarter of a second long: here no window waits for it."""
    window = vtkRenderWindow()
    window.SetOffScreenRendering(1)
    window.AddRenderer(vtkRenderer())
    window.SetSize(8, 8)
    window.Render()
    window.Finalize()


def _turning(side: int) -> dict[str, vtkPolyData]:
    made = {
        "detector": gantry.detector(),
        "bumper": gantry.bumper(),
        "marks": gantry.marks(),
        "panel": gantry.panel(),
        "bag": gantry.bag(),
        "bag_band": gantry.bag_band(),
        "tube": gantry.tube(),
        "focus_mark": gantry.focus_mark(),
        "tube_band": gantry.tube_band(),
        "arc": gantry.arc(side),
        "belt": gantry.belt(side),
        "cable": gantry.cable(side),
        "carriage": gantry.carriage(),
        "column": gantry.column(),
        "cabinet": gantry.cabinet(),
        "cabinet_band": gantry.cabinet_band(),
        "console": gantry.console(),
        "castors": gantry.castors(),
    }
    drawn = {name: edged(solid) for name, solid in made.items()}
    drawn["bag"] = lit(drawn["bag"], lambda places, _: film_of(gantry.folded(places), LOOKS["bag"].colour))
    drawn["shadow"] = lit(smooth(gantry.floor_shadow()), lambda places, _: darkness(gantry.shadow_of(places)))
    return drawn


def _gloved(one: Hand) -> vtkPolyData:
    """In its colour, darker in its own hollows: the lamp's light falls on it where it is put."""
    return tinted(rounded(one.glove, one.normals), (np.array(GLOVE) * one.open[:, None]).astype(np.uint8))


def _sleeved(one: Hand) -> vtkPolyData:
    """The same of its arm."""
    folds = in_folds(one.sleeve)[:, None]
    parts = ((one.sleeve, np.array(GOWN) * folds), (one.cuff, np.broadcast_to(np.array(GLOVE), one.cuff.vertices.shape)))
    return as_one(tinted(smooth(solid), colours.astype(np.uint8)) for solid, colours in parts)


def lit_at(frame: NDArray[np.float64], data: vtkPolyData, name: str, around: Surroundings) -> vtkPolyData:
    """A part with the lamp's light on its own colours, (n, 3), where a frame, (4, 4), puts it."""
    places, normals = (array @ frame[:3, :3].T for array in (places_of(data), normals_of(data)))
    light = lamplight(name, places + frame[:3, 3], normals, WHITE, around) / 255
    return tinted(data, (colours_of(data) * light).astype(np.uint8))
