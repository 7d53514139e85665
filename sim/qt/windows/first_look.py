"""A case made ready, with a first picture before the room opens: what a first start compiles is compiled under a bar, not at the pedal."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

from meshes.compiled import hearing
from meshes.sharing import aside
from scenarios.schema import Scenario
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.dose import automatic
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.views import named_pose
from sim.qt.case_world import case_world
from sim.qt.job import Tell
from sim.qt.windows.requested import Ready
from sim.qt.words import phrase
from sim.session.patients import patient_from
from sim.session.world import World

PIXELS = 256
"""Across; the trunk is traced at fewer and enlarged, as in a picture that is shown."""
COMPILED = 60
"""About so many functions are compiled from a case's choice to its first picture."""


def ready(case: Scenario, folder: Path | None, before: Ready | None, tell: Tell) -> Ready:
    """The case in its own patient or in a folder's; of the same body as before the maker of pictures stays.

    Raises InputError as ``World.of`` does.
    """
    world = case_world(
        case, patient_from(folder) if folder else None, lambda stage, share: tell(phrase("first_look.building", stage=stage), share)
    )
    if before is not None and before.world.anatomy.fingerprint() == world.anatomy.fingerprint():
        return Ready(world, before.imager)
    done = count(1)
    with hearing(lambda: tell(phrase("first_look.compiling"), min(next(done) / COMPILED, 1.0))), aside() as begin:
        # what goes through every voxel, and would keep the window waiting when the room opens
        gone_through = begin(lambda: (world.anatomy.fingerprint(), world.clefts_known))
        imager = world.imager()
        look(imager, world)
        gone_through.result()
    return Ready(world, imager)


def look(imager: Imager, world: World) -> None:
    """Take a picture of a body that breathes, with what lag leaves of the pulse before."""
    target = world.scenario.target
    view = View(named_pose(world.anatomy, "AP", world.squared_level(), target.side, target.landmark(world.technique.target)))
    one = Exposure(1, 0, view, automatic(world.thickness(view)), OPEN, None, None)
    imager.greys(replace(one, frame=2, moved_mm=(1.0, 1.0), before=(one,)), PIXELS)
