"""A program: pictures a second of the room in three dimensions, 900 x 700, as its view draws them while something moves: four lists.

The eye goes round and the C-arm turns with each picture: skin, skin with the beam on, and glass; last the fine pictures at rest. No window
is needed, and each picture is turned into one that Qt paints.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from PySide6.QtGui import QImage

from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.views import named_pose
from sim.qt.theatre.cast import cast_of
from sim.qt.theatre.eye import Eye
from sim.qt.theatre.theatre_scene import TheatreScene
from sim.session.patients import shipped_patient

SIZE = 900, 700
WARM, RUNS = 5, 60


def main() -> None:
    patient = shipped_patient("reference")
    scene = TheatreScene(cast_of(patient, inside=True, side=1), 1)
    middle = named_pose(patient, "AP", "L4").centre
    views = [View(Pose(orbit, 5.0, middle)) for orbit in np.linspace(-45.0, 45.0, WARM + RUNS).tolist()]

    def rates(moving: bool, each: Callable[[View], None]) -> list[float]:
        eye, ended = Eye.standing(1), list[float]()
        for view in views:
            scene.stand(view)
            each(view)
            eye = eye.turned(2.0, 0.0)
            scene.look(eye)
            made = scene.picture(*SIZE, moving=moving)
            QImage(made.tobytes(), *SIZE, 3 * SIZE[0], QImage.Format.Format_RGB888).copy()
            ended.append(time.perf_counter())
        return [1 / (after - before) for before, after in pairwise(ended[WARM - 1 :])]

    found = {"skin": rates(True, lambda view: None), "beam": rates(True, lambda view: scene.show_beam(view, OPEN, on=True))}
    scene.show_beam(views[-1], OPEN, on=False)
    scene.see_through(0.8)
    found["glass"], found["still_glass"] = rates(True, lambda view: None), rates(False, lambda view: None)
    scene.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
