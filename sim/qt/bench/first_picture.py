"""A program: opens the window, begins the default case, holds the pedal, and tells at what time the first X-ray was painted."""

from __future__ import annotations

import sys
import time

from sim.qt.loading import undisturbed

CASE, SEED = "interlaminar_l4_l5", 1
LOOK_MS = 5
"""So often the window is looked at; in between its own loop sleeps, as it does for a user."""
LONGEST_MS = 300_000


def main() -> int:
    with undisturbed():  # as the program itself loads
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from scenarios import files
        from sim.qt.app import dress
        from sim.qt.sweeping import swept
        from sim.qt.windows.main_window import MainWindow
        from sim.qt.windows.mode import MODES
        from sim.session.commands import PressPedal

    application = QApplication([])
    with swept():
        dress(application)
        window = MainWindow()
        pressed = False

        def look() -> None:
            nonlocal pressed
            room = window.room
            if room is None or room.seen is None:
                return
            if not pressed:
                room.send(PressPedal())
                pressed = True
            elif room.live.shown is not None:
                room.live.repaint()
                print(time.time())
                window.close()
                application.exit(0)

        watch = QTimer()
        watch.timeout.connect(look)
        watch.start(LOOK_MS)
        QTimer.singleShot(LONGEST_MS, lambda: application.exit(1))
        window.show()
        window.begin(files.find_scenario(CASE), MODES[0], seed=SEED)
        return application.exec()


if __name__ == "__main__":
    sys.exit(main())
