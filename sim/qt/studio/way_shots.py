"""The needle's ideal way over a case's own X-rays: of its own script where it has one, else of competent hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios import words
from scenarios.files import InputError
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.dose import automatic
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.views import named_pose
from sim.operators.script import ScriptHands
from sim.qt.case_world import case_world
from sim.qt.job import Fault, Job, Tell
from sim.qt.studio.manuscript import Manuscript
from sim.qt.studio.trials import case_in, scripts_of
from sim.session.session import Session
from sim.session.world import World
from sim.studies.by_hand import own_scripts
from sim.studies.exemplar import exemplar_way, way_in
from sim.studies.rehearsal import perform

VIEWS = ("AP", "lateral")
PIXELS = 512
SEED = 1
"""Of competent hands; a script of one's own has its own"""


@dataclass(frozen=True, eq=False)
class WayShot:
    """An X-ray, and where the needle lies in it."""

    view: str
    greys: NDArray[np.uint8]
    way: NDArray[np.float64]
    """(n, 2) column and row, from the hub to the tip; parts of it may lie outside"""


def draw_way(written: Manuscript, done: Callable[[list[WayShot]], None], failed: Callable[[Fault], None], hear: Tell) -> Job:
    """Beside the window."""
    text, scripts = written.text, scripts_of(written)

    def work(tell: Tell) -> list[WayShot]:
        case = case_in(text)
        world = case_world(case, None, tell)
        own = own_scripts(scripts.parent, case.name) if scripts is not None else []
        tell(words.film("best_coming").removesuffix(" ..."), 1.0)
        if own:
            hands, seed = ScriptHands(own[0], case.target), SEED if own[0].seed is None else own[0].seed
            way = way_in(perform(hands, Session(world, seed)), world)
            if way is None:
                raise InputError(words.film("best_none"))
        else:
            way = exemplar_way(world, SEED)
        imager = world.imager()
        return [_shot(imager, world, name, way) for name in VIEWS]

    return Job("way", work, done, failed, hear)


def _shot(imager: Imager, world: World, name: str, way: NDArray[np.float64]) -> WayShot:
    target = world.scenario.target
    view = View(named_pose(world.anatomy, name, world.squared_level(), target.side, target.landmark(world.technique.target)))
    greys = imager.greys(Exposure(0, 0, view, automatic(world.thickness(view)), OPEN, None, None), PIXELS, softened=True)
    return WayShot(name, greys, view.pixel(view.project(way), PIXELS))
