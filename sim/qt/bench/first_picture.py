"""A program: opens the window, begins the default case, holds the pedal, and tells at what time the first X-ray was painted."""

from __future__ import annotations

import sys
import time

from PySide6.QtWidgets import QApplication

from scenarios import files
from sim.qt.app import dress
from sim.qt.windows.main_window import MainWindow
from sim.qt.windows.mode import MODES
from sim.session.commands import PressPedal

CASE, SEED = "interlaminar_l4_l5", 1
LONGEST_S = 300.0


def main() -> int:
    application = QApplication([])
    dress(application)
    window = MainWindow()
    window.show()
    window.begin(files.find_scenario(CASE), MODES[0], seed=SEED)
    given_up = time.monotonic() + LONGEST_S
    pressed = False
    while time.monotonic() < given_up:
        application.processEvents()
        room = window.room
        if room is None or room.seen is None:
            time.sleep(0.001)
        elif not pressed:
            room.send(PressPedal())
            pressed = True
        elif room.live.shown is not None:
            room.live.repaint()
            print(time.time())
            window.close()
            return 0
    print(f"no picture within {LONGEST_S:g} s", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
