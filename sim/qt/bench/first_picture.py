"""A program: opens the window, begins the default case, holds the pedal, and tells when Begin was pressed and the first X-ray painted, and
how much memory it has then.

With the argument ``read`` somebody reads about the case until it is made ready, and begins then; without it Begin is pressed at once. With
``drawn`` it is a case whose patient has to be built first.
"""

from __future__ import annotations

import json
import sys
import time

from sim.qt.loading import undisturbed

CASE, DRAWN, SEED = "interlaminar_l4_l5", "l4_l5_disc", 1
LOOK_MS = 5
"""So often the window is looked at; in between its own loop sleeps, as it does for a user."""
LONGEST_MS = 300_000


def main(reads: bool, name: str) -> int:
    with undisturbed():  # as the program itself loads
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from scenarios import files
        from sim.qt.app import dress
        from sim.qt.sweeping import swept
        from sim.qt.windows.main_window import MainWindow
        from sim.qt.windows.mode import MODES
        from sim.session.commands import PressPedal
        from sim.studies.bench.memory import resident_mb

    application = QApplication([])
    with swept():
        dress(application)
        window = MainWindow()
        began, pressed = 0.0, False

        def look() -> None:
            nonlocal began, pressed
            if not began and (not reads or window.foresight.ready is not None):
                began = time.time()
                window.begin(files.find_scenario(name), MODES[0], seed=SEED)
            room = window.room
            if room is None or room.seen is None:
                return
            if not pressed:
                room.send(PressPedal())
                pressed = True
            elif room.live.shown is not None:
                room.live.repaint()
                print(json.dumps({"began": began, "painted": time.time(), "resident_mb": resident_mb()}))
                window.close()
                application.exit(0)

        watch = QTimer()
        watch.timeout.connect(look)
        watch.start(LOOK_MS)
        QTimer.singleShot(LONGEST_MS, lambda: application.exit(1))
        window.show()
        if reads:
            window.foresight.expect(files.find_scenario(name), None)
        look()
        return application.exec()


if __name__ == "__main__":
    sys.exit(main("read" in sys.argv, DRAWN if "drawn" in sys.argv else CASE))
