"""A case's body to be looked at while it is written: a sketch in a second, then the whole of it, which is kept for the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from meshes.person import Person
from meshes.space import Vector
from sim.qt.job import Fault, Job, Tell

if TYPE_CHECKING:  # what draws bodies takes long to load
    import trimesh

    from meshes.anatomy import Anatomy
    from sim.fluoroscopy.imager import Imager

VIEWS = ("AP", "lateral")
PIXELS = 256
THICKEST, SOFT = 2.2, 170.0
"""How dark the thickest bone of a sketch's shadow is: exp of minus this; and the grey round bone, as soft parts have it (guess)"""


@dataclass(frozen=True, eq=False)
class BodyShots:
    """What is shown of a body."""

    surfaces: Mapping[str, trimesh.Trimesh]
    middle: Vector
    shots: tuple[NDArray[np.uint8], ...]
    """One of each view; greys"""


def shots_of_sketch(
    person: Person, done: Callable[[BodyShots], None], failed: Callable[[Fault], None], hear: Callable[[str, float], None]
) -> Job:
    """Beside the window."""

    def work(tell: Tell) -> BodyShots:
        from meshes.sketching import sketched_body

        made = sketched_body(person, tell)
        return BodyShots(made.surfaces, made.middle, tuple(_shadow(lengths) for lengths in (made.ap, made.lateral)))

    return Job("sketch", work, done, failed, hear)


def shots_of_whole(
    who: Person | str, done: Callable[[BodyShots], None], failed: Callable[[Fault], None], hear: Callable[[str, float], None]
) -> Job:
    """Of a person, or of a patient who is there, by name."""

    def work(tell: Tell) -> BodyShots:
        from sim.fluoroscopy.imager import Imager
        from sim.session.body_maker import patient_beside
        from sim.session.patients import patient_named

        anatomy = patient_named(who) if isinstance(who, str) else patient_beside(who, tell)
        tell("X-rays", 1.0)
        imager = Imager(anatomy)
        shots = tuple(_shot(imager, anatomy, view) for view in VIEWS)
        return BodyShots(anatomy.surfaces, anatomy.landmarks["L4/superior_endplate"], shots)

    return Job("body", work, done, failed, hear)


def _shadow(lengths: NDArray[np.float32]) -> NDArray[np.uint8]:
    greys: NDArray[np.uint8] = (SOFT * np.exp(-THICKEST * lengths / max(float(lengths.max()), 1.0))).astype(np.uint8)
    return greys


def _shot(imager: Imager, anatomy: Anatomy, name: str) -> NDArray[np.uint8]:
    from sim.fluoroscopy.carm import View
    from sim.fluoroscopy.collimator import OPEN
    from sim.fluoroscopy.dose import automatic, thickness
    from sim.fluoroscopy.exposure import Exposure
    from sim.fluoroscopy.views import named_pose

    view = View(named_pose(anatomy, name, "L5", centre="L4/superior_endplate"))
    return imager.greys(Exposure(0, 0, view, automatic(thickness(anatomy, view)), OPEN, None, None), PIXELS, softened=True)
