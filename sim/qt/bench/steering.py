"""A program: pictures a second while the C-arm turns, from the darkroom to the painted monitor. No window need be seen.

An orbit through 135 degrees in steps of 2, each picture asked for when the one before it is made; the first ones warm up.
"""

from __future__ import annotations

import json
import time

import numpy as np
from PySide6.QtWidgets import QApplication

from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.picture import pictured
from sim.fluoroscopy.views import named_pose
from sim.qt.darkroom import Darkroom, Print
from sim.qt.panels.monitor import Monitor
from sim.session.patients import shipped_patient

WARM = 5
SIDE_PX = 900


def main() -> None:
    patient, application = shipped_patient("reference"), QApplication([])
    middle = named_pose(patient, "AP", "L4").centre
    views = [View(Pose(orbit, 5.0, middle)) for orbit in np.linspace(-45.0, 90.0, 68).tolist()]
    turns = iter([Exposure(n, n, view, automatic(thickness(patient, view)), OPEN, None, None) for n, view in enumerate(views, 1)])
    monitor, room, shown_at = Monitor("live"), Darkroom(Imager(patient)), list[float]()
    monitor.resize(SIDE_PX, SIDE_PX)
    monitor.show()

    def more() -> None:
        turn = next(turns, None)
        if turn is None:
            application.quit()
        else:
            room.ask("live", pictured(turn, "", {}, ()))

    def show(_: str, made: Print) -> None:
        more()
        monitor.show_print(made)
        monitor.repaint()
        shown_at.append(time.perf_counter())

    room.made.connect(show)
    more()
    application.exec()
    room.close()
    print(json.dumps((1 / np.diff(shown_at[WARM:])).tolist()))


if __name__ == "__main__":
    main()
